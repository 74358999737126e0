//! How things rang, on its way into the store: a page at a time, so that what a flood left to write down keeps no alarm waiting.

use std::collections::VecDeque;

use tidings_model::{Ring, Seq};

use super::{Bell, PAGE};

/// Pages that wait, of 512 entries each. When so many do, the bell waits for the store.
const MOST: usize = 512;

/// What is yet to be written down. Until it is, the store has these as about to ring: whoever looks there has it written down first.
/// The store keeps each lot whole meanwhile, so that the next run goes on with it after a crash.
#[derive(Debug, Default)]
pub(super) struct Records(VecDeque<Page>);

#[derive(Debug)]
struct Page {
    seqs: Vec<Seq>,
    ring: Ring,
    /// It is the last of a lot that the store keeps under this number.
    last_of: Option<i64>,
}

impl Records {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this was told, and waits to be written down.
    pub(super) fn told(&self, seq: Seq) -> bool {
        let told = |page: &&Page| !matches!(page.ring, Ring::Pending | Ring::Held(_));
        self.0.iter().filter(told).any(|page| page.seqs.contains(&seq))
    }

    fn put(&mut self, seqs: &[Seq], ring: Ring, kept: Option<i64>) {
        self.0.extend(seqs.chunks(PAGE).map(|page| Page { seqs: page.to_vec(), ring, last_of: None }));
        if let Some(last) = self.0.back_mut() {
            last.last_of = kept;
        }
    }
}

impl Bell {
    /// A single page is written down at once; others between what else there is to do.
    pub(super) async fn record_all(&mut self, seqs: &[Seq], ring: Ring) {
        if seqs.len() <= PAGE {
            return self.record(seqs.iter().map(|seq| (*seq, ring)).collect()).await;
        }
        let kept = match self.store.keep_told(seqs.to_vec(), ring).await {
            Ok(id) => Some(id),
            Err(error) => {
                tracing::error!(%error, "what a summary told could not be kept: a crash now may tell it again");
                None
            }
        };
        self.records.put(seqs, ring, kept);
        while self.records.0.len() > MOST {
            self.record_next().await;
        }
    }

    /// What an earlier run told, and did not come to write down.
    pub(super) async fn take_on_records(&mut self) {
        for told in self.store.told().await.unwrap_or_default() {
            self.records.put(&told.entries, told.ring, Some(told.id));
        }
    }

    pub(super) async fn record_next(&mut self) {
        let Some(Page { seqs, ring, last_of }) = self.records.0.pop_front() else { return };
        self.record(seqs.into_iter().map(|seq| (seq, ring)).collect()).await;
        if let Some(id) = last_of
            && let Err(error) = self.store.forget_told(id).await
        {
            tracing::warn!(%error, "what a summary told is kept longer than needed");
        }
    }

    pub(super) async fn record_rest(&mut self) {
        while !self.records.is_empty() {
            self.record_next().await;
        }
    }
}
