//! A feed looked at before it is added.

use serde::Serialize;
use ts_rs::TS;

use crate::{Entry, Explained, StateView};

/// What an address turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Preview {
    /// The address that would be saved, put right where what was pasted was nearly one.
    pub url: String,
    /// A name for it.
    pub name: String,
    /// The format that reads it.
    pub format: String,
    /// What that format is called among people.
    pub format_name: String,
    /// Which field became what in the newest of the entries.
    pub explanation: Vec<Explained>,
    /// How the connection stood at the end of the look: open, or what went wrong.
    pub state: StateView,
    /// The last events, as they will look; empty where it said nothing yet.
    pub entries: Vec<Entry>,
    /// The configured feed that already has this address.
    pub already: Option<String>,
}
