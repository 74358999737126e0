//! How a feed's connection stands, and what is wrong with it.

use crate::Timestamp;

/// How a feed's connection stands. The delay shown is the delay slept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// Switched off by the person.
    Paused,
    /// The host takes no more connections at once; it has its turn when one of those there ends.
    Queued {
        /// Which host, and how many.
        trouble: Trouble,
    },
    /// On its way: resolving, connecting, or waiting for the answer.
    Connecting,
    /// The server accepted, and bytes may come.
    Open {
        /// Since when.
        since: Timestamp,
    },
    /// Down for a while.
    Waiting {
        /// When the next attempt starts.
        until: Timestamp,
        /// The whole pause, in milliseconds.
        retry_in_ms: u64,
        /// What is wrong.
        trouble: Trouble,
    },
    /// Down until the person does something.
    Stopped {
        /// What is wrong.
        trouble: Trouble,
    },
}

/// What is wrong with a feed, in words for the person it is shown to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its kind.
    pub code: TroubleCode,
    /// What happened, in one sentence.
    pub message: String,
    /// What the person can do, in one sentence; empty where waiting is all.
    pub advice: String,
}

/// The kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleCode {
    /// The server ended the stream.
    Ended,
    /// No byte for too long.
    Idle,
    /// The name has no address.
    Dns,
    /// Nothing listens there.
    Refused,
    /// The connection broke.
    Broken,
    /// No answer in time.
    Timeout,
    /// The server could not prove who it is.
    Tls,
    /// The proxy failed.
    Proxy,
    /// The address is not one that this feed may reach.
    Address,
    /// Too many redirects, or one that may not be followed.
    Redirect,
    /// The answer is not an event stream.
    NotAStream,
    /// 204: the server asks not to come back.
    NoContent,
    /// 401 or 403.
    Denied,
    /// 404 or 410.
    NotFound,
    /// 429, or another "later".
    TooMany,
    /// 5xx.
    ServerError,
    /// Any other refusal.
    OtherStatus,
    /// An event over the limit.
    TooBig,
    /// A header's value could not be read.
    Secret,
    /// What came could not be stored.
    Storage,
    /// The host has as many connections as it takes.
    Crowded,
}

impl TroubleCode {
    /// The word for it on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Idle => "idle",
            Self::Dns => "dns",
            Self::Refused => "refused",
            Self::Broken => "broken",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::Proxy => "proxy",
            Self::Address => "address",
            Self::Redirect => "redirect",
            Self::NotAStream => "not_a_stream",
            Self::NoContent => "no_content",
            Self::Denied => "denied",
            Self::NotFound => "not_found",
            Self::TooMany => "too_many",
            Self::ServerError => "server_error",
            Self::OtherStatus => "other_status",
            Self::TooBig => "too_big",
            Self::Secret => "secret",
            Self::Storage => "storage",
            Self::Crowded => "crowded",
        }
    }
}
