//! Entries gathered for one summary.

use std::collections::{BTreeSet, HashSet, VecDeque};

use tidings_model::{Seq, Urgency};

use super::Ringing;

/// The titles a summary lists.
pub(super) const LISTED: usize = 4;

/// Many entries, of which only the newest are kept whole: a flood costs eight bytes an entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lot {
    /// The newest, oldest first.
    pub(super) newest: VecDeque<Ringing>,
    /// All of them, in order.
    pub(super) seqs: Vec<Seq>,
    /// The names of their feeds.
    pub(super) feeds: BTreeSet<String>,
    /// The highest of all.
    pub(super) urgency: Urgency,
}

impl Lot {
    pub(super) fn push(&mut self, ringing: Ringing) {
        self.seqs.push(ringing.seq);
        self.feeds.insert(ringing.feed_name.clone());
        self.urgency = self.urgency.max(ringing.urgency);
        self.newest.push_back(ringing);
        if self.newest.len() > LISTED {
            self.newest.pop_front();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.seqs.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seqs.is_empty()
    }

    /// The only one there is.
    pub(super) fn alone(&self) -> Option<&Ringing> {
        if self.len() == 1 { self.newest.back() } else { None }
    }

    pub(super) fn forget(&mut self, gone: &HashSet<Seq>) {
        self.seqs.retain(|seq| !gone.contains(seq));
        self.newest.retain(|ringing| !gone.contains(&ringing.seq));
    }
}
