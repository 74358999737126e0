//! What a server had kept for us while we were away: stored in silence, rung as one summary.

use std::time::Duration;

use tidings_mapping::Opening;
use tidings_model::{ConnectionState, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Subscription;
use crate::away::Resuming;

/// A backlog is through when nothing came for this long.
const QUIET: Duration = Duration::from_secs(1);
/// What comes later than this after connecting is news, however thick it comes.
const BACKLOG: Duration = Duration::from_secs(10);

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
        let stated = ["mercure-last-event-id", "last-event-id"];
        let stated = stated.iter().find_map(|name| self.source.header(name));
        let resuming = match (&self.progress.checkpoint, self.progress.last_event_id.as_str()) {
            (Some(_), _) => Resuming::ByCheckpoint,
            (None, "") => Resuming::Blindly,
            (None, id) => Resuming::ById(stated == Some(id)),
        };
        let clock = &self.context.world.clock;
        let span = |from, to| format!("between {} and {}", clock.face(from), clock.face(to));
        if let Some(gap) = self.away.opened(now, resuming, self.format.keeps(), span) {
            self.context.board.set_away(&self.feed.id, gap);
        }
        let meaning = self.reader.opened(&Opening { asked: &self.progress.last_event_id, stated });
        self.hear(meaning, stop).await;
    }

    /// The connection is down.
    pub(super) fn lost(&mut self, now: Timestamp) {
        self.away.lost(now);
        self.caught_up();
    }

    pub(super) fn caught_up(&mut self) {
        if self.catching_up.take().is_some() {
            if let Some(gap) = self.away.caught_up() {
                self.context.board.set_away(&self.feed.id, gap);
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

    /// Events came: a backlog is not through yet.
    pub(super) fn spoke(&mut self) {
        if let Some(catching_up) = &mut self.catching_up {
            catching_up.last = Instant::now();
            self.away.spoke(!self.progress.last_event_id.is_empty());
        }
    }
}
