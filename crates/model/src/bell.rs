//! Whether something rang, and whether the bell can ring at all.

use crate::Timestamp;
use crate::coded::coded;

/// What the bell did with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// It is to ring, and has not yet: what is found so at start goes into the summary.
    Pending,
    /// It waits for the end of something, and rings in a summary then.
    Held(Held),
    /// A popup of its own was shown.
    Rang,
    /// The popup of its card changed in place, without a sound.
    Updated,
    /// It was counted in a summary.
    Gathered,
    /// It stayed silent, for a reason.
    Silent(Silence),
    /// It was to ring, and the desktop's notification service did not take it.
    Failed,
}

/// What an entry waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    /// The end of quiet hours.
    QuietHours,
    /// The end of a snooze.
    Snoozed,
    /// The end of the system's do-not-disturb.
    DoNotDisturb,
    /// The feed's next digest.
    Digest,
}

/// Why an entry stayed silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The bell is switched off in the settings.
    BellOff,
    /// The feed never rings.
    FeedNever,
    /// The feed rings for critical entries only, or from another urgency on.
    NotUrgent,
    /// The feed rings for highlighted entries only.
    NotHighlighted,
    /// A rule, or the feed's template, says so.
    Rule,
    /// It is a small change of a card whose popup is not up.
    Minor,
    /// It came in quiet hours, and those are not summed up.
    QuietHours,
    /// It came while snoozed, and that is not summed up.
    Snoozed,
    /// It came under do-not-disturb, and that is not summed up.
    DoNotDisturb,
    /// It was read before its turn came.
    AlreadyRead,
    /// It was replaced by a newer one of the same card before its turn came.
    Replaced,
    /// It was there before the feed was subscribed to.
    Earlier,
}

/// That the bell is quiet now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietNow {
    /// What makes it quiet.
    pub why: Held,
    /// Until when, where that is known.
    pub until: Option<Timestamp>,
}

impl Ring {
    /// All there are, each with the word for it in the database and on the wire.
    pub const CODES: [(&'static str, Self); 21] = [
        ("pending", Self::Pending),
        ("rang", Self::Rang),
        ("updated", Self::Updated),
        ("gathered", Self::Gathered),
        ("failed", Self::Failed),
        ("held:quiet_hours", Self::Held(Held::QuietHours)),
        ("held:snoozed", Self::Held(Held::Snoozed)),
        ("held:do_not_disturb", Self::Held(Held::DoNotDisturb)),
        ("held:digest", Self::Held(Held::Digest)),
        ("silent:bell_off", Self::Silent(Silence::BellOff)),
        ("silent:feed_never", Self::Silent(Silence::FeedNever)),
        ("silent:not_urgent", Self::Silent(Silence::NotUrgent)),
        ("silent:not_highlighted", Self::Silent(Silence::NotHighlighted)),
        ("silent:rule", Self::Silent(Silence::Rule)),
        ("silent:minor", Self::Silent(Silence::Minor)),
        ("silent:quiet_hours", Self::Silent(Silence::QuietHours)),
        ("silent:snoozed", Self::Silent(Silence::Snoozed)),
        ("silent:do_not_disturb", Self::Silent(Silence::DoNotDisturb)),
        ("silent:already_read", Self::Silent(Silence::AlreadyRead)),
        ("silent:replaced", Self::Silent(Silence::Replaced)),
        ("silent:earlier", Self::Silent(Silence::Earlier)),
    ];

    /// The word for it in the database and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES.iter().find(|(_, ring)| *ring == self).map_or("pending", |(code, _)| code)
    }

    /// What a word of the database or the wire stands for.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(word, _)| *word == code).map(|(_, ring)| *ring)
    }
}

/// Whether the desktop can be rung.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BellState {
    /// Not tried yet.
    #[default]
    Unknown,
    /// Switched off in the settings.
    Off,
    /// The last notification was taken.
    Ready {
        /// The notification service, as it names itself.
        server: String,
    },
    /// Notifications do not get through.
    Silent {
        /// The kind of fault.
        code: BellFault,
        /// What belongs to it; as much as the kind says.
        what: Vec<String>,
        /// What is wrong, in words.
        reason: String,
        /// What the person can do.
        advice: String,
    },
}

coded! {
    /// What keeps notifications from getting through. Nothing belongs to a kind, where nothing is said.
    pub enum BellFault {
        /// The service did not answer in time; the seconds.
        Hung = "hung",
        /// More wait for the service than are kept.
        TooSlow = "too_slow",
        /// The bell's own task has ended.
        Stopped = "stopped",
        /// No program plays sounds.
        NoPlayer = "no_player",
        /// There is no session bus; what a library says, in English.
        NoBus = "no_bus",
        /// No service is running.
        NoService = "no_service",
        /// The service ended while it was asked.
        Ended = "ended",
        /// It could not be started; what a library says, in English.
        CannotStart = "cannot_start",
        /// The desktop does not let Tidings ring.
        NotAllowed = "not_allowed",
        /// Too many came in a short time.
        TooMany = "too_many",
        /// Any other refusal.
        Refused = "refused",
    }
}

impl Held {
    /// The word for it on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::QuietHours => "quiet_hours",
            Self::Snoozed => "snoozed",
            Self::DoNotDisturb => "do_not_disturb",
            Self::Digest => "digest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back() {
        for (code, ring) in Ring::CODES {
            assert_eq!(ring.code(), code);
            assert_eq!(Ring::from_code(code), Some(ring));
        }
        assert_eq!(Ring::from_code("loud"), None);
    }
}
