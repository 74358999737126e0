//! The bell: [`Notifier`], and the desktop's notification service behind it.
//!
//! The vocabulary is that of the desktop notifications specification (<https://specifications.freedesktop.org/notification-spec/>).
//! [`Desktop`] is the real one. Why it is built as it is: `docs/notes/notifications.md`.

use futures_util::future::{BoxFuture, ready};
use tidings_model::Sound;
use tokio::sync::mpsc;

#[cfg(all(unix, not(target_os = "macos")))]
mod desktop;
#[cfg(any(windows, target_os = "macos"))]
#[path = "desktop_other.rs"]
mod desktop;
mod identity;
mod notification;
mod silent;
mod sounds;
mod text;

pub use desktop::{Desktop, REACH};
pub use identity::AppIdentity;
pub use notification::{Answer, Button, Deed, Notification, Picture, Reach, Remembered, Server};
pub use silent::Silent;

/// What can show notifications. A call never takes more than [`CALL_TIMEOUT`], and none blocks another's feed.
pub trait Notifier: Send + Sync {
    /// Shows a notification, in place of the one with the same tag where that is still up.
    ///
    /// # Errors
    /// [`Silent`] where it was not shown, or where nobody said in time that it was. A service that thaws may still show it,
    /// so an answer of [`Silent`] is no reason to show it again.
    fn show(&self, notification: Notification) -> BoxFuture<'_, Result<(), Silent>>;

    /// Takes down the notification with this tag, if it is still up.
    fn withdraw<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, ()>;

    /// Who would show it, and what they can do: asked anew each time.
    ///
    /// # Errors
    /// [`Silent`] where nobody would.
    fn server(&self) -> BoxFuture<'_, Result<Server, Silent>>;

    /// Whether the desktop asks not to be disturbed. Where nobody can say, it does not.
    fn do_not_disturb(&self) -> BoxFuture<'_, bool> {
        Box::pin(ready(false))
    }

    /// Plays a sound by itself, with no notification. Comes back when it has begun.
    ///
    /// # Errors
    /// [`Silent`] where nothing here can play it.
    fn play(&self, sound: Sound) -> BoxFuture<'_, Result<(), Silent>>;

    /// What is up now, for a later run to take on. Nothing where the service numbers nothing.
    fn up(&self) -> BoxFuture<'_, Vec<Remembered>> {
        Box::pin(ready(Vec::new()))
    }

    /// Takes on what an earlier run left up: it can be answered, replaced and withdrawn like our own. What another run of the
    /// service showed is passed over, because its numbers may be others' by now.
    fn take_on(&self, _: Vec<Remembered>) -> BoxFuture<'_, ()> {
        Box::pin(ready(()))
    }

    /// Says when a notification service comes where there was none. There is one receiver: a second call returns none.
    fn comings(&self) -> Option<mpsc::Receiver<()>> {
        None
    }

    /// What becomes of the notifications. There is one receiver: a second call returns none.
    fn answers(&self) -> Option<mpsc::Receiver<Answer>>;
}

/// The longest a call to the notification service may take.
pub const CALL_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);
