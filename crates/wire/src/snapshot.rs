//! The whole picture beside the timeline.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::code::TroubleCode;
use crate::{
    BellEdit, BellSettings, BellView, ConnectionsEdit, ConnectionsView, FeedView, Flaw, Rule, SavedView,
    StartupEdit, StartupView, WindowEdit, WindowView,
};

/// Everything the window shows beside entries. Small enough to be read anew at each change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Snapshot {
    /// The feeds, in the order of `tidings.toml`.
    pub feeds: Vec<FeedView>,
    /// Whether the bell rings, and whether it is quiet.
    pub bell: BellView,
    /// What is wrong with `tidings.toml`, while the last good one runs on.
    pub config_problem: Option<ConfigProblem>,
    /// What happened at start that the person should know, such as a damaged database set aside.
    pub notices: Vec<Notice>,
    /// The settings.
    pub settings: SettingsView,
    /// What they are where `tidings.toml` says nothing.
    pub defaults: SettingsView,
    /// The rules over all feeds, in the order they are applied.
    pub rules: Vec<Rule>,
    /// The searches that are kept, in the order of `tidings.toml`.
    pub views: Vec<SavedView>,
    /// The words that feeds file entries under, the most used first: at most 50.
    pub tags: Vec<String>,
    /// Where `tidings.toml` is.
    pub config_path: String,
    /// The version of Tidings.
    pub version: String,
    /// The clock of the core when this was read, RFC 3339: countdowns count from it.
    pub now: String,
}

/// What is wrong with `tidings.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ConfigProblem {
    /// The line, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong, what to write instead, and what goes on meanwhile.
    pub message: String,
    /// What is wrong, in its parts.
    pub flaw: Flaw,
    /// Whether the last good configuration runs meanwhile; otherwise no feed is connected.
    pub goes_on: bool,
}

/// Something the person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Notice {
    /// For dismissing it.
    pub id: u32,
    /// What it is about.
    pub about: NoticeAbout,
    /// In words.
    pub message: String,
}

/// What a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum NoticeAbout {
    /// The history was damaged, set aside and saved as far as it went.
    History,
    /// Feeds cannot be heard for longer than the grace period.
    Failing {
        /// What they are called: the first few of them.
        feeds: Vec<String>,
        /// How many there are beside those.
        more: u32,
        /// The kind of trouble, where it is one feed.
        #[ts(as = "Option<TroubleCode>")]
        code: Option<&'static str>,
        /// What belongs to that kind.
        what: Vec<String>,
    },
}

/// The settings, as the window shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SettingsView {
    /// How things ring.
    pub bell: BellSettings,
    /// `[window]`.
    pub window: WindowView,
    /// `[startup]`.
    pub startup: StartupView,
    /// `[connections]`.
    pub connections: ConnectionsView,
    /// `[demo] port`; 0 where the demo feeds are not served.
    pub demo_port: u16,
    /// Days of history kept; 0 is for ever.
    pub retention_days: u32,
    /// Entries kept per feed; 0 is without bound.
    pub retention_entries_per_feed: u32,
}

impl From<&model::Settings> for SettingsView {
    fn from(settings: &model::Settings) -> Self {
        Self {
            bell: (&settings.bell).into(),
            window: (&settings.window).into(),
            startup: settings.startup.into(),
            connections: (&settings.connections).into(),
            demo_port: settings.demo_port.unwrap_or_default(),
            retention_days: settings.retention.days,
            retention_entries_per_feed: settings.retention.entries_per_feed,
        }
    }
}

/// What is to change in the settings; a field that is null or left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct SettingsEdit {
    /// `[bell]`.
    pub bell: Option<BellEdit>,
    /// `[window]`.
    pub window: Option<WindowEdit>,
    /// `[startup]`.
    pub startup: Option<StartupEdit>,
    /// `[connections]`.
    pub connections: Option<ConnectionsEdit>,
    /// `[demo] port`; 0 serves them no more.
    pub demo_port: Option<u16>,
    /// `[history] days`.
    pub retention_days: Option<u32>,
    /// `[history] entries_per_feed`.
    pub retention_entries_per_feed: Option<u32>,
}
