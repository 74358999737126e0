//! News of the engine for whoever shows it.

use tidings_model::Change;
use tokio::sync::broadcast;

/// How many hints a slow reader may lag behind. Past that it is told so, and reads everything anew: rows are in the store, not here.
const BACKLOG: usize = 1024;

/// Where changes are announced. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Changes {
    sender: broadcast::Sender<Change>,
}

impl Changes {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::channel(BACKLOG).0 }
    }

    /// Says that something changed, to whoever listens.
    pub(crate) fn announce(&self, change: Change) {
        // Nobody listening is no fault.
        let _ = self.sender.send(change);
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.sender.subscribe()
    }
}
