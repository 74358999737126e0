//! A time without a connection, and what may end it.

use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep_until};

use crate::Error;

/// How often an answer that may heal where it is, though seldom, is asked for again.
const SLOW: Duration = Duration::from_secs(3600);

/// A pause or a stop. Time and the reason are passed in.
#[derive(Debug)]
pub struct Rest {
    /// None where it is never over by itself.
    until: Option<Instant>,
    /// The same by the wall clock: the other one stands still while the machine sleeps.
    by_wall: Option<SystemTime>,
    /// Whether it is ended by news of the machine: what was in the way may be gone.
    ends_early: bool,
}

impl Rest {
    /// A pause that begins now, at `wall`; `firm` where the server asked for it, or earned it.
    #[must_use]
    pub fn pause(delay: Duration, firm: bool, wall: SystemTime) -> Self {
        Self {
            until: Some(Instant::now() + delay),
            by_wall: firm.then(|| wall.checked_add(delay)).flatten(),
            ends_early: !firm,
        }
    }

    /// A stop. Where the answer may be another in another network, or in the course of time, it ends there, or then.
    #[must_use]
    pub fn stop(error: &Error) -> Self {
        let until = error.heals_slowly().then(|| Instant::now() + SLOW);
        Self { until, by_wall: None, ends_early: error.heals_elsewhere() }
    }

    /// A stop that only the owner ends.
    #[must_use]
    pub fn for_good() -> Self {
        Self { until: None, by_wall: None, ends_early: false }
    }

    /// Waits for its end.
    pub async fn over(&self) {
        match self.until {
            Some(until) => sleep_until(until).await,
            None => std::future::pending().await,
        }
    }

    /// Whether news of the machine ends it.
    #[must_use]
    pub fn ends_early(&self) -> bool {
        self.ends_early
    }

    /// The machine may have slept: what the wall clock, which says `wall`, leaves of it is all that is left.
    pub fn woke(&mut self, wall: SystemTime) {
        if let Some(by_wall) = self.by_wall {
            let left = by_wall.duration_since(wall).unwrap_or_default();
            let until = Instant::now() + left;
            self.until = self.until.map(|before| before.min(until));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    async fn lasts(rest: &Rest) -> Duration {
        let begun = Instant::now();
        rest.over().await;
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_firm_pause_is_over_when_it_was_slept_through() {
        let fell_asleep = SystemTime::UNIX_EPOCH + HOUR;
        let cases = [(HOUR / 2, HOUR / 2), (HOUR, Duration::ZERO), (2 * HOUR, Duration::ZERO)];
        for (slept, left) in cases {
            let mut rest = Rest::pause(HOUR, true, fell_asleep);
            rest.woke(fell_asleep + slept);
            assert_eq!(lasts(&rest).await, left, "{slept:?}");
        }
        let mut rest = Rest::pause(HOUR, true, fell_asleep);
        rest.woke(SystemTime::UNIX_EPOCH);
        assert_eq!(lasts(&rest).await, HOUR, "a clock that was set back makes it no longer");
    }

    #[tokio::test(start_paused = true)]
    async fn what_may_heal_is_no_stop_for_ever() {
        let status = |status| Error::Status { status, retry_after: None };
        let html = Error::NotAStream { came: "an HTML page".into() };
        for error in [html, status(401), status(407)] {
            let stop = Rest::stop(&error);
            assert!(stop.ends_early(), "{error}");
            assert_eq!(lasts(&stop).await, SLOW, "{error}");
        }
        for (error, early) in
            [(status(404), true), (status(403), true), (status(410), false), (Error::NoContent, false)]
        {
            let stop = Rest::stop(&error);
            assert_eq!((stop.ends_early(), stop.until), (early, None), "{error}");
        }
        assert!(!Rest::for_good().ends_early());
    }
}
