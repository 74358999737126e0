//! A burst becomes one notification: token buckets say what may ring by itself, and the surplus is gathered. Pure: time is passed in, and never jumps.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use tidings_model::{FeedId, Paces, Seq, Timestamp, Urgency};

use super::Ringing;
use super::bucket::Bucket;
use super::lot::Lot;

/// What is gathered together: of one feed, and what is critical apart from the rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    pub(super) feed: FeedId,
    pub(super) critical: bool,
}

impl Lane {
    fn of(ringing: &Ringing) -> Self {
        Self { feed: ringing.feed.clone(), critical: ringing.urgency == Urgency::Critical }
    }
}

/// Who may ring now, and what is gathered meanwhile.
#[derive(Debug)]
pub(super) struct Digest {
    paces: Paces,
    common: Bucket,
    critical: Bucket,
    feeds: HashMap<FeedId, Bucket>,
    gathered: IndexMap<Lane, Lot>,
}

impl Digest {
    /// With full buckets.
    pub(super) fn new(paces: Paces, now: Timestamp) -> Self {
        let common = Bucket::full(paces.burst.into(), paces.common_ms.into(), now);
        Self { paces, common, critical: common, feeds: HashMap::new(), gathered: IndexMap::new() }
    }

    /// Goes by these paces from now on.
    pub(super) fn follow(&mut self, paces: Paces) {
        if self.paces == paces {
            return;
        }
        self.paces = paces;
        let all = [&mut self.common, &mut self.critical];
        all.into_iter().for_each(|bucket| bucket.follow(paces.burst.into(), paces.common_ms.into()));
        self.feeds.values_mut().for_each(|own| own.follow(paces.burst.into(), paces.feed_ms.into()));
    }

    /// Gives `ringing` back if it may ring by itself now; keeps it otherwise.
    pub(super) fn offer(&mut self, now: Timestamp, ringing: Ringing) -> Option<Ringing> {
        let lane = Lane::of(&ringing);
        if !self.gathered.contains_key(&lane) && self.take(now, &lane) {
            return Some(ringing);
        }
        self.gathered.entry(lane).or_default().push(ringing);
        None
    }

    /// Keeps `ringing` until its lane's next turn.
    pub(super) fn gather(&mut self, ringing: Ringing) {
        self.gathered.entry(Lane::of(&ringing)).or_default().push(ringing);
    }

    /// Critical ones have a bucket of their own, which no flood of others empties.
    fn take(&mut self, now: Timestamp, lane: &Lane) -> bool {
        self.critical.refill(now);
        self.common.refill(now);
        if lane.critical {
            return self.critical.take();
        }
        let Paces { burst, feed_ms, .. } = self.paces;
        let full = || Bucket::full(burst.into(), feed_ms.into(), now);
        let own = self.feeds.entry(lane.feed.clone()).or_insert_with(full);
        own.refill(now);
        own.ready() && self.common.take() && own.take()
    }

    /// The next gathered lot whose turn has come; what is critical comes first. A full one has no time to wait for its turn.
    pub(super) fn due(&mut self, now: Timestamp) -> Option<(Lane, Lot)> {
        let mut waiting: Vec<_> = self.gathered.keys().cloned().collect();
        waiting.sort_by_key(|lane| !lane.critical);
        let lane = waiting.into_iter().find(|lane| self.take(now, lane) || self.gathered[lane].is_full())?;
        let lot = self.gathered.shift_remove(&lane)?;
        Some((lane, lot))
    }

