//! How things ring, as the window shows and edits it.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::code::{BellFault, SoundName};
use crate::rfc3339;

/// Whether the bell rings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
#[ts(export)]
pub enum BellStateView {
    /// Not tried yet.
    Unknown,
    /// Switched off.
    Off,
    /// It rings.
    Ready {
        /// The notification service's name.
        server: String,
    },
    /// It does not get through.
    Silent {
        /// The kind of fault.
        #[ts(as = "BellFault")]
        code: &'static str,
        /// What belongs to that kind.
        what: Vec<String>,
        /// What is wrong.
        reason: String,
        /// What to do.
        advice: String,
    },
}

impl From<model::BellState> for BellStateView {
    fn from(state: model::BellState) -> Self {
        match state {
            model::BellState::Unknown => Self::Unknown,
            model::BellState::Off => Self::Off,
            model::BellState::Ready { server } => Self::Ready { server },
            model::BellState::Silent { code, what, reason, advice } => {
                Self::Silent { code: code.code(), what, reason, advice }
            }
        }
    }
}

/// The bell as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BellView {
    /// Whether it rings.
    #[serde(flatten)]
    pub state: BellStateView,
    /// That it is quiet now, for all feeds.
    pub quiet: Option<QuietView>,
    /// Entries that wait for the end of a quiet time, or for a digest.
    pub held: u32,
    /// What popups can do on this system.
    pub popups: PopupsView,
}

/// What popups can do on this system beside being seen: what they cannot is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PopupsView {
    /// Clicks and buttons come back, and that one was waved away.
    pub answers: bool,
    /// The system says when it does not want to be disturbed.
    pub peace: bool,
}

/// That the bell is quiet now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct QuietView {
    /// RFC 3339: until when; null where that is not known.
    pub until: Option<String>,
    /// What makes it quiet.
    #[ts(type = "'snoozed' | 'quiet_hours' | 'do_not_disturb'")]
    pub why: &'static str,
}

impl From<model::QuietNow> for QuietView {
    fn from(quiet: model::QuietNow) -> Self {
        Self { until: quiet.until.map(rfc3339), why: quiet.why.code() }
    }
}

/// How a feed rings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FeedBell {
    /// Which of its entries ring.
    #[ts(type = "'always' | 'highlighted' | 'urgent' | 'digest' | 'never'")]
    pub level: model::NotifyLevel,
    /// With the level `urgent`: from this urgency on.
    #[ts(type = "'low' | 'normal' | 'critical'")]
    pub urgent_from: model::Urgency,
    /// With the level `digest`: minutes between two digests; null with other levels.
    pub digest_minutes: Option<u32>,
    /// What it sounds like; null is as in the settings.
    pub sound: SoundsView,
    /// When it is quiet, instead of the hours of the settings; null is as there.
    pub quiet: Option<Vec<QuietHours>>,
    /// RFC 3339: until when it is snoozed.
    pub snoozed_until: Option<String>,
    /// That it is quiet now, for whatever reason.
    pub quiet_now: Option<QuietView>,
    /// Seconds that its entries are held back, in window and popup alike.
    pub spoiler_seconds: u32,
    /// Entries held back now.
    pub held_back: u32,
    /// The program that runs when it rings. Only `tidings.toml` itself can change it.
    pub command: Option<String>,
}

/// A sound for each urgency, by name; null is as it stands above.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SoundsView {
    /// Of low urgency.
    #[ts(as = "Option<SoundName>")]
    pub low: Option<&'static str>,
    /// Of normal urgency.
    #[ts(as = "Option<SoundName>")]
    pub normal: Option<&'static str>,
    /// Of critical urgency.
    #[ts(as = "Option<SoundName>")]
    pub critical: Option<&'static str>,
}

impl From<model::Sounds> for SoundsView {
    fn from(sounds: model::Sounds) -> Self {
        let name = |sound: Option<model::Sound>| sound.map(model::Sound::name);
        Self { low: name(sounds.low), normal: name(sounds.normal), critical: name(sounds.critical) }
    }
}

/// Sounds to be changed; null leaves one as it is, and `"default"` lets it be as it stands above.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct SoundsEdit {
    /// Of low urgency.
    pub low: Option<String>,
    /// Of normal urgency.
    pub normal: Option<String>,
    /// Of critical urgency.
    pub critical: Option<String>,
}

