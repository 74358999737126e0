//! The loop: look, tell what is new, rest, and again.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use tidings_net::{Client, Url};
use tidings_sse::{Error, Event, Gate, Rest, Step};
use tokio::time::{Instant, sleep_until};

use crate::checkpoint::{Checkpoint, Noted};
use crate::fetch::{Fetched, fetch};
use crate::item::Item;
use crate::pace::Pace;
use crate::{CHECKPOINT, EARLIER, EDITED, ITEM};

/// What a feed is asked for with.
#[derive(Clone)]
pub struct Config {
    /// Where it is.
    pub url: Url,
    /// Further headers with their values. They go to the URL's own origin only.
    pub headers: Vec<(String, String)>,
    /// Secret fields added to the query of each request. They stay out of logs and errors as well.
    pub query: Vec<(String, String)>,
    /// What the last [`CHECKPOINT`] event said, if there was one.
    pub checkpoint: Option<String>,
    /// Look this often, whatever the feed and its server say.
    pub interval: Option<Duration>,
    /// Whether the name in the URL may mean an address of this machine or of a private network.
    pub private_network: bool,
    /// Whether to look again after a failure that may heal.
    pub again: bool,
    /// What its looks wait at, as streams do: share one among all feeds of a program.
    pub gate: Gate,
}

