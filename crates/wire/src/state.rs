//! Connection states, as shown and printed.

use serde::Serialize;
use tidings_model::{ConnectionState, Timestamp};
use ts_rs::TS;

use crate::code::TroubleCode;
use crate::rfc3339;

/// How a feed's connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
#[ts(export)]
pub enum StateView {
    /// Switched off by the person.
    Paused,
    /// On its way.
    Connecting,
    /// The host takes no more connections at once.
    Queued {
        /// The kind of trouble.
        #[ts(as = "TroubleCode")]
        code: &'static str,
        /// What belongs to that kind: names and numbers.
        what: Vec<String>,
        /// Which host, and how many it takes.
        reason: String,
        /// What the person can do.
        advice: String,
    },
    /// Connected.
    Open {
        /// RFC 3339.
        since: String,
    },
    /// Down for a while.
    Waiting {
        /// RFC 3339: the next attempt, for the countdown.
        until: String,
        /// The whole pause, in milliseconds.
        #[ts(type = "number")]
        retry_in_ms: u64,
        /// The kind of trouble.
        #[ts(as = "TroubleCode")]
        code: &'static str,
        /// What belongs to that kind: names and numbers.
        what: Vec<String>,
        /// What happened.
        reason: String,
        /// What the person can do; empty where waiting is all.
        advice: String,
    },
    /// Down until the person does something.
    Stopped {
        /// The kind of trouble.
        #[ts(as = "TroubleCode")]
        code: &'static str,
        /// What belongs to that kind: names and numbers.
        what: Vec<String>,
        /// What happened.
        reason: String,
        /// What the person can do.
        advice: String,
    },
}

impl From<&ConnectionState> for StateView {
    fn from(state: &ConnectionState) -> Self {
        let at = |time: &Timestamp| rfc3339(*time);
        match state {
            ConnectionState::Paused => Self::Paused,
            ConnectionState::Connecting => Self::Connecting,
            ConnectionState::Queued { trouble } => Self::Queued {
                code: trouble.code.code(),
                what: trouble.what.clone(),
                reason: trouble.message.clone(),
                advice: trouble.advice.clone(),
            },
            ConnectionState::Open { since } => Self::Open { since: at(since) },
            ConnectionState::Waiting { until, retry_in_ms, trouble } => Self::Waiting {
                until: at(until),
                retry_in_ms: *retry_in_ms,
                code: trouble.code.code(),
                what: trouble.what.clone(),
                reason: trouble.message.clone(),
                advice: trouble.advice.clone(),
            },
            ConnectionState::Stopped { trouble } => Self::Stopped {
                code: trouble.code.code(),
                what: trouble.what.clone(),
                reason: trouble.message.clone(),
                advice: trouble.advice.clone(),
            },
        }
    }
}

/// A connection state as the command line prints it with `--json`: a line on standard error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateLine {
    /// The feed, where the command watches several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    /// `connecting`, `queued`, `open`, `waiting`, `stopped` or `paused`.
    pub state: &'static str,
    /// With `waiting`: the whole pause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_in_ms: Option<u64>,
    /// With `queued`, `waiting` and `stopped`: what happened, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl StateLine {
    /// The line for `state` of `feed`.
    #[must_use]
    pub fn new(feed: Option<&str>, state: &ConnectionState) -> Self {
        let (word, retry_in_ms, trouble) = match state {
            ConnectionState::Paused => ("paused", None, None),
            ConnectionState::Connecting => ("connecting", None, None),
            ConnectionState::Queued { trouble } => ("queued", None, Some(trouble)),
            ConnectionState::Open { .. } => ("open", None, None),
            ConnectionState::Waiting { retry_in_ms, trouble, .. } => {
                ("waiting", Some(*retry_in_ms), Some(trouble))
            }
            ConnectionState::Stopped { trouble } => ("stopped", None, Some(trouble)),
        };
        let reason = trouble.map(|t| format!("{} {}", t.message, t.advice).trim_end().to_owned());
        Self { feed: feed.map(str::to_owned), state: word, retry_in_ms, reason }
    }
}
