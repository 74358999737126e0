//! The notification centres of macOS and Windows, as far as notify-rust goes there: it shows, and hears no answers.
//!
//! Written from notify-rust's source; it has not been tried on either system: `docs/notes/platforms.md` has what that means.

use crate::sounds::Player;
use crate::{Answer, AppIdentity, CALL_TIMEOUT, Notification, Notifier, Reach, Server, Silent, text};
use futures_util::future::{BoxFuture, ready};
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering};
use std::time::Duration;
use tidings_model::Sound;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// What the system calls the sound that its person chose.
#[cfg(windows)]
const SYSTEM_SOUND: &str = "Default";
#[cfg(not(windows))]
const SYSTEM_SOUND: &str = "NSUserNotificationDefaultSoundName";

/// What the system's notifications can do: notify-rust hears no answers there, and nobody tells of do-not-disturb.
pub const REACH: Reach = Reach { answers: false, peace: false };

/// The notification centre of the system.
#[derive(Debug)]
pub struct Desktop {
    app: AppIdentity,
    call_timeout: Duration,
    /// One call at a time: a hung centre costs one thread, not one for each notification.
    busy: Arc<AtomicBool>,
    player: Player,
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
        // Else popups come as Finder's, as they still do where no bundle of ours is installed.
        #[cfg(target_os = "macos")]
        if let Err(error) = notify_rust::set_application(app.desktop_entry) {
            tracing::debug!(%error, "notifications come in another app's name");
        }
        Self { app, call_timeout, busy: Arc::default(), player: Player::default() }
    }

    fn compose(&self, notification: &Notification) -> notify_rust::Notification {
        let title = text::title(&notification.title);
        let mut popup = notify_rust::Notification::new();
        popup
            .appname(self.app.name)
            .summary(if title.is_empty() { self.app.name } else { &title })
            .body(&text::body(&notification.body, false));
        // Without a name both systems show it silently; our own sounds are played beside it.
        if notification.sound == Sound::System {
            popup.sound_name(SYSTEM_SOUND);
        }
        #[cfg(windows)]
        popup.app_id(self.app.desktop_entry).urgency(urgency(notification.urgency));
        popup
    }
}

/// A critical one stays up until it is waved away.
#[cfg(windows)]
fn urgency(urgency: tidings_model::Urgency) -> notify_rust::Urgency {
    match urgency {
        tidings_model::Urgency::Low => notify_rust::Urgency::Low,
        tidings_model::Urgency::Normal => notify_rust::Urgency::Normal,
        tidings_model::Urgency::Critical => notify_rust::Urgency::Critical,
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
                Ok(Ok(Ok(()))) => {
                    // Shown without its sound is shown all the same.
                    let _ = self.player.play(notification.sound).await;
                    Ok(())
                }
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

    fn play(&self, sound: Sound) -> BoxFuture<'_, Result<(), Silent>> {
        Box::pin(self.player.play(sound))
    }

    fn answers(&self) -> Option<mpsc::Receiver<Answer>> {
        None
    }
}
