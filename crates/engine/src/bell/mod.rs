//! The bell: rings what the policy lets ring, and never holds up a feed.
//!
//! Feeds put entries into a bounded inbox and go on. What does not fit stays `pending` in the store, and the bell fetches it there
//! for a summary once it has caught up: the store is the truth, the inbox a hint.

mod answers;
mod behind;
mod bucket;
mod command;
mod digest;
mod doubt;
mod held;
mod inbox;
mod left;
mod lot;
mod pending;
mod popup;
mod presses;
mod records;
mod show;
mod small;
mod up;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tidings_model::{BellFault, BellState, Change, FeedId, Moment, Ring, Seq, Silence, Timestamp};
use tidings_notifier::{Notifier, Silent};
use tidings_store::Store;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use command::Commands;
use digest::Digest;
use doubt::Doubt;
use inbox::{Came, Inbox, Pull};
pub(crate) use inbox::{Rope, Unheard};
use lot::Lot;
pub(crate) use popup::Ringing;
use popup::Summary;
use presses::Presses;
use records::Records;
use small::Small;
use up::Up;

use crate::acting::Acting;
use crate::changes::Changes;
use crate::clicks::Clicks;
use crate::config::Loaded;
use crate::pictures::Pictures;
use crate::ports::World;
use crate::quiet::Quiet;

/// Entries fetched from the store, and rings recorded, at a time.
const PAGE: usize = 512;
/// A feed that is caught up waits this long for others that are about to be.
const GRACE: i64 = 300;
/// A backlog is summed up after this long, whatever still comes.
const PATIENCE: i64 = 12_000;
/// How often a silent bell looks whether it could ring again.
const PROBE: Duration = Duration::from_secs(20);
/// How often it looks whether it is still quiet, and whether a digest is due.
const LOOK: Duration = Duration::from_secs(5);

/// The task that rings.
pub(crate) struct Bell {
    notifier: Arc<dyn Notifier>,
    store: Store,
    changes: Changes,
    clicks: Clicks,
    world: World,
    config: watch::Receiver<Arc<Loaded>>,
    quiet: Quiet,
    state: watch::Sender<BellState>,
    inbox: Inbox,
    digest: Digest,
    small: Small,
    catching_up: HashSet<FeedId>,
    backlog: Lot,
    backlog_due: Option<Timestamp>,
    /// Up to here, what was to ring was fetched from the store: the inbox may hold it a second time.
    fetched: Seq,
    /// There was more than a summary takes: the rest is fetched when that has rung.
    more_to_fetch: bool,
    records: Records,
    doubt: Option<Doubt>,
    up: Up,
    commands: Commands,
    pictures: Pictures,
    acting: Acting,
    /// Whether there is a window to ask and to show in.
    window: bool,
    presses: Presses,
    /// When the last sound was asked for.
    sounded: Option<Timestamp>,
    /// When the system's do-not-disturb was last asked for.
    peace_asked: Option<Timestamp>,
    seen_quiet: held::Seen,
}

/// What the bell needs beside its notifier.
pub(crate) struct Around {
    pub(crate) store: Store,
    pub(crate) changes: Changes,
    pub(crate) clicks: Clicks,
    pub(crate) world: World,
    pub(crate) config: watch::Receiver<Arc<Loaded>>,
    pub(crate) quiet: Quiet,
    pub(crate) pictures: Pictures,
    pub(crate) acting: Acting,
    /// Whether there is a window to ask and to show in.
    pub(crate) window: bool,
}

impl Bell {
    pub(crate) fn new(
        notifier: Arc<dyn Notifier>,
        around: Around,
    ) -> (Option<Self>, Rope, watch::Receiver<BellState>) {
        let (rope, inbox) = Inbox::new();
        let (state, states) = watch::channel(BellState::Unknown);
        let Around { store, changes, clicks, world, config, quiet, pictures, acting, window } = around;
        let paces = config.borrow().config.settings.bell.paces;
        let (digest, small) = (Digest::new(paces, world.clock.steady()), Small::new(world.clock.steady()));
        let bell = Self {
            notifier,
            store,
            changes,
            clicks,
            world,
            config,
            quiet,
            state,
            inbox,
            digest,
            small,
            catching_up: HashSet::new(),
            backlog: Lot::default(),
            backlog_due: None,
            fetched: Seq(0),
            more_to_fetch: false,
            records: Records::default(),
            doubt: None,
            up: Up::default(),
            commands: Commands::new(),
            pictures,
            acting,
            window,
            presses: Presses::default(),
            sounded: None,
            peace_asked: None,
            seen_quiet: Vec::new(),
        };
        (Some(bell), rope, states)
    }

