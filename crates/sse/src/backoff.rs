//! How long to wait before the next attempt. Time and chance are passed in.

use std::time::Duration;

use crate::Error;

/// The first pause, unless the server's `retry:` names another.
const BASE: Duration = Duration::from_secs(1);
/// The longest pause in the first hour of trouble.
const CAP: Duration = Duration::from_secs(30);
/// The longest pause after that.
const LATE_CAP: Duration = Duration::from_secs(300);
/// When the cap begins to rise.
const LATE: Duration = Duration::from_secs(3600);
/// The first rest of a server that broke a limit, and the longest.
const QUARANTINE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(3600));
/// What `retry:` may ask for.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(300));
/// What `Retry-After` may ask for.
pub(crate) const RETRY_AFTER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(3600));
/// A stream open for this long, counted up to its last byte, has proven itself.
const GOOD: Duration = Duration::from_secs(60);

/// The pauses of one connection: doubling, spread by chance, and reset only by a good stream, so that a server which accepts and
/// closes at once is not asked at full speed for ever.
///
/// A pause of our own is spread over [half, whole]. One that the server asked for is waited whole, and up to a quarter more: the standard
/// permits to wait longer than the reconnection time, and not shorter.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    base: Duration,
    /// The server named the base.
    asked: bool,
    failures: u32,
    down: Duration,
    /// Limits broken since the last good stream.
    breaches: u32,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { base: BASE, asked: false, failures: 0, down: Duration::ZERO, breaches: 0 }
    }
}

impl Backoff {
    /// The server's `retry:`, held within 0.5 s and 5 min, replaces the first pause.
    pub(crate) fn set_retry(&mut self, retry: Duration) {
        self.base = retry.clamp(RETRY.0, RETRY.1);
        self.asked = true;
    }

    /// A stream was open for `length`, from its answer to its last byte, brought `events`, and ended by `error`.
    ///
    /// A server that closes in good order after each delivery and says by `retry:` when to come back is polled as it
    /// wishes, for ever. A stream that broke a limit has proven nothing.
    pub(crate) fn was_open(&mut self, length: Duration, events: u64, error: &Error) {
        let polled = self.asked && events > 0 && *error == Error::Ended;
        let good = length >= GOOD && !error.is_breach();
        if good {
            self.breaches = 0;
        }
        if good || polled {
            self.failures = 0;
            self.down = Duration::ZERO;
        }
    }

