//! What became of a button that sends a request.

use serde::Serialize;
use ts_rs::TS;

use crate::code::TroubleCode;

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
#[ts(export)]
pub enum Acted {
    /// It was sent, and the server was content.
    Sent,
    /// Nothing was sent: the person has not allowed this host yet. Ask, and act again with `allow` = `host`.
    NeedsConfirmation {
        /// Whom the request is for: a host name, with its port where that is not the usual one of `https`.
        host: String,
    },
    /// It was not sent, or the server was not content.
    Failed {
        /// The kind of trouble.
        #[ts(as = "TroubleCode")]
        code: &'static str,
        /// What belongs to that kind.
        what: Vec<String>,
        /// What happened, in a sentence.
        reason: String,
        /// What the person can do; empty where waiting is all.
        advice: String,
    },
}
