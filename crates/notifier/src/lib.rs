//! The bell: [`Notifier`], and the desktop's notification service behind it.
//!
//! The vocabulary is that of the desktop notifications specification (<https://specifications.freedesktop.org/notification-spec/>).

use futures_util::future::BoxFuture;
use tidings_model::Urgency;
use tokio::sync::mpsc;

/// What can show notifications. A call never takes more than [`CALL_TIMEOUT`], and none blocks another's feed.
pub trait Notifier: Send + Sync {
    /// Shows a notification, in place of the one with the same tag where that is still up.
    fn show(&self, notification: Notification) -> BoxFuture<'_, Result<(), Silent>>;

    /// Takes down the notification with this tag, if it is still up.
    fn withdraw<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, ()>;

    /// Who would show it, and what they can do.
    fn server(&self) -> BoxFuture<'_, Result<Server, Silent>>;

    /// What people do with the notifications. There is one receiver: a second call returns none.
    fn answers(&self) -> Option<mpsc::Receiver<Answer>>;
}

/// The longest a call to the notification service may take.
pub const CALL_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);

/// One notification, in plain text: escaping is the notifier's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Ours: names it for replacing, withdrawing and answering.
    pub tag: String,
    /// The first line.
    pub title: String,
    /// The rest; possibly empty.
    pub body: String,
    /// How much it matters.
    pub urgency: Urgency,
    /// What can be pressed, beside the notification itself.
    pub buttons: Vec<Button>,
    /// An update that is to change in place without a sound.
    pub quiet: bool,
}

/// A button of a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Comes back in the [`Answer`].
    pub id: &'static str,
    /// What it says.
    pub label: String,
}

/// What a person did with a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The notification's tag.
    pub tag: String,
    /// What was done.
    pub deed: Deed,
}

/// What can be done with a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It was clicked.
    Opened,
    /// This button was pressed.
    Pressed(String),
    /// It was waved away.
    Dismissed,
}

/// A notification service, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name and version, such as `dunst 1.9.0`.
    pub name: String,
    /// The specification's capability words, such as `actions` and `body-markup`.
    pub capabilities: Vec<String>,
}

/// Why the bell is silent, for the person to read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} {advice}")]
pub struct Silent {
    /// What is wrong, in one sentence.
    pub reason: String,
    /// What the person can do, in one sentence.
    pub advice: String,
}
