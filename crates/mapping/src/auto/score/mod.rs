//! Live scores, by the field names that score feeds have in common.

use tidings_model::{Moment as ToCard, Urgency};

use super::fields::{Fields, scalar, text, word};
use crate::text::humanise;

const KINDS: [&str; 6] = ["type", "kind", "event_type", "action", "event", "status"];
const CLOCKS: [&str; 6] = ["clock", "match_clock", "game_clock", "minute", "elapsed", "time_elapsed"];

/// What a score event says.
pub(crate) struct Score {
    /// The line of a score board, such as `⚽ 63' Goal: Harbour Town 2–1 Northgate`.
    pub(crate) title: String,
    /// How much it matters, unless the event states it.
    pub(crate) urgency: Urgency,
    /// What it is to the match's card.
    pub(crate) moment: ToCard,
}

/// Names of a match's id.
const MATCHES: [&str; 3] = ["match_id", "game_id", "fixture_id"];

/// Whether an object is certainly a moment of a match: it names the match, two sides, and a score.
pub(crate) fn is_match(fields: &Fields<'_>) -> bool {
    fields.first(&MATCHES, word).is_some()
        && ["home", "away"]
            .iter()
            .all(|side| Side::read(fields, side).is_some_and(|side| side.score.is_some()))
}

/// How a match stands, as far as an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// Of both sides.
    pub(crate) score: [Option<String>; 2],
    pub(crate) period: Option<String>,
    pub(crate) ended: bool,
    /// Whether the event says what kind of moment it is.
    pub(crate) named: bool,
}

impl State {
    pub(crate) fn of(fields: &Fields<'_>) -> Option<Self> {
        let score = [Side::read(fields, "home")?.score, Side::read(fields, "away")?.score];
        let kind = fields.first(&KINDS, text).unwrap_or_default();
        let period = fields.first(&PERIODS, word);
        Some(Self {
            score,
            period,
            ended: is_in(&ENDS, kind),
            named: is_in(&ENDS, kind) || !is_in(&VAGUE, kind),
        })
    }
}

/// What a change of the score is called where the event does not say: a goal where one was added in football.
pub(crate) fn step(fields: &Fields<'_>, now: &State, before: &State) -> &'static str {
    let points = |score: &Option<String>| {
        score.as_ref().and_then(|score| score.parse::<i64>().ok()).unwrap_or_default()
    };
    let added: i64 =
        now.score.iter().zip(&before.score).map(|(now, before)| points(now) - points(before)).sum();
    if ball(fields) == "⚽" && added == 1 { "goal" } else { "score_update" }
}

const PERIODS: [&str; 5] = ["period.label", "period.name", "period.current", "period", "half"];
/// Kinds that say the match is over.
const ENDS: [&str; 12] = [
    "end",
    "match_end",
    "full_time",
    "fulltime",
    "ft",
    "final",
    "finished",
    "ended",
    "completed",
    "closed",
    "game_over",
    "result",
];
/// Kinds that only say that time went on.
const TICKS: [&str; 8] =
    ["clock", "tick", "clock_tick", "clock_update", "time", "minute", "stats", "possession"];
/// Kinds that do not say what happened.
const VAGUE: [&str; 13] = [
    "",
    "score",
    "update",
    "live",
    "in_progress",
    "inprogress",
    "status",
    "playing",
    "running",
    "in_play",
    "match",
    "game",
    "fixture",
];

fn is_in(kinds: &[&str], kind: &str) -> bool {
    kinds.iter().any(|known| known.eq_ignore_ascii_case(kind))
}

/// Reads an object as a moment of a match, if it names two sides.
pub(crate) fn read(fields: &Fields<'_>) -> Option<Score> {
    let home = Side::read(fields, "home")?;
    let away = Side::read(fields, "away")?;
    let kind = fields.first(&KINDS, text).unwrap_or_default();
    let moment = Moment::of(kind, fields);
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

struct Side {
    name: String,
    score: Option<String>,
}

impl Side {
    fn read(fields: &Fields<'_>, side: &str) -> Option<Self> {
        let path = |tail: &str| format!("{side}{tail}");
        let names =
            [".name", ".team", ".team.name", ".title", ".short_name", "_team", "_team.name", "_name", ""]
                .map(path);
        let name = names.iter().find_map(|path| fields.get(path).and_then(text))?;
        let scores = [".score", ".goals", ".points", "_score", "_goals", "_points"].map(path);
        let nested = [format!("score.{side}"), format!("scores.{side}")];
        let score = scores.iter().chain(&nested).find_map(|path| fields.get(path).and_then(word));
        // Two places and no score are a journey, or a house; a match says more.
        let fixture =
            || fields.first(&["match_id", "game_id", "fixture_id", "sport", "league"], scalar).is_some();
        (score.is_some() || fixture()).then(|| Self { name: crate::text::one_line(name), score })
    }
}

struct Moment {
    mark: &'static str,
    words: String,
    urgency: Urgency,
    to_card: ToCard,
}

impl Moment {
    fn of(kind: &str, fields: &Fields<'_>) -> Self {
        use Urgency::{Low, Normal};
        let is = |words: &[&str]| words.iter().any(|word| kind.eq_ignore_ascii_case(word));
        let named = |mark, urgency| Self { mark, words: humanise(kind), urgency, to_card: ToCard::News };
        let called = |mark, words: &str, urgency| Self {
            mark,
            words: words.to_owned(),
            urgency,
            to_card: ToCard::News,
        };
        if is(&["goal", "own_goal", "penalty_goal", "try", "touchdown", "home_run"]) {
            return named(ball(fields), Normal);
        }
        if is_in(&TICKS, kind) {
            return Self { to_card: ToCard::Minor, ..called(ball(fields), "", Low) };
        }
        if is_in(&VAGUE, kind) {
            let label = fields.first(&PERIODS, word).unwrap_or_default();
            let number = label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit()) && !label.is_empty();
            let label = if number { format!("Period {label}") } else { label };
            return called(ball(fields), &label, Normal);
        }
        if is(&["score_update", "score", "score_change", "point"]) {
            return called(ball(fields), "Score", Normal);
        }
        if is(&["card", "booking", "yellow_card", "red_card"]) {
            return Self::card(kind, fields);
        }
        if is(&["substitution", "sub", "subst"]) {
            return called("🔁", "Substitution", Low);
        }
        if is(&["period", "period_change", "period_start", "period_end", "half_time", "halftime"]) {
            let label = fields.first(&["period.label", "period.name", "period"], text);
            return called("⏱", &label.map_or_else(|| humanise(kind), str::to_owned), Low);
        }
        if is(&["start", "kick_off", "kickoff", "match_start"]) {
            return called("▶", if ball(fields) == "⚽" { "Kick-off" } else { "Start" }, Normal);
        }
        if is_in(&ENDS, kind) {
            let words = if ball(fields) == "⚽" { "Full time" } else { "Final score" };
            return Self { to_card: ToCard::Final, ..called("🏁", words, Normal) };
        }
        named(ball(fields), Normal)
    }

    fn card(kind: &str, fields: &Fields<'_>) -> Self {
        let colour = fields.first(&["card", "card.color", "card.colour", "color", "colour", "detail"], text);
        let red = kind.eq_ignore_ascii_case("red_card")
            || colour.is_some_and(|c| c.to_ascii_lowercase().contains("red"));
        let (mark, words, urgency) =
            if red { ("🟥", "Red card", Urgency::Normal) } else { ("🟨", "Yellow card", Urgency::Low) };
        Self { mark, words: words.to_owned(), urgency, to_card: ToCard::News }
    }
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
