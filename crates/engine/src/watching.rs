//! A feed looked at without being stored: what `tidings watch` prints, and what the window shows before a feed is added.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tidings_mapping::template::Payload;
use tidings_mapping::{Answer, Fetch, Format, MappingError, Meaning, Opening, Outcome, Reader};
use tidings_model::{ConnectionState, Entry, Feed, RawEvent, Trouble};
use tidings_net::Client;
use tidings_sse::{Event, Gate, Step};
use tidings_wire as wire;
use url::Url;

use crate::asking::{Asker, ROUNDS};
use crate::ingest::raw;
use crate::judge::Judge;
use crate::ports::World;
use crate::source::{self, Source};
use crate::stream::{self, Means};
use crate::{explain, trouble};

/// What a watched feed does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its connection stands differently.
    State(ConnectionState),
    /// It is down for good: trying again cannot help, or was not wanted. The flag says whether it is the server's refusal.
    Stopped {
        /// Why.
        trouble: Trouble,
        /// Whether trying again cannot help.
        refused: bool,
    },
    /// An event, word for word. Its entries follow.
    Event(RawEvent),
    /// What an event means.
    Entry(wire::Entry),
    /// An event that could not be read, and why.
    Bad(String),
}

/// How to watch.
#[derive(Clone, Debug, Default)]
pub struct WatchOptions {
    /// Further headers with their values.
    pub headers: Vec<(String, String)>,
    /// Where to resume.
    pub last_event_id: String,
    /// Not to connect again once it is down.
    pub no_reconnect: bool,
    /// Begin with what the server has kept, where the format can ask for that.
    pub recent: bool,
    /// Only its events, word for word: nothing is made of them.
    pub raw: bool,
    /// What its connection waits at. Beside feeds that run, theirs: a host may take no more of them.
    pub gate: Gate,
}

/// A feed being watched.
pub struct Watch {
    world: World,
    feed: Feed,
    format: &'static dyn Format,
    reader: Box<dyn Reader>,
    guesses: usize,
    endpoint: Url,
    source: Source,
    means: Means,
    gate: Gate,
    again: bool,
    only_raw: bool,
    /// The feed's template.
    judge: Judge,
    /// The event in hand, without its data.
    raw: RawEvent,
    headers: Vec<(String, String)>,
    asker: Asker,
    asking: Option<Asking>,
    /// The address that was refused, and what is to be said if the answers name no other.
    refused: Option<(Url, Seen)>,
    ahead: VecDeque<Seen>,
    /// The newest entry, and what it was made of.
    newest: Option<(Entry, String)>,
}

/// What is being asked, and how many rounds of it may follow.
struct Asking {
    answers: BoxFuture<'static, Vec<(Fetch, Answer)>>,
    rounds: usize,
}

impl Watch {
    /// Prepares to watch `feed`, which need not be configured.
    ///
    /// # Errors
    /// Where its address, a secret or a file of its connection cannot be used.
    pub async fn new(
        client: &Client,
        world: &World,
        feed: Feed,
        options: WatchOptions,
    ) -> Result<Self, Trouble> {
        let pasted =
            tidings_mapping::parse_address(&feed.url).map_err(|e| trouble::of_address(&e.to_string()))?;
        let format = stream::format_of(&feed, &pasted);
        let endpoint = format.endpoint(&pasted);
        let mut judge = Judge::default();
        if let Err(problems) = judge.follow(&feed.template, &[]) {
            let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
            return Err(trouble::of_template(&format!("The template cannot be used: {}", all.join("; "))));
        }
        let url = if options.recent { format.recent(&endpoint) } else { endpoint.clone() };
        let mut means = Means::of(client, world, &feed.connection).await.map_err(|unfit| unfit.trouble)?;
        means.headers.extend(options.headers);
        let again = !options.no_reconnect;
        let opening = source::Opening {
            format,
            url,
            feed: &feed,
            last_event_id: options.last_event_id,
            checkpoint: None,
            gate: options.gate.clone(),
            rate: None,
            again,
        };
        let source = Source::open(opening, &means, world);
        let guesses = if feed.format.is_none() { stream::GUESSES } else { 0 };
        Ok(Self {
            world: world.clone(),
            feed,
            format,
            reader: format.reader(&endpoint, None),
            guesses,
            asker: Asker::new(&means, endpoint.clone()),
            endpoint,
            source,
            headers: means.headers.clone(),
            means,
            gate: options.gate,
            again,
            only_raw: options.raw,
            judge,
            raw: RawEvent::default(),
            asking: None,
            refused: None,
            ahead: VecDeque::new(),
            newest: None,
        })
    }

