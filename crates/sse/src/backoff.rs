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
/// What `retry:` may ask for.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(300));
/// What `Retry-After` may ask for.
pub(crate) const RETRY_AFTER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(3600));
/// A stream open for this long, counted up to its last byte, has proven itself.
const GOOD: Duration = Duration::from_secs(60);

/// The pauses of one connection: doubling, spread by chance over [half, whole], and reset only by a good stream, so that a
/// server which accepts and closes at once is not asked at full speed for ever.
#[derive(Clone, Debug)]
pub struct Backoff {
    base: Duration,
    /// The server named the base.
    asked: bool,
    failures: u32,
    down: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { base: BASE, asked: false, failures: 0, down: Duration::ZERO }
    }
}

impl Backoff {
    /// The server's `retry:`, held within 0.5 s and 5 min, replaces the first pause.
    pub fn set_retry(&mut self, retry: Duration) {
        self.base = retry.clamp(RETRY.0, RETRY.1);
        self.asked = true;
    }

    /// A stream was open for `length`, from its answer to its last byte, brought `events`, and ended by `error`.
    ///
    /// A server that closes in good order after each delivery and says by `retry:` when to come back is polled as it
    /// wishes, for ever. A stream that broke a limit has proven nothing.
    pub fn was_open(&mut self, length: Duration, events: u64, error: &Error) {
        let polled = self.asked && events > 0 && *error == Error::Ended;
        let good = length >= GOOD && !matches!(error, Error::Limit(_));
        if good || polled {
            self.failures = 0;
            self.down = Duration::ZERO;
        }
    }

    /// The pause now due. `chance` is in 0..1; `retry_after` is what the server asked for, which is the least that is
    /// waited, within one second and one hour; `spent` is what the failed attempt itself took.
    pub fn next(&mut self, chance: f64, retry_after: Option<Duration>, spent: Duration) -> Duration {
        self.down = self.down.saturating_add(spent);
        let cap = if self.down < LATE { CAP } else { LATE_CAP }.max(self.base);
        let whole = self.base.saturating_mul(1 << self.failures.min(16)).min(cap);
        self.failures = self.failures.saturating_add(1);
        let spread = whole.mul_f64(0.5 + 0.5 * chance.clamp(0.0, 1.0));
        let asked = retry_after.map_or(Duration::ZERO, |asked| asked.clamp(RETRY_AFTER.0, RETRY_AFTER.1));
        let pause = spread.max(asked);
        self.down = self.down.saturating_add(pause);
        pause
    }
}
