//! What the bell sounds like.

use crate::Urgency;

/// A sound by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sound {
    /// Whatever the notification service plays by itself, which may be nothing.
    #[default]
    System,
    /// None at all.
    Silent,
    /// Two soft notes.
    Chime,
    /// A plucked string.
    Pluck,
    /// Two knocks on wood.
    Knock,
    /// A small bell.
    Ting,
    /// Three urgent tones.
    Alarm,
}

impl Sound {
    /// All there are, in the order of a menu.
    pub const ALL: [Self; 7] =
        [Self::System, Self::Silent, Self::Chime, Self::Pluck, Self::Knock, Self::Ting, Self::Alarm];

    /// Its name in `tidings.toml` and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Silent => "silent",
            Self::Chime => "chime",
            Self::Pluck => "pluck",
            Self::Knock => "knock",
            Self::Ting => "ting",
            Self::Alarm => "alarm",
        }
    }

    /// The sound of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sound| sound.name() == name)
    }
}

/// A sound for each urgency; none leaves it to what stands above: a feed to the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sounds {
    /// Of what is said by the way.
    pub low: Option<Sound>,
    /// Of most things.
    pub normal: Option<Sound>,
    /// Of what cannot wait.
    pub critical: Option<Sound>,
}

impl Sounds {
    /// The sound for this urgency, if there is one.
    #[must_use]
    pub const fn of(&self, urgency: Urgency) -> Option<Sound> {
        match urgency {
            Urgency::Low => self.low,
            Urgency::Normal => self.normal,
            Urgency::Critical => self.critical,
        }
    }
}
