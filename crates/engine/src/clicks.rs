//! What a person asks for at popups, on its way to whoever does it. Hints have a channel of their own: no flood of them costs a click.

use std::sync::{Arc, Mutex, PoisonError};

use tidings_model::Click;
use tokio::sync::mpsc;

/// Clicks that wait to be done. A person makes few: a program that did none of so many is stuck, and the next are dropped, with a word
/// in the log.
const BOUND: usize = 64;

/// Where clicks are handed on. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Clicks {
    sender: mpsc::Sender<Click>,
    receiver: Arc<Mutex<Option<mpsc::Receiver<Click>>>>,
}

impl Clicks {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel(BOUND);
        Self { sender, receiver: Arc::new(Mutex::new(Some(receiver))) }
    }

    /// Hands on what the person asked for. The bell never waits for it to be done.
    pub(crate) fn make(&self, click: Click) {
        if self.sender.try_send(click).is_err() {
            tracing::warn!("nobody does what popups are clicked for: a click is lost");
        }
    }

    /// The other end, the first time; after that one that is closed, for each click is done once.
    pub(crate) fn take(&self) -> mpsc::Receiver<Click> {
        let taken = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.unwrap_or_else(|| mpsc::channel(1).1)
    }
}
