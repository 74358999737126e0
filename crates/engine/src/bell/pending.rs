//! What waits in the store to ring: left by a crash or a shutdown, or by an inbox that was full.

use tidings_model::{Moment, Ring, Seq, Silence, Urgency};

use super::inbox::Came;
use super::lot::Lot;
use super::{Bell, PAGE, Ringing};
use crate::policy;

/// What was left over waits this long for feeds that connect at the start, to be summed up with theirs.
const HEAD_START: i64 = 3_000;

impl Bell {
    /// Those of a pull that were not fetched from the store meanwhile. Numbers grow in the order of commits, so whatever came later is
    /// above; what comes into sight late has the number of long ago, and the store is asked.
    pub(super) async fn not_fetched(&mut self, ringing: Vec<Ringing>, came: Came) -> Vec<Ringing> {
        if came == Came::Late {
            self.record_rest().await;
        }
        let mut fresh = Vec::new();
        for ringing in ringing {
            let here = if came == Came::Late { self.waits(ringing.seq) } else { ringing.seq <= self.fetched };
            if here {
                continue;
            }
            match came == Came::Late || ringing.owes.is_some() {
                true => fresh.extend(self.as_it_stands(ringing).await),
                false => fresh.push(ringing),
            }
        }
        fresh
    }

    /// What it is to the bell by now. A change that took over news which were told after all is a small one again; what was read or
    /// told itself is nothing.
    async fn as_it_stands(&self, ringing: Ringing) -> Option<Ringing> {
        let told = ringing.owes.is_some_and(|news| self.records.told(news));
        let (stored, _) = self.store.entry(ringing.seq).await.ok().flatten()?;
        match stored.status.ring {
            Ring::Pending if !told => Some(ringing),
            Ring::Pending | Ring::Silent(Silence::Minor) => {
                Some(Ringing { moment: Moment::Minor, ..ringing })
            }
            _ => None,
        }
    }

    /// Whether an entry is here and waits for its turn.
    fn waits(&self, seq: Seq) -> bool {
        self.backlog.has(seq) || self.digest.has(seq) || self.small.has(seq)
    }

    /// Fetches all of it for a summary; what is critical has its own.
    pub(super) async fn fetch_pending(&mut self) {
        self.record_rest().await;
        self.digest.clear();
        self.backlog = Lot::default();
        self.ask_for_peace().await;
        let loaded = self.config.borrow().clone();
        let mut after = Seq(0);
        while let Ok(page) = self.store.pending_rings(after, PAGE as u32).await {
            let Some(last) = page.last() else { break };
            after = last.seq;
            self.fetched = self.fetched.max(after);
            let mut silent = Vec::new();
            for stored in page {
                // The entries of a feed that was removed wait for its return, and are pruned in time.
                let Some(feed) = loaded.config.feed(&stored.feed) else { continue };
                let bell = &loaded.config.settings.bell;
                let quiet = self.quiet.of(feed, bell).map(|quiet| quiet.why);
                match policy::decide(
                    &stored.entry,
                    feed,
                    bell,
                    &policy::had(&stored, &loaded.config.rules),
                    quiet,
                ) {
                    Ring::Pending => {
                        let ringing = Ringing::new(stored.seq, stored.feed, &feed.name, &stored.entry);
                        silent.extend(self.keep(ringing));
                    }
                    // What was to ring under other settings does not ring under these.
                    ring => silent.push((stored.seq, ring)),
                }
            }
            self.record(silent).await;
            if self.backlog.is_full() || self.digest.is_full() {
                self.more_to_fetch = true;
                break;
            }
        }
        if !self.backlog.is_empty() {
            // What comes in time after time does not put off what waits already.
            let wait = if self.backlog.is_full() { 0 } else { HEAD_START };
            let due = self.world.clock.steady().plus_millis(wait);
            self.backlog_due = Some(self.backlog_due.map_or(due, |earlier| earlier.min(due)));
        }
    }

    /// Keeps it for its summary, for its lane, or for its card's popup; gives what it is where it is none of these.
    pub(super) fn keep(&mut self, ringing: Ringing) -> Option<(Seq, Ring)> {
        match (ringing.moment, ringing.urgency) {
            (Moment::Minor, _) => return self.put_small(ringing, false),
            _ if self.is_told_anew(&ringing) => self.small.keep(self.world.clock.steady(), ringing),
            (_, Urgency::Critical) => self.digest.gather(ringing),
            _ => self.backlog.push(ringing),
        }
        None
    }

    /// Something did not fit into the inbox: what rings, what was read and who caught up is looked up instead.
    pub(super) async fn catch_up_with_the_store(&mut self) {
        self.catching_up.clear();
        self.take_down_what_was_read().await;
        self.fetch_pending().await;
    }

    pub(super) async fn take_down_what_was_read(&mut self) {
        if let Ok(read) = self.store.read_among(self.up.all()).await {
            self.read(read).await;
        }
    }
}
