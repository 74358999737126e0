//! A burst becomes one notification: token buckets say what may ring by itself, and the surplus is gathered. Pure: time is passed in, and never jumps.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use tidings_model::{FeedId, Seq, Timestamp, Urgency};

use super::Ringing;
use super::lot::Lot;

/// Popups a feed may raise at once, before its pace holds.
const BURST: f64 = 3.0;
/// Milliseconds until a feed may raise the next.
const FEED_PACE: f64 = 5_000.0;
/// Milliseconds until any feed may raise the next.
const COMMON_PACE: f64 = 1_200.0;

/// Tokens that come back with time.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    pace: f64,
    at: Timestamp,
}

impl Bucket {
    fn full(pace: f64, now: Timestamp) -> Self {
        Self { tokens: BURST, pace, at: now }
    }

    /// Lets time pass. A clock set back gives nothing and takes nothing.
    fn refill(&mut self, now: Timestamp) {
        let elapsed = now.millis_since(self.at).max(0);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between two events, far below 2^52")]
        let earned = elapsed as f64 / self.pace;
        self.tokens = (self.tokens + earned).min(BURST);
        self.at = now;
    }

    fn ready(&self) -> bool {
        self.tokens >= 1.0
    }

    fn take(&mut self) -> bool {
        let ready = self.ready();
        if ready {
            self.tokens -= 1.0;
        }
        ready
    }

    /// When there is a token.
    fn ready_at(&self) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "at most one pace")]
        let millis = ((1.0 - self.tokens).max(0.0) * self.pace).ceil() as i64;
        self.at.plus_millis(millis)
    }
}

/// Who may ring now, and what is gathered meanwhile.
#[derive(Debug)]
pub(super) struct Digest {
    common: Bucket,
    critical: Bucket,
    feeds: HashMap<FeedId, Bucket>,
    gathered: IndexMap<FeedId, Lot>,
}

impl Digest {
    /// With full buckets.
    pub(super) fn new(now: Timestamp) -> Self {
        let common = Bucket::full(COMMON_PACE, now);
        Self { common, critical: common, feeds: HashMap::new(), gathered: IndexMap::new() }
    }

    /// Gives `ringing` back if it may ring by itself now; keeps it otherwise. Critical ones have a lane that no flood of others fills.
    pub(super) fn offer(&mut self, now: Timestamp, ringing: Ringing) -> Option<Ringing> {
        let may = if ringing.urgency == Urgency::Critical {
            self.critical.refill(now);
            self.critical.take()
        } else {
            !self.gathered.contains_key(&ringing.feed) && self.take(now, &ringing.feed)
        };
        if may {
            return Some(ringing);
        }
        self.gathered.entry(ringing.feed.clone()).or_default().push(ringing);
        None
    }

    fn take(&mut self, now: Timestamp, feed: &FeedId) -> bool {
        self.common.refill(now);
        let own = self.feeds.entry(feed.clone()).or_insert_with(|| Bucket::full(FEED_PACE, now));
        own.refill(now);
        own.ready() && self.common.take() && own.take()
    }

    /// The next gathered lot whose turn has come.
    pub(super) fn due(&mut self, now: Timestamp) -> Option<(FeedId, Lot)> {
        let waiting: Vec<_> = self.gathered.keys().cloned().collect();
        let feed = waiting.into_iter().find(|feed| self.take(now, feed))?;
        let lot = self.gathered.shift_remove(&feed)?;
        Some((feed, lot))
    }

    /// When to ask [`due`](Self::due) next; none while nothing is gathered.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let own = |feed: &FeedId| self.feeds.get(feed).map_or(self.common.at, Bucket::ready_at);
        let first = self.gathered.keys().map(own).min()?;
        Some(first.max(self.common.ready_at()))
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
        let mut digest = Digest::new(at(0));
        let rung = (0..100).filter_map(|n| digest.offer(at(n), ringing(n, "a", "t"))).count();
        assert_eq!(rung, 3);
        assert!(digest.due(at(4_000)).is_none());
        let (_, lot) = digest.due(at(5_000)).unwrap();
        assert_eq!((lot.len(), lot.seqs().first()), (97, Some(&Seq(3))));
        assert!(digest.next_due().is_none());
    }

    #[test]
    fn a_flood_never_fills_the_critical_lane() {
        let mut digest = Digest::new(at(0));
        for n in 0..1_000 {
            digest.offer(at(0), ringing(n, "flood", "t"));
        }
        let alarm = Ringing { urgency: Urgency::Critical, ..ringing(7, "alarm", "t") };
        assert!(digest.offer(at(0), alarm).is_some());
    }

    #[test]
    fn the_pace_holds_for_all_feeds_together() {
        let mut digest = Digest::new(at(0));
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
        let mut digest = Digest::new(at(0));
        for n in 0..5_003 {
            digest.offer(at(0), ringing(n, "a", "t"));
        }
        digest.forget(&HashSet::from([Seq(5_002)]));
        let (_, lot) = digest.due(at(60_000)).unwrap();
        assert_eq!((lot.len(), lot.newest().count()), (4_999, 3));
    }

    #[test]
    fn the_next_turn_is_when_it_says() {
        let mut digest = Digest::new(at(0));
        for n in 0..10 {
            digest.offer(at(0), ringing(n, "a", "t"));
        }
        let when = digest.next_due().unwrap();
        assert!(digest.due(when.plus_millis(-1)).is_none());
        assert!(digest.due(when).is_some());
    }

    #[test]
    fn a_clock_set_back_stops_nothing() {
        let mut digest = Digest::new(at(1_000_000));
        for n in 0..10 {
            digest.offer(at(1_000_000), ringing(n, "a", "t"));
        }
        assert!(digest.due(at(0)).is_none());
        assert!(digest.due(at(5_001)).is_some());
    }
}
