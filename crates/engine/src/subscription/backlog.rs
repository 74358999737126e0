//! What a server had kept for us while we were away: stored in silence, rung as one summary.

use std::time::Duration;

use tidings_mapping::Opening;
use tidings_model::{ConnectionState, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Subscription;
use crate::away::Resuming;
use crate::source::Source;

/// A backlog is through when nothing came for this long.
const QUIET: Duration = Duration::from_secs(1);
/// What comes later than this after connecting is news, however thick it comes.
pub(super) const BACKLOG: Duration = Duration::from_secs(10);

/// Between connecting and the end of what the server had kept for us.
#[derive(Clone, Copy)]
pub(super) struct CatchingUp {
    pub(super) opened_at: Timestamp,
    until: Instant,
    last: Instant,
}

impl CatchingUp {
    pub(super) fn due(&self) -> Instant {
        self.until.min(self.last + QUIET)
    }
}

impl Subscription {
    pub(super) async fn opened(&mut self, now: Timestamp, stop: &CancellationToken) {
        let instant = Instant::now();
        self.context.board.set_state(&self.feed.id, ConnectionState::Open { since: now });
        self.note_heard(now);
        self.context.rope.catching_up(&self.feed.id);
        self.catching_up =
            Some(CatchingUp { opened_at: now, until: instant + BACKLOG, last: instant + QUIET });
        if let (Source::Stream(_), Some(baseline)) = (&self.source, &mut self.baseline) {
            baseline.opened(now);
        }
        let stated = ["mercure-last-event-id", "last-event-id"];
        let stated = stated.iter().find_map(|name| self.source.header(name));
        let asked = self.progress.last_event_id.as_str();
        let resuming = match (&self.source, &self.progress.checkpoint) {
            // A document holds what was said meanwhile.
            (Source::Poll(_), _) | (_, Some(_)) => Resuming::ByCheckpoint,
            (_, None) if !asked.is_empty() => Resuming::ById(stated == Some(asked)),
            // Whether its events have ids shows with the first.
            (_, None) if !self.has_spoken() => Resuming::ById(false),
            (_, None) => Resuming::Blindly,
        };
        if let Some(gap) = self.away.opened(now, instant, resuming, self.format.keeps()) {
            self.context.board.missed(&self.feed.id, gap);
        }
        let meaning = self.reader.opened(&Opening { asked: &self.progress.last_event_id, stated });
        self.hear(meaning, stop).await;
    }

    fn has_spoken(&self) -> bool {
        self.context.board.read(&self.feed.id).figures.last_event_at.is_some()
    }

    /// The connection is down: perhaps since long ago, and noticed only now.
    pub(super) fn lost(&mut self) {
        self.away.lost(self.context.board.read(&self.feed.id).heard_at(), Instant::now());
        self.baseline.take_if(|baseline| baseline.is_over());
        self.caught_up();
    }

    pub(super) fn caught_up(&mut self) {
        if self.catching_up.take().is_some() {
            if let Some(gap) = self.away.caught_up(Instant::now()) {
                self.context.board.missed(&self.feed.id, gap);
            }
            self.context.rope.caught_up(&self.feed.id);
        }
    }

    /// A feed that never pauses would otherwise be catching up for ever.
    pub(super) fn end_backlog_if_long(&mut self) {
        if self.catching_up.is_some_and(|catching_up| catching_up.until <= Instant::now()) {
            self.caught_up();
        }
    }

    /// Events `came` then, of these times where they say any: a backlog is not through yet.
    pub(super) fn spoke(&mut self, events: usize, times: &[Timestamp], came: (Timestamp, Instant)) {
        self.away.spoke(events, times, came, self.catching_up.is_some());
        if let Some(catching_up) = &mut self.catching_up {
            catching_up.last = Instant::now();
        }
        if let Some(baseline) = &mut self.baseline {
            baseline.spoke();
        }
    }
}
