//! The entries behind one popup. Pure.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use tidings_model::Seq;

use super::lot::Lot;

/// What a popup stands for: the newest by their numbers, and how many older ones beside them are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Behind {
    seqs: Vec<Seq>,
    more: usize,
}

impl From<Vec<Seq>> for Behind {
    fn from(seqs: Vec<Seq>) -> Self {
        Self { seqs, more: 0 }
    }
}

impl Behind {
    pub(super) fn seqs(&self) -> &[Seq] {
        &self.seqs
    }

    pub(super) fn into_seqs(self) -> Vec<Seq> {
        self.seqs
    }

    /// How many it stands for.
    pub(super) fn count(&self) -> usize {
        self.seqs.len() + self.more
    }

    /// With those of `lot` beside them, each once: a card that changed may be in both.
    pub(super) fn and(&self, lot: &Lot) -> Self {
        let all: IndexSet<Seq> = self.seqs.iter().copied().chain(lot.seqs()).collect();
        Self { seqs: all.into_iter().collect(), more: self.more }
    }

    /// Of the oldest, this many are only counted from here on; gives how many there were.
    pub(super) fn only_count(&mut self, oldest: usize) -> usize {
        let gone = oldest.min(self.seqs.len());
        self.seqs.drain(..gone);
        self.more += gone;
        gone
    }

    /// Newer entries of cards took the places of these.
    pub(super) fn replaced(&mut self, newer: &HashMap<Seq, Seq>) {
        for seq in &mut self.seqs {
            while let Some(new) = newer.get(seq).filter(|new| *new > seq) {
                *seq = *new;
            }
        }
    }

    pub(super) fn forget(&mut self, gone: &HashSet<Seq>) {
        self.seqs.retain(|seq| !gone.contains(seq));
    }

    /// Nothing is left to be opened or read.
    pub(super) fn is_empty(&self) -> bool {
        self.seqs.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_counted_is_still_counted() {
        let mut behind = Behind::from((0..10).map(Seq).collect::<Vec<_>>());
        assert_eq!((behind.only_count(7), behind.seqs().first(), behind.count()), (7, Some(&Seq(7)), 10));
        assert_eq!((behind.only_count(7), behind.is_empty(), behind.count()), (3, true, 10));
    }

    #[test]
    fn a_card_may_change_many_times_in_a_batch() {
        let mut behind = Behind::from(vec![Seq(1), Seq(5)]);
        let newer = [(1, 2), (2, 3), (3, 4), (9, 9)].map(|(old, new)| (Seq(old), Seq(new)));
        behind.replaced(&newer.into_iter().collect());
        assert_eq!(behind.seqs(), [Seq(4), Seq(5)]);
    }
}
