//! Between the feeds and the bell. Feeds never wait; what does not fit stays `pending` in the store.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tidings_model::{FeedId, Seq};
use tokio::sync::mpsc;

use super::Ringing;

/// Batches of entries on their way to the bell. Past this many, entries wait in the store.
const BOUND: usize = 64;

/// What the bell is told.
#[derive(Debug)]
pub(super) enum Pull {
    CatchingUp(FeedId),
    Ring { ringing: Vec<Ringing>, backlog: bool },
    CaughtUp(FeedId),
    Read(Vec<Seq>),
    Replaced(Vec<(Seq, Seq)>),
    Test,
    Trouble(Unheard),
    Look,
}

/// Hands entries to the bell, and never waits. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Rope {
    inbox: mpsc::Sender<Pull>,
    overflow: Arc<AtomicBool>,
}

impl Rope {
    /// Entries are to ring; as those of a backlog, they are counted in a summary.
    pub(crate) fn ring(&self, ringing: Vec<Ringing>, backlog: bool) {
        if !ringing.is_empty() {
            self.pull(Pull::Ring { ringing, backlog });
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
}

/// The bell's end. Reading overtakes ringing: what was read while a slow service showed something else does not ring any more.
pub(super) struct Inbox {
    receiver: mpsc::Receiver<Pull>,
    ahead: VecDeque<Pull>,
    overflow: Arc<AtomicBool>,
}

impl Inbox {
    pub(super) fn new() -> (Rope, Self) {
        let (inbox, receiver) = mpsc::channel(BOUND);
        let overflow = Arc::new(AtomicBool::new(false));
        (Rope { inbox, overflow: overflow.clone() }, Self { receiver, ahead: VecDeque::new(), overflow })
    }

    /// The next pull; none once every rope is gone. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Option<Pull> {
        if self.ahead.is_empty() {
            let first = self.receiver.recv().await?;
            self.put(first);
        }
        while self.ahead.len() < BOUND {
            let Ok(pull) = self.receiver.try_recv() else { break };
            self.put(pull);
        }
        self.ahead.pop_front()
    }

    /// What is left of a batch, to be pulled next.
    pub(super) fn give_back(&mut self, ringing: Vec<Ringing>) {
        if !ringing.is_empty() {
            self.ahead.push_front(Pull::Ring { ringing, backlog: false });
        }
    }

    /// Whether something did not fit since this was last asked, and all that did is served.
    pub(super) fn overflowed(&self) -> bool {
        self.ahead.is_empty() && self.receiver.is_empty() && self.overflow.swap(false, Ordering::AcqRel)
    }

    fn put(&mut self, pull: Pull) {
        let gone: HashSet<Seq> = match &pull {
            Pull::Read(seqs) => seqs.iter().copied().collect(),
            Pull::Replaced(pairs) => pairs.iter().map(|(old, _)| *old).collect(),
            _ => return self.ahead.push_back(pull),
        };
        for waiting in &mut self.ahead {
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
