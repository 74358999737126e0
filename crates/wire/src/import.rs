//! Feeds from a file, looked over before any is added.

use serde::Serialize;
use ts_rs::TS;

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
    pub notes: Vec<String>,
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
    /// Why it cannot be added, or what would be left out of it.
    pub problem: Option<String>,
    /// Whether it can be added.
    pub possible: bool,
    /// Whether a feed with this address is configured already.
    pub already: bool,
}
