//! Searches that a person keeps.

use crate::FeedId;

/// A kept search, as `[views.<id>]` of `tidings.toml` states it: a line of the sidebar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its key under `[views]`: spelt as a feed's.
    pub id: FeedId,
    /// What the window calls it.
    pub name: String,
    /// The search, in the search language.
    pub search: String,
}
