//! What a stream is asked for with.

use std::fmt;
use std::time::Duration;

use tidings_net::Url;

use crate::guard::DEFAULT_EVENT_BYTES;
use crate::{Gate, request};

/// What a stream is asked for with.
#[derive(Clone)]
pub struct Config {
    /// Where it is.
    pub url: Url,
    /// Further headers: names, and values as UTF-8. They go to the URL's own origin only, and stay out of logs and errors.
    pub headers: Vec<(String, String)>,
    /// Secret fields added to the query of each request: names and values. They stay out of logs and errors as well.
    pub query: Vec<(String, String)>,
    /// How long until the head of the answer must be there.
    pub header_timeout: Duration,
    /// Whether the name in the URL may mean an address of this machine or of a private network. Without it only a public one is connected
    /// to, unless the URL says by itself that it is near, as `localhost`, `nas.local` and `192.168.1.5` do.
    pub private_network: bool,
    /// Where to resume: the last event ID of an earlier time, or nothing.
    pub last_event_id: String,
    /// Reconnect after this long without a byte. With none, it is learnt from the feed: three times its longest usual silence,
    /// within 30 s and 10 min; 90 s until that is known.
    pub idle: Option<Duration>,
    /// The largest event taken, in bytes as it stands in the stream; at most 32 MiB.
    pub max_event_bytes: usize,
    /// The most bytes a second, over ten seconds; none sets no bound.
    pub max_bytes_per_second: Option<u64>,
    /// What its connections wait at; share one among all subscriptions of a program.
    pub gate: Gate,
    /// Whether to try again after a failure or an end that trying again may help.
    pub reconnect: bool,
}

impl Config {
    /// The defaults: no further headers, from now on, silence as learnt, events of 1 MiB, a gate of its own, reconnecting.
    #[must_use]
    pub fn new(url: Url) -> Self {
        Self {
            url,
            headers: Vec::new(),
            query: Vec::new(),
            header_timeout: request::HEADER_TIMEOUT,
            private_network: false,
            last_event_id: String::new(),
            idle: None,
            max_event_bytes: DEFAULT_EVENT_BYTES,
            max_bytes_per_second: None,
            gate: Gate::default(),
            reconnect: true,
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}
