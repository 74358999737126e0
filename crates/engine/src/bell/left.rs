//! Popups outlive the program on most desktops: a click on one of an earlier run still finds its entries.

use std::time::Duration;

use tidings_notifier::Remembered;
use tidings_store::StoredPopup;
use tokio::time::timeout;

use super::Bell;

/// A service that hangs does not hold up the end of the program any longer.
const PATIENCE: Duration = Duration::from_millis(500);

impl Bell {
    /// Keeps what is up for the next run.
    pub(super) async fn leave(&mut self) {
        let up = timeout(PATIENCE, self.notifier.up()).await.unwrap_or_default();
        let popup = |Remembered { tag, id, service }| {
            let entries = self.up.entries(&tag).to_vec();
            StoredPopup { tag, id, service, entries }
        };
        let popups = up.into_iter().map(popup).filter(|popup| !popup.entries.is_empty()).collect();
        if let Err(error) = self.store.keep_popups(popups).await {
            tracing::warn!(%error, "what is on the screen could not be remembered");
        }
        self.record_rest().await;
    }

    /// Looks for a service, and takes on what an earlier run left up there. What was read since comes down.
    pub(super) async fn take_on(&mut self) {
        let left = self.store.popups().await.unwrap_or_default();
        let remembered = |StoredPopup { tag, id, service, .. }| Remembered { tag, id, service };
        self.notifier.take_on(left.iter().cloned().map(remembered).collect()).await;
        self.probe().await;
        // Only those of the very service that is there are up still.
        let up = timeout(PATIENCE, self.notifier.up()).await.unwrap_or_default();
        for StoredPopup { tag, entries, .. } in left {
            if up.iter().any(|up| up.tag == tag) {
                self.up.put(tag, entries.into());
            }
        }
        self.take_down_what_was_read().await;
    }
}
