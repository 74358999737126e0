//! How Tidings names itself to the desktop.

/// How an app names itself to the notification service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppIdentity {
    /// The name people read.
    pub name: &'static str,
    /// The desktop entry without its `.desktop`, which is also the name of the installed icon.
    pub desktop_entry: &'static str,
}

impl Default for AppIdentity {
    fn default() -> Self {
        Self { name: "Tidings", desktop_entry: "dev.tidings.Tidings" }
    }
}
