//! One enabled feed: its connection, and what is done with what it says. One task owns it; nothing else touches the connection.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tidings_mapping::{Format, Meaning, Opening, Reader};
use tidings_model::{Change, ConnectionState, Feed, Ring, Seq, Settings, Timestamp};
use tidings_net::Client;
use tidings_sse::{Event, Gate, Step};
use tidings_store::{Append, Appended, Outcome, Store, Write};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::asking::Asker;
use crate::away::{Away, Resuming};
use crate::batch::Batch;
use crate::bell::{Ringing, Rope};
use crate::board::Board;
use crate::changes::Changes;
use crate::config::Loaded;
use crate::ingest::{Circumstances, Ingested, Progress, ingest, ingest_meaning};
use crate::judge::Judge;
use crate::ports::World;
use crate::source::{self, Source};
use crate::stream::{self, Means, Unfit};
use crate::trouble;

/// What every subscription shares.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) board: Board,
    pub(crate) rope: Rope,
    /// Told when entries are held back.
    pub(crate) held_back: Arc<Notify>,
    /// Whether there is a bell at all.
    pub(crate) bell_hangs: bool,
    pub(crate) changes: Changes,
    pub(crate) world: World,
    pub(crate) client: Client,
    /// What all connections wait at.
    pub(crate) gate: Gate,
    pub(crate) config: watch::Receiver<Arc<Loaded>>,
}

/// What a subscription is told from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nudge {
    /// The person wants it connected now.
    Reconnect,
    /// The connection may have died unseen.
    Check,
    /// What could not be reached may be reached now.
    Retry,
}

/// Checks of all feeds are spread over this. With the sign of life, and the spread of the connects after it, it stays within 5 s.
const NUDGE_SPREAD: Duration = Duration::from_millis(1500);
/// A connection that is checked has this long to be heard.
const SIGN_OF_LIFE: Duration = Duration::from_secs(2);
/// The most bytes a second that a feed may send, unless it is given more.
const BYTES_PER_SECOND: u64 = 16 << 20;
/// A backlog is through when nothing came for this long.
const QUIET: Duration = Duration::from_secs(1);
/// What comes later than this after connecting is news, however thick it comes.
const BACKLOG: Duration = Duration::from_secs(10);
/// Pause between attempts to read a secret that is elsewhere.
const UNFIT_RETRY: Duration = Duration::from_secs(15);
/// Pause between attempts to store what the disk did not take.
const STORE_RETRY: Duration = Duration::from_secs(2);

/// Between connecting and the end of what the server had kept for us.
#[derive(Clone, Copy)]
struct CatchingUp {
    opened_at: Timestamp,
    until: Instant,
    last: Instant,
}

impl CatchingUp {
    fn due(&self) -> Instant {
        self.until.min(self.last + QUIET)
    }
}

/// The task's state.
pub(crate) struct Subscription {
    context: Context,
    feed: Feed,
    format: &'static dyn Format,
    reader: Box<dyn Reader>,
    asker: Asker,
    /// How many more events may still tell the format.
    guesses: usize,
    endpoint: Url,
    source: Source,
    /// What is asked beside the stream is asked with these too.
    headers: Vec<(String, String)>,
    progress: Progress,
    /// The progress that the store has: heartbeats that move nothing are not written down.
    stored: Progress,
    catching_up: Option<CatchingUp>,
    /// The person's template and rules.
    judge: Judge,
    away: Away,
    /// Bytes that are on the board.
    counted: u64,
    patience: Option<(u32, Option<u32>)>,
    /// What is to be done about the connection, and when.
    nudge: Option<(Instant, Nudge)>,
}

impl Subscription {
    /// Keeps `feed` connected until `stop`. A nudge cuts a pause short, or has it checked.
    pub(crate) async fn run(
        context: Context,
        feed: Feed,
        mut nudges: mpsc::Receiver<Nudge>,
        stop: CancellationToken,
    ) {
        context.board.set_state(&feed.id, ConnectionState::Connecting);
        loop {
            match Self::begin(context.clone(), feed.clone()).await {
                Ok(mut subscription) => return subscription.serve(&mut nudges, &stop).await,
                Err(unfit) => {
                    let again = wait(&context, &feed, unfit);
                    tokio::select! {
                        () = stop.cancelled() => return,
                        Some(_) = nudges.recv() => {}
                        () = until(again) => {}
                    }
                }
            }
        }
    }

