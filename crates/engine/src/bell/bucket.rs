//! A token bucket: so many at once, then one in a while. Pure: time is passed in, and never jumps.

use tidings_model::Timestamp;

/// Tokens that come back with time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    tokens: f64,
    burst: f64,
    pace: f64,
    at: Timestamp,
}

impl Bucket {
    /// With all of its tokens: `burst` of them, and a new one each `pace` milliseconds.
    pub(super) fn full(burst: f64, pace: f64, now: Timestamp) -> Self {
        Self { tokens: burst, burst, pace, at: now }
    }

    /// Goes by another number and another pace from now on.
    pub(super) fn follow(&mut self, burst: f64, pace: f64) {
        (self.burst, self.pace) = (burst, pace);
        self.tokens = self.tokens.min(burst);
    }

    /// Lets time pass. A clock set back gives nothing and takes nothing.
    pub(super) fn refill(&mut self, now: Timestamp) {
        let elapsed = now.millis_since(self.at).max(0);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between two events, far below 2^52")]
        let earned = elapsed as f64 / self.pace;
        self.tokens = (self.tokens + earned).min(self.burst);
        self.at = now;
    }

    pub(super) fn ready(&self) -> bool {
        self.tokens >= 1.0
    }

    pub(super) fn take(&mut self) -> bool {
        let ready = self.ready();
        if ready {
            self.tokens -= 1.0;
        }
        ready
    }

    /// The time it has come to.
    pub(super) fn at(&self) -> Timestamp {
        self.at
    }

    /// When there is a token.
    pub(super) fn ready_at(&self) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "at most one pace")]
        let millis = ((1.0 - self.tokens).max(0.0) * self.pace).ceil() as i64;
        self.at.plus_millis(millis)
    }
}
