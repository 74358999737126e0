//! What a person's wish can fail with.

use tidings_model::FeedId;
use tidings_wire::{ErrorCode, WireError};

use crate::config::{EditError, SaveError};

/// Why a wish was not fulfilled. The text is for the person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be.
    #[error("{0}")]
    Invalid(String),
    /// The feed is not there.
    #[error("There is no feed `{0}`.")]
    NoFeed(FeedId),
    /// The view is not there.
    #[error("There is no view `{0}`.")]
    NoView(String),
    /// The entry is not there.
    #[error("This entry is no longer in the history.")]
    NoEntry,
    /// The configuration.
    #[error(transparent)]
    Config(#[from] SaveError),
    /// The history.
    #[error(transparent)]
    Store(#[from] tidings_store::Error),
    /// A secret.
    #[error(transparent)]
    Secret(#[from] crate::ports::SecretError),
}

impl Error {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid(_) => ErrorCode::Invalid,
            Self::NoFeed(_) | Self::NoView(_) | Self::NoEntry => ErrorCode::NotFound,
            Self::Config(SaveError::Edit(error)) => match error {
                EditError::Broken(_) => ErrorCode::ConfigBroken,
                EditError::NoFeed(_) => ErrorCode::NotFound,
                EditError::Invalid(_) | EditError::Exists(_) => ErrorCode::Invalid,
            },
            Self::Config(SaveError::Disk { .. }) | Self::Store(_) | Self::Secret(_) => ErrorCode::Failed,
        }
    }
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

/// Why the engine did not start. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be had: another process has it, or the disk refuses.
    #[error(transparent)]
    Hold(#[from] tidings_store::HoldError),
    /// The history cannot be opened.
    #[error(transparent)]
    Store(#[from] tidings_store::OpenError),
    /// No request can be made from here.
    #[error("No connection can be made: {0}.")]
    Net(#[from] tidings_net::Error),
}
