//! Changes to how things ring, written into the text of `tidings.toml`.

use tidings_model::{BellCommand, FeedBell, Sound, Sounds, Urgency};
use tidings_wire::{BellEdit, FeedBellEdit, SoundsEdit};
use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::super::edit::set;
use super::{FeedBellTable, quiet, sound};

/// Writes what changes into `[bell]`.
pub(in super::super) fn write_settings(table: &mut dyn TableLike, change: &BellEdit) {
    let flags = [
        ("enabled", change.enabled),
        ("follow_do_not_disturb", change.follow_do_not_disturb),
        ("summary_after_quiet", change.summary_after_quiet),
        ("dismiss_reads", change.dismiss_reads),
    ];
    for (key, flag) in flags {
        if let Some(flag) = flag {
            set(table, key, flag);
        }
    }
    let numbers =
        [("burst", change.burst), ("feed_pace_ms", change.feed_pace_ms), ("pace_ms", change.pace_ms)];
    for (key, number) in numbers {
        if let Some(number) = number {
            set(table, key, i64::from(number));
        }
    }
    if let Some(edit) = &change.sound {
        write_sound(table, edit);
    }
    if let Some(hours) = &change.quiet {
        set(table, "quiet", quiet::written(hours));
    }
    if let Some(urgency) = &change.breaks_through {
        set(table, "breaks_through", urgency.as_str());
    }
    if let Some(hosts) = &change.request_hosts {
        set(table, "request_hosts", hosts.iter().map(String::as_str).collect::<Array>());
    }
}

/// Writes what changes into a feed's table, its `bell` within.
pub(in super::super) fn write_feed(feed: &mut dyn TableLike, change: &FeedBellEdit) {
    if let Some(level) = change.level {
        set(feed, "notify", super::super::edit::level(level));
    }
    if *change == (FeedBellEdit { level: change.level, ..FeedBellEdit::default() }) {
        return;
    }
    let item = feed.entry("bell").or_insert_with(|| Item::Value(InlineTable::new().into()));
    if let Some(table) = item.as_table_like_mut() {
        write_bell(table, change);
        if table.is_empty() {
            feed.remove("bell");
        }
    }
}

fn write_bell(table: &mut dyn TableLike, change: &FeedBellEdit) {
    if let Some(urgency) = change.urgent_from {
        set(table, "urgent_from", urgency_word(urgency));
    }
    if let Some(minutes) = change.digest_minutes {
        set(table, "digest_minutes", i64::from(minutes));
    }
    if let Some(edit) = &change.sound {
        write_sound(table, edit);
    }
    if let Some(hours) = &change.quiet {
        set(table, "quiet", quiet::written(hours));
    }
    if change.follow_quiet == Some(true) {
        table.remove("quiet");
    }
    if let Some(seconds) = change.spoiler_seconds {
        set(table, "spoiler_seconds", i64::from(seconds));
    }
}

/// What stands there, with the changes; `default` takes one out.
fn write_sound(table: &mut dyn TableLike, edit: &SoundsEdit) {
    let standing = table.get("sound").and_then(Item::as_value).cloned();
    let mut sounds = standing.map(read).unwrap_or_default();
    let places = [
        (&mut sounds.low, &edit.low),
        (&mut sounds.normal, &edit.normal),
        (&mut sounds.critical, &edit.critical),
    ];
    for (place, word) in places {
        if let Some(word) = word {
            *place = Sound::from_name(word);
        }
    }
    match sound::written(&sounds) {
        Some(value) => set(table, "sound", value),
        None => drop(table.remove("sound")),
    }
}

/// What a `sound` of the file means. It was read before, so it is sound.
fn read(value: Value) -> Sounds {
    let mut document = toml_edit::DocumentMut::new();
    document.insert("sound", Item::Value(value));
    let table: Result<FeedBellTable, _> = toml_edit::de::from_document(document);
    table.map(|table| FeedBell::from(table).sound).unwrap_or_default()
}

/// A feed's `bell` as it is written anew; none where all is as by default.
pub(in super::super) fn feed_value(bell: &FeedBell) -> Option<Value> {
    let plain = FeedBell::default();
    let mut table = InlineTable::new();
    if bell.urgent_from != plain.urgent_from {
        table.insert("urgent_from", urgency_word(bell.urgent_from).into());
    }
    if bell.digest_minutes != plain.digest_minutes {
        table.insert("digest_minutes", i64::from(bell.digest_minutes).into());
    }
    if let Some(sounds) = sound::written(&bell.sound) {
        table.insert("sound", sounds);
    }
    if let Some(hours) = &bell.quiet {
        let hours: Vec<_> = hours.iter().map(Into::into).collect();
        table.insert("quiet", quiet::written(&hours).into());
    }
    if bell.spoiler_seconds != plain.spoiler_seconds {
        table.insert("spoiler_seconds", i64::from(bell.spoiler_seconds).into());
    }
    if let Some(command) = &bell.command {
        table.insert("command", command_table(command).into());
    }
    (!table.is_empty()).then(|| table.into())
}

fn command_table(command: &BellCommand) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert("program", command.program.as_str().into());
    table.insert("args", command.args.iter().map(String::as_str).collect::<Array>().into());
    table.insert("timeout_seconds", i64::from(command.timeout_seconds).into());
    table
}

fn urgency_word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Low => "low",
        Urgency::Normal => "normal",
        Urgency::Critical => "critical",
    }
}
