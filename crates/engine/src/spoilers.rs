//! Entries of feeds with a spoiler delay: stored at once, shown and rung when their time has come, in the same words as any other.

use std::sync::Arc;
use std::time::Duration;

use tidings_model::{Change, FeedId, Ring};
use tidings_store::{Release, Store};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::bell::{Ringing, Rope};
use crate::changes::Changes;
use crate::config::Loaded;
use crate::ports::World;

/// Entries shown in one transaction.
const STEP: u32 = 256;
/// The longest sleep: the wall clock may jump meanwhile.
const LOOK: Duration = Duration::from_secs(20);

/// Shows what was held back. A clone is the same.
#[derive(Clone)]
pub(crate) struct Spoilers {
    pub(crate) store: Store,
    pub(crate) changes: Changes,
    pub(crate) rope: Rope,
    pub(crate) world: World,
    pub(crate) config: watch::Receiver<Arc<Loaded>>,
    /// Told when something new is held back.
    pub(crate) news: Arc<Notify>,
}

impl Spoilers {
    /// Shows each entry when its time has come, until `stop`.
    pub(crate) async fn run(self, stop: CancellationToken) {
        loop {
            let pause = self.until_next().await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.news.notified() => {}
                () = tokio::time::sleep(pause) => {
                    let now = self.world.clock.now();
                    if let Err(error) = self.release(Release::Due(now)).await {
                        tracing::error!(%error, "entries that were held back could not be shown; trying again");
                        tokio::time::sleep(Duration::from_secs(2)).await;
                    }
                }
            }
        }
    }

    async fn until_next(&self) -> Duration {
        let Ok(Some(next)) = self.store.next_release().await else { return LOOK };
        let millis = next.millis_since(self.world.clock.now()).max(0);
        Duration::from_millis(millis.unsigned_abs()).min(LOOK)
    }

    /// Shows all that a feed holds back.
    pub(crate) async fn show_now(&self, feed: FeedId) -> Result<(), tidings_store::Error> {
        self.release(Release::Feed(feed)).await
    }

    async fn release(&self, release: Release) -> Result<(), tidings_store::Error> {
        loop {
            let released = self.store.release(release.clone(), STEP).await?;
            if released.entries.is_empty() {
                return Ok(());
            }
            self.changes.announce(Change::Entries(released.revision));
            let config = self.config.borrow().clone();
            let replaced: Vec<_> = released.replaced.iter().map(|(old, _)| *old).collect();
            let rings = released
                .entries
                .into_iter()
                .filter(|stored| stored.status.ring == Ring::Pending && !replaced.contains(&stored.seq));
            let ringing = rings.map(|stored| {
                let name = config.config.feed(&stored.feed).map_or(stored.feed.as_str(), |feed| &feed.name);
                Ringing::new(stored.seq, stored.feed.clone(), name, &stored.entry)
            });
            self.rope.replaced(released.replaced);
            self.rope.ring_late(ringing.collect());
        }
    }
}
