//! How a feed stands, for other programs: what the window's health page shows, in one line.

use serde::{Deserialize, Serialize};

use crate::{FeedView, Gap, LastError, StateView};

/// How a feed stands, or stood when that was noted last. Times are RFC 3339; "today" is since midnight there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The feed.
    pub feed: String,
    /// When it was so.
    pub noted_at: Option<String>,
    /// `connecting`, `queued`, `open`, `waiting`, `stopped` or `paused`.
    pub state: Option<String>,
    /// With `queued`, `waiting` and `stopped`: what happened.
    pub reason: Option<String>,
    /// What the person can do about it.
    pub advice: Option<String>,
    /// Since when.
    pub state_since: Option<String>,
    /// With `waiting`: the next attempt.
    pub retry_at: Option<String>,
    /// When a polled feed is looked at next.
    pub next_check_at: Option<String>,
    /// When its last byte came.
    pub last_heard_at: Option<String>,
    /// When its last event came.
    pub last_event_at: Option<String>,
    /// The latest event that could not be read: what was wrong with it.
    pub last_bad_event: Option<String>,
    /// How often it was connected anew today.
    pub reconnects_today: u32,
    /// Bytes today.
    pub bytes_today: u64,
    /// Events today.
    pub events_today: u64,
    /// The last thing that went wrong.
    pub last_error: Option<LastError>,
    /// Why something it said today may be missing.
    pub gaps: Vec<Gap>,
    /// The longest silence that is usual for it.
    pub usual_gap_seconds: Option<u32>,
    /// After how many silent seconds it is connected anew.
    pub idle_seconds: Option<u32>,
    /// Since when it cannot be heard, once that has lasted for longer than the grace period.
    pub failing_since: Option<String>,
}

impl Standing {
    /// What the window has of `feed` at that time.
    #[must_use]
    pub fn of(feed: FeedView, noted_at: &str) -> Self {
        let FeedView { id, state, last_heard_at, last_bad_event, next_check_at, health, .. } = feed;
        let words =
            |reason: String, advice: String| (Some(reason), Some(advice).filter(|words| !words.is_empty()));
        let (state, (reason, advice), retry_at) = match state {
            StateView::Paused => ("paused", (None, None), None),
            StateView::Connecting => ("connecting", (None, None), None),
            StateView::Open { .. } => ("open", (None, None), None),
            StateView::Queued { reason, advice, .. } => ("queued", words(reason, advice), None),
            StateView::Waiting { until, reason, advice, .. } => {
                ("waiting", words(reason, advice), Some(until))
            }
            StateView::Stopped { reason, advice, .. } => ("stopped", words(reason, advice), None),
        };
        Self {
            feed: id,
            noted_at: Some(noted_at.to_owned()),
            state: Some(state.to_owned()),
            reason,
            advice,
            state_since: Some(health.state_since),
            retry_at,
            next_check_at,
            last_heard_at,
            last_event_at: health.last_event_at,
            last_bad_event: last_bad_event.map(|flaw| flaw.message),
            reconnects_today: health.reconnects_today,
            bytes_today: health.bytes_today,
            events_today: health.events_today,
            last_error: health.last_error,
            gaps: health.gaps,
            usual_gap_seconds: health.usual_gap_seconds,
            idle_seconds: Some(health.idle_seconds),
            failing_since: health.failing_since,
        }
    }
}
