//! Why a command ended, as an exit code and a sentence.

use std::io;
use std::process::ExitCode;

/// A command's unhappy end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something did not work: 1.
    #[error("{0}")]
    Failed(String),
    /// What was asked for cannot be: 2.
    #[error("{0}")]
    Usage(String),
    /// The server refused for good: 3.
    #[error("{0}")]
    Refused(String),
    /// No connection, and no second try was wanted: 4.
    #[error("{0}")]
    NotConnected(String),
    /// Whoever read our output went away: no failure at all.
    #[error("the output was closed")]
    OutputClosed,
}

impl Failure {
    /// The contract's number.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::OutputClosed => 0,
            Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::Refused(_) => 3,
            Self::NotConnected(_) => 4,
        })
    }

    /// Anything that went wrong, by its text.
    pub fn of(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Failed(format!("The output could not be written: {error}.")),
        }
    }
}
