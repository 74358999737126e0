//! A connection that says nothing for too long is taken for dead.

use std::time::Duration;

use tokio::time::Instant;

/// How long a stream may be silent before it is given up, unless configured otherwise.
pub(crate) const DEFAULT_IDLE: Duration = Duration::from_secs(90);

/// Counts from the last byte of any kind: a comment is as good a sign of life as an event.
#[derive(Debug)]
pub(crate) struct Watchdog {
    idle: Duration,
    deadline: Instant,
}

impl Watchdog {
    pub(crate) fn new(idle: Duration, now: Instant) -> Self {
        Self { idle, deadline: now + idle }
    }

    /// A byte came.
    pub(crate) fn heard(&mut self, now: Instant) {
        self.deadline = now + self.idle;
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    pub(crate) fn idle(&self) -> Duration {
        self.idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn every_byte_puts_the_deadline_off() {
        let start = Instant::now();
        let mut watchdog = Watchdog::new(Duration::from_secs(90), start);
        assert_eq!(watchdog.deadline() - start, Duration::from_secs(90));
        for heard in [1, 50, 139] {
            watchdog.heard(start + Duration::from_secs(heard));
            assert_eq!(watchdog.deadline() - start, Duration::from_secs(90 + heard));
        }
        assert_eq!(watchdog.idle(), Duration::from_secs(90));
    }
}
