//! Between the feeds and the bell. Feeds never wait; what does not fit stays `pending` in the store.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tidings_model::{FeedId, Seq, Trouble, Urgency};
use tokio::sync::mpsc;

use super::Ringing;

/// Batches of entries on their way to the bell, and as many of critical ones beside them. Past this many, entries wait in the store.
const BOUND: usize = 64;

/// How entries come to ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// As they happen.
    Live,
    /// With what was missed: they are counted in a summary, but for critical ones.
    Missed,
    /// After a spoiler delay: their numbers are those of long ago.
    Late,
}

/// What the bell is told.
#[derive(Debug)]
pub(super) enum Pull {
    CatchingUp(FeedId),
    Ring {
        ringing: Vec<Ringing>,
        came: Came,
    },
    CaughtUp(FeedId),
    Read(Vec<Seq>),
    Replaced(Vec<(Seq, Seq)>),
    Test,
    Trouble(Unheard),
    /// Why a popup's link was not opened.
    NotOpened(String),
    Look,
}

/// Hands entries to the bell, and never waits. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Rope {
    inbox: mpsc::Sender<Pull>,
    /// A lane that no flood of others fills.
    alarms: mpsc::Sender<Pull>,
    overflow: Arc<AtomicBool>,
}

impl Rope {
    /// Entries are to ring; as those of a backlog, they are counted in a summary.
    pub(crate) fn ring(&self, ringing: Vec<Ringing>, backlog: bool) {
        self.ring_each(ringing, if backlog { Came::Missed } else { Came::Live });
    }

    /// Entries that were held back are to ring: they have come into sight.
    pub(crate) fn ring_late(&self, ringing: Vec<Ringing>) {
        self.ring_each(ringing, Came::Late);
    }

    fn ring_each(&self, ringing: Vec<Ringing>, came: Came) {
        let (critical, others) = ringing.into_iter().partition(is_critical);
        self.send(&self.alarms, critical, came);
        self.send(&self.inbox, others, came);
    }

    fn send(&self, lane: &mpsc::Sender<Pull>, ringing: Vec<Ringing>, came: Came) {
        if !ringing.is_empty() && lane.try_send(Pull::Ring { ringing, came }).is_err() {
            self.overflow.store(true, Ordering::Release);
        }
    }

    /// A feed has connected: what comes now may be a backlog.
    pub(crate) fn catching_up(&self, feed: &FeedId) {
        self.pull(Pull::CatchingUp(feed.clone()));
    }

    /// A feed's backlog is through, or its connection ended.
    pub(crate) fn caught_up(&self, feed: &FeedId) {
        self.pull(Pull::CaughtUp(feed.clone()));
    }

    /// These entries were read: their popups come down.
    pub(crate) fn read(&self, seqs: Vec<Seq>) {
        if !seqs.is_empty() {
            self.pull(Pull::Read(seqs));
        }
    }

    /// Entries whose place on their cards newer ones took: old, new.
    pub(crate) fn replaced(&self, pairs: Vec<(Seq, Seq)>) {
        if !pairs.is_empty() {
            self.pull(Pull::Replaced(pairs));
        }
    }

    /// Rings for a try.
    pub(crate) fn test(&self) {
        self.pull(Pull::Test);
    }

    /// Says, in a popup that is no entry, what is wrong.
    pub(crate) fn trouble(&self, unheard: Unheard) {
        self.pull(Pull::Trouble(unheard));
    }

    /// A popup's link could not be opened; says why.
    pub(crate) fn not_opened(&self, why: String) {
        self.pull(Pull::NotOpened(why));
    }

    /// Something is quiet, or no longer.
    pub(crate) fn look(&self) {
        self.pull(Pull::Look);
    }

    fn pull(&self, pull: Pull) {
        if self.inbox.try_send(pull).is_err() {
            self.overflow.store(true, Ordering::Release);
        }
    }
}

/// Feeds that cannot be heard, for a popup of its own.
#[derive(Debug)]
pub(crate) struct Unheard {
    /// All of it in English, with the reason where it is one feed.
    pub(crate) sentence: String,
    /// What the first few are called.
    pub(crate) names: Vec<String>,
    /// How many there are beside those.
    pub(crate) more: usize,
    /// What is wrong, where it is one feed.
    pub(crate) trouble: Option<Trouble>,
}

/// Whether it belongs into the lane of its own.
fn is_critical(ringing: &Ringing) -> bool {
    ringing.urgency == Urgency::Critical
}

/// The bell's end. Reading overtakes ringing: what was read while a slow service showed something else does not ring any more. What is
/// critical overtakes all.
pub(super) struct Inbox {
    receiver: mpsc::Receiver<Pull>,
    alarms: mpsc::Receiver<Pull>,
    ahead: VecDeque<Pull>,
    urgent: VecDeque<Pull>,
    overflow: Arc<AtomicBool>,
}