    /// The format that reads it: named, or guessed from the address and the first events.
    #[must_use]
    pub fn format(&self) -> &'static dyn Format {
        self.format
    }

    /// The address it connects to.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// What happens next. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Seen {
        loop {
            if let Some(seen) = self.ahead.pop_front() {
                return seen;
            }
            if let Some(Asking { answers, rounds }) = &mut self.asking {
                let (answers, rounds) = (answers.await, *rounds);
                self.asking = None;
                self.hear(&answers, rounds);
                if self.asking.is_none() {
                    self.another_way();
                }
                continue;
            }
            let step = self.source.next().await;
            self.take(step);
        }
    }

    /// What is here already, without waiting.
    pub fn ready(&mut self) -> Option<Seen> {
        loop {
            if let Some(seen) = self.ahead.pop_front() {
                return Some(seen);
            }
            if self.asking.is_some() {
                return None;
            }
            let step = self.source.ready()?;
            self.take(step);
        }
    }

    fn take(&mut self, step: Step) {
        let now = self.world.clock.now();
        let seen = match step {
            Step::Queued { host, limit } => {
                Seen::State(ConnectionState::Queued { trouble: trouble::of_queue(&host, limit) })
            }
            Step::Connecting => Seen::State(ConnectionState::Connecting),
            Step::Open => {
                self.ahead.push_back(Seen::State(ConnectionState::Open { since: now }));
                let meaning = self.reader.opened(&Opening::default());
                return self.say(vec![Ok(meaning)], "", ROUNDS);
            }
            Step::Heard | Step::Cursor(_) => return,
            Step::Event(event) => return self.read(&event),
            Step::Waiting { delay, error } => {
                self.source.resume_at(self.reader.address());
                let (until, retry_in_ms) = (now.plus_millis(millis(delay)), millis(delay).unsigned_abs());
                Seen::State(ConnectionState::Waiting {
                    until,
                    retry_in_ms,
                    trouble: trouble::of_stream(&error),
                })
            }
            Step::Stopped(error) if self.polled_instead(&error) => return,
            Step::Stopped(error) => {
                let refused = error.is_final();
                let seen = Seen::Stopped { refused, trouble: trouble::of_stream(&error) };
                let status = source::refusal(&error).filter(|_| refused);
                return self.stopped(status, seen);
            }
        };
        self.ahead.push_back(seen);
    }

    /// Where the server refused for good, the reader may know of another address.
    fn stopped(&mut self, status: Option<u16>, seen: Seen) {
        let before = self.reader.address();
        let Some(fetches) = status.and_then(|status| self.reader.refused(status)) else {
            return self.ahead.push_back(seen);
        };
        self.refused = Some((before, seen));
        match fetches.is_empty() {
            true => self.another_way(),
            false => self.say(vec![Ok(Meaning::asking(fetches))], "", ROUNDS),
        }
    }

    /// Goes there, if it is another one.
    fn another_way(&mut self) {
        let Some((before, seen)) = self.refused.take() else { return };
        let now = self.reader.address();
        if now == before {
            return self.ahead.push_back(seen);
        }
        self.source.resume_at(now);
        self.source.retry_now();
    }

    /// An address whose format nobody named, and that gave a feed to be polled where a stream was looked for, is polled.
    fn polled_instead(&mut self, error: &tidings_sse::Error) -> bool {
        let Some(format) = source::polled_instead(error).filter(|_| self.feed.format.is_none()) else {
            return false;
        };
        self.format = format;
        self.reader = format.reader(&self.endpoint, None);
        let opening = source::Opening {
            format,
            url: self.endpoint.clone(),
            feed: &self.feed,
            last_event_id: String::new(),
            checkpoint: None,
            gate: self.gate.clone(),
            rate: None,
            again: self.again,
        };
        self.source = Source::open(opening, &self.means, &self.world);
        true
    }

    /// What a polled feed calls itself, once it was looked at.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.source.title()
    }

    fn read(&mut self, event: &Event) {
        if self.guesses > 0 {
            self.guesses -= 1;
            let event = std::slice::from_ref(event);
            let format = tidings_mapping::reconsider(self.format, &self.endpoint, event);
            if format.name() != self.format.name() {
                self.format = format;
                self.reader = format.reader(&self.endpoint, None);
            }
        }
        self.raw = RawEvent { data: String::new(), ..raw(event) };
        self.ahead.push_back(Seen::Event(raw(event)));
        // Read in any case: where a format resumes by its address, the reader knows from where.
        let meaning = self.reader.read(event);
        if self.only_raw {
            return;
        }
        self.say(vec![meaning], &event.data, ROUNDS);
    }

    fn hear(&mut self, answers: &[(Fetch, Answer)], rounds: usize) {
        self.asker.keep(answers);
        let meanings = answers.iter().map(|(fetch, answer)| self.reader.answered(fetch, answer)).collect();
        self.say(meanings, "", rounds.saturating_sub(1));
    }

    /// Shows what was said by an event of this data, and asks what it asks.
    fn say(&mut self, meanings: Vec<Result<Meaning, MappingError>>, data: &str, rounds: usize) {
        let mut fetches = Vec::new();
        for meaning in meanings {
            match meaning {
                Ok(meaning) => meaning.outcomes.into_iter().for_each(|outcome| match outcome {
                    Outcome::Entry(entry) | Outcome::Edit(entry) => self.show(entry, data.to_owned()),
                    Outcome::Found { entry, data, .. } => self.show(entry, data),
                    Outcome::Fetch(fetch) => fetches.push(fetch),
                    Outcome::Withdraw { .. } | Outcome::Read { .. } => {}
                }),
                Err(error) => self.ahead.push_back(Seen::Bad(error.sentence())),
            }
        }
        if !fetches.is_empty() && rounds > 0 {
            self.asking = Some(Asking { answers: self.asker.ask(fetches, &self.headers), rounds });
        }
    }

    fn show(&mut self, entry: Entry, data: String) {
        let raw = RawEvent { data: data.clone(), ..self.raw.clone() };
        let judged = self.judge.judge(&self.feed, &self.endpoint, &Payload::new(raw), entry);
        self.ahead.extend(judged.problem.map(|trouble| Seen::Bad(trouble.flaw().message)));
        let Some(entry) = judged.entry else { return };
        let now = self.world.clock.now();
        let key = tidings_store::key(&entry.identity);
        self.ahead.push_back(Seen::Entry(wire::Entry::new(self.feed.id.as_str(), &key, now, &entry)));
        self.newest = Some((entry, data));
    }

    /// Which field became what in the newest entry; empty before the first.
    pub(crate) fn explanation(&self) -> Vec<wire::Explained> {
        self.newest.as_ref().map(|(entry, data)| explain::of(entry, data)).unwrap_or_default()
    }
}

fn millis(delay: Duration) -> i64 {
    i64::try_from(delay.as_millis()).unwrap_or(i64::MAX)
}