    /// The rest now due to a server that broke a limit: each twice as long as the one before, up to an hour, and spread like a pause.
    pub(crate) fn quarantine(&mut self, chance: f64, spent: Duration) -> Duration {
        let whole = QUARANTINE.0.saturating_mul(1 << self.breaches.min(16)).min(QUARANTINE.1);
        self.breaches = self.breaches.saturating_add(1);
        let rest = whole.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0)).max(self.base);
        self.down = self.down.saturating_add(spent).saturating_add(rest);
        rest
    }

    /// The pause now due. `chance` is in 0..1; `retry_after` is what the server asked for, which is the least that is
    /// waited, within one second and one hour; `spent` is what the failed attempt itself took.
    pub(crate) fn next(&mut self, chance: f64, retry_after: Option<Duration>, spent: Duration) -> Duration {
        self.down = self.down.saturating_add(spent);
        let cap = if self.down < LATE { CAP } else { LATE_CAP }.max(self.base);
        let whole = self.base.saturating_mul(1 << self.failures.min(16)).min(cap);
        self.failures = self.failures.saturating_add(1);
        let (least, range) = if self.asked { (1.0, 0.25) } else { (0.5, 0.5) };
        let spread = whole.mul_f64(least + range * chance.clamp(0.0, 1.0));
        let asked = retry_after.map_or(Duration::ZERO, |asked| asked.clamp(RETRY_AFTER.0, RETRY_AFTER.1));
        let pause = spread.max(asked);
        self.down = self.down.saturating_add(pause);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANT: Duration = Duration::ZERO;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn pauses(backoff: &mut Backoff, count: usize, chance: f64) -> Vec<f64> {
        (0..count).map(|_| backoff.next(chance, None, INSTANT).as_secs_f64()).collect()
    }

    #[test]
    fn pauses_double_up_to_the_cap_within_half_and_whole() {
        let whole = [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0];
        assert_eq!(pauses(&mut Backoff::default(), 7, 1.0), whole);
        assert_eq!(pauses(&mut Backoff::default(), 7, 0.0), whole.map(|pause| pause / 2.0));
        assert_eq!(pauses(&mut Backoff::default(), 2, 0.5), [0.75, 1.5]);
        for wild in [-1.0, 7.0, f64::NEG_INFINITY, f64::INFINITY] {
            let pause = pauses(&mut Backoff::default(), 1, wild)[0];
            assert!((0.5..=1.0).contains(&pause), "{wild} gave {pause}");
        }
    }

    #[test]
    fn the_cap_rises_after_an_hour_down() {
        let mut backoff = Backoff::default();
        pauses(&mut backoff, 6, 1.0);
        assert_eq!(backoff.next(1.0, None, secs(3500)), secs(30));
        assert_eq!(backoff.next(1.0, None, secs(9)), secs(128));
        assert_eq!(backoff.next(1.0, None, INSTANT), secs(256));
        assert_eq!(pauses(&mut backoff, 3, 1.0), [300.0; 3]);
    }

    #[test]
    fn a_million_failures_do_not_overflow() {
        let mut backoff = Backoff::default();
        backoff.set_retry(Duration::MAX);
        for _ in 0..1_000_000 {
            assert_eq!(backoff.next(0.0, None, Duration::from_secs(u64::MAX / 2)), secs(300));
        }
    }

    #[test]
    fn only_a_good_stream_resets() {
        let cases = [
            (secs(59), 1000, Error::Ended, 4.0),
            (secs(60), 0, Error::Ended, 1.0),
            (secs(60), 0, Error::Idle { after: secs(90), usual: None }, 1.0),
            (secs(600), 9, Error::Limit(crate::Limit::Id(1024)), 4.0),
        ];
        for (length, events, error, then) in cases {
            let mut backoff = Backoff::default();
            pauses(&mut backoff, 2, 1.0);
            backoff.was_open(length, events, &error);
            assert_eq!(pauses(&mut backoff, 1, 1.0), [then], "{length:?} {error:?}");
        }
    }

    #[test]
    fn the_servers_retry_replaces_the_base_within_limits() {
        let cases = [(0, 0.5), (499, 0.5), (2_500, 2.5), (60_000, 60.0), (u64::MAX, 300.0)];
        for (retry, first) in cases {
            let mut backoff = Backoff::default();
            backoff.set_retry(Duration::from_millis(retry));
            assert_eq!(pauses(&mut backoff.clone(), 1, 0.0), [first], "{retry}");
            assert_eq!(pauses(&mut backoff, 1, 1.0), [first * 1.25], "{retry}");
        }
    }

    #[test]
    fn no_pause_is_shorter_than_what_the_server_asked_for() {
        for (chance, pause) in [(0.0, 60.0), (0.5, 67.5), (1.0, 75.0)] {
            let mut backoff = Backoff::default();
            backoff.set_retry(secs(60));
            assert_eq!(pauses(&mut backoff, 3, chance), [pause; 3], "{chance}");
        }
        let mut backoff = Backoff::default();
        backoff.set_retry(secs(3));
        assert_eq!(pauses(&mut backoff, 5, 0.0), [3.0, 6.0, 12.0, 24.0, 30.0]);
    }

    #[test]
    fn a_polled_server_sets_the_pace_only_while_it_delivers_and_ends_well() {
        let polled = |events, error: &Error| {
            let mut backoff = Backoff::default();
            backoff.set_retry(secs(2));
            for _ in 0..3 {
                backoff.was_open(INSTANT, events, error);
                backoff.next(1.0, None, INSTANT);
            }
            backoff.next(0.0, None, INSTANT)
        };
        assert_eq!(polled(1, &Error::Ended), secs(4), "the second in a row");
        assert_eq!(polled(0, &Error::Ended), secs(16));
        assert_eq!(polled(1, &Error::NoContent), secs(16));
    }

    #[test]
    fn retry_after_is_the_least_that_is_waited_within_limits() {
        let next = |asked| Backoff::default().next(1.0, Some(asked), INSTANT);
        assert_eq!(next(secs(7)), secs(7));
        assert_eq!(next(INSTANT), secs(1));
        assert_eq!(next(secs(86_400)), secs(3600));
        let mut backoff = Backoff::default();
        pauses(&mut backoff, 5, 1.0);
        assert_eq!(backoff.next(1.0, Some(secs(7)), INSTANT), secs(30));
    }

    #[test]
    fn a_server_that_breaks_limits_rests_longer_each_time() {
        let mut backoff = Backoff::default();
        let rests: Vec<_> = (0..12).map(|_| backoff.quarantine(1.0, INSTANT).as_secs()).collect();
        assert_eq!(rests, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
        backoff.was_open(secs(600), 9, &Error::Limit(crate::Limit::Rate(1)));
        assert_eq!(
            backoff.quarantine(0.0, INSTANT),
            secs(1800),
            "a long stream that broke a limit is no good one"
        );
        backoff.was_open(secs(60), 9, &Error::Ended);
        assert_eq!(backoff.quarantine(0.0, INSTANT), Duration::from_millis(2500));
    }
}
