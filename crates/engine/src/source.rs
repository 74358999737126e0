//! Where a feed's events come from: a stream that is held open, or a document that is asked for. Both take the same steps.

use std::time::Duration;

use tidings_mapping::Format;
use tidings_net::Client;
use tidings_poll::Poller;
use tidings_sse::{Error, EventSource, Gate, Step};
use url::Url;

use crate::ports::World;
use crate::stream::{self, Means};
use crate::subscription::system_time;

/// What is to be opened.
pub(crate) struct Opening<'a> {
    pub(crate) format: &'a dyn Format,
    /// Where.
    pub(crate) url: Url,
    pub(crate) feed: &'a tidings_model::Feed,
    /// What a stream goes on from.
    pub(crate) last_event_id: String,
    /// What a polled feed goes on from.
    pub(crate) checkpoint: Option<String>,
    /// What all connections wait at.
    pub(crate) gate: Gate,
    /// Bytes a second that a stream may send, where its feed says nothing.
    pub(crate) rate: Option<u64>,
    /// Whether to try again after a failure.
    pub(crate) again: bool,
}

/// One of the two. Nothing is spawned: dropping it closes it.
pub(crate) enum Source {
    Stream(Box<EventSource>),
    Poll(Box<Poller>),
}

impl Source {
    /// Opens what the format asks for. It connects when it is first asked what happens next.
    pub(crate) fn open(opening: Opening<'_>, means: &Means, world: &World) -> Self {
        let Opening { format, url, feed, last_event_id, checkpoint, gate, rate, again } = opening;
        if format.is_polled() {
            let mut config = tidings_poll::Config::new(url);
            config.interval = feed.poll_seconds.map(|seconds| Duration::from_secs(seconds.into()));
            (config.checkpoint, config.again, config.gate) = (checkpoint, again, gate);
            return Self::poll(config, means, world);
        }
        let mut config = tidings_sse::Config::new(url);
        stream::configure(&mut config, means, &feed.connection);
        (config.last_event_id, config.gate, config.reconnect) = (last_event_id, gate, again);
        config.max_bytes_per_second = config.max_bytes_per_second.or(rate);
        Self::Stream(Box::new(stream::source(means.client.clone(), world, config)))
    }

    fn poll(mut config: tidings_poll::Config, means: &Means, world: &World) -> Self {
        config.headers.clone_from(&means.headers);
        config.query.clone_from(&means.query);
        config.private_network = means.private_network;
        let chance = world.chance.clone();
        let chance = Box::new(move || chance.fraction());
        Self::Poll(Box::new(Poller::new(means.client.clone(), config, chance, Box::new(system_time(world)))))
    }

    /// What happens next. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> Step {
        match self {
            Self::Stream(stream) => stream.next().await,
            Self::Poll(poller) => poller.next().await,
        }
    }

    /// What is here already.
    pub(crate) fn ready(&mut self) -> Option<Step> {
        match self {
            Self::Stream(stream) => stream.ready(),
            Self::Poll(poller) => poller.ready(),
        }
    }

    /// The person wants it connected: ends a pause or a stop. An open stream must give a sign of life; a polled feed is looked at.
    pub(crate) fn connect_now(&mut self, within: Duration) {
        match self {
            Self::Stream(stream) if stream.is_open() => stream.check(within),
            _ => self.retry_now(),
        }
    }

    /// Ends a pause or a stop. An open stream stays; a polled feed is looked at.
    pub(crate) fn retry_now(&mut self) {
        match self {
            Self::Stream(stream) => stream.retry_now(),
            Self::Poll(poller) => poller.retry_now(),
        }
    }

    /// Nobody knows whether the connection still lives, as after sleep: a stream must give a sign of life, a polled feed is looked at.
    pub(crate) fn check(&mut self, within: Duration) {
        match self {
            Self::Stream(stream) => stream.check(within),
            Self::Poll(poller) => poller.look_early(),
        }
    }

    /// Ends a pause that the server did not ask for.
    pub(crate) fn try_early(&mut self) {
        match self {
            Self::Stream(stream) => stream.try_early(),
            Self::Poll(poller) => poller.try_early(),
        }
    }

    /// Bytes so far, of the stream or of the documents.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Self::Stream(stream) => stream.bytes(),
            Self::Poll(poller) => poller.bytes(),
        }
    }

    /// How long it may be silent, and what is usual; for a polled feed the time until the next look.
    pub(crate) fn patience(&self) -> (Duration, Option<Duration>) {
        match self {
            Self::Stream(stream) => stream.patience(),
            Self::Poll(poller) => (poller.next_look().unwrap_or_default(), None),
        }
    }

    /// The address for the next connect; a polled feed keeps its own.
    pub(crate) fn resume_at(&mut self, url: Url) {
        if let Self::Stream(stream) = self {
            stream.resume_at(url);
        }
    }

    /// Headers and secret fields of the query for the next request.
    pub(crate) fn set_secrets(&mut self, headers: Vec<(String, String)>, query: Vec<(String, String)>) {
        match self {
            Self::Stream(stream) => stream.set_secrets(headers, query),
            Self::Poll(poller) => poller.set_secrets(headers, query),
        }
    }

    /// The client for the next request.
    pub(crate) fn set_client(&mut self, client: Client) {
        match self {
            Self::Stream(stream) => stream.set_client(client),
            Self::Poll(poller) => poller.set_client(client),
        }
    }

    /// A header of the open stream's answer.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        match self {
            Self::Stream(stream) => stream.header(name),
            Self::Poll(_) => None,
        }
    }

    /// The address that it has moved to for good, if its server says so.
    pub(crate) fn moved_to(&mut self) -> Option<Url> {
        match self {
            Self::Stream(stream) => stream.moved_to().cloned(),
            Self::Poll(poller) => poller.moved_to(),
        }
    }

    /// How long until a polled feed is looked at again.
    pub(crate) fn next_look(&self) -> Option<Duration> {
        match self {
            Self::Stream(_) => None,
            Self::Poll(poller) => poller.next_look(),
        }
    }

    /// What a polled feed calls itself.
    pub(crate) fn title(&self) -> Option<&str> {
        match self {
            Self::Stream(_) => None,
            Self::Poll(poller) => poller.title(),
        }
    }
}

/// The status by which a server refused for good; 200 where it answered with something that is no stream.
pub(crate) fn refusal(error: &Error) -> Option<u16> {
    match error {
        Error::Status { status, .. } => Some(*status),
        Error::NotAStream { .. } => Some(200),
        _ => None,
    }
}

/// The format of an address that gave no stream, but what looks like a feed to be polled. JSON alone does not: most of it is none.
pub(crate) fn polled_instead(error: &Error) -> Option<&'static dyn Format> {
    let Error::NotAStream { came } = error else { return None };
    let may_be = ["an RSS feed", "an Atom feed", "XML"].contains(&came.as_str())
        || came.ends_with("feed+json")
        || came.ends_with("rdf+xml");
    may_be.then(|| tidings_mapping::format("feed")).flatten()
}
