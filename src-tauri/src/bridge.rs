//! From the engine's changes to the webview: few small hints, and none that nobody sees.
//!
//! Each emitted event ends in an `eval` that the webview never quite forgets, so a flood of entries must not become a flood of
//! events. The hint carries nothing: the window reads what changed.

use std::sync::Arc;
use std::time::Duration;

use tidings_model::{Change, Click, Seq, Shown};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep_until};

/// The shortest time between two hints.
const PACE: Duration = Duration::from_millis(80);

/// Where the hints go.
pub(crate) trait Screen {
    /// Whether anybody could see a change.
    fn is_seen(&self) -> bool;
    /// Something changed: read again.
    fn changed(&self);
    /// The person asked to see entries, or with none the window.
    fn show(&self, shown: Shown);
    /// The person asked to open an entry's link, or the address of one of its actions.
    fn open_link(&self, entry: Seq, action: Option<usize>);
    /// The person asked to have this text on the clipboard.
    fn copy(&self, text: String);
}

/// Carries changes and clicks to `screen` until the engine is gone. `seen` is told when the screen comes into sight.
pub(crate) async fn carry(
    mut changes: Receiver<Change>,
    mut clicks: mpsc::Receiver<Click>,
    seen: Arc<Notify>,
    screen: impl Screen,
) {
    let mut news = false;
    let mut out_of_sight = false;
    let mut next = Instant::now();
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Err(RecvError::Closed) => return,
                // Having missed some is one more reason to read again.
                Ok(_) | Err(RecvError::Lagged(_)) => (news, out_of_sight) = (true, false),
            },
            Some(click) = clicks.recv() => match click {
                Click::Show(shown) => screen.show(shown),
                Click::OpenLink(entry, action) => screen.open_link(entry, action),
                Click::Copy(text) => screen.copy(text),
            },
            () = seen.notified() => out_of_sight = false,
            () = sleep_until(next), if news && !out_of_sight => {
                next = Instant::now() + PACE;
                out_of_sight = !screen.is_seen();
                if !out_of_sight {
                    news = false;
                    screen.changed();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use tidings_model::Revision;
    use tokio::sync::broadcast;
    use tokio::time::sleep;

    use super::*;

    #[derive(Default)]
    struct Record {
        seen: AtomicBool,
        hints: AtomicUsize,
        shown: AtomicUsize,
        opened: AtomicUsize,
    }

    impl Screen for Arc<Record> {
        fn is_seen(&self) -> bool {
            self.seen.load(Ordering::SeqCst)
        }
        fn changed(&self) {
            self.hints.fetch_add(1, Ordering::SeqCst);
        }
        fn show(&self, _: Shown) {
            self.shown.fetch_add(1, Ordering::SeqCst);
        }
        fn open_link(&self, _: Seq, _: Option<usize>) {
            self.opened.fetch_add(1, Ordering::SeqCst);
        }
        fn copy(&self, _: String) {}
    }

    /// The engine's.
    struct Ends {
        changes: broadcast::Sender<Change>,
        clicks: mpsc::Sender<Click>,
    }

    /// Runs the bridge beside `scenario`, which gets the engine's ends, the window's end and the record.
    async fn beside<F: Future<Output = ()>>(scenario: impl FnOnce(Ends, Arc<Notify>, Arc<Record>) -> F) {
        let ((changes, heard), (clicks, done)) = (broadcast::channel(16), mpsc::channel(16));
        let (seen, record) = (Arc::new(Notify::new()), Arc::new(Record::default()));
        let bridge = carry(heard, done, Arc::clone(&seen), Arc::clone(&record));
        tokio::join!(bridge, scenario(Ends { changes, clicks }, seen, record));
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_a_trickle_of_hints() {
        beside(|engine, _, record| async move {
            record.seen.store(true, Ordering::SeqCst);
            for number in 0..1_000 {
                let _ = engine.changes.send(Change::Entries(Revision(number)));
                sleep(Duration::from_millis(1)).await;
            }
            sleep(PACE * 2).await;
            let hints = record.hints.load(Ordering::SeqCst);
            assert!((2..=15).contains(&hints), "{hints} hints in a second");
        })
        .await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_link_is_opened_and_is_no_news() {
        beside(|engine, _, record| async move {
            record.seen.store(true, Ordering::SeqCst);
            engine.clicks.send(Click::OpenLink(Seq(7), None)).await.unwrap();
            sleep(PACE * 3).await;
            assert_eq!(record.opened.load(Ordering::SeqCst), 1);
            assert_eq!(record.hints.load(Ordering::SeqCst), 0);
            drop(engine);
        })
        .await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_hidden_window_hears_nothing_and_then_once() {
        beside(|engine, seen, record| async move {
            for _ in 0..100 {
                let _ = engine.changes.send(Change::Config);
                sleep(PACE).await;
            }
            assert_eq!(record.hints.load(Ordering::SeqCst), 0);
            record.seen.store(true, Ordering::SeqCst);
            seen.notify_one();
            sleep(PACE * 2).await;
            assert_eq!(record.hints.load(Ordering::SeqCst), 1);
        })
        .await;
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_change_is_never_missed() {
        beside(|engine, _, record| async move {
            record.seen.store(true, Ordering::SeqCst);
            let _ = engine.changes.send(Change::Bell);
            sleep(Duration::from_millis(1)).await;
            let _ = engine.changes.send(Change::Bell);
            sleep(PACE * 2).await;
            assert_eq!(record.hints.load(Ordering::SeqCst), 2);
        })
        .await;
    }

    fn show() -> Click {
        Click::Show(Shown { seqs: vec![Seq(7)], ..Shown::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn a_click_outlives_a_flood_of_hints() {
        beside(|engine, _, record| async move {
            // All at once: the bridge misses most of the hints.
            engine.clicks.try_send(show()).unwrap();
            for number in 0..5_000 {
                let _ = engine.changes.send(Change::Entries(Revision(number)));
            }
            engine.clicks.try_send(show()).unwrap();
            sleep(PACE).await;
            assert_eq!(record.shown.load(Ordering::SeqCst), 2);
        })
        .await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_wish_to_see_passes_a_hidden_window_too() {
        beside(|engine, _, record| async move {
            engine.clicks.send(show()).await.unwrap();
            sleep(PACE).await;
            assert_eq!(record.shown.load(Ordering::SeqCst), 1);
            assert_eq!(record.hints.load(Ordering::SeqCst), 0);
            drop(engine);
        })
        .await;
    }
}