    /// No bell: what is pulled goes nowhere, and what is pending in the store stays so.
    pub(crate) fn none() -> (Option<Self>, Rope, watch::Receiver<BellState>) {
        let (rope, _) = Inbox::new();
        (None, rope, watch::channel(BellState::Off).1)
    }

    /// Rings until `stop`. What is then still to ring is `pending` in the store, and part of the next start's summary.
    ///
    /// It looks at `stop` between popups only: one on its way is shown and recorded, or it would ring again at the next start.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let mut answers = self.notifier.answers();
        let mut comings = self.notifier.comings();
        self.take_on().await;
        self.take_on_records().await;
        self.fetch_pending().await;
        let mut probe = tokio::time::interval(PROBE);
        let mut look = tokio::time::interval(LOOK);
        probe.tick().await;
        loop {
            let due = self.until_due();
            tokio::select! {
                () = stop.cancelled() => return self.leave().await,
                pull = self.inbox.next() => match pull {
                    Some(pull) => self.pulled(pull).await,
                    None => return,
                },
                Some(answer) = next(&mut answers) => self.answered(answer).await,
                pressed = self.presses.next() => self.acted(pressed).await,
                Some(()) = next(&mut comings) => self.probe_if_silent().await,
                () = sleep(due) => self.ring_due(&stop).await,
                () = std::future::ready(()), if !self.records.is_empty() => self.record_next().await,
                _ = probe.tick() => self.probe_if_silent().await,
                _ = look.tick() => self.look().await,
            }
            if self.inbox.overflowed() {
                self.catch_up_with_the_store().await;
            }
        }
    }

    async fn pulled(&mut self, pull: Pull) {
        let now = self.world.clock.steady();
        match pull {
            Pull::CatchingUp(feed) => {
                self.catching_up.insert(feed);
            }
            Pull::CaughtUp(feed) => {
                self.catching_up.remove(&feed);
                if self.catching_up.is_empty() && !self.backlog.is_empty() {
                    self.backlog_due = Some(now.plus_millis(GRACE));
                }
            }
            Pull::Ring { ringing, came } => {
                let ringing = self.not_fetched(ringing, came).await;
                self.ring(ringing, came).await;
            }
            Pull::Read(seqs) => self.read(seqs).await,
            Pull::Replaced(pairs) => self.replaced(&pairs),
            Pull::Test => self.ring_test().await,
            Pull::Trouble(unheard) => self.ring_trouble(&unheard).await,
            Pull::NotOpened(why) => self.ring_not_sent(self.words().open_link, &why).await,
            Pull::Look => self.look().await,
        }
    }

    async fn ring(&mut self, ringing: Vec<Ringing>, came: Came) {
        self.ask_for_peace().await;
        let ringing = self.sift(ringing).await;
        let now = self.world.clock.steady();
        self.digest.follow(self.config.borrow().config.settings.bell.paces);
        if came == Came::Missed {
            return self.count_in(now, ringing).await;
        }
        let mut ringing = ringing.into_iter();
        while let Some(next) = ringing.next() {
            if let Some(alone) = self.digest.offer(now, next) {
                // Showing takes time, in which others of this batch may be read.
                self.inbox.give_back(ringing.collect(), came);
                return self.ring_one(&alone).await;
            }
        }
    }

    /// What was missed is one summary, but for what is critical.
    async fn count_in(&mut self, now: Timestamp, missed: Vec<Ringing>) {
        let small = missed.into_iter().filter_map(|ringing| self.keep(ringing)).collect();
        self.record(small).await;
        if self.backlog.is_full() {
            self.backlog_due = Some(now);
        } else if !self.backlog.is_empty() {
            self.backlog_due.get_or_insert(now.plus_millis(PATIENCE));
        }
    }

    /// Those that ring. What quiet holds back and small changes go their own ways, and cost the others nothing.
    async fn sift(&mut self, ringing: Vec<Ringing>) -> Vec<Ringing> {
        let (mut ring, mut recorded) = (Vec::new(), Vec::new());
        for ringing in ringing {
            let (seq, hushed) = (ringing.seq, self.hushed(&ringing));
            if ringing.moment == Moment::Minor {
                recorded.extend(self.put_small(ringing, hushed.is_some()));
            } else if let Some(hushed) = hushed {
                recorded.push((seq, hushed));
            } else if self.is_told_anew(&ringing) {
                self.small.keep(self.world.clock.steady(), ringing);
            } else {
                ring.push(ringing);
            }
        }
        let held = recorded.iter().any(|(_, ring)| matches!(ring, Ring::Held(_)));
        self.record(recorded).await;
        if held {
            self.changes.announce(Change::Bell);
        }
        ring
    }

    /// Whether it says anew what its popup says already, and no more urgently: that changes in place.
    fn is_told_anew(&self, ringing: &Ringing) -> bool {
        let urgency = self.up.urgency(&ringing.tag());
        ringing.moment == Moment::Update && urgency.is_some_and(|urgency| urgency >= ringing.urgency)
    }

    /// A small change waits for its turn to be shown in place; where nothing is up, or nobody looks, it stays silent.
    fn put_small(&mut self, change: Ringing, hushed: bool) -> Option<(Seq, Ring)> {
        if hushed || !self.up.changes(&change.tag()) {
            return Some((change.seq, Ring::Silent(Silence::Minor)));
        }
        self.small.keep(self.world.clock.steady(), change);
        None
    }

    fn until_due(&self) -> Option<Duration> {
        let due = [self.backlog_due, self.digest.next_due(), self.small.next_due()];
        let millis = due.into_iter().flatten().min()?.millis_since(self.world.clock.steady()).max(0);
        Some(Duration::from_millis(millis.unsigned_abs()))
    }

    async fn ring_due(&mut self, stop: &CancellationToken) {
        let now = self.world.clock.steady();
        if self.backlog_due.is_some_and(|due| due <= now) {
            self.backlog_due = None;
            let backlog = std::mem::take(&mut self.backlog);
            self.ring_lot(&backlog, &Summary::Backlog).await;
        }
        while !stop.is_cancelled()
            && let Some((lane, lot)) = self.digest.due(now)
        {
            self.ring_lot(&lot, &Summary::Surplus(lane)).await;
        }
        // Last: what it finds may be due at once, and is when the lots before it have rung.
        if std::mem::take(&mut self.more_to_fetch) && !self.is_silent() {
            self.fetch_pending().await;
        }
        if let Some(change) = self.small.due(now) {
            self.ring_small(&change).await;
        }
    }

    async fn record(&self, rings: Vec<(Seq, Ring)>) {
        if rings.is_empty() {
            return;
        }
        match self.store.set_rings(rings).await {
            Ok(revision) => self.changes.announce(Change::Entries(revision)),
            Err(error) => tracing::error!(%error, "how an entry rang could not be recorded"),
        }
    }

    async fn read(&mut self, seqs: Vec<Seq>) {
        let read: HashSet<_> = seqs.into_iter().collect();
        self.forget(&read);
        for tag in self.up.read(&read) {
            self.notifier.withdraw(&tag).await;
        }
    }

    fn replaced(&mut self, pairs: &[(Seq, Seq)]) {
        self.forget(&pairs.iter().map(|(old, _)| *old).collect());
        self.up.replaced(pairs);
    }

    fn forget(&mut self, gone: &HashSet<Seq>) {
        self.backlog.forget(gone);
        self.digest.forget(gone);
        self.small.forget(gone);
    }

    async fn probe(&mut self) {
        let found = self.notifier.server().await;
        self.set_state(found);
    }

    async fn probe_if_silent(&mut self) {
        if self.is_silent() {
            self.probe_and_catch_up().await;
        }
    }

    async fn probe_and_catch_up(&mut self) {
        let was_silent = self.is_silent();
        self.probe().await;
        if was_silent && self.is_ready() {
            self.fetch_pending().await;
        }
    }

    fn is_silent(&self) -> bool {
        matches!(*self.state.borrow(), BellState::Silent { .. })
    }

    fn hangs(&self) -> bool {
        matches!(*self.state.borrow(), BellState::Silent { code: BellFault::Hung, .. })
    }

    fn is_ready(&self) -> bool {
        matches!(*self.state.borrow(), BellState::Ready { .. })
    }

    fn set_state(&self, found: Result<tidings_notifier::Server, Silent>) {
        let state = match found {
            Ok(server) => BellState::Ready { server: server.name },
            Err(Silent { code, what, reason, advice, .. }) => {
                BellState::Silent { code, what, reason, advice }
            }
        };
        if self.state.send_if_modified(|old| std::mem::replace(old, state.clone()) != state) {
            self.changes.announce(Change::Bell);
        }
    }
}

async fn next<T>(receiver: &mut Option<mpsc::Receiver<T>>) -> Option<T> {
    match receiver {
        Some(receiver) => receiver.recv().await,
        None => std::future::pending().await,
    }
}

async fn sleep(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