    async fn begin(context: Context, feed: Feed) -> Result<Self, Unfit> {
        let pasted =
            tidings_mapping::parse_address(&feed.url).map_err(|e| trouble::of_address(&e.to_string()))?;
        let format = stream::format_of(&feed, &pasted);
        let endpoint = format.endpoint(&pasted);
        let cursor = context
            .store
            .cursor(&feed.id)
            .await
            .map_err(|e| Unfit { trouble: trouble::of_store(&e), heals: true })?;
        let progress = Progress::resume(cursor, &endpoint);
        let means = Means::of(&context.client, &context.world, &feed.connection).await?;
        let reader = format.reader(&endpoint, progress.checkpoint.as_deref());
        let asker = Asker::new(&means, endpoint.clone());
        let opening = source::Opening {
            format,
            url: reader.address(),
            feed: &feed,
            last_event_id: progress.last_event_id.clone(),
            checkpoint: progress.checkpoint.clone(),
            gate: context.gate.clone(),
            rate: Some(BYTES_PER_SECOND),
            again: true,
        };
        let source = Source::open(opening, &means, &context.world);
        let headers = means.headers;
        let away = Away::since(context.board.read(&feed.id).figures.last_event_at);
        let guesses = if feed.format.is_none() { stream::GUESSES } else { 0 };
        Ok(Self {
            context,
            feed,
            format,
            reader,
            asker,
            guesses,
            endpoint,
            source,
            headers,
            stored: progress.clone(),
            progress,
            catching_up: None,
            judge: Judge::default(),
            away,
            counted: 0,
            patience: None,
            nudge: None,
        })
    }

