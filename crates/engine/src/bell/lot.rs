//! Entries gathered for one summary.

use std::collections::{HashSet, VecDeque};

use indexmap::IndexMap;
use tidings_model::{FeedId, Seq, Urgency};

use super::Ringing;

/// The titles a summary lists.
const LISTED: usize = 4;
/// Entries, give or take a batch: one that has so many is rung whatever the pace.
const MOST: usize = 100_000;

/// Many entries, of which only the newest are kept whole: a flood costs sixteen bytes an entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lot {
    newest: VecDeque<Ringing>,
    items: Vec<Item>,
    names: IndexMap<FeedId, String>,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    seq: Seq,
    feed: u32,
    urgency: Urgency,
}

/// What a lot has of one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) feed: FeedId,
    pub(super) name: String,
    pub(super) newest: Seq,
    pub(super) count: usize,
}

impl Lot {
    /// Of one entry.
    pub(super) fn one(ringing: &Ringing) -> Self {
        let mut lot = Self::default();
        lot.push(ringing.clone());
        lot
    }

    pub(super) fn push(&mut self, ringing: Ringing) {
        let (feed, _) = self.names.insert_full(ringing.feed.clone(), ringing.feed_name.clone());
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

    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= MOST
    }

    pub(super) fn has(&self, seq: Seq) -> bool {
        self.items.iter().any(|item| item.seq == seq)
    }

    /// The newest few, newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Ringing> {
        self.newest.iter().rev()
    }

    /// All of them, in order.
    pub(super) fn seqs(&self) -> Vec<Seq> {
        self.items.iter().map(|item| item.seq).collect()
    }

    /// What each feed has in it, the one that spoke last first.
    pub(super) fn shares(&self) -> Vec<Share> {
        let mut found: IndexMap<u32, (Seq, usize)> = IndexMap::new();
        for item in self.items.iter().rev() {
            found.entry(item.feed).or_insert((item.seq, 0)).1 += 1;
        }
        let share = |(feed, (newest, count))| {
            let (feed, name) = self.names.get_index(feed as usize)?;
            Some(Share { feed: feed.clone(), name: name.clone(), newest, count })
        };
        found.into_iter().filter_map(share).collect()
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

#[cfg(test)]
mod tests {
    use super::super::popup::tests::ringing;
    use super::*;

    #[test]
    fn each_feed_has_its_share() {
        let mut lot = Lot::default();
        for (seq, feed) in [(1, "a"), (2, "b"), (3, "a"), (4, "c"), (5, "b")] {
            lot.push(ringing(seq, feed, "t"));
        }
        lot.forget(&HashSet::from([Seq(4)]));
        let shares = lot.shares();
        let shares: Vec<_> = shares.iter().map(|s| (s.feed.as_str(), s.newest.0, s.count)).collect();
        assert_eq!(shares, [("b", 5, 2), ("a", 3, 2)]);
    }
}
