//! Feeds from a file, looked over before any is added.

use serde::Serialize;
use ts_rs::TS;

use crate::WireError;

/// What a file has to offer. Nothing of it is added before the person says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportReview {
    /// What the file is.
    #[ts(type = "'toml' | 'opml' | 'ntfy'")]
    pub kind: &'static str,
    /// The file's name.
    pub file: String,
    /// The feeds in it, in its order.
    pub feeds: Vec<ImportFeed>,
    /// What else there is to say about the file.
    pub notes: Vec<ImportNote>,
}

/// What of a file is not taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportNote {
    /// The kind of thing.
    pub kind: ImportNoteKind,
    /// How many there are of it.
    pub count: u32,
    /// The whole in English.
    pub message: String,
}

/// What files have that Tidings does not take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ImportNoteKind {
    /// Topics that other apps receive through.
    OtherApps,
    /// Passwords.
    Passwords,
    /// Certificates.
    Certificates,
    /// Topics that are muted for a while ring here.
    MutedAWhile,
}

/// A feed of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportFeed {
    /// What it would be called.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The format that would read it; null lets the address decide.
    pub format: Option<String>,
    /// The folder it would go into.
    pub folder: Option<String>,
    /// Why it cannot be added; null where it can.
    pub problem: Option<WireError>,
    /// What would be left out of it, since it would take something of this machine: keys of `tidings.toml`.
    pub left_out: Vec<String>,
    /// Whether a feed with this address is configured already.
    pub already: bool,
}
