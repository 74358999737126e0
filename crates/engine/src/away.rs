//! Whether something a feed said may be missing, because its connection was down. Pure: what time it is, is passed in.

use std::time::Duration;

use tidings_model::{Gap, GapCode, Timestamp};
use tokio::time::Instant;

/// How a feed goes on after it was away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resuming {
    /// It asked by a checkpoint of its format, whose meaning the server promises.
    ByCheckpoint,
    /// It asked by a last event ID; the flag says whether the server named the same in its answer.
    ById(bool),
    /// It has nothing to ask by.
    Blindly,
}

/// What a server had kept, it sends within so long of its answer.
const BURST: Duration = Duration::from_millis(500);
/// Such a burst is so many times as thick as what follows: a feed that speaks at its usual pace has made up for nothing.
const THICKER: u128 = 4;
/// A clock of a server that is right may still be so many milliseconds off.
const SLACK: i64 = 2_000;
/// An event that is older when it comes tells of an old thing, and nothing of the server's clock.
const LONGEST_LAG: i64 = 3_600_000;

/// One feed's absences.
#[derive(Debug, Default)]
pub(crate) struct Away {
    /// When it was heard last, while it is down.
    since: Option<Timestamp>,
    /// The absence that this connection ended.
    last: Option<(Timestamp, Timestamp)>,
    /// The server has sent something that it said while we were away: it knows its own ids.
    replays: bool,
    /// The server refused what it was asked to go on from.
    refused: bool,
    /// Nobody knows yet whether the server makes up for the last absence.
    doubt: Option<Doubt>,
    /// By how many milliseconds its live events come late, at most.
    lag: i64,
}

/// An absence, and what came after it.
#[derive(Clone, Copy, Debug)]
struct Doubt {
    from: Timestamp,
    to: Timestamp,
    opened: Instant,
    burst: u128,
    later: u128,
}

impl Doubt {
    /// Events that carry no time betray a replay by how they come: at once and thick, and then no longer.
    fn is_made_up_for(&self, now: Instant) -> bool {
        let rest = (now - self.opened).saturating_sub(BURST).as_millis();
        self.burst >= 2 && self.burst * rest >= THICKER * self.later * BURST.as_millis()
    }
}

impl Away {
    /// One that was last heard in an earlier run of the program, if ever.
    pub(crate) fn since(heard: Option<Timestamp>) -> Self {
        Self { since: heard, ..Self::default() }
    }

    /// The connection is down, and was `heard` last. One that never was has missed nothing.
    pub(crate) fn lost(&mut self, heard: Option<Timestamp>, now: Instant) {
        // What was in doubt when it went down again still is.
        let before = self.doubt.take().filter(|doubt| !doubt.is_made_up_for(now));
        self.since = before.map(|doubt| doubt.from).or(self.since).or(heard);
    }

    /// The server refused what it was asked to go on from, and is asked without it.
    pub(crate) fn refused(&mut self) {
        self.refused = true;
    }

    /// It is open again, and its server keeps what was said for no longer than `keeps`, as far as its format tells. Gives what is to be
    /// said at once.
    pub(crate) fn opened(
        &mut self,
        now: Timestamp,
        opened: Instant,
        resuming: Resuming,
        keeps: Option<Duration>,
    ) -> Option<Gap> {
        let refused = std::mem::take(&mut self.refused);
        let from = self.since.take()?;
        self.last = Some((from, now));
        if refused {
            return Some(Gap::between(GapCode::Refused, from, now));
        }
        let length = Duration::from_millis(now.millis_since(from).max(0).unsigned_abs());
        if resuming != Resuming::Blindly && keeps.is_some_and(|keeps| length > keeps) {
            return Some(Gap::between(GapCode::Expired, from, now));
        }
        match resuming {
            Resuming::ByCheckpoint | Resuming::ById(true) => None,
            Resuming::ById(false) if self.replays => None,
            Resuming::ById(false) => {
                self.doubt = Some(Doubt { from, to: now, opened, burst: 0, later: 0 });
                None
            }
            Resuming::Blindly => Some(Gap::between(GapCode::NoIds, from, now)),
        }
    }

    /// Events came, of these times where they say any; `catching_up` while some of them may be what the server had kept.
    pub(crate) fn spoke(
        &mut self,
        events: usize,
        times: &[Timestamp],
        now: (Timestamp, Instant),
        catching_up: bool,
    ) {
        if !catching_up {
            let lags = times.iter().map(|at| now.0.millis_since(*at)).filter(|lag| *lag <= LONGEST_LAG);
            self.lag = lags.fold(self.lag, i64::max);
            return;
        }
        let Some(doubt) = &mut self.doubt else { return };
        let (earliest, latest) = (doubt.from, doubt.to.plus_millis(-(self.lag + SLACK)));
        if times.iter().any(|at| (earliest..=latest).contains(at)) {
            (self.replays, self.doubt) = (true, None);
            return;
        }
        let count = if now.1 - doubt.opened < BURST { &mut doubt.burst } else { &mut doubt.later };
        *count += events as u128;
    }

    /// It has caught up. Gives what is to be said.
    pub(crate) fn caught_up(&mut self, now: Instant) -> Option<Gap> {
        let doubt = self.doubt.take().filter(|doubt| !doubt.is_made_up_for(now))?;
        Some(Gap::between(GapCode::Unconfirmed, doubt.from, doubt.to))
    }

    /// What a reader found missing, with the times of the absence that it belongs to.
    pub(crate) fn timed(&self, gap: Gap) -> Gap {
        match self.last.filter(|_| gap.code.is_of_an_absence()) {
            Some((from, to)) => Gap { from: Some(from), to: Some(to), ..gap },
            None => gap,
        }
    }
}

#[cfg(test)]
mod tests;
