//! One enabled feed: its connection, and what is done with what it says. One task owns it; nothing else touches the connection.

mod another;
mod backlog;
mod baseline;
mod moved;
mod reading;
mod recalling;
mod storing;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tidings_mapping::{Format, Reader};
use tidings_model::{ConnectionState, Feed, Timestamp};
use tidings_net::Client;
use tidings_sse::{Gate, Step};
use tidings_store::Store;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::asking::Asker;
use crate::away::Away;
use crate::batch::Batch;
use crate::bell::Rope;
use crate::board::Board;
use crate::changes::Changes;
use crate::config::{Editor, Loaded};
use crate::ingest::Progress;
use crate::judge::Judge;
use crate::ports::World;
use crate::source::{self, Source};
use crate::stream::{self, Means, Unfit};
use crate::trouble;
use backlog::CatchingUp;
use baseline::Baseline;

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
    pub(crate) editor: Editor,
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

/// Checks of all feeds are spread over this. With two looks at the network, the sign of life, and the spread of the connects after it, it
/// stays within 5 s.
const NUDGE_SPREAD: Duration = Duration::from_millis(750);
/// A connection that is checked has this long to be heard.
const SIGN_OF_LIFE: Duration = Duration::from_millis(1500);
/// The most bytes a second that a feed may send, unless it is given more.
const BYTES_PER_SECOND: u64 = 16 << 20;
/// Pause between attempts to read a secret that is elsewhere.
const UNFIT_RETRY: Duration = Duration::from_secs(15);

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
    baseline: Option<Baseline>,
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
        let heard = context.board.read(&feed.id).heard_at();
        let progress = Progress::resume(cursor.clone(), &endpoint);
        let baseline = Baseline::of(cursor.as_ref(), &progress, heard);
        let means = Means::of(&context.client, &context.world, &feed.connection).await?;
        let mut reader = format.reader(&endpoint, progress.checkpoint.as_deref());
        recalling::recall(&context.store, &feed.id, &mut *reader).await;
        let asker = Asker::new(&means, endpoint.clone());
        let source = open(&context, &feed, format, reader.address(), &progress, &means);
        let headers = means.headers;
        let away = Away::since(heard);
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
            baseline,
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
        self.read_means(stop).await;
        self.source.connect_now(SIGN_OF_LIFE);
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
            Step::Connecting => self.connecting(stop).await,
            Step::Open => {
                self.opened(now, stop).await;
                self.follow_move(stop).await;
                self.tell_next_look(now);
            }
            Step::Heard => {
                self.note_heard(now);
                self.tell_next_look(now);
                if matches!(self.source, Source::Poll(_)) {
                    self.follow_move(stop).await;
                }
            }
            Step::Event(_) | Step::Cursor(_) => {
                let (batch, ending) = Batch::gather(&mut self.source, step).await;
                self.note_heard(now);
                self.context.board.events(&id, batch.events.len(), now);
                self.store(batch, stop).await;
                return ending;
            }
            Step::Waiting { delay, error } => self.waits(delay, &error, stop).await,
            Step::Stopped(error) => self.stopped(&error, stop).await,
        }
        None
    }

    async fn connecting(&mut self, stop: &CancellationToken) {
        // A stop may have ended by itself, long after the secrets were read.
        if matches!(self.context.board.read(&self.feed.id).state, ConnectionState::Stopped { .. }) {
            self.read_means(stop).await;
        }
        self.context.board.set_state(&self.feed.id, ConnectionState::Connecting);
    }

    async fn waits(&mut self, delay: Duration, error: &tidings_sse::Error, stop: &CancellationToken) {
        self.lost();
        let retry_in_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        let until =
            self.context.world.clock.now().plus_millis(i64::try_from(retry_in_ms).unwrap_or(i64::MAX));
        let trouble = trouble::of_stream(error);
        self.context.board.set_state(&self.feed.id, ConnectionState::Waiting { until, retry_in_ms, trouble });
        self.source.resume_at(self.reader.address());
        self.read_means(stop).await;
    }

    async fn stopped(&mut self, error: &tidings_sse::Error, stop: &CancellationToken) {
        self.lost();
        if self.polled_instead(error).await || self.another_way(error, stop).await {
            return;
        }
        self.source.resume_at(self.reader.address());
        let trouble = trouble::of_stream(error);
        self.context.board.set_state(&self.feed.id, ConnectionState::Stopped { trouble });
    }

    /// Secrets may have been changed since the last connect. One that cannot be read now is left as it was: the server's answer
    /// to it says more than a guess of ours. A stop does not wait for a keyring.
    async fn read_means(&mut self, stop: &CancellationToken) {
        let read = Means::of(&self.context.client, &self.context.world, &self.feed.connection);
        let read = tokio::select! {
            () = stop.cancelled() => return,
            read = read => read,
        };
        match read {
            Ok(means) => {
                self.asker.meet(&means);
                self.headers.clone_from(&means.headers);
                self.source.set_secrets(means.headers, means.query);
                self.source.set_client(means.client);
            }
            Err(unfit) => tracing::warn!(feed = %self.feed.id, "{}", unfit.trouble.message),
        }
    }

    /// A polled feed says when it is looked at again.
    fn tell_next_look(&self, now: Timestamp) {
        if let Some(rest) = self.source.next_look() {
            let at = now.plus_millis(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX));
            self.context.board.set_next_check(&self.feed.id, Some(at));
        }
    }
}

/// Opens a feed where it was left.
fn open(
    context: &Context,
    feed: &Feed,
    format: &'static dyn Format,
    url: Url,
    progress: &Progress,
    means: &Means,
) -> Source {
    let opening = source::Opening {
        format,
        url,
        feed,
        last_event_id: progress.last_event_id.clone(),
        checkpoint: progress.checkpoint.clone(),
        gate: context.gate.clone(),
        rate: Some(BYTES_PER_SECOND),
        again: true,
    };
    Source::open(opening, means, &context.world)
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

/// Waits until then, or for ever.
pub(crate) async fn until(moment: Option<Instant>) {
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
