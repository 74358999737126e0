//! The connection as one loop: connect, read, wait, and again.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use tidings_net::{Client, Response, Url};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::gate::{Asked, Gate, Place};
use crate::guard::DEFAULT_EVENT_BYTES;
use crate::rate::Rate;
use crate::watchdog::Watchdog;
use crate::{Backoff, Decoded, Decoder, Error, Event, request};

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
    /// Down for good: trying again cannot help, or is not wanted.
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
    Connecting {
        answer: Pending<Result<Response, Error>>,
        place: Place,
        since: Instant,
    },
    Reading(Box<Reading>),
    /// `firm` where the server asked for the pause, or earned it.
    Waiting {
        until: Instant,
        firm: bool,
    },
    Stopped,
}

struct Reading {
    response: Response,
    /// Held as long as the connection is.
    _place: Place,
    decoder: Decoder,
    since: Instant,
    events: u64,
    rate: Rate,
}

impl Reading {
    /// Hands the next bytes to the decoder, and says how many. Dropping the future loses none.
    async fn read(&mut self, watchdog: &mut Watchdog) -> Result<u64, Error> {
        let chunk = timeout_at(watchdog.deadline(), self.response.chunk()).await;
        let bytes = chunk.map_err(|_| watchdog.give_up())??.ok_or(Error::Ended)?;
        let now = Instant::now();
        watchdog.heard(now);
        self.rate.check(now, bytes.len())?;
        let length = bytes.len() as u64;
        self.decoder.push(bytes);
        Ok(length)
    }
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
    /// A subscription that has not begun. `chance` gives numbers in 0..1 that spread the pauses; `clock` is asked only
    /// where a `Retry-After` names a date.
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
    /// [`Step::Stopped`] it waits for ever, until [`EventSource::retry_now`].
    pub async fn next(&mut self) -> Step {
        loop {
            if let Some(step) = self.ready() {
                return step;
            }
            match &mut self.state {
                State::Begin => return self.begin(),
                State::Queued { turn } => {
                    let place = turn.as_mut().await;
                    return self.connect(place);
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
                State::Waiting { until, .. } => {
                    sleep_until(*until).await;
                    self.state = State::Begin;
                }
                State::Stopped => std::future::pending().await,
            }
        }
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
        if matches!(self.state, State::Waiting { .. } | State::Stopped) {
            self.state = State::Begin;
        }
    }

    /// Nobody knows whether the connection still lives, as after sleep: an open one must give a sign of life `within` this time, or is
    /// made anew; one on its way begins again, and a pause of our own ends. A stop stays.
    pub fn check(&mut self, within: Duration) {
        match self.state {
            State::Reading(_) => self.watchdog.prove(Instant::now() + within),
            State::Connecting { .. } => self.state = State::Begin,
            State::Waiting { .. } => self.try_early(),
            State::Begin | State::Queued { .. } | State::Stopped => {}
        }
    }

    /// Ends a pause that the server neither asked for nor earned: what was in the way may be gone.
    pub fn try_early(&mut self) {
        if matches!(self.state, State::Waiting { firm: false, .. }) {
            self.state = State::Begin;
        }
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

    /// The headers and secret fields of the query for the next connect, which may have changed. A running connection stays.
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
            Asked::Free(place) => self.connect(place),
            Asked::Full { limit, turn } => {
                let mut turn = Box::pin(turn);
                // Who asks first stands first: the queue is joined by the first look at it.
                if let Some(place) = turn.as_mut().now_or_never() {
                    return self.connect(place);
                }
                self.state = State::Queued { turn };
                Step::Queued { host: self.config.url.host_str().unwrap_or_default().to_owned(), limit }
            }
        }
    }

    fn connect(&mut self, place: Place) -> Step {
        let request = request::build(&self.config);
        let (client, pace) = (self.client.clone(), self.config.gate.pace());
        let answer = Box::pin(async move {
            pace.await;
            client.get(request).await.map_err(Error::Net)
        });
        self.state = State::Connecting { answer, place, since: Instant::now() };
        Step::Connecting
    }

    fn answered(&mut self, answer: Result<Response, Error>, place: Place) -> Step {
        match answer.and_then(|answer| request::judge(answer, &*self.clock)) {
            Ok(response) => {
                let now = Instant::now();
                let decoder = Decoder::new(self.config.last_event_id.clone(), self.config.max_event_bytes);
                self.watchdog.opened(now);
                let rate = Rate::new(self.config.max_bytes_per_second, now);
                let reading = Reading { response, _place: place, decoder, since: now, events: 0, rate };
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
            State::Begin | State::Queued { .. } | State::Waiting { .. } | State::Stopped => now,
        };
        if error.is_final() || !self.config.reconnect {
            self.state = State::Stopped;
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
        self.state = State::Waiting { until: now + delay, firm };
        Step::Waiting { delay, error }
    }
}