/// A stretch of the week in which nothing rings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct QuietHours {
    /// The days on which it begins: `mon` to `sun`.
    pub days: Vec<String>,
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`; on the next day where it is not later than `from`.
    pub to: String,
    /// An IANA name; null is the system's.
    pub zone: Option<String>,
}

impl From<&model::QuietHours> for QuietHours {
    fn from(hours: &model::QuietHours) -> Self {
        Self {
            days: hours.days.names().map(str::to_owned).collect(),
            from: hours.from.to_string(),
            to: hours.to.to_string(),
            zone: hours.zone.clone(),
        }
    }
}

/// What is to change in how a feed rings; null leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct FeedBellEdit {
    /// A new level.
    #[ts(optional = nullable, type = "'always' | 'highlighted' | 'urgent' | 'digest' | 'never' | null")]
    pub level: Option<model::NotifyLevel>,
    /// A new urgency for the level `urgent`.
    #[ts(optional = nullable, type = "'low' | 'normal' | 'critical' | null")]
    pub urgent_from: Option<model::Urgency>,
    /// New minutes for the level `digest`, 1 to 1440.
    pub digest_minutes: Option<u32>,
    /// New sounds.
    pub sound: Option<SoundsEdit>,
    /// Quiet hours of its own; an empty list is never quiet.
    pub quiet: Option<Vec<QuietHours>>,
    /// True: no quiet hours of its own any more, but those of the settings.
    pub follow_quiet: Option<bool>,
    /// New seconds, 0 to 3600.
    pub spoiler_seconds: Option<u32>,
}

/// `[bell]` of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BellSettings {
    /// Whether anything rings at all.
    pub enabled: bool,
    /// What it sounds like; null is as the notification service does by itself.
    pub sound: SoundsView,
    /// When it is quiet.
    pub quiet: Vec<QuietHours>,
    /// From this urgency on, an entry rings though it is quiet.
    #[ts(type = "'low' | 'normal' | 'critical' | 'never'")]
    pub breaks_through: &'static str,
    /// Whether the system's do-not-disturb makes it quiet.
    pub follow_do_not_disturb: bool,
    /// Whether what was held back is summed up afterwards.
    pub summary_after_quiet: bool,
    /// Whether waving a popup away marks what it shows as read.
    pub dismiss_reads: bool,
    /// Hosts that a feed's button may send a request to.
    pub request_hosts: Vec<String>,
    /// Popups that may come at once.
    pub burst: u32,
    /// Milliseconds until a feed may raise the next.
    pub feed_pace_ms: u32,
    /// Milliseconds until any feed may raise the next.
    pub pace_ms: u32,
}

impl From<&model::Bell> for BellSettings {
    fn from(bell: &model::Bell) -> Self {
        Self {
            enabled: bell.enabled,
            sound: bell.sound.into(),
            quiet: bell.quiet.iter().map(Into::into).collect(),
            breaks_through: match bell.breaks_through {
                None => "never",
                Some(model::Urgency::Low) => "low",
                Some(model::Urgency::Normal) => "normal",
                Some(model::Urgency::Critical) => "critical",
            },
            follow_do_not_disturb: bell.follow_do_not_disturb,
            summary_after_quiet: bell.summary_after_quiet,
            dismiss_reads: bell.dismiss_reads,
            request_hosts: bell.request_hosts.clone(),
            burst: bell.paces.burst,
            feed_pace_ms: bell.paces.feed_ms,
            pace_ms: bell.paces.common_ms,
        }
    }
}

/// What is to change in `[bell]`; null leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct BellEdit {
    /// Whether anything rings at all.
    pub enabled: Option<bool>,
    /// New sounds.
    pub sound: Option<SoundsEdit>,
    /// New quiet hours, all of them.
    pub quiet: Option<Vec<QuietHours>>,
    /// `low`, `normal`, `critical` or `never`.
    pub breaks_through: Option<String>,
    /// Whether the system's do-not-disturb makes it quiet.
    pub follow_do_not_disturb: Option<bool>,
    /// Whether what was held back is summed up afterwards.
    pub summary_after_quiet: Option<bool>,
    /// Whether waving a popup away marks what it shows as read.
    pub dismiss_reads: Option<bool>,
    /// New hosts, all of them.
    pub request_hosts: Option<Vec<String>>,
    /// Popups that may come at once, 1 to 100.
    pub burst: Option<u32>,
    /// Milliseconds until a feed may raise the next, 1 to 3600000.
    pub feed_pace_ms: Option<u32>,
    /// Milliseconds until any feed may raise the next, 1 to 3600000.
    pub pace_ms: Option<u32>,
}
