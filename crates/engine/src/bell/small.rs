//! Small changes of cards whose popups are up: the last of each is shown in place, at a pace of their own. They cost real news nothing. Pure.

use std::collections::HashSet;

use indexmap::IndexMap;
use tidings_model::{Seq, Timestamp};

use super::Ringing;
use super::bucket::Bucket;

/// Changes shown at once, and milliseconds until the next.
const BURST: f64 = 3.0;
const PACE: f64 = 1_200.0;

/// The newest change of each card that waits. Only cards with a popup are here: no more than popups are remembered.
#[derive(Debug)]
pub(super) struct Small {
    bucket: Bucket,
    waiting: IndexMap<String, Ringing>,
}

impl Small {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { bucket: Bucket::full(BURST, PACE, now), waiting: IndexMap::new() }
    }

    /// Keeps a change, in place of an older one of its card. That one the store has as replaced.
    pub(super) fn keep(&mut self, now: Timestamp, change: Ringing) {
        self.bucket.refill(now);
        self.waiting.insert(change.tag(), change);
    }

    /// The change that waited longest, when its turn has come.
    pub(super) fn due(&mut self, now: Timestamp) -> Option<Ringing> {
        self.bucket.refill(now);
        let may = !self.waiting.is_empty() && self.bucket.take();
        may.then(|| self.waiting.shift_remove_index(0)).flatten().map(|(_, change)| change)
    }

    /// When to ask [`due`](Self::due) next; none while nothing waits.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        (!self.waiting.is_empty()).then(|| self.bucket.ready_at())
    }

    /// Whether an entry waits here.
    pub(super) fn has(&self, seq: Seq) -> bool {
        self.waiting.values().any(|change| change.seq == seq)
    }

    /// Lets go of what was read or replaced.
    pub(super) fn forget(&mut self, gone: &HashSet<Seq>) {
        self.waiting.retain(|_, change| !gone.contains(&change.seq));
    }
}

#[cfg(test)]
mod tests {
    use super::super::popup::tests::ringing;
    use super::*;

    fn change(seq: i64, card: &str) -> Ringing {
        Ringing { replaces: Some(card.into()), ..ringing(seq, "match", "12'") }
    }

    #[test]
    fn a_card_that_ticks_shows_its_last_change_now_and_then() {
        let mut small = Small::new(Timestamp(0));
        let mut shown = Vec::new();
        for n in 0..1_000 {
            let now = Timestamp(n * 10);
            small.keep(now, change(n, "m"));
            shown.extend(small.due(now).map(|change| change.seq.0));
        }
        assert!((10..=12).contains(&shown.len()), "{shown:?} in ten seconds");
        assert!(shown.is_sorted());
        let rest = small.next_due().unwrap();
        assert!(small.due(rest.plus_millis(-1)).is_none());
        assert_eq!(small.due(rest).unwrap().seq, Seq(999));
        assert_eq!(small.next_due(), None);
    }

    #[test]
    fn one_card_does_not_starve_another() {
        let mut small = Small::new(Timestamp(0));
        for n in 0..8 {
            small.keep(Timestamp(0), change(n, if n < 7 { "ticks" } else { "slow" }));
        }
        let shown: Vec<_> = std::iter::from_fn(|| small.due(Timestamp(0))).map(|c| c.seq.0).collect();
        assert_eq!(shown, [6, 7]);
    }

    #[test]
    fn what_was_read_is_not_shown() {
        let mut small = Small::new(Timestamp(0));
        small.keep(Timestamp(0), change(1, "m"));
        small.forget(&HashSet::from([Seq(1)]));
        assert_eq!((small.next_due(), small.due(Timestamp(0)).map(|c| c.seq)), (None, None));
    }
}
