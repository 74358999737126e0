//! The connection as one loop: connect, read, wait, and again.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use futures_util::{FutureExt as _, Stream, stream};
use tidings_net::{Client, Response, Url};
use tokio::time::Instant;

use crate::backoff::Backoff;
use crate::gate::{Asked, Place};
use crate::reading::Reading;
use crate::watchdog::Watchdog;
use crate::{Config, Decoded, Error, Event, Rest, request};

/// What happened next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The host takes no more connections: waiting until one of those there ends.
    Queued {
        /// The host.
        host: String,
        /// How many it takes at a time.
        limit: usize,
    },
    /// On the way: resolving, connecting, waiting for the answer.
    Connecting,
    /// The server accepted.
    Open,
    /// An event.
    Event(Event),
    /// The last event ID moved without an event.
    Cursor(String),
    /// Bytes came that made no event (yet): a comment, or a part.
    Heard,
    /// Down: the next call sleeps until this delay, counted from now, is over.
    Waiting {
        /// The whole pause.
        delay: Duration,
        /// Why.
        error: Error,
    },
    /// Down: trying again cannot help, or is not wanted. The next call waits until the owner ends the stop; where the answer may heal
    /// by itself ([`Error::heals_slowly`]), for an hour at the most.
    Stopped(Error),
}

/// Over this, connections that were lost together are made anew.
const SPREAD: Duration = Duration::from_millis(500);

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

enum State {
    Begin,
    Queued {
        turn: Pending<Place>,
    },
    /// Said to be on its way: what it is asked with is taken at the next step.
    Ready {
        place: Place,
    },
    Connecting {
        answer: Pending<Result<Response, Error>>,
        place: Place,
        since: Instant,
    },
    Reading(Box<Reading>),
    /// In a pause, or stopped.
    Resting(Rest),
}

/// One subscription, for as long as its owner drives it by [`EventSource::next`]. Nothing is spawned: dropping it closes
/// the connection.
pub struct EventSource {
    client: Client,
    config: Config,
    chance: Box<dyn FnMut() -> f64 + Send>,
    clock: Box<dyn Fn() -> SystemTime + Send>,
    backoff: Backoff,
    watchdog: Watchdog,
    bytes: u64,
    state: State,
}

impl fmt::Debug for EventSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSource").field("config", &self.config).finish_non_exhaustive()
    }
}

