//! History is shortened at the start and once an hour, beside everything else.

use std::time::Duration;

use tidings_model::Change;
use tokio_util::sync::CancellationToken;

use crate::subscription::Context;

const HOUR: Duration = Duration::from_secs(3600);

/// Serves until `stop`, and is not waited for then: what is left goes next time.
pub(crate) async fn run(context: Context, stop: CancellationToken) {
    hourly(|| prune(context.clone()), stop).await;
}

/// Does `work` now and once an hour, never twice at a time, until `stop`, which ends it half way.
async fn hourly<W: Future<Output = ()>>(work: impl Fn() -> W, stop: CancellationToken) {
    let mut hours = tokio::time::interval(HOUR);
    let for_ever = async {
        loop {
            hours.tick().await;
            work().await;
        }
    };
    let _ = stop.run_until_cancelled(for_ever).await;
}

async fn prune(context: Context) {
    let loaded = context.config.borrow().clone();
    // Where the file is broken, what is configured is not known for sure: nothing goes.
    if loaded.problem.is_some() {
        return;
    }
    let configured = loaded.config.feeds.iter().map(|feed| feed.id.clone()).collect();
    let now = context.world.clock.now();
    match context.store.prune(loaded.config.settings.retention, configured, now).await {
        Ok(0) => {}
        Ok(gone) => {
            tracing::info!(gone, "old entries were let go");
            if let Ok(revision) = context.store.revision().await {
                context.changes.announce(Change::Entries(revision));
            }
        }
        Err(error) => tracing::warn!(%error, "history could not be shortened"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_is_done_at_once_and_then_hourly() {
        let done = AtomicU32::new(0);
        let work = async || {
            done.fetch_add(1, Ordering::Relaxed);
        };
        tokio::select! {
            () = hourly(work, CancellationToken::new()) => {}
            () = sleep(HOUR * 2 + Duration::from_secs(1)) => {}
        }
        assert_eq!(done.into_inner(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_never_ends_is_not_begun_again_and_holds_nobody_up() {
        let begun = AtomicU32::new(0);
        let stop = CancellationToken::new();
        let work = async || {
            begun.fetch_add(1, Ordering::Relaxed);
            std::future::pending::<()>().await;
        };
        let stopping = async {
            sleep(HOUR * 5).await;
            stop.cancel();
        };
        tokio::join!(hourly(work, stop.clone()), stopping);
        assert_eq!(begun.into_inner(), 1);
    }
}
