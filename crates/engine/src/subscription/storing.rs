//! What was read is stored; only then it shows and rings.

use std::time::Duration;

use tidings_model::{Change, ConnectionState, Ring, Seq, Timestamp};
use tidings_store::{Append, Appended, Outcome, Write};
use tokio_util::sync::CancellationToken;

use super::Subscription;
use crate::bell::Ringing;
use crate::ingest::Ingested;
use crate::trouble;

/// Pause between attempts to store what the disk did not take.
const STORE_RETRY: Duration = Duration::from_secs(2);

impl Subscription {
    pub(super) async fn write(&mut self, ingested: Ingested, stop: &CancellationToken) {
        let Ingested { writes, bad, gap } = ingested;
        if let Some(bad) = bad {
            tracing::warn!(feed = %self.feed.id, "{}", bad.message);
            self.context.board.set_bad_event(&self.feed.id, bad);
        }
        if let Some(gap) = gap {
            let gap = self.away.timed(gap);
            tracing::warn!(feed = %self.feed.id, code = gap.code.code(), what = gap.what, "something may be missing");
            self.context.board.missed(&self.feed.id, gap);
        }
        if (!writes.is_empty() || self.progress != self.stored)
            && let Some(appended) = self.append(&writes, stop).await
        {
            self.stored.clone_from(&self.progress);
            self.announce(&writes, appended);
        }
    }

    /// Stores a batch, however often the disk refuses it; gives up only when the engine stops, and then the cursor has not moved.
    async fn append(&mut self, writes: &[Write], stop: &CancellationToken) -> Option<Appended> {
        let received_at = self.context.world.clock.now();
        let before = self.context.board.read(&self.feed.id).state;
        let mut refused = false;
        loop {
            let (feed, cursor) = (self.feed.id.clone(), Some(self.progress.cursor()));
            let append = Append { feed, received_at, writes: writes.to_vec(), cursor };
            let appended = match self.shown_at(received_at) {
                None => self.context.store.append(append).await,
                Some(shown_at) => self.context.store.append_held_back(append, shown_at).await,
            };
            match appended {
                Ok(appended) => {
                    if refused {
                        self.context.board.set_state(&self.feed.id, before);
                    }
                    return Some(appended);
                }
                Err(error) => {
                    tracing::warn!(feed = %self.feed.id, %error, "entries could not be stored; trying again");
                    self.refused(&error);
                    refused = true;
                }
            }
            tokio::select! {
                () = stop.cancelled() => return None,
                () = tokio::time::sleep(STORE_RETRY) => {}
            }
        }
    }

    /// When what comes now is to be shown; none is at once.
    fn shown_at(&self, received_at: Timestamp) -> Option<Timestamp> {
        let seconds = i64::from(self.feed.bell.spoiler_seconds);
        (seconds > 0).then(|| received_at.plus_millis(seconds * 1_000))
    }

    fn refused(&self, error: &tidings_store::Error) {
        let retry_in_ms = STORE_RETRY.as_millis() as u64;
        let until = self.context.world.clock.now().plus_millis(STORE_RETRY.as_millis() as i64);
        let trouble = trouble::of_store(error);
        self.context.board.set_state(&self.feed.id, ConnectionState::Waiting { until, retry_in_ms, trouble });
    }

    /// Only now, with everything stored, it shows and rings.
    fn announce(&self, writes: &[Write], appended: Appended) {
        let mut ringing = Vec::new();
        let (mut replaced, mut read): (Vec<(Seq, Seq)>, Vec<Seq>) = Default::default();
        let mut changed = false;
        for (write, outcome) in writes.iter().zip(appended.outcomes) {
            changed |= !matches!(outcome, Outcome::Known { .. } | Outcome::Edited(None));
            match (write, outcome) {
                (Write::Entry { entry, ring, .. }, Outcome::New { seq, replaced: gone, owed }) => {
                    replaced.extend(gone.into_iter().map(|old| (old, seq)));
                    if owed.map_or(*ring, |owed| owed.ring) == Ring::Pending {
                        let mut one = Ringing::new(seq, self.feed.id.clone(), &self.feed.name, entry);
                        owed.into_iter().for_each(|owed| one.take_over(owed));
                        ringing.push(one);
                    }
                }
                (_, Outcome::Changed(seqs)) => read.extend(seqs),
                _ => {}
            }
        }
        if changed {
            self.context.changes.announce(Change::Entries(appended.revision));
        }
        if self.feed.bell.spoiler_seconds > 0 {
            // They ring when they are shown.
            ringing.clear();
            self.context.held_back.notify_one();
        }
        // What was replaced, read or taken back within this very batch does not ring either.
        ringing.retain(|ringing| {
            !read.contains(&ringing.seq) && !replaced.iter().any(|(old, _)| *old == ringing.seq)
        });
        self.context.rope.replaced(replaced);
        self.context.rope.read(read);
        self.context.rope.ring(ringing, self.catching_up.is_some());
    }
}
