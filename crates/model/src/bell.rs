//! Whether something rang, and whether the bell can ring at all.

use serde::{Deserialize, Serialize};

/// What the bell did with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// It is to ring, and has not yet: what is found so at start goes into the summary.
    Pending,
    /// A popup of its own was shown.
    Rang,
    /// It was counted in a summary.
    Gathered,
    /// It stayed silent, for a reason.
    Silent(Silence),
    /// It was to ring, and the desktop's notification service did not take it.
    Failed,
}

/// Why an entry stayed silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The bell is switched off in the settings.
    BellOff,
    /// The feed never rings.
    FeedNever,
    /// The feed rings for critical entries only.
    NotUrgent,
    /// A rule, or the feed's template, says so.
    Rule,
    /// It was read before its turn came.
    AlreadyRead,
    /// It was replaced by a newer one of the same card before its turn came.
    Replaced,
    /// It was there before the feed was subscribed to.
    Earlier,
}

impl Ring {
    const CODES: [(&'static str, Self); 11] = [
        ("pending", Self::Pending),
        ("rang", Self::Rang),
        ("gathered", Self::Gathered),
        ("failed", Self::Failed),
        ("silent:bell_off", Self::Silent(Silence::BellOff)),
        ("silent:feed_never", Self::Silent(Silence::FeedNever)),
        ("silent:not_urgent", Self::Silent(Silence::NotUrgent)),
        ("silent:rule", Self::Silent(Silence::Rule)),
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
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
        /// What is wrong, in words.
        reason: String,
        /// What the person can do.
        advice: String,
    },
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
