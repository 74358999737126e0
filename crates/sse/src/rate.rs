//! How much a stream may say.

use std::time::Duration;

use tokio::time::Instant;

use crate::Limit;

/// Over this the bytes are counted: a burst is no flood.
const SPAN: Duration = Duration::from_secs(10);

/// Counts the bytes of one connection.
#[derive(Debug)]
pub(crate) struct Rate {
    most: Option<u64>,
    since: Instant,
    bytes: u64,
}

impl Rate {
    pub(crate) fn new(most: Option<u64>, now: Instant) -> Self {
        Self { most, since: now, bytes: 0 }
    }

    /// Takes what came.
    pub(crate) fn check(&mut self, now: Instant, length: usize) -> Result<(), Limit> {
        let Some(most) = self.most else { return Ok(()) };
        if now - self.since >= SPAN {
            (self.since, self.bytes) = (now, 0);
        }
        self.bytes = self.bytes.saturating_add(length as u64);
        if self.bytes > most.saturating_mul(SPAN.as_secs()) { Err(Limit::Rate(most)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_burst_passes_and_a_flood_does_not() {
        let start = Instant::now();
        let mut rate = Rate::new(Some(100), start);
        assert_eq!(rate.check(start, 1000), Ok(()));
        assert_eq!(rate.check(start + Duration::from_secs(9), 1), Err(Limit::Rate(100)));
        assert_eq!(rate.check(start + Duration::from_secs(10), 1000), Ok(()));
        assert_eq!(Rate::new(None, start).check(start, usize::MAX), Ok(()));
    }
}
