//! What a person's wish can fail with.

use tidings_mapping::AddressError;
use tidings_model::FeedId;
use tidings_wire::{self as wire, ErrorCode, WireError};

use crate::config::{EditError, SaveError};
use crate::ports::SecretError;

/// Why a wish was not fulfilled. The text is for the person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be.
    #[error("{0}")]
    Invalid(String),
    /// What was typed cannot be.
    #[error("{}", .0.message)]
    Wrong(wire::Flaw),
    /// What was pasted is no address of a feed.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A file cannot be taken in.
    #[error(transparent)]
    Import(#[from] crate::exchange::Unreadable),
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
    Secret(#[from] SecretError),
}

impl Error {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid(_) | Self::Wrong(_) => ErrorCode::Invalid,
            Self::Address(AddressError::Credentials) => ErrorCode::AddressSecret,
            Self::Address(_) => ErrorCode::Address,
            Self::Import(_) => ErrorCode::Import,
            Self::NoFeed(_) | Self::NoView(_) | Self::NoEntry => ErrorCode::NotFound,
            Self::Config(SaveError::Edit(error)) => match error {
                EditError::Broken(_) => ErrorCode::ConfigBroken,
                EditError::NoFeed(_) | EditError::NoView(_) => ErrorCode::NotFound,
                EditError::Exists(_) => ErrorCode::Exists,
                EditError::Invalid(_) => ErrorCode::Invalid,
                EditError::Closing => ErrorCode::Failed,
            },
            Self::Config(SaveError::Disk { .. }) => ErrorCode::ConfigDisk,
            Self::Store(error) => of_store(error),
            Self::Secret(error) => of_secret(error),
        }
    }

    /// What was typed, where that is wrong in a way that the window has words for.
    fn flaw(&self) -> Option<wire::Flaw> {
        match self {
            Self::Wrong(flaw) => Some(flaw.clone()),
            Self::Config(SaveError::Edit(EditError::Invalid(wrong))) => Some(wrong.clone().into()),
            _ => None,
        }
    }
}

fn of_store(error: &tidings_store::Error) -> ErrorCode {
    use tidings_store::Error as Store;
    match error {
        Store::Full => ErrorCode::DiskFull,
        Store::ReadOnly => ErrorCode::ReadOnly,
        Store::Corrupt => ErrorCode::Damaged,
        Store::Disk | Store::Closed | Store::Sqlite(_) => ErrorCode::Failed,
    }
}

fn of_secret(error: &SecretError) -> ErrorCode {
    match error {
        SecretError::NoKeyring(_) | SecretError::KeyringSilent => ErrorCode::Keyring,
        SecretError::KeyringLocked => ErrorCode::KeyringLocked,
        SecretError::NoVariable(_)
        | SecretError::NoFile(..)
        | SecretError::NoItem(_)
        | SecretError::BadItem(..) => ErrorCode::Secret,
    }
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        Self { code: error.code(), message: error.to_string(), flaw: error.flaw().map(Box::new) }
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
