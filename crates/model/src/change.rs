//! News of the engine for whoever shows it.

use serde::{Deserialize, Serialize};

use crate::{FeedId, Seq};

/// Counts the writes of a store. A reader that remembers one can ask for what changed since, and misses nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

/// A hint that something is worth reading again. The store is the truth: losing a hint costs a re-read, never a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Entries were stored, or their status changed.
    Entries(Revision),
    /// The connection of a feed stands differently.
    Connection(FeedId),
    /// `tidings.toml` was read anew, and taken or refused.
    Config,
    /// The bell rings again, or no longer.
    Bell,
}

/// What the person asked for at a popup. It is said once, and no hint: nothing that is read again brings it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Click {
    /// By a click on it, to see something.
    Show(Shown),
    /// By a button, to open this entry's link, or with a number the address of that action.
    OpenLink(Seq, Option<usize>),
    /// By a button, to have this text on the clipboard.
    Copy(String),
}

/// What a click on a popup asks to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// One entry, those that a summary counted, or with none the window alone.
    pub seqs: Vec<Seq>,
    /// The button, by its number among the actions of the one entry, whose request the person has to allow before it is sent.
    pub action: Option<usize>,
    /// What the desktop gave with the click, so that the window may take the focus (xdg-activation, X11's startup id).
    pub token: Option<String>,
}
