//! A feed's last day, slot by slot.

use serde::Serialize;
use ts_rs::TS;

/// The last day of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FeedHistory {
    /// 24 hours in slots of 10 minutes, oldest first: 144 of them, the last one still running.
    pub slots: Vec<HealthSlot>,
    /// The last changes of its connection, newest first: at most 50.
    pub moments: Vec<HealthMoment>,
}

/// Ten minutes of a feed. What the seconds do not add up to, Tidings was not running or the feed was paused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HealthSlot {
    /// RFC 3339: when it begins.
    pub at: String,
    /// Events heard in it.
    pub events: u32,
    /// Seconds it was connected.
    pub open_seconds: u32,
    /// Seconds it was connecting, queued or waiting to connect again.
    pub waiting_seconds: u32,
    /// Seconds it was stopped by trouble that does not heal.
    pub stopped_seconds: u32,
}

/// A change of a feed's connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HealthMoment {
    /// RFC 3339.
    pub at: String,
    /// What it came to be.
    #[ts(type = "'connecting' | 'queued' | 'open' | 'waiting' | 'stopped' | 'paused' | 'ended'")]
    pub state: &'static str,
    /// Why, where there was a reason.
    pub reason: Option<HealthReason>,
}

/// Why a connection came to stand so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HealthReason {
    /// The kind of trouble.
    pub code: String,
    /// What belongs to that kind: names and numbers.
    pub what: Vec<String>,
    /// The whole, in English.
    pub reason: String,
}
