//! Puts the feeds' figures of today into the store, so that they outlive the program.

use std::sync::atomic::{AtomicI64, Ordering};

use tidings_model::Timestamp;
use tidings_store::Store;

use crate::board::Board;

/// How much of them a crash may cost, in milliseconds.
const EVERY: i64 = 30_000;

/// Writes what changed on the board.
pub(crate) struct Ledger {
    board: Board,
    store: Store,
    written: AtomicI64,
}

impl Ledger {
    pub(crate) fn new(board: Board, store: Store) -> Self {
        Self { board, store, written: AtomicI64::new(0) }
    }

    /// Writes, unless that was done a moment ago; `now` is by the steady clock.
    pub(crate) async fn write_now_and_then(&self, now: Timestamp) {
        if now.0 - self.written.load(Ordering::Relaxed) >= EVERY {
            self.written.store(now.0, Ordering::Relaxed);
            self.write().await;
        }
    }

    pub(crate) async fn write(&self) {
        let figures = self.board.take_changed();
        if figures.is_empty() {
            return;
        }
        if let Err(error) = self.store.note_figures(figures).await {
            tracing::warn!(%error, "the feeds' figures could not be written down");
        }
    }
}
