//! Where Tidings has not learnt the system's keyring yet.

use super::{KeyringState, SecretError};

/// None.
#[derive(Clone, Default)]
pub(super) struct Keyring;

const WHY: &str = "Tidings does not use the keyring of this system yet";

impl Keyring {
    pub(super) async fn read(&self, _item: String) -> Result<String, SecretError> {
        Err(SecretError::NoKeyring(WHY.to_owned()))
    }

    pub(super) async fn keep(&self, _item: String, _value: String) -> Result<(), SecretError> {
        Err(SecretError::NoKeyring(WHY.to_owned()))
    }

    pub(super) async fn state() -> KeyringState {
        KeyringState::Absent(WHY.to_owned())
    }
}
