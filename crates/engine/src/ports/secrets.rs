//! What must not stand in the configuration, and where it is.

use std::fs;

use tidings_model::SecretSource;

use super::Pending;
use super::keyring::Keyring;

/// Fetches secrets, and keeps them.
pub trait Secrets: Send + Sync {
    /// The value that `source` points to. Comes within some seconds.
    ///
    /// # Errors
    /// Where it cannot be had; the text names the source and never a value.
    fn read(&self, source: SecretSource) -> Pending<Result<String, SecretError>>;

    /// Keeps `value` in the system keyring under `item`, in place of what was there.
    ///
    /// # Errors
    /// Where there is no keyring, or it is locked.
    fn keep(&self, item: String, value: String) -> Pending<Result<(), SecretError>>;

    /// How the system keyring stands. Asks the person nothing.
    fn keyring(&self) -> Pending<KeyringState>;
}

/// How the system keyring stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringState {
    /// It is there, and open.
    Available,
    /// It is there; the person has to unlock it.
    Locked,
    /// There is none, and why.
    Absent(String),
}

/// A secret could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The environment lacks it.
    #[error("The environment variable {0} is not set.")]
    NoVariable(String),
    /// The file cannot be read.
    #[error("The file {0} cannot be read: {1}.")]
    NoFile(String, std::io::Error),
    /// There is no keyring.
    #[error("The system keyring is not there: {0}.")]
    NoKeyring(String),
    /// It is locked.
    #[error("The system keyring is locked.")]
    KeyringLocked,
    /// It does not answer.
    #[error("The system keyring does not answer.")]
    KeyringSilent,
    /// It has no such item.
    #[error("The system keyring has nothing under `{0}`.")]
    NoItem(String),
    /// It has several of it.
    #[error("What the system keyring has under `{0}` cannot be used: there are several.")]
    Several(String),
    /// What it has is no text.
    #[error("What the system keyring has under `{0}` cannot be used: it is no text.")]
    NoText(String),
}

impl SecretError {
    /// Whether it may be there later, with nothing changed in Tidings.
    pub(crate) fn heals(&self) -> bool {
        !matches!(self, Self::NoVariable(_) | Self::Several(_) | Self::NoText(_))
    }
}

/// The process's environment, the file system and the system keyring.
#[derive(Default)]
pub(super) struct SystemSecrets {
    keyring: Keyring,
}

impl Secrets for SystemSecrets {
    fn read(&self, source: SecretSource) -> Pending<Result<String, SecretError>> {
        match source {
            SecretSource::Env(name) => Box::pin(std::future::ready(variable(name))),
            SecretSource::File(path) => Box::pin(std::future::ready(first_line(path))),
            SecretSource::Keyring(item) => {
                let keyring = self.keyring.clone();
                Box::pin(async move { keyring.read(item).await })
            }
        }
    }

    fn keep(&self, item: String, value: String) -> Pending<Result<(), SecretError>> {
        let keyring = self.keyring.clone();
        Box::pin(async move { keyring.keep(item, value).await })
    }

    fn keyring(&self) -> Pending<KeyringState> {
        Box::pin(Keyring::state())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the port through which everyone else reads the environment"
)]
fn variable(name: String) -> Result<String, SecretError> {
    std::env::var(&name).map_err(|_| SecretError::NoVariable(name))
}

fn first_line(path: String) -> Result<String, SecretError> {
    let text = fs::read_to_string(&path).map_err(|error| SecretError::NoFile(path, error))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
