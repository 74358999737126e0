//! What a person's wish can fail with.

use tidings_mapping::AddressError;
use tidings_model::{FeedId, Wrong, WrongCode};
use tidings_store::{Error as StoreError, HoldError, OpenError};
use tidings_wire::{self as wire, ErrorCode, WireError};

use crate::config::{EditError, SaveError};
use crate::ports::SecretError;
use crate::{flaws, trouble};

/// Why a wish was not fulfilled. The text is for the person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for or typed cannot be.
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
            Self::Wrong(_) => ErrorCode::Invalid,
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

    /// What is wrong in particular, where its code does not say all of it.
    fn flaw(&self) -> Option<wire::Flaw> {
        let said = || self.to_string();
        match self {
            Self::Wrong(flaw) => Some(flaw.clone()),
            Self::Address(error) => Some(flaws::of_address(error).into()),
            Self::Import(error) => Some(error.flaw()),
            Self::Config(SaveError::Edit(EditError::Invalid(wrong))) => Some(wrong.clone().into()),
            Self::Config(SaveError::Edit(EditError::Closing)) | Self::Store(StoreError::Closed) => {
                Some(Wrong::new(WrongCode::Closing, &[], said()).into())
            }
            Self::Config(SaveError::Disk { path, error }) => {
                let what = [&*path.to_string_lossy(), &error.to_string()];
                Some(Wrong::new(WrongCode::FileUnwritable, &what, said()).into())
            }
            Self::Store(StoreError::Disk) => Some(Wrong::new(WrongCode::StoreDisk, &[], said()).into()),
            Self::Store(StoreError::Sqlite(error)) => {
                Some(Wrong::new(WrongCode::Store, &[&error.to_string()], said()).into())
            }
            Self::Secret(error) => Some(Wrong::of_trouble(trouble::of_secret(error)).into()),
            Self::Config(_) | Self::Store(_) | Self::NoFeed(_) | Self::NoView(_) | Self::NoEntry => None,
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
        | SecretError::Several(_)
        | SecretError::NoText(_) => ErrorCode::Secret,
    }
}

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong.into())
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
    Hold(#[from] HoldError),
    /// The history cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// No request can be made from here.
    #[error("No connection can be made: {0}.")]
    Net(#[from] tidings_net::Error),
}

impl StartError {
    /// For whoever sees no window, in whatever language.
    #[must_use]
    pub fn wrong(&self) -> Wrong {
        let (code, what) = match self {
            Self::Hold(HoldError::Taken { by }) => (WrongCode::StartTaken, vec![by.clone()]),
            Self::Hold(HoldError::Io { path, source }) => {
                (WrongCode::StartFolder, vec![path.display().to_string(), source.to_string()])
            }
            Self::Store(error) => of_history(error),
            Self::Net(error) => (WrongCode::StartNet, vec![error.to_string()]),
        };
        let what: Vec<&str> = what.iter().map(String::as_str).collect();
        Wrong::new(code, &what, self.to_string())
    }
}

fn of_history(error: &OpenError) -> (WrongCode, Vec<String>) {
    let (code, path, said) = match error {
        OpenError::Newer { path, .. } => (WrongCode::StartNewer, path, None),
        OpenError::Older { path } => (WrongCode::StartOlder, path, None),
        OpenError::ReadOnly { path } => (WrongCode::StartReadOnly, path, None),
        OpenError::Full { path } => (WrongCode::StartFull, path, None),
        OpenError::Busy { path } => (WrongCode::StartBusy, path, None),
        OpenError::Io { path, source } => (WrongCode::StartHistory, path, Some(source.to_string())),
        OpenError::Sqlite { path, source } => (WrongCode::StartHistory, path, Some(source.to_string())),
    };
    (code, std::iter::once(path.display().to_string()).chain(said).collect())
}