    async fn serve(&mut self, nudges: &mut mpsc::Receiver<Nudge>, stop: &CancellationToken) {
        loop {
            let quiet = self.catching_up.map(|catching_up| catching_up.due());
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                Some(nudge) = nudges.recv() => self.nudged(nudge, stop).await,
                step = self.source.next() => {
                    // A batch once read is stored before the task ends: what is in hand is not lost to a shutdown.
                    let ending = self.take(step, stop).await;
                    if let Some(ending) = ending {
                        self.take(ending, stop).await;
                    }
                }
                () = until(quiet) => self.caught_up(),
                () = until(self.nudge.map(|(due, _)| due)) => self.check(),
            }
        }
    }

    /// The person's wish counts at once. What happened to the machine happened to every feed: they are spread by chance.
    async fn nudged(&mut self, nudge: Nudge, stop: &CancellationToken) {
        if nudge != Nudge::Reconnect {
            let spread = NUDGE_SPREAD.mul_f64(self.context.world.chance.fraction());
            self.nudge = Some((Instant::now() + spread, nudge));
            return;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.read_means() => {}
        }
        self.source.retry_now();
    }

    fn check(&mut self) {
        match self.nudge.take() {
            Some((_, Nudge::Check)) => self.source.check(SIGN_OF_LIFE),
            Some((_, Nudge::Retry)) => self.source.try_early(),
            Some((_, Nudge::Reconnect)) | None => {}
        }
    }

    /// Counts what came, and how long the feed may be silent now.
    fn note_heard(&mut self, now: Timestamp) {
        let bytes = self.source.bytes();
        let fresh = bytes - std::mem::replace(&mut self.counted, bytes);
        self.context.board.heard(&self.feed.id, now, fresh);
        let seconds = |length: Duration| u32::try_from(length.as_secs()).unwrap_or(u32::MAX);
        let (idle, usual) = self.source.patience();
        let patience = (seconds(idle), usual.map(seconds));
        if self.patience != Some(patience) {
            self.patience = Some(patience);
            self.context.board.set_patience(&self.feed.id, patience);
        }
    }

    /// Does what a step asks for; returns the step that ended a batch of events.
    async fn take(&mut self, step: Step, stop: &CancellationToken) -> Option<Step> {
        let id = self.feed.id.clone();
        let now = self.context.world.clock.now();
        match step {
            Step::Queued { host, limit } => {
                let queued = ConnectionState::Queued { trouble: trouble::of_queue(&host, limit) };
                self.context.board.set_state(&id, queued);
            }
            Step::Connecting => self.context.board.set_state(&id, ConnectionState::Connecting),
            Step::Open => {
                self.opened(now, stop).await;
                self.tell_next_look(now);
            }
            Step::Heard => {
                self.note_heard(now);
                self.tell_next_look(now);
            }
            Step::Event(_) | Step::Cursor(_) => {
                let (batch, ending) = Batch::gather(&mut self.source, step).await;
                self.note_heard(now);
                self.context.board.events(&id, batch.events.len(), now);
                self.store(batch, stop).await;
                return ending;
            }
            Step::Waiting { delay, error } => {
                self.lost(now);
                let retry_in_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
                let until = now.plus_millis(i64::try_from(retry_in_ms).unwrap_or(i64::MAX));
                let trouble = trouble::of_stream(&error);
                self.context.board.set_state(&id, ConnectionState::Waiting { until, retry_in_ms, trouble });
                self.source.resume_at(self.reader.address());
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.read_means() => {}
                }
            }
            Step::Stopped(error) => {
                self.lost(now);
                if self.polled_instead(&error).await || self.another_way(&error, stop).await {
                    return None;
                }
                self.context
                    .board
                    .set_state(&id, ConnectionState::Stopped { trouble: trouble::of_stream(&error) });
            }
        }
        None
    }

    /// Secrets may have been changed since the last connect. One that cannot be read now is left as it was: the server's answer
    /// to it says more than a guess of ours.
    async fn read_means(&mut self) {
        match Means::of(&self.context.client, &self.context.world, &self.feed.connection).await {
            Ok(means) => {
                self.asker.meet(&means);
                self.headers.clone_from(&means.headers);
                self.source.set_secrets(means.headers, means.query);
                self.source.set_client(means.client);
            }
            Err(unfit) => tracing::warn!(feed = %self.feed.id, "{}", unfit.trouble.message),
        }
    }

    async fn opened(&mut self, now: Timestamp, stop: &CancellationToken) {
        let instant = Instant::now();
        self.context.board.set_state(&self.feed.id, ConnectionState::Open { since: now });
        self.note_heard(now);
        self.context.rope.catching_up(&self.feed.id);
        self.catching_up =
            Some(CatchingUp { opened_at: now, until: instant + BACKLOG, last: instant + QUIET });
        let stated = ["mercure-last-event-id", "last-event-id"];
        let stated = stated.iter().find_map(|name| self.source.header(name));
        let resuming = match (&self.progress.checkpoint, self.progress.last_event_id.as_str()) {
            (Some(_), _) => Resuming::ByCheckpoint,
            (None, "") => Resuming::Blindly,
            (None, id) => Resuming::ById(stated == Some(id)),
        };
        let clock = &self.context.world.clock;
        let span = |from, to| format!("between {} and {}", clock.face(from), clock.face(to));
        if let Some(gap) = self.away.opened(now, resuming, span) {
            self.context.board.set_away(&self.feed.id, gap);
        }
        let meaning = self.reader.opened(&Opening { asked: &self.progress.last_event_id, stated });
        self.hear(meaning, stop).await;
    }

    /// A polled feed says when it is looked at again.
    fn tell_next_look(&self, now: Timestamp) {
        if let Some(rest) = self.source.next_look() {
            let at = now.plus_millis(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX));
            self.context.board.set_next_check(&self.feed.id, Some(at));
        }
    }

    /// An address whose format nobody named, and that gave a feed to be polled where a stream was looked for, is polled.
    async fn polled_instead(&mut self, error: &tidings_sse::Error) -> bool {
        if self.feed.format.is_some() {
            return false;
        }
        let Some(format) = source::polled_instead(error) else { return false };
        let means = Means::of(&self.context.client, &self.context.world, &self.feed.connection).await;
        let Ok(means) = means else { return false };
        self.format = format;
        self.reader = format.reader(&self.endpoint, self.progress.checkpoint.as_deref());
        let opening = source::Opening {
            format,
            url: self.endpoint.clone(),
            feed: &self.feed,
            last_event_id: String::new(),
            checkpoint: self.progress.checkpoint.clone(),
            gate: self.context.gate.clone(),
            rate: Some(BYTES_PER_SECOND),
            again: true,
        };
        self.source = Source::open(opening, &means, &self.context.world);
        self.counted = 0;
        true
    }

    /// Where the server refused for good, the reader may know of another address that it would let us have.
    async fn another_way(&mut self, error: &tidings_sse::Error, stop: &CancellationToken) -> bool {
        let tidings_sse::Error::Status { status, .. } = error else { return false };
        let Some(fetches) = self.reader.refused(*status) else { return false };
        let before = self.reader.address();
        self.hear(Meaning::asking(fetches), stop).await;
        let now = self.reader.address();
        let other = now != before;
        if other {
            self.source.resume_at(now);
            self.source.retry_now();
        }
        other
    }

    /// Does what a meaning asks for that came with no event.
    async fn hear(&mut self, meaning: Meaning, stop: &CancellationToken) {
        if meaning == Meaning::alive() {
            return;
        }
        self.follow();
        let (headers, settings) = (self.headers.clone(), self.settings());
        let around = Circumstances {
            feed: &self.feed,
            settings: &settings,
            endpoint: &self.endpoint,
            judge: &self.judge,
            headers: &headers,
            replay_before: self.catching_up.map(|catching_up| catching_up.opened_at),
        };
        let hearing =
            ingest_meaning(meaning, &mut *self.reader, &mut self.asker, &around, &mut self.progress);
        let ingested = tokio::select! {
            biased;
            ingested = hearing => ingested,
            () = stop.cancelled() => return,
        };
        self.write(ingested, stop).await;
    }

    /// Name, level, template and rules may have changed since the task began; the connection did not.
    fn follow(&mut self) {
        let loaded = self.context.config.borrow().clone();
        if let Some(feed) = loaded.config.feed(&self.feed.id) {
            self.feed.clone_from(feed);
        }
        if let Err(problems) = self.judge.follow(&self.feed.template, &loaded.config.rules) {
            tracing::warn!(feed = %self.feed.id, ?problems, "the template cannot be used");
        }
    }

    fn settings(&self) -> Settings {
        let mut settings = self.context.config.borrow().config.settings.clone();
        settings.bell.enabled &= self.context.bell_hangs;
        settings
    }

    /// The connection is down.
    fn lost(&mut self, now: Timestamp) {
        self.away.lost(now);
        self.caught_up();
    }

    fn caught_up(&mut self) {
        if self.catching_up.take().is_some() {
            if let Some(gap) = self.away.caught_up() {
                self.context.board.set_away(&self.feed.id, gap);
            }
            self.context.rope.caught_up(&self.feed.id);
        }
    }

    /// Stores what a batch says.
    async fn store(&mut self, batch: Batch, stop: &CancellationToken) {
        let Batch { events, cursor } = batch;
        // A feed that never pauses would otherwise be catching up for ever.
        if self.catching_up.is_some_and(|catching_up| catching_up.until <= Instant::now()) {
            self.caught_up();
        }
        self.guess(&events);
        self.follow();
        let replay_before = self.catching_up.map(|catching_up| catching_up.opened_at);
        let (headers, settings) = (self.headers.clone(), self.settings());
        let around = Circumstances {
            feed: &self.feed,
            settings: &settings,
            endpoint: &self.endpoint,
            judge: &self.judge,
            headers: &headers,
            replay_before,
        };
        let reading = ingest(&events, &mut *self.reader, &mut self.asker, &around, &mut self.progress);
        // What asks nothing is ready at the first look. What waits for answers is given up: its cursor has not been stored.
        let ingested = tokio::select! {
            biased;
            ingested = reading => ingested,
            () = stop.cancelled() => return,
        };
        if let Some(id) = cursor {
            self.progress.last_event_id = id;
        }
        self.write(ingested, stop).await;
        if let (Some(catching_up), false) = (&mut self.catching_up, events.is_empty()) {
            catching_up.last = Instant::now();
            self.away.spoke(!self.progress.last_event_id.is_empty());
        }
    }

    async fn write(&mut self, ingested: Ingested, stop: &CancellationToken) {
        let Ingested { writes, bad, gap } = ingested;
        if let Some(bad) = bad {
            tracing::warn!(feed = %self.feed.id, "{bad}");
            self.context.board.set_bad_event(&self.feed.id, bad);
        }
        if let Some(gap) = gap {
            tracing::warn!(feed = %self.feed.id, "{gap}");
            self.context.board.set_gap(&self.feed.id, gap);
        }
        if (!writes.is_empty() || self.progress != self.stored)
            && let Some(appended) = self.append(&writes, stop).await
        {
            self.stored.clone_from(&self.progress);
            self.announce(&writes, appended);
        }
    }

    fn guess(&mut self, events: &[Event]) {
        let told = &events[..events.len().min(self.guesses)];
        self.guesses -= told.len();
        if told.is_empty() {
            return;
        }
        let format = tidings_mapping::reconsider(self.format, &self.endpoint, told);
        if format.name() != self.format.name() {
            self.format = format;
            self.reader = format.reader(&self.endpoint, self.progress.checkpoint.as_deref());
        }
    }

    /// Stores a batch, however often the disk refuses it; gives up only when the engine stops, and then the cursor has not moved.
    async fn append(&mut self, writes: &[Write], stop: &CancellationToken) -> Option<Appended> {
        let received_at = self.context.world.clock.now();
        let before = self.context.board.read(&self.feed.id).state;
        let mut refused = false;
        loop {
            let (feed, cursor) = (self.feed.id.clone(), Some(self.progress.cursor()));
            let append = Append { feed, received_at, writes: writes.to_vec(), cursor };
            let appended = match self.shown_at(received_at) {
                None => self.context.store.append(append).await,
                Some(shown_at) => self.context.store.append_held_back(append, shown_at).await,
            };
            match appended {
                Ok(appended) => {
                    if refused {
                        self.context.board.set_state(&self.feed.id, before);
                    }
                    return Some(appended);
                }
                Err(error) => {
                    tracing::warn!(feed = %self.feed.id, %error, "entries could not be stored; trying again");
                    self.refused(&error);
                    refused = true;
                }
            }
            tokio::select! {
                () = stop.cancelled() => return None,
                () = tokio::time::sleep(STORE_RETRY) => {}
            }
        }
    }

    /// When what comes now is to be shown; none is at once.
    fn shown_at(&self, received_at: Timestamp) -> Option<Timestamp> {
        let seconds = i64::from(self.feed.bell.spoiler_seconds);
        (seconds > 0).then(|| received_at.plus_millis(seconds * 1_000))
    }

    fn refused(&self, error: &tidings_store::Error) {
        let retry_in_ms = STORE_RETRY.as_millis() as u64;
        let until = self.context.world.clock.now().plus_millis(STORE_RETRY.as_millis() as i64);
        let trouble = trouble::of_store(error);
        self.context.board.set_state(&self.feed.id, ConnectionState::Waiting { until, retry_in_ms, trouble });
    }

    /// Only now, with everything stored, it shows and rings.
    fn announce(&self, writes: &[Write], appended: Appended) {
        let mut ringing = Vec::new();
        let (mut replaced, mut read): (Vec<(Seq, Seq)>, Vec<Seq>) = Default::default();
        let mut changed = false;
        for (write, outcome) in writes.iter().zip(appended.outcomes) {
            changed |= !matches!(outcome, Outcome::Known { .. });
            match (write, outcome) {
                (Write::Entry { entry, ring, .. }, Outcome::New { seq, replaced: gone }) => {
                    replaced.extend(gone.into_iter().map(|old| (old, seq)));
                    if *ring == Ring::Pending {
                        ringing.push(Ringing::new(seq, self.feed.id.clone(), &self.feed.name, entry));
                    }
                }
                (_, Outcome::Changed(seqs)) => read.extend(seqs),
                _ => {}
            }
        }
        if changed {
            self.context.changes.announce(Change::Entries(appended.revision));
        }
        if self.feed.bell.spoiler_seconds > 0 {
            // They ring when they are shown.
            ringing.clear();
            self.context.held_back.notify_one();
        }
        // What was replaced, read or taken back within this very batch does not ring either.
        ringing.retain(|ringing| {
            !read.contains(&ringing.seq) && !replaced.iter().any(|(old, _)| *old == ringing.seq)
        });
        self.context.rope.replaced(replaced);
        self.context.rope.read(read);
        self.context.rope.ring(ringing, self.catching_up.is_some());
    }
}

/// Shows why a feed could not begin; gives the moment to try again, where that may help.
fn wait(context: &Context, feed: &Feed, unfit: Unfit) -> Option<Instant> {
    let Unfit { trouble, heals } = unfit;
    if !heals {
        context.board.set_state(&feed.id, ConnectionState::Stopped { trouble });
        return None;
    }
    let retry_in_ms = UNFIT_RETRY.as_millis() as u64;
    let until = context.world.clock.now().plus_millis(UNFIT_RETRY.as_millis() as i64);
    context.board.set_state(&feed.id, ConnectionState::Waiting { until, retry_in_ms, trouble });
    Some(Instant::now() + UNFIT_RETRY)
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// The wall clock as the stream client asks for it.
pub(crate) fn system_time(world: &World) -> impl Fn() -> SystemTime + Send + use<> {
    let clock = world.clock.clone();
    move || {
        let millis = u64::try_from(clock.now().0).unwrap_or_default();
        SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
    }
}