impl EventSource {
    /// A subscription to what `url` streams, with the defaults of [`Config`], the system's proxy, certificates and clock, and chance.
    ///
    /// # Errors
    /// [`tidings_net::Error::Setup`], where those certificates or that proxy cannot be used.
    #[expect(
        clippy::disallowed_methods,
        reason = "for those who have no ports of their own; Tidings calls `new`"
    )]
    pub fn at(url: Url) -> Result<Self, Error> {
        let chance = Box::new(rand::random::<f64>);
        Ok(Self::new(Client::new()?, Config::new(url), chance, Box::new(SystemTime::now)))
    }

    /// A subscription that has not begun. `chance` gives numbers in 0..1 that spread the pauses; `clock` is the wall clock, for a
    /// `Retry-After` that names a date, and for pauses that outlast the machine's sleep.
    #[must_use]
    pub fn new(
        client: Client,
        config: Config,
        chance: Box<dyn FnMut() -> f64 + Send>,
        clock: Box<dyn Fn() -> SystemTime + Send>,
    ) -> Self {
        let watchdog = Watchdog::new(config.idle, Instant::now());
        Self {
            client,
            config,
            chance,
            clock,
            backoff: Backoff::default(),
            watchdog,
            bytes: 0,
            state: State::Begin,
        }
    }

    /// What happens next. Dropping the future loses nothing: the next call goes on where it was. After
    /// [`Step::Stopped`] it waits until the stop is ended, as by [`EventSource::retry_now`].
    pub async fn next(&mut self) -> Step {
        loop {
            if let Some(step) = self.ready() {
                return step;
            }
            match &mut self.state {
                State::Begin => return self.begin(),
                State::Queued { turn } => {
                    let place = turn.as_mut().await;
                    return self.admit(place);
                }
                State::Ready { place } => {
                    let place = std::mem::take(place);
                    self.dial(place);
                }
                State::Connecting { answer, place, .. } => {
                    let answer = answer.as_mut().await;
                    let place = std::mem::take(place);
                    return self.answered(answer, place);
                }
                State::Reading(reading) => match reading.read(&mut self.watchdog).await {
                    Ok(length) => {
                        self.bytes = self.bytes.saturating_add(length);
                        return self.ready().unwrap_or(Step::Heard);
                    }
                    Err(error) => return self.fail(error),
                },
                State::Resting(rest) => {
                    rest.over().await;
                    self.state = State::Begin;
                }
            }
        }
    }

    /// Its events alone, as a stream: connections come and go behind it. It ends with the reason for which this stopped.
    pub fn events(self) -> impl Stream<Item = Result<Event, Error>> + Send {
        stream::unfold(Some(self), |source| async move {
            let mut source = source?;
            loop {
                match source.next().await {
                    Step::Event(event) => return Some((Ok(event), Some(source))),
                    Step::Stopped(error) => return Some((Err(error), None)),
                    _ => {}
                }
            }
        })
    }

    /// What is decoded already, without waiting.
    pub fn ready(&mut self) -> Option<Step> {
        loop {
            let State::Reading(reading) = &mut self.state else { return None };
            match reading.decoder.next()? {
                Ok(Decoded::Event(event)) => {
                    reading.events += 1;
                    if let Some(id) = &event.id {
                        self.config.last_event_id.clone_from(id);
                    }
                    return Some(Step::Event(event));
                }
                Ok(Decoded::Cursor(id)) => {
                    self.config.last_event_id.clone_from(&id);
                    return Some(Step::Cursor(id));
                }
                Ok(Decoded::Retry(retry)) => self.backoff.set_retry(retry),
                Err(limit) => return Some(self.fail(limit.into())),
            }
        }
    }

    /// Ends a pause, or a stop: the next call of [`EventSource::next`] connects at once. A running connection stays.
    pub fn retry_now(&mut self) {
        if matches!(self.state, State::Resting(_)) {
            self.state = State::Begin;
        }
    }

    /// Nobody knows whether the connection still lives, as after sleep: an open one must give a sign of life `within` this time, or is
    /// made anew; one on its way begins again, and what [`EventSource::try_early`] ends is ended. A pause that the server asked for ends
    /// once the wall clock says that it is over.
    pub fn check(&mut self, within: Duration) {
        match &mut self.state {
            State::Reading(_) => self.watchdog.prove(Instant::now() + within),
            State::Connecting { .. } => self.state = State::Begin,
            State::Resting(rest) => {
                rest.woke((self.clock)());
                self.try_early();
            }
            State::Begin | State::Queued { .. } | State::Ready { .. } => {}
        }
    }

    /// Ends a pause that the server neither asked for nor earned, and a stop that may be another network's: what was in the way may be
    /// gone.
    pub fn try_early(&mut self) {
        if matches!(&self.state, State::Resting(rest) if rest.ends_early()) {
            self.state = State::Begin;
        }
    }

    /// Whether it is connected.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Reading(_))
    }

    /// Bytes of the stream so far, over all connections.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How long it may be silent now, and the longest silence that is usual where that was learnt.
    #[must_use]
    pub fn patience(&self) -> (Duration, Option<Duration>) {
        (self.watchdog.idle(), self.watchdog.usual())
    }

    /// The address for the next connect, where a format resumes by its query. A running connection stays.
    pub fn resume_at(&mut self, url: Url) {
        self.config.url = url;
    }

    /// The headers and secret fields of the query for the next connect, which may have changed: also for one that was said to be on its
    /// way just now. A running connection stays.
    pub fn set_secrets(&mut self, headers: Vec<(String, String)>, query: Vec<(String, String)>) {
        self.config.headers = headers;
        self.config.query = query;
    }

    /// The client for the next connect. A running connection stays.
    pub fn set_client(&mut self, client: Client) {
        self.client = client;
    }

    /// The first header of this name in the answer that opened the running connection.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        match &self.state {
            State::Reading(reading) => reading.response.header(name),
            _ => None,
        }
    }

    /// The address that the running stream has moved to for good, if its server says so.
    #[must_use]
    pub fn moved_to(&self) -> Option<&Url> {
        match &self.state {
            State::Reading(reading) => reading.response.moved_to(),
            _ => None,
        }
    }

    /// The last event ID in force: what the next connect resumes from.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.config.last_event_id
    }

    fn begin(&mut self) -> Step {
        match self.config.gate.ask(&self.config.url) {
            Asked::Free(place) => self.admit(place),
            Asked::Full { limit, turn } => {
                let mut turn = Box::pin(turn);
                // Who asks first stands first: the queue is joined by the first look at it.
                if let Some(place) = turn.as_mut().now_or_never() {
                    return self.admit(place);
                }
                self.state = State::Queued { turn };
                Step::Queued { host: self.config.url.host_str().unwrap_or_default().to_owned(), limit }
            }
        }
    }

    fn admit(&mut self, place: Place) -> Step {
        self.state = State::Ready { place };
        Step::Connecting
    }

    fn dial(&mut self, place: Place) {
        let request = request::build(&self.config);
        let (client, gate) = (self.client.clone(), self.config.gate.clone());
        let pace = gate.pace();
        let answer = Box::pin(async move {
            pace.await;
            client.get_paced(request, || gate.pace()).await.map_err(Error::Net)
        });
        self.state = State::Connecting { answer, place, since: Instant::now() };
    }

    fn answered(&mut self, answer: Result<Response, Error>, place: Place) -> Step {
        match answer.and_then(|answer| request::judge(answer, &*self.clock)) {
            Ok(response) => {
                let now = Instant::now();
                self.watchdog.opened(now);
                let reading = Reading::begin(response, place, &self.config, now);
                self.state = State::Reading(Box::new(reading));
                Step::Open
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: Error) -> Step {
        let now = Instant::now();
        let began = match &self.state {
            State::Reading(reading) => {
                let length = self.watchdog.last_heard() - reading.since;
                self.backoff.was_open(length, reading.events, &error);
                reading.since
            }
            State::Connecting { since, .. } => *since,
            State::Begin | State::Queued { .. } | State::Ready { .. } | State::Resting(_) => now,
        };
        if error.is_final() || !self.config.reconnect {
            self.state =
                State::Resting(if self.config.reconnect { Rest::stop(&error) } else { Rest::for_good() });
            return Step::Stopped(error);
        }
        let (chance, spent) = ((self.chance)(), now - began);
        let delay = match &error {
            // No fault of the server's: only spread over the feeds.
            Error::Unconfirmed => SPREAD.mul_f64(chance.clamp(0.0, 1.0)),
            error if error.is_breach() => self.backoff.quarantine(chance, spent),
            error => self.backoff.next(chance, error.retry_after(), spent),
        };
        let firm = error.is_breach() || error.retry_after().is_some();
        self.state = State::Resting(Rest::pause(delay, firm, (self.clock)()));
        Step::Waiting { delay, error }
    }
}
