//! How long until the next look: as the person says, else as the feed's own rhythm and its server ask.

use std::time::Duration;

/// Never sooner, unless it was configured.
const LEAST: Duration = Duration::from_secs(5 * 60);
/// Never later, unless the server asks.
const MOST: Duration = Duration::from_secs(60 * 60);
/// Where a new feed begins.
const FIRST: Duration = Duration::from_secs(10 * 60);
/// Never later, whatever anyone asks: news a day old is none.
const AT_LAST: Duration = Duration::from_secs(24 * 3600);
/// The first pause after a failure.
const FAILED: Duration = Duration::from_secs(60);

/// The rhythm of one feed.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    configured: Option<Duration>,
    usual: Duration,
    failures: u32,
}

impl Pace {
    pub(crate) fn new(configured: Option<Duration>) -> Self {
        Self { configured, usual: FIRST, failures: 0 }
    }

    /// After a look that worked. News brings the next look nearer, silence puts it off; `asked` is what the server says its answer
    /// holds for.
    pub(crate) fn looked(&mut self, news: bool, asked: Option<Duration>, chance: f64) -> Duration {
        self.failures = 0;
        self.usual = if news { self.usual / 2 } else { self.usual * 5 / 4 }.clamp(LEAST, MOST);
        let own = self.configured.unwrap_or_else(|| self.usual.max(asked.unwrap_or_default()));
        spread(own.min(AT_LAST), chance)
    }

    /// After one that failed: a minute, and twice as long each time. What the server asks is the least.
    pub(crate) fn failed(&mut self, asked: Option<Duration>, chance: f64) -> Duration {
        let pause = FAILED.saturating_mul(1 << self.failures.min(10)).min(MOST);
        self.failures = self.failures.saturating_add(1);
        spread(pause, chance).max(asked.unwrap_or_default()).min(AT_LAST)
    }
}

/// A tenth more or less by chance, so that a thousand readers do not ask at once.
fn spread(pause: Duration, chance: f64) -> Duration {
    pause.mul_f64(0.9 + 0.2 * chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(pause: Duration) -> u64 {
        pause.as_secs() / 60
    }

    #[test]
    fn news_brings_the_next_look_nearer() {
        let mut pace = Pace::new(None);
        let quiet: Vec<_> = (0..12).map(|_| minutes(pace.looked(false, None, 0.5))).collect();
        assert!(quiet.is_sorted() && quiet[0] == 12 && quiet[11] == 60, "{quiet:?}");
        let busy: Vec<_> = (0..5).map(|_| minutes(pace.looked(true, None, 0.5))).collect();
        assert_eq!(busy, [30, 15, 7, 5, 5]);
    }

    #[test]
    fn the_server_and_the_person_have_their_say() {
        let asked = |seconds| Some(Duration::from_secs(seconds));
        let mut pace = Pace::new(None);
        assert_eq!(minutes(pace.looked(false, asked(7_200), 0.5)), 120);
        assert_eq!(minutes(pace.looked(true, asked(1), 0.5)), 6);
        assert_eq!(minutes(pace.looked(true, asked(u64::MAX), 0.5)), 24 * 60);
        let mut pace = Pace::new(asked(60));
        assert_eq!(pace.looked(false, asked(7_200), 0.0), Duration::from_secs(54));
        assert_eq!(pace.looked(false, None, 1.0), Duration::from_secs(66));
    }

    #[test]
    fn failures_wait_longer_each_time() {
        let mut pace = Pace::new(None);
        let pauses: Vec<_> = (0..8).map(|_| minutes(pace.failed(None, 0.5))).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(minutes(pace.failed(Some(Duration::from_secs(7_200)), 0.5)), 120);
        pace.looked(false, None, 0.5);
        assert_eq!(minutes(pace.failed(None, 0.5)), 1);
    }
}
