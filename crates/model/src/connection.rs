//! How a feed's connection stands, and what is wrong with it.

use crate::Timestamp;
use crate::coded::coded;

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

coded! {
    /// The kinds of trouble.
    pub enum TroubleCode {
        /// The server ended the stream.
        Ended = "ended",
        /// No byte for too long.
        Idle = "idle",
        /// The name has no address.
        Dns = "dns",
        /// Nothing listens there.
        Refused = "refused",
        /// The connection broke.
        Broken = "broken",
        /// No answer in time.
        Timeout = "timeout",
        /// The server could not prove who it is.
        Tls = "tls",
        /// The proxy failed.
        Proxy = "proxy",
        /// The proxy asks for a password.
        ProxyDenied = "proxy_denied",
        /// The address is not one that this feed may reach.
        Address = "address",
        /// The name means a private address, and nobody said that it may.
        PrivateName = "private_name",
        /// Too many redirects, or one that may not be followed.
        Redirect = "redirect",
        /// The answer is not an event stream.
        NotAStream = "not_a_stream",
        /// The event stream comes packed.
        Packed = "packed",
        /// 204: the server asks not to come back.
        NoContent = "no_content",
        /// 401 or 403.
        Denied = "denied",
        /// 404 or 410.
        NotFound = "not_found",
        /// 429, or another "later".
        TooMany = "too_many",
        /// 5xx.
        ServerError = "server_error",
        /// Any other refusal.
        OtherStatus = "other_status",
        /// An event over the limit.
        TooBig = "too_big",
        /// A header's value could not be read.
        Secret = "secret",
        /// What came could not be stored.
        Storage = "storage",
        /// The host has as many connections as it takes.
        Crowded = "crowded",
    }
}
