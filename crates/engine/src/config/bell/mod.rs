//! `[bell]` and a feed's `bell` in `tidings.toml`: how things ring.

mod edit;
mod quiet;
mod sound;

pub(super) use edit::{feed_value, write_feed, write_settings};

use serde::{Deserialize, Deserializer};
use tidings_model::{Bell, BellCommand, FeedBell, Paces, QuietHours, Urgency, WrongCode};

use quiet::HoursTable;
use sound::SoundsTable;

use super::wrong::wrong;

/// `[bell]`.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct BellTable {
    enabled: Option<bool>,
    sound: SoundsTable,
    quiet: Vec<HoursTable>,
    breaks_through: Option<Threshold>,
    follow_do_not_disturb: Option<bool>,
    summary_after_quiet: Option<bool>,
    dismiss_reads: Option<bool>,
    request_hosts: Vec<String>,
    #[serde(deserialize_with = "burst")]
    burst: Option<u32>,
    #[serde(deserialize_with = "feed_pace_ms")]
    feed_pace_ms: Option<u32>,
    #[serde(deserialize_with = "pace_ms")]
    pace_ms: Option<u32>,
}

/// An urgency, or none.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Threshold {
    Low,
    Normal,
    Critical,
    Never,
}

impl Threshold {
    fn urgency(self) -> Option<Urgency> {
        match self {
            Self::Low => Some(Urgency::Low),
            Self::Normal => Some(Urgency::Normal),
            Self::Critical => Some(Urgency::Critical),
            Self::Never => None,
        }
    }
}

impl From<BellTable> for Bell {
    fn from(table: BellTable) -> Self {
        let plain = Self::default();
        Self {
            enabled: table.enabled.unwrap_or(plain.enabled),
            sound: table.sound.over(plain.sound),
            quiet: table.quiet.into_iter().map(Into::into).collect(),
            breaks_through: table.breaks_through.map_or(plain.breaks_through, Threshold::urgency),
            follow_do_not_disturb: table.follow_do_not_disturb.unwrap_or(plain.follow_do_not_disturb),
            summary_after_quiet: table.summary_after_quiet.unwrap_or(plain.summary_after_quiet),
            dismiss_reads: table.dismiss_reads.unwrap_or(plain.dismiss_reads),
            request_hosts: table.request_hosts,
            paces: Paces {
                burst: table.burst.unwrap_or(plain.paces.burst),
                feed_ms: table.feed_pace_ms.unwrap_or(plain.paces.feed_ms),
                common_ms: table.pace_ms.unwrap_or(plain.paces.common_ms),
            },
        }
    }
}

/// `bell` of a feed.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FeedBellTable {
    urgent_from: Option<Urgency>,
    #[serde(deserialize_with = "digest_minutes")]
    digest_minutes: Option<u32>,
    sound: SoundsTable,
    quiet: Option<Vec<HoursTable>>,
    #[serde(deserialize_with = "spoiler_seconds")]
    spoiler_seconds: Option<u32>,
    command: Option<CommandTable>,
}

impl From<FeedBellTable> for FeedBell {
    fn from(table: FeedBellTable) -> Self {
        let plain = Self::default();
        let hours = |hours: Vec<HoursTable>| hours.into_iter().map(QuietHours::from).collect();
        Self {
            urgent_from: table.urgent_from.unwrap_or(plain.urgent_from),
            digest_minutes: table.digest_minutes.unwrap_or(plain.digest_minutes),
            sound: table.sound.over(plain.sound),
            quiet: table.quiet.map(hours),
            spoiler_seconds: table.spoiler_seconds.unwrap_or(plain.spoiler_seconds),
            command: table.command.map(Into::into),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommandTable {
    #[serde(deserialize_with = "program")]
    program: String,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default, deserialize_with = "timeout_seconds")]
    timeout_seconds: Option<u32>,
}

impl From<CommandTable> for BellCommand {
    fn from(table: CommandTable) -> Self {
        let timeout_seconds = table.timeout_seconds.unwrap_or(30);
        Self { program: table.program, args: table.args, timeout_seconds }
    }
}

fn program<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let program = String::deserialize(deserializer)?;
    if program.trim().is_empty() {
        return Err(wrong(
            WrongCode::Program,
            &[],
            "program is empty; write the name or the path of a program",
        ));
    }
    Ok(program)
}

/// Milliseconds in an hour.
const HOUR: u32 = 3_600_000;

fn burst<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    super::parse::within(deserializer, 1, 100, "burst")
}

fn feed_pace_ms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    super::parse::within(deserializer, 1, HOUR, "feed_pace_ms")
}

fn pace_ms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    super::parse::within(deserializer, 1, HOUR, "pace_ms")
}

fn digest_minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    super::parse::within(deserializer, 1, 1_440, "digest_minutes")
}

fn spoiler_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    super::parse::within(deserializer, 0, 3_600, "spoiler_seconds")
}

fn timeout_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    super::parse::within(deserializer, 1, 600, "timeout_seconds")
}

#[cfg(test)]
mod tests;
