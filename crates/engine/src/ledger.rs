//! Puts the feeds' figures of today into the store, so that they outlive the program.

use std::time::Duration;

use tidings_store::Store;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::board::Board;

/// How much of them a crash may cost.
const EVERY: Duration = Duration::from_secs(30);

/// Writes what changed on the board. A task of its own: nobody who watches the connections may wait for the disk.
pub(crate) struct Ledger {
    board: Board,
    store: Store,
}

impl Ledger {
    pub(crate) fn new(board: Board, store: Store) -> Self {
        Self { board, store }
    }

    /// Writes now and then until `stop`, and once more at the end.
    pub(crate) async fn keep(self, stop: CancellationToken) {
        let mut pace = interval(EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return self.write().await,
                _ = pace.tick() => self.write().await,
            }
        }
    }

    async fn write(&self) {
        let figures = self.board.take_changed();
        if figures.is_empty() {
            return;
        }
        let feeds: Vec<_> = figures.iter().map(|(feed, _)| feed.clone()).collect();
        if let Err(error) = self.store.note_figures(figures).await {
            tracing::warn!(%error, "the feeds' figures could not be written down");
            // The next writing has them again.
            self.board.put_back(&feeds);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tidings_model::{FeedId, Timestamp};
    use tidings_store::Figures;

    use super::*;
    use crate::changes::Changes;
    use crate::ports::World;

    #[tokio::test]
    async fn figures_that_could_not_be_written_are_written_later() {
        let dir = tempfile::tempdir().unwrap();
        let store = || Store::open(dir.path(), Timestamp(0)).unwrap().store;
        let feed = FeedId::parse("a").unwrap();
        let clock = World::system().clock;
        let board = Board::new(Changes::new(), Arc::clone(&clock), Vec::new());
        board.heard(&feed, clock.now(), 7);
        let closed = store();
        closed.clone().close().await;
        Ledger::new(board.clone(), closed).write().await;
        let open = store();
        Ledger::new(board, open.clone()).write().await;
        let written = open.figures().await.unwrap();
        assert!(matches!(&written[..], [(of, Figures { bytes: 7, .. })] if *of == feed), "{written:?}");
    }
}
