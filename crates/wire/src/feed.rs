//! Feeds, as the window lists and edits them.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::{ConnectionEdit, FeedBell, FeedBellEdit, FeedHealth, Flaw, StateView, Template};

/// A configured feed and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FeedView {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The format that reads it; null lets the address decide.
    pub format: Option<String>,
    /// The folder it is in.
    pub folder: Option<String>,
    /// Whether it connects.
    pub enabled: bool,
    /// How it rings.
    pub bell: FeedBell,
    /// Its connection.
    pub state: StateView,
    /// Unread entries.
    pub unread: u32,
    /// RFC 3339: when its last byte came, in this run of the program.
    pub last_heard_at: Option<String>,
    /// RFC 3339: when its last entry came.
    pub last_entry_at: Option<String>,
    /// An event that could not be read, the latest one: what was wrong with it.
    pub last_bad_event: Option<Flaw>,
    /// RFC 3339: when it is looked at next; null for a stream, which speaks by itself.
    pub next_check_at: Option<String>,
    /// A polled feed is asked this often; null leaves it to its own rhythm.
    pub poll_seconds: Option<u32>,
    /// Its own words and conditions.
    pub template: Template,
    /// What its connection did today.
    pub health: FeedHealth,
    /// How its server is reached, as configured.
    pub connection: ConnectionEdit,
}

/// A feed to be added.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct NewFeed {
    /// Its address.
    pub url: String,
    /// What to call it; null makes a name of the address.
    pub name: Option<String>,
    /// The format; null lets the address decide.
    pub format: Option<String>,
    /// The folder it goes into.
    pub folder: Option<String>,
    /// Which of its entries ring.
    #[ts(type = "'always' | 'highlighted' | 'urgent' | 'digest' | 'never'")]
    pub notify: model::NotifyLevel,
    /// How its server is reached; null is every default.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub connection: Option<ConnectionEdit>,
}

/// What is to change in a feed; a field that is null or left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct FeedEdit {
    /// A new name.
    pub name: Option<String>,
    /// A new address.
    pub url: Option<String>,
    /// A new format; `"auto"` lets the address decide.
    pub format: Option<String>,
    /// How it rings from now on.
    #[ts(optional = nullable)]
    pub bell: Option<FeedBellEdit>,
    /// Another folder; the empty text takes it out of its folder.
    pub folder: Option<String>,
    /// Pause or resume.
    pub enabled: Option<bool>,
    /// A polled feed is asked this often, 60 to 86,400; 0 leaves it to its own rhythm.
    #[serde(default)]
    pub poll_seconds: Option<u32>,
    /// New words and conditions, in place of all there were.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub template: Option<Template>,
    /// How its server is reached from now on, all of it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub connection: Option<ConnectionEdit>,
}
