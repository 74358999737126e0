//! How the bell rings: for all feeds, and for one.

use crate::{QuietHours, Sound, Sounds, Urgency};

/// `[bell]` of `tidings.toml`: what holds for all feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bell {
    /// Whether anything rings at all. Default: true.
    pub enabled: bool,
    /// What it sounds like. Default: as the system does, and silent for low urgency.
    pub sound: Sounds,
    /// When it is quiet. Default: never.
    pub quiet: Vec<QuietHours>,
    /// From this urgency on, an entry rings though it is quiet. Default: none does.
    pub breaks_through: Option<Urgency>,
    /// Whether the system's do-not-disturb makes it quiet. Default: true.
    pub follow_do_not_disturb: bool,
    /// Whether what was held back while it was quiet is summed up afterwards. Default: true.
    pub summary_after_quiet: bool,
    /// Whether waving a popup away marks what it shows as read. Default: false.
    pub dismiss_reads: bool,
    /// Hosts that a button of a feed may send a request to: the person confirmed them. Default: none.
    pub request_hosts: Vec<String>,
    /// How many popups may come at once.
    pub paces: Paces,
}

/// How many popups may come at once, and how often then. What is critical counts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paces {
    /// Popups a feed, and all together, may raise at once: 1 to 100. Default: 3.
    pub burst: u32,
    /// Milliseconds until a feed may raise the next: 1 to an hour. Default: 5,000.
    pub feed_ms: u32,
    /// Milliseconds until any feed may raise the next: 1 to an hour. Default: 1,200.
    pub common_ms: u32,
}

impl Default for Paces {
    fn default() -> Self {
        Self { burst: 3, feed_ms: 5_000, common_ms: 1_200 }
    }
}

impl Default for Bell {
    fn default() -> Self {
        let sound = Sounds { low: Some(Sound::Silent), normal: None, critical: None };
        Self {
            enabled: true,
            sound,
            quiet: Vec::new(),
            breaks_through: None,
            follow_do_not_disturb: true,
            summary_after_quiet: true,
            dismiss_reads: false,
            request_hosts: Vec::new(),
            paces: Paces::default(),
        }
    }
}

/// `bell` of a feed in `tidings.toml`, beside its `notify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedBell {
    /// With `notify = "urgent"`: from this urgency on it rings. Default: critical.
    pub urgent_from: Urgency,
    /// With `notify = "digest"`: minutes between two digests, 1 to 1,440. Default: 30.
    pub digest_minutes: u32,
    /// What it sounds like; what is none is as in the settings.
    pub sound: Sounds,
    /// When it is quiet, instead of the hours of the settings; an empty list is never, none is as in the settings.
    pub quiet: Option<Vec<QuietHours>>,
    /// Seconds that entries are held back, in window and popup alike: 0 to 3,600. Default: 0.
    pub spoiler_seconds: u32,
    /// A program that runs when an entry rings. Default: none.
    pub command: Option<BellCommand>,
}

impl Default for FeedBell {
    fn default() -> Self {
        Self {
            urgent_from: Urgency::Critical,
            digest_minutes: 30,
            sound: Sounds::default(),
            quiet: None,
            spoiler_seconds: 0,
            command: None,
        }
    }
}

/// A program that runs when an entry rings: started as it stands here, never through a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BellCommand {
    /// The program: a name that is looked for in `PATH`, or a path.
    pub program: String,
    /// Its arguments. `{title}`, `{body}`, `{link}`, `{feed}`, `{feed_name}`, `{urgency}` and `{seq}` stand for the entry's.
    pub args: Vec<String>,
    /// Seconds after which it is ended: 1 to 600. Default: 30.
    pub timeout_seconds: u32,
}
