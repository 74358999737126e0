//! Entries gathered for one summary.

use std::collections::{HashSet, VecDeque};

use indexmap::IndexSet;
use tidings_model::{Seq, Urgency};

use super::Ringing;

/// The titles a summary lists.
const LISTED: usize = 4;

/// Many entries, of which only the newest are kept whole: a flood costs sixteen bytes an entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lot {
    newest: VecDeque<Ringing>,
    items: Vec<Item>,
    names: IndexSet<String>,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    seq: Seq,
    feed: u32,
    urgency: Urgency,
}

impl Lot {
    pub(super) fn push(&mut self, ringing: Ringing) {
        let (feed, _) = self.names.insert_full(ringing.feed_name.clone());
        let feed = u32::try_from(feed).unwrap_or(u32::MAX);
        self.items.push(Item { seq: ringing.seq, feed, urgency: ringing.urgency });
        self.newest.push_back(ringing);
        if self.newest.len() > LISTED {
            self.newest.pop_front();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The newest few, newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Ringing> {
        self.newest.iter().rev()
    }

    /// All of them, in order.
    pub(super) fn seqs(&self) -> Vec<Seq> {
        self.items.iter().map(|item| item.seq).collect()
    }

    /// The names of their feeds, each once.
    pub(super) fn feeds(&self) -> Vec<&str> {
        let there: HashSet<u32> = self.items.iter().map(|item| item.feed).collect();
        let named = (0..).zip(&self.names).filter(|(index, _)| there.contains(index));
        named.map(|(_, name)| name.as_str()).collect()
    }

    /// The highest of all.
    pub(super) fn urgency(&self) -> Urgency {
        self.items.iter().map(|item| item.urgency).max().unwrap_or_default()
    }

    /// The only one there is.
    pub(super) fn alone(&self) -> Option<&Ringing> {
        if self.len() == 1 { self.newest.back() } else { None }
    }

    pub(super) fn forget(&mut self, gone: &HashSet<Seq>) {
        self.items.retain(|item| !gone.contains(&item.seq));
        self.newest.retain(|ringing| !gone.contains(&ringing.seq));
    }
}
