//! Live scores, by the field names that score feeds have in common.

mod moment;
mod side;
mod stage;
mod state;

use tidings_model::{Moment as ToCard, Urgency};

use super::fields::{Fields, text, word};
use moment::Moment;
use side::Side;

pub(crate) use state::{State, completed};

const KINDS: [&str; 5] = ["type", "kind", "event_type", "action", "event"];
const CLOCKS: [&str; 6] = ["clock", "match_clock", "game_clock", "minute", "elapsed", "time_elapsed"];

/// Names of a match's id.
pub(crate) const MATCHES: [&str; 6] =
    ["match_id", "game_id", "fixture_id", "match.id", "game.id", "fixture.id"];

/// What a score event says.
pub(crate) struct Score {
    /// The line of a score board, such as `⚽ 63' Goal: Harbour Town 2–1 Northgate`.
    pub(crate) title: String,
    /// How much it matters, unless the event states it.
    pub(crate) urgency: Urgency,
    /// What it is to the match's card.
    pub(crate) moment: ToCard,
}

/// Whether an object is certainly a moment of a match: it names the match, two sides, and a score.
pub(crate) fn is_match(fields: &Fields<'_>) -> bool {
    fields.first(&MATCHES, word).is_some()
        && [true, false]
            .into_iter()
            .all(|home| Side::read(fields, home).is_some_and(|side| side.score.is_some()))
}

/// Reads an object as a moment of a match, if it names two sides.
pub(crate) fn read(fields: &Fields<'_>) -> Option<Score> {
    let home = Side::read(fields, true)?;
    let away = Side::read(fields, false)?;
    let moment = Moment::of(fields);
    let score = match (home.score, away.score) {
        (Some(home), Some(away)) => format!("{home}–{away}"),
        _ => "–".to_owned(),
    };
    let clock = fields.first(&CLOCKS, word).map(|clock| with_minute(&clock)).unwrap_or_default();
    let head = [moment.mark, &clock, &moment.words].into_iter().filter(|part| !part.is_empty());
    let title = format!("{}: {} {score} {}", head.collect::<Vec<_>>().join(" "), home.name, away.name);
    Some(Score { title, urgency: moment.urgency, moment: moment.to_card })
}

/// A bare number of minutes gets its mark.
fn with_minute(clock: &str) -> String {
    let number = !clock.is_empty() && clock.len() <= 3 && clock.bytes().all(|b| b.is_ascii_digit());
    if number { format!("{clock}'") } else { clock.to_owned() }
}

/// What an event calls itself, without case and separators; empty where that says nothing of what happened.
fn kind(fields: &Fields<'_>) -> String {
    let kind = fields.first(&KINDS, text).map(stage::plain).filter(|kind| !stage::is_vague(kind));
    kind.or_else(|| stage::ended(fields)).unwrap_or_default()
}

/// The mark of a sport.
fn ball(fields: &Fields<'_>) -> &'static str {
    let sport =
        fields.first(&["sport", "sport.name", "discipline"], text).unwrap_or("football").to_ascii_lowercase();
    let marks = [
        ("american", "🏈"),
        ("nfl", "🏈"),
        ("football", "⚽"),
        ("soccer", "⚽"),
        ("basketball", "🏀"),
        ("baseball", "⚾"),
        ("hockey", "🏒"),
        ("tennis", "🎾"),
        ("rugby", "🏉"),
        ("volleyball", "🏐"),
        ("cricket", "🏏"),
        ("handball", "🤾"),
    ];
    marks.iter().find(|(word, _)| sport.contains(word)).map_or("🏟", |(_, mark)| mark)
}
