//! Why the bell is silent, in words.

use std::time::Duration;

use tidings_model::BellFault;

use crate::text;

/// Why the bell is silent, for the person to read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} {advice}")]
pub struct Silent {
    /// The kind of fault.
    pub code: BellFault,
    /// What belongs to it; as much as the kind says.
    pub what: Vec<String>,
    /// What is wrong, in one sentence.
    pub reason: String,
    /// What the person can do, in one sentence.
    pub advice: String,
    /// Whether trying again later is right: the notification was surely not shown, and the service may take it then.
    pub later: bool,
}

impl Silent {
    fn new(code: BellFault, reason: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { code, what: Vec::new(), reason: reason.into(), advice: advice.into(), later: false }
    }

    /// The same, with what belongs to its kind.
    fn with(self, what: impl Into<String>) -> Self {
        Self { what: vec![what.into()], ..self }
    }

    /// The same, where the notification was surely not shown and a later one may be.
    fn for_now(self) -> Self {
        Self { later: true, ..self }
    }

    /// The service did not answer in time.
    pub(crate) fn hung(waited: Duration) -> Self {
        Self::new(
            BellFault::Hung,
            format!("The notification service did not answer within {} seconds.", waited.as_secs_f32()),
            "It may be hung: restart it, or log out and in again.",
        )
        .with(waited.as_secs_f32().to_string())
    }

    /// More wait for the service than the queue holds.
    pub(crate) fn too_slow() -> Self {
        Self::new(
            BellFault::TooSlow, "The notification service is too slow.",
            "Restart it if this lasts, or let fewer feeds ring: what arrives is kept in the window all the same.",
        )
        .for_now()
    }

    /// The notifier's own task has ended.
    pub(crate) fn stopped() -> Self {
        Self::new(
            BellFault::Stopped,
            "The bell has stopped.",
            "Start Tidings again, and report this with its log.",
        )
    }

    /// No program plays sounds.
    pub(crate) fn no_player() -> Self {
        Self::new(
            BellFault::NoPlayer,
            "No program was found that plays sounds.",
            "Install PipeWire's pw-play, paplay or aplay.",
        )
    }

    /// The service answered with an error.
    pub(crate) fn refused(error: &str) -> Self {
        Self::new(
            BellFault::Refused,
            format!("The notification service refused the notification ({}).", text::label(error)),
            "Look at the service's log, or try another one.",
        )
        .with(text::label(error))
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
impl Silent {
    /// No connection to the session bus.
    pub(crate) fn no_bus(error: &str) -> Self {
        Self::new(
            BellFault::NoBus,
            format!("There is no session bus to send notifications over ({}).", text::label(error)),
            "Start Tidings from a desktop session, or under dbus-run-session.",
        )
        .with(text::label(error))
        .for_now()
    }

    /// What an error of a call means. `notify_rust::Error` keeps its kind to itself; like zbus it prints a D-Bus error as
    /// `name: detail`, so the name is read from there.
    pub(crate) fn from_call(error: &str) -> Self {
        let name = error.split_once(": ").map_or(error, |(name, _)| name);
        let Some(kind) = name.strip_prefix("org.freedesktop.DBus.Error.") else {
            return Self::refused_by_service(name, error);
        };
        match kind {
            "ServiceUnknown" | "NameHasNoOwner" => Self::new(
                BellFault::NoService,
                "No notification service is running.",
                "Install or start one, such as dunst, mako or the one of your desktop.",
            )
            .for_now(),
            "NoReply" | "Disconnected" => Self::new(
                BellFault::Ended,
                "The notification service ended while it was asked.",
                "The next notification starts it again; if this lasts, look at its log.",
            ),
            "AccessDenied" => Self::new(
                BellFault::NotAllowed,
                "The session bus does not let Tidings send notifications.",
                "Allow notifications in the settings of the sandbox or the desktop.",
            ),
            "LimitsExceeded" => Self::too_many(),
            _ if kind.starts_with("Spawn.") || kind == "TimedOut" => Self::new(
                BellFault::CannotStart,
                format!("The notification service could not be started ({}).", text::label(error)),
                "Start it by hand to see why.",
            )
            .with(text::label(error))
            .for_now(),
            _ => Self::refused(error),
        }
    }

    fn refused_by_service(name: &str, error: &str) -> Self {
        if name.ends_with("ExcessNotificationGeneration") {
            return Self::too_many();
        }
        if name.starts_with("I/O error") {
            return Self::no_bus(error);
        }
        Self::refused(error)
    }

    fn too_many() -> Self {
        Self::new(
            BellFault::TooMany,
            "The notification service refuses more notifications: too many came in a short time.",
            "Let fewer feeds ring, or only their critical entries.",
        )
        .for_now()
    }
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_is_wrong_and_what_to_do() {
        for (error, reason) in [
            (
                "org.freedesktop.DBus.Error.ServiceUnknown: not provided",
                "No notification service is running.",
            ),
            (
                "org.freedesktop.DBus.Error.NoReply: gone",
                "The notification service ended while it was asked.",
            ),
            (
                "org.freedesktop.DBus.Error.Spawn.ChildExited: status 1",
                "The notification service could not be started (org.freedesktop.DBus.Error.Spawn.ChildExited: status 1).",
            ),
            (
                "org.freedesktop.Notifications.Error.ExcessNotificationGeneration: slow down",
                "The notification service refuses more notifications: too many came in a short time.",
            ),
            (
                "I/O error: Broken pipe",
                "There is no session bus to send notifications over (I/O error: Broken pipe).",
            ),
            (
                "org.example.Odd: no",
                "The notification service refused the notification (org.example.Odd: no).",
            ),
            ("something else", "The notification service refused the notification (something else)."),
        ] {
            let silent = Silent::from_call(error);
            assert_eq!(silent.reason, reason);
            assert!(silent.advice.ends_with('.'));
        }
    }

    #[test]
    fn a_hostile_error_text_stays_one_short_line() {
        let silent = Silent::from_call(&format!("org.example.Odd: {}\u{202e}\n<b>", "x ".repeat(5_000)));
        assert!(silent.reason.len() < 300);
        assert!(!silent.reason.contains(['\n', '\u{202e}']));
    }
}