impl Config {
    /// The defaults: no further headers, never looked at, as often as the feed's own rhythm says, a gate of its own.
    #[must_use]
    pub fn new(url: Url) -> Self {
        Self {
            url,
            headers: Vec::new(),
            query: Vec::new(),
            checkpoint: None,
            interval: None,
            private_network: false,
            again: true,
            gate: Gate::default(),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

type Looking = Pin<Box<dyn Future<Output = Result<Fetched, Error>> + Send>>;

enum State {
    Begin,
    Looking(Looking),
    /// Between two looks that work.
    Resting {
        until: Instant,
    },
    /// After one that did not.
    Down(Rest),
}

/// One polled feed, for as long as its owner drives it by [`Poller::next`]. Nothing is spawned: dropping it ends it.
pub struct Poller {
    client: Client,
    config: Config,
    chance: Box<dyn FnMut() -> f64 + Send>,
    clock: Box<dyn Fn() -> SystemTime + Send>,
    pace: Pace,
    checkpoint: Checkpoint,
    state: State,
    /// Whether the last look worked.
    open: bool,
    title: Option<String>,
    moved_to: Option<Url>,
    /// Of all documents so far.
    bytes: u64,
    /// What was found and is still to be told: at most one document's items, and three steps more.
    ahead: VecDeque<Step>,
}

impl fmt::Debug for Poller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Poller {
    /// A feed not looked at yet. `chance` gives numbers in 0..1 that spread the looks; `clock` is asked where a `Retry-After` names a date.
    #[must_use]
    pub fn new(
        client: Client,
        config: Config,
        chance: Box<dyn FnMut() -> f64 + Send>,
        clock: Box<dyn Fn() -> SystemTime + Send>,
    ) -> Self {
        let checkpoint = Checkpoint::read(config.checkpoint.as_deref());
        let pace = Pace::new(config.interval);
        let ahead = VecDeque::new();
        Self {
            client,
            config,
            chance,
            clock,
            pace,
            checkpoint,
            state: State::Begin,
            open: false,
            title: None,
            moved_to: None,
            bytes: 0,
            ahead,
        }
    }

    /// What happens next. Dropping the future loses nothing. After [`Step::Stopped`] it waits until the stop is ended, as by
    /// [`Poller::retry_now`].
    pub async fn next(&mut self) -> Step {
        loop {
            if let Some(step) = self.ahead.pop_front() {
                return step;
            }
            match &mut self.state {
                State::Begin => self.begin(),
                State::Looking(looking) => {
                    let looked = looking.as_mut().await;
                    self.looked(looked);
                }
                State::Resting { until } => {
                    sleep_until(*until).await;
                    self.state = State::Begin;
                }
                State::Down(rest) => {
                    rest.over().await;
                    self.state = State::Begin;
                }
            }
        }
    }

    /// What was found already, without waiting.
    pub fn ready(&mut self) -> Option<Step> {
        self.ahead.pop_front()
    }

    /// Ends a pause, or a stop: the next call of [`Poller::next`] looks at once.
    pub fn retry_now(&mut self) {
        if !matches!(self.state, State::Looking(_)) {
            self.state = State::Begin;
        }
    }

    /// Ends a pause after a failure that the server did not ask for, and a stop that may be another network's: what was in the way may be
    /// gone.
    pub fn try_early(&mut self) {
        if matches!(&self.state, State::Down(rest) if rest.ends_early()) {
            self.state = State::Begin;
        }
    }

    /// The same, and ends a rest as well: after sleep nobody knows how long it lasted. A pause that the server asked for ends once the wall
    /// clock says that it is over.
    pub fn look_early(&mut self) {
        match &mut self.state {
            State::Resting { .. } => self.state = State::Begin,
            State::Down(rest) => {
                rest.woke((self.clock)());
                self.try_early();
            }
            State::Begin | State::Looking(_) => {}
        }
    }

    /// Bytes of its documents so far, as they came.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How long until the next look, while it rests between two that work.
    #[must_use]
    pub fn next_look(&self) -> Option<Duration> {
        match self.state {
            State::Resting { until } => Some(until.saturating_duration_since(Instant::now())),
            _ => None,
        }
    }

    /// The headers and secret fields of the query for the next look, where a secret may have changed.
    pub fn set_secrets(&mut self, headers: Vec<(String, String)>, query: Vec<(String, String)>) {
        (self.config.headers, self.config.query) = (headers, query);
    }

    /// What the feed calls itself, once it was looked at.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The address that it has moved to for good, if its server said so at the last look that brought something. Told once.
    pub fn moved_to(&mut self) -> Option<Url> {
        self.moved_to.take()
    }

    /// The client for the next look.
    pub fn set_client(&mut self, client: Client) {
        self.client = client;
    }

    fn begin(&mut self) {
        let (client, config, last) = (self.client.clone(), self.config.clone(), self.checkpoint.clone());
        let (now, pace) = ((self.clock)(), config.gate.pace());
        let looking = async move {
            pace.await;
            fetch(&client, config, &last, now).await
        };
        self.state = State::Looking(Box::pin(looking));
        // Between two looks that work a feed stands open: it would flicker otherwise.
        if !self.open {
            self.ahead.push_back(Step::Connecting);
        }
    }

    fn looked(&mut self, looked: Result<Fetched, Error>) {
        match looked {
            Ok(Fetched::Same { fresh_for }) => self.rest(false, fresh_for),
            Ok(Fetched::New { document, etag, modified, fresh_for, moved_to, length }) => {
                self.moved_to = moved_to;
                self.bytes = self.bytes.saturating_add(length);
                let ttl = document.ttl.map(|minutes| Duration::from_secs(60 * u64::from(minutes)));
                self.title = document.title.clone().or(self.title.take());
                let before = self.checkpoint.clone();
                let kind = if before.has_begun() { ITEM } else { EARLIER };
                (self.checkpoint.etag, self.checkpoint.modified) = (etag, modified);
                let Noted { new, edited } = self.checkpoint.note(document.items);
                let news = before.has_begun() && !new.is_empty();
                self.rest(news, fresh_for.max(ttl));
                // Feeds have the newest in front; a timeline is told the oldest first.
                self.ahead.extend(edited.iter().rev().map(|item| told(EDITED, item)));
                self.ahead.extend(new.iter().rev().map(|item| told(kind, item)));
                if self.checkpoint != before {
                    self.ahead.push_back(event(CHECKPOINT, self.checkpoint.text()));
                }
            }
            Err(error) => self.fail(error),
        }
    }

    fn rest(&mut self, news: bool, asked: Option<Duration>) {
        let pause = self.pace.looked(news, asked, (self.chance)());
        self.state = State::Resting { until: Instant::now() + pause };
        self.ahead.push_back(if self.open { Step::Heard } else { Step::Open });
        self.open = true;
    }

    fn fail(&mut self, error: Error) {
        self.open = false;
        if error.is_final() || !self.config.again {
            let stop = if self.config.again { Rest::stop(&error) } else { Rest::for_good() };
            self.state = State::Down(stop);
            self.ahead.push_back(Step::Stopped(error));
            return;
        }
        let asked = match &error {
            Error::Status { retry_after, .. } => *retry_after,
            _ => None,
        };
        let delay = self.pace.failed(asked, (self.chance)());
        self.state = State::Down(Rest::pause(delay, asked.is_some(), (self.clock)()));
        self.ahead.push_back(Step::Waiting { delay, error });
    }
}

fn told(kind: &str, item: &Item) -> Step {
    event(kind, item.json())
}

fn event(kind: &str, data: String) -> Step {
    Step::Event(Event { kind: kind.to_owned(), data, last_event_id: String::new(), id: None })
}