    /// When to ask [`due`](Self::due) next; none while nothing is gathered.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let due = |(lane, lot): (_, &Lot)| if lot.is_full() { self.common.at() } else { self.ready_at(lane) };
        self.gathered.iter().map(due).min()
    }

    /// Whether something must ring before more is gathered.
    pub(super) fn is_full(&self) -> bool {
        self.gathered.values().any(Lot::is_full)
    }

    fn ready_at(&self, lane: &Lane) -> Timestamp {
        if lane.critical {
            return self.critical.ready_at();
        }
        let own = self.feeds.get(&lane.feed).map_or(self.common.at(), Bucket::ready_at);
        own.max(self.common.ready_at())
    }

    /// Whether an entry is gathered here.
    pub(super) fn has(&self, seq: Seq) -> bool {
        self.gathered.values().any(|lot| lot.has(seq))
    }

    /// Lets go of gathered entries that were read.
    pub(super) fn forget(&mut self, gone: &HashSet<Seq>) {
        for lot in self.gathered.values_mut() {
            lot.forget(gone);
        }
        self.gathered.retain(|_, lot| !lot.is_empty());
    }

    /// Lets go of everything gathered.
    pub(super) fn clear(&mut self) {
        self.gathered.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::popup::tests::ringing;
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp(millis)
    }

    #[test]
    fn three_ring_and_the_rest_is_one() {
        let mut digest = Digest::new(Paces::default(), at(0));
        let rung = (0..100).filter_map(|n| digest.offer(at(n), ringing(n, "a", "t"))).count();
        assert_eq!(rung, 3);
        assert!(digest.due(at(4_000)).is_none());
        let (_, lot) = digest.due(at(5_000)).unwrap();
        assert_eq!((lot.len(), lot.seqs().first()), (97, Some(&Seq(3))));
        assert!(digest.next_due().is_none());
    }

    #[test]
    fn a_lot_that_is_full_waits_for_no_turn() {
        let mut digest = Digest::new(Paces { feed_ms: 3_600_000, ..Paces::default() }, at(0));
        (0..100_002).for_each(|n| drop(digest.offer(at(0), ringing(n, "a", "t"))));
        assert!(!digest.is_full() && digest.due(at(60_000)).is_none());
        digest.offer(at(60_000), ringing(100_002, "a", "t"));
        assert!(digest.is_full());
        assert_eq!(digest.next_due(), Some(at(60_000)));
        assert_eq!(digest.due(at(60_000)).map(|(_, lot)| lot.len()), Some(100_000));
        assert!(!digest.is_full());
    }

    #[test]
    fn a_flood_never_fills_the_critical_lane() {
        let mut digest = Digest::new(Paces::default(), at(0));
        for n in 0..1_000 {
            digest.offer(at(0), ringing(n, "flood", "t"));
        }
        let alarm = |n| Ringing { urgency: Urgency::Critical, ..ringing(n, "alarm", "t") };
        assert_eq!((2_000..2_010).filter_map(|n| digest.offer(at(0), alarm(n))).count(), 3);
        // Those that are too many for it are gathered by themselves, and wait for no flood either.
        let (lane, lot) = digest.due(at(1_200)).unwrap();
        assert_eq!((lane.feed.as_str(), lane.critical, lot.len()), ("alarm", true, 7));
    }

    #[test]
    fn a_person_may_choose_other_paces_at_any_time() {
        let mut digest = Digest::new(Paces { burst: 5, feed_ms: 100, common_ms: 10 }, at(0));
        assert_eq!((0..20).filter_map(|n| digest.offer(at(0), ringing(n, "a", "t"))).count(), 5);
        assert_eq!(digest.next_due(), Some(at(100)));
        digest.follow(Paces { burst: 1, feed_ms: 60_000, common_ms: 10 });
        assert_eq!(digest.next_due(), Some(at(60_000)));
        assert_eq!(digest.due(at(60_000)).map(|(_, lot)| lot.len()), Some(15));
        assert_eq!((20..40).filter_map(|n| digest.offer(at(200_000), ringing(n, "a", "t"))).count(), 1);
    }

    #[test]
    fn what_is_critical_of_a_flooding_feed_is_not_behind_its_flood() {
        let mut digest = Digest::new(Paces::default(), at(0));
        for n in 0..1_000 {
            digest.offer(at(0), ringing(n, "flood", "t"));
        }
        let alarm = |n| Ringing { urgency: Urgency::Critical, ..ringing(n, "flood", "t") };
        assert_eq!((2_000..2_005).filter_map(|n| digest.offer(at(0), alarm(n))).count(), 3);
        assert_eq!(digest.next_due(), Some(at(1_200)));
        assert_eq!(digest.due(at(1_200)).unwrap().1.seqs(), [Seq(2_003), Seq(2_004)]);
        assert!(digest.has(Seq(999)) && !digest.has(Seq(2_004)));
    }

    #[test]
    fn the_pace_holds_for_all_feeds_together() {
        let mut digest = Digest::new(Paces::default(), at(0));
        let mut popups = 0;
        for second in 0..60 {
            for n in 0..20 {
                for name in ["a", "b", "c", "d", "e"] {
                    let now = at(second * 1_000 + n * 50);
                    popups += u32::from(digest.offer(now, ringing(n, name, "t")).is_some());
                    popups += u32::from(digest.due(now).is_some());
                }
            }
        }
        assert!((40..=3 + 50).contains(&popups), "{popups} in a minute");
    }

    #[test]
    fn what_is_read_is_not_counted() {
        let mut digest = Digest::new(Paces::default(), at(0));
        for n in 0..5_003 {
            digest.offer(at(0), ringing(n, "a", "t"));
        }
        digest.forget(&HashSet::from([Seq(5_002)]));
        let (_, lot) = digest.due(at(60_000)).unwrap();
        assert_eq!((lot.len(), lot.newest().count()), (4_999, 3));
    }

    #[test]
    fn the_next_turn_is_when_it_says() {
        let mut digest = Digest::new(Paces::default(), at(0));
        for n in 0..10 {
            digest.offer(at(0), ringing(n, "a", "t"));
        }
        let when = digest.next_due().unwrap();
        assert!(digest.due(when.plus_millis(-1)).is_none());
        assert!(digest.due(when).is_some());
    }

    #[test]
    fn a_clock_set_back_stops_nothing() {
        let mut digest = Digest::new(Paces::default(), at(1_000_000));
        for n in 0..10 {
            digest.offer(at(1_000_000), ringing(n, "a", "t"));
        }
        assert!(digest.due(at(0)).is_none());
        assert!(digest.due(at(5_001)).is_some());
    }
}
