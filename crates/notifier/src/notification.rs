//! What is shown, what people do with it, and who shows it.

use tidings_model::{Sound, Urgency};

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
    /// What can be pressed. The one with the id `default` is the notification itself, of which some services make a button: without
    /// it, a click does nothing.
    pub buttons: Vec<Button>,
    /// What it sounds like. An update that is to change in place without a sound is silent.
    pub sound: Sound,
    /// A word of the specification's for what it is about, such as `im.received`, or one of ours, which begins with `x-tidings.`.
    pub category: Option<&'static str>,
    /// A picture to show beside it, in place of the app's icon.
    pub picture: Option<Picture>,
}

/// Pixels, decoded by us: nothing of a feed's is left to a service to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Red, green, blue and alpha, a byte each, row by row.
    pub rgba: Vec<u8>,
}

/// A button of a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Comes back in the [`Answer`]; of `default` comes that it was opened.
    pub id: String,
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
    /// What the desktop gave with it, so that a window may take the focus.
    pub token: Option<String>,
}

/// A notification that is up, for another run of the program to take on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Its tag.
    pub tag: String,
    /// The service's number for it.
    pub id: u32,
    /// Which run of which service counts so.
    pub service: String,
}

/// What can become of a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It was clicked.
    Opened,
    /// This button was pressed.
    Pressed(String),
    /// It was waved away.
    Dismissed,
    /// It was shown after all, though [`Notifier::show`](crate::Notifier::show) had given it up: the service had hung, and goes on.
    Shown,
    /// Nobody did anything: its time was up, what showed it took it down or ended. Who shows it again under the same tag meanwhile
    /// has it up, see [`Notifier::up`](crate::Notifier::up).
    Gone,
}

/// What notifications of a system can do beside being seen, whichever service shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// What a person does with them comes back: clicks, buttons, and that one was waved away.
    pub answers: bool,
    /// The system says when it does not want to be disturbed.
    pub peace: bool,
}

/// A notification service, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name and version, such as `dunst 1.9.0`.
    pub name: String,
    /// The specification's capability words, such as `actions` and `body-markup`.
    pub capabilities: Vec<String>,
}
