//! Where a match stands in its time: before, under way, in a part of it, at a break, stopped, over.

use super::KINDS;
use crate::auto::fields::{Fields, squash, text, word};
use crate::text::humanise;

const PERIODS: [&str; 5] = ["period.label", "period.name", "period.current", "period", "half"];
const STATUSES: [&str; 9] = [
    "status",
    "status.long",
    "status.name",
    "status.description",
    "match_status",
    "game_status",
    "fixture.status.long",
    "match_state",
    "game_state",
];

// All that follow are written as `plain` writes them.

/// Words for a match that is over.
pub(super) const ENDS: [&str; 15] = [
    "end",
    "matchend",
    "matchover",
    "fulltime",
    "ft",
    "aet",
    "afterextratime",
    "final",
    "finished",
    "ended",
    "complete",
    "completed",
    "closed",
    "gameover",
    "result",
];
/// Words for one that has not begun.
const WAITS: [&str; 9] =
    ["unplayed", "scheduled", "timed", "notstarted", "ns", "upcoming", "pre", "pregame", "prematch"];
/// Words for one that somebody or something stopped.
const STOPS: [&str; 7] =
    ["postponed", "suspended", "cancelled", "canceled", "abandoned", "delayed", "interrupted"];
const HALF_TIMES: [&str; 3] = ["ht", "half", "halftime"];
const BREAKS: [&str; 4] = ["paused", "break", "interval", "bt"];
/// Words for one that goes on.
const LIVE: [&str; 5] = ["live", "inprogress", "playing", "running", "inplay"];
/// Kinds that do not say what happened.
const VAGUE: [&str; 7] = ["", "score", "update", "status", "match", "game", "fixture"];

/// A word without case and separators.
pub(super) fn plain(word: &str) -> String {
    squash(word.trim()).into_owned()
}

/// Whether a kind does not say what happened.
pub(super) fn is_vague(kind: &str) -> bool {
    VAGUE.contains(&kind) || LIVE.contains(&kind)
}

/// The word of a state that says that the match is over.
pub(super) fn ended(fields: &Fields<'_>) -> Option<String> {
    fields.first(&STATUSES, text).map(plain).filter(|status| ENDS.contains(&status.as_str()))
}

/// Where a match stands, as far as an event says, with the words for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    #[default]
    Unsaid,
    Waits(String),
    Live,
    Part(String),
    Break(String),
    Stopped(String),
}

impl Stage {
    /// Its state says so, or else its period: a bare number says less.
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        let status = fields.first(&STATUSES, text);
        // Some put the state where others put the kind.
        let kind = || fields.first(&KINDS, text).filter(|kind| LIVE.contains(&plain(kind).as_str()));
        let stated = status.or_else(kind).map(Self::stated).unwrap_or_default();
        let period = fields.first(&PERIODS, word).map(|label| Self::part(&label));
        match (stated, period) {
            (Self::Unsaid | Self::Live, Some(period)) => period,
            (Self::Part(_), Some(Self::Part(label))) if !label.starts_with("Period ") => Self::Part(label),
            (stated, _) => stated,
        }
    }

    fn stated(status: &str) -> Self {
        let word = plain(status);
        let is_in = |words: &[&str]| words.contains(&word.as_str());
        match () {
            () if is_in(&LIVE) => Self::Live,
            () if is_in(&VAGUE) || is_in(&ENDS) => Self::Unsaid,
            () if is_in(&WAITS) => Self::Waits(humanise(status)),
            () if is_in(&STOPS) => Self::Stopped(humanise(status)),
            () if is_in(&HALF_TIMES) => Self::Break("Half-time".to_owned()),
            () if is_in(&BREAKS) => Self::Break("Break".to_owned()),
            () => Self::Part(humanise(status)),
        }
    }

    fn part(label: &str) -> Self {
        let number = (1..=2).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
        match Self::stated(label) {
            _ if number => Self::Part(format!("Period {label}")),
            stated @ (Self::Waits(_) | Self::Break(_) | Self::Stopped(_)) => stated,
            _ => Self::Part(label.to_owned()),
        }
    }

    pub(super) fn words(&self) -> &str {
        match self {
            Self::Unsaid | Self::Live => "",
            Self::Waits(words) | Self::Part(words) | Self::Break(words) | Self::Stopped(words) => words,
        }
    }

    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Live | Self::Part(_) | Self::Break(_))
    }

    /// What it is where an event said this and `before` was known: what it does not say stays. A part goes on while it is live.
    pub(super) fn after(self, before: &Self) -> Self {
        match (&self, before) {
            (Self::Unsaid, _) | (Self::Live, Self::Part(_)) => before.clone(),
            _ => self,
        }
    }
}
