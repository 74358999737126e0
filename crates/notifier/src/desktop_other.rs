//! The notification centres of macOS and Windows, as far as notify-rust goes there: it shows, and hears no answers.
//!
//! Written from notify-rust's source; it has not been tried on either system. On Windows a popup carries the app's name only
//! once an installer has registered the identifier; before that the system may drop it.

use crate::{Answer, AppIdentity, CALL_TIMEOUT, Notification, Notifier, Server, Silent, text};
use futures_util::future::{BoxFuture, ready};
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// The notification centre of the system.
#[derive(Debug)]
pub struct Desktop {
    app: AppIdentity,
    call_timeout: Duration,
    /// One call at a time: a hung centre costs one thread, not one for each notification.
    busy: Arc<AtomicBool>,
}

impl Desktop {
    /// The notification centre, for an app that names itself so.
    #[must_use]
    pub fn new(app: AppIdentity) -> Self {
        Self::with_call_timeout(app, CALL_TIMEOUT)
    }

    /// As [`Desktop::new`], with another patience than [`CALL_TIMEOUT`]: for tests.
    #[must_use]
    pub fn with_call_timeout(app: AppIdentity, call_timeout: Duration) -> Self {
        Self { app, call_timeout, busy: Arc::default() }
    }

    fn compose(&self, notification: &Notification) -> notify_rust::Notification {
        let mut popup = notify_rust::Notification::new();
        popup
            .appname(self.app.name)
            .summary(&text::title(&notification.title))
            .body(&text::body(&notification.body, false));
        #[cfg(windows)]
        popup.app_id(self.app.desktop_entry);
        popup
    }
}

impl Notifier for Desktop {
    fn show(&self, notification: Notification) -> BoxFuture<'_, Result<(), Silent>> {
        Box::pin(async move {
            if self.busy.swap(true, Ordering::AcqRel) {
                return Err(Silent::too_slow());
            }
            let (popup, busy) = (self.compose(&notification), Arc::clone(&self.busy));
            let call = tokio::task::spawn_blocking(move || {
                let shown = popup.show().map(drop).map_err(|error| error.to_string());
                busy.store(false, Ordering::Release);
                shown
            });
            match timeout(self.call_timeout, call).await {
                Ok(Ok(Ok(()))) => Ok(()),
                Ok(Ok(Err(error))) => Err(Silent::refused(&error)),
                Ok(Err(_)) => Err(Silent::stopped()),
                Err(_) => Err(Silent::hung(self.call_timeout)),
            }
        })
    }

    fn withdraw<'a>(&'a self, _: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(ready(()))
    }

    fn server(&self) -> BoxFuture<'_, Result<Server, Silent>> {
        let name = if cfg!(windows) { "Windows notifications" } else { "macOS Notification Center" };
        Box::pin(ready(Ok(Server { name: name.to_owned(), capabilities: Vec::new() })))
    }

    fn answers(&self) -> Option<mpsc::Receiver<Answer>> {
        None
    }
}
