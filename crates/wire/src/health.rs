//! A feed's health: what its connection did today, and how it stands.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::code::GapCode;

/// What a person sees of a feed's connection beside its state. "Today" is since midnight here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FeedHealth {
    /// RFC 3339: since when the connection stands as it does.
    pub state_since: String,
    /// RFC 3339: when its last event came, in an earlier run too.
    pub last_event_at: Option<String>,
    /// How often it was connected anew today.
    pub reconnects_today: u32,
    /// Bytes of the stream today.
    #[ts(type = "number")]
    pub bytes_today: u64,
    /// Events today.
    #[ts(type = "number")]
    pub events_today: u64,
    /// The last thing that went wrong.
    pub last_error: Option<LastError>,
    /// Why something the feed said today may be missing, the newest first; what lasts stands until the feed is connected anew.
    pub gaps: Vec<Gap>,
    /// The longest silence that is usual for it, as learnt in this run.
    pub usual_gap_seconds: Option<u32>,
    /// After how many silent seconds it is connected anew.
    pub idle_seconds: u32,
    /// RFC 3339: since when it cannot be heard, once that has lasted for longer than the grace period.
    pub failing_since: Option<String>,
}

/// The last thing that went wrong with a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LastError {
    /// RFC 3339.
    pub at: String,
    /// The kind of trouble.
    pub code: String,
    /// What belongs to that kind: names and numbers.
    #[serde(default)]
    pub what: Vec<String>,
    /// What happened.
    pub reason: String,
    /// What the person can do; empty where waiting is all.
    pub advice: String,
}

/// Why something a feed said may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Gap {
    /// The kind of reason.
    #[ts(as = "GapCode")]
    pub code: String,
    /// RFC 3339: since when it was not heard; null where nobody knows.
    pub from: Option<String>,
    /// RFC 3339: since when it is heard again.
    pub to: Option<String>,
    /// A number or names that belong to the reason; empty for most.
    pub what: String,
    /// The whole in English, with local times.
    pub reason: String,
}
