//! How things rang, on its way into the store: a page at a time, so that what a flood left to write down keeps no alarm waiting.

use std::collections::VecDeque;

use tidings_model::{Ring, Seq};

use super::{Bell, PAGE};

/// Pages that wait, of 512 entries each. When so many do, the bell waits for the store.
const MOST: usize = 512;

/// What is yet to be written down. Until it is, the store has these as about to ring: whoever looks there has it written down first.
#[derive(Debug, Default)]
pub(super) struct Records(VecDeque<(Vec<Seq>, Ring)>);

impl Records {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Bell {
    /// A single page is written down at once where none waits; others between what else there is to do.
    pub(super) async fn record_all(&mut self, seqs: &[Seq], ring: Ring) {
        self.records.0.extend(seqs.chunks(PAGE).map(|page| (page.to_vec(), ring)));
        if seqs.len() <= PAGE && self.records.0.len() == 1 {
            return self.record_next().await;
        }
        while self.records.0.len() > MOST {
            self.record_next().await;
        }
    }

    pub(super) async fn record_next(&mut self) {
        if let Some((page, ring)) = self.records.0.pop_front() {
            self.record(page.into_iter().map(|seq| (seq, ring)).collect()).await;
        }
    }

    pub(super) async fn record_rest(&mut self) {
        while !self.records.is_empty() {
            self.record_next().await;
        }
    }
}
