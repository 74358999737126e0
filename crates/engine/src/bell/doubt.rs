//! The popup that a service did not confirm before it hung: nobody knows whether it is up, until the service goes on.

use tidings_model::{Ring, Seq};

use super::Bell;
use super::behind::Behind;

/// The last popup whose call ran out of time. While the service hangs no other is tried, so there is one.
#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) tag: String,
    pub(super) stands_for: Behind,
    /// The entries that it was to tell of anew, and as what.
    pub(super) fresh: Vec<Seq>,
    pub(super) ring: Ring,
}

impl Bell {
    /// It is up after all: its entries have rung, and a click on it finds them. What was read meanwhile comes down.
    pub(super) async fn shown_after_all(&mut self, tag: &str) {
        let Some(doubt) = self.doubt.take_if(|doubt| doubt.tag == tag) else { return };
        let Doubt { tag, stands_for, fresh, ring } = doubt;
        self.up.put(tag, stands_for);
        self.record_all(&fresh, ring).await;
        self.take_down_what_was_read().await;
    }
}
