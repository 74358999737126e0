//! What is shown, what people do with it, and who shows it.

use tidings_model::Urgency;

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