impl Inbox {
    pub(super) fn new() -> (Rope, Self) {
        let (inbox, receiver) = mpsc::channel(BOUND);
        let (alarm, alarms) = mpsc::channel(BOUND);
        let overflow = Arc::new(AtomicBool::new(false));
        let rope = Rope { inbox, alarms: alarm, overflow: overflow.clone() };
        let (ahead, urgent) = Default::default();
        (rope, Self { receiver, alarms, ahead, urgent, overflow })
    }

    /// The next pull; none once every rope is gone. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Option<Pull> {
        let mut come = Vec::new();
        if self.ahead.is_empty() && self.urgent.is_empty() {
            tokio::select! {
                biased;
                Some(first) = self.alarms.recv() => self.urgent.push_back(first),
                first = self.receiver.recv() => come.push(first?),
            }
        }
        // In this order: an alarm that was replaced or read must be here before that is heard.
        while self.ahead.len() + come.len() < BOUND {
            let Ok(pull) = self.receiver.try_recv() else { break };
            come.push(pull);
        }
        while self.urgent.len() < BOUND {
            let Ok(pull) = self.alarms.try_recv() else { break };
            self.urgent.push_back(pull);
        }
        come.into_iter().for_each(|pull| self.put(pull));
        self.urgent.pop_front().or_else(|| self.ahead.pop_front())
    }

    /// What is left of a batch, to be pulled next.
    pub(super) fn give_back(&mut self, ringing: Vec<Ringing>, came: Came) {
        let Some(first) = ringing.first() else { return };
        let lane = if is_critical(first) { &mut self.urgent } else { &mut self.ahead };
        lane.push_front(Pull::Ring { ringing, came });
    }

    /// Whether something did not fit since this was last asked, and all that did is served.
    pub(super) fn overflowed(&self) -> bool {
        let served = self.ahead.is_empty() && self.urgent.is_empty();
        let come = self.receiver.is_empty() && self.alarms.is_empty();
        served && come && self.overflow.swap(false, Ordering::AcqRel)
    }

    fn put(&mut self, pull: Pull) {
        let gone: HashSet<Seq> = match &pull {
            Pull::Read(seqs) => seqs.iter().copied().collect(),
            Pull::Replaced(pairs) => pairs.iter().map(|(old, _)| *old).collect(),
            _ => return self.ahead.push_back(pull),
        };
        for waiting in self.ahead.iter_mut().chain(&mut self.urgent) {
            if let Pull::Ring { ringing, .. } = waiting {
                ringing.retain(|ringing| !gone.contains(&ringing.seq));
            }
        }
        // Behind those of its kind: one replacement may follow another.
        let overtaking = |pull: &&Pull| matches!(pull, Pull::Read(_) | Pull::Replaced(_));
        let place = self.ahead.iter().take_while(overtaking).count();
        self.ahead.insert(place, pull);
    }

    /// As if something had not fitted.
    #[cfg(test)]
    pub(super) fn pretend_overflow(rope: &Rope) {
        rope.overflow.store(true, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::super::popup::tests::ringing;
    use super::*;

    fn alarm(seq: i64) -> Ringing {
        Ringing { urgency: Urgency::Critical, ..ringing(seq, "alarm", "t") }
    }

    fn next(inbox: &mut Inbox) -> Vec<Seq> {
        match inbox.next().now_or_never() {
            Some(Some(Pull::Ring { ringing, .. })) => ringing.iter().map(|ringing| ringing.seq).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_flood_that_fills_the_inbox_leaves_room_for_an_alarm() {
        let (rope, mut inbox) = Inbox::new();
        for n in 0..200 {
            rope.ring(vec![ringing(n, "flood", "t")], false);
        }
        rope.ring(vec![ringing(200, "alarm", "t"), alarm(201)], false);
        assert_eq!((next(&mut inbox), next(&mut inbox)), (vec![Seq(201)], vec![Seq(0)]));
        // Among what is ahead already, too.
        rope.ring(vec![alarm(202)], false);
        assert_eq!((next(&mut inbox), next(&mut inbox)), (vec![Seq(202)], vec![Seq(1)]));
        assert!(!inbox.overflowed(), "not while anything waits");
    }

    #[test]
    fn an_alarm_that_was_read_or_replaced_meanwhile_does_not_ring() {
        let (rope, mut inbox) = Inbox::new();
        rope.ring(vec![alarm(1), alarm(2), alarm(3)], false);
        rope.replaced(vec![(Seq(1), Seq(4))]);
        rope.read(vec![Seq(2)]);
        assert_eq!(next(&mut inbox), [Seq(3)]);
    }
}
