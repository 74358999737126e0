//! What went wrong, for the window.

use serde::Serialize;
use tidings_model::Wrong;
use ts_rs::TS;

use crate::Flaw;

/// An error across IPC. The window branches on the code and shows the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct WireError {
    /// What the window does about it.
    pub code: ErrorCode,
    /// What was wrong, where, and what to do, in words.
    pub message: String,
    /// The same in its parts, where it is of a kind that the window has words for.
    pub flaw: Option<Box<Flaw>>,
}

impl From<Wrong> for WireError {
    /// Something that was no wish of the person's failed.
    fn from(wrong: Wrong) -> Self {
        let message = wrong.message.clone();
        Self { code: ErrorCode::Failed, message, flaw: Some(Box::new(wrong.into())) }
    }
}

impl ErrorCode {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> Option<String> {
        serde_json::to_value(self).ok()?.as_str().map(str::to_owned)
    }
}

/// The kinds the window tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// What was typed cannot be: the message goes beside the field.
    Invalid,
    /// It is no address of a feed.
    Address,
    /// The address holds a user name or a password.
    AddressSecret,
    /// The file cannot be taken in.
    Import,
    /// The feed or entry is gone: read the snapshot anew.
    NotFound,
    /// A feed of this name is there already.
    Exists,
    /// `tidings.toml` is broken: the person must mend it before the window can edit it.
    ConfigBroken,
    /// `tidings.toml` cannot be written.
    ConfigDisk,
    /// The disk is full.
    DiskFull,
    /// The history cannot be written.
    ReadOnly,
    /// The history is damaged.
    Damaged,
    /// There is no keyring, or it does not answer.
    Keyring,
    /// The keyring is locked.
    KeyringLocked,
    /// A secret cannot be read where it is said to be.
    Secret,
    /// Anything else.
    Failed,
}
