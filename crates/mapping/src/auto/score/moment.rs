//! What kind of moment an event is: its mark, its words, and what it is to the match's card.

use tidings_model::{Moment as ToCard, Urgency};

use super::stage::{ENDS, Stage};
use super::{KINDS, ball, kind};
use crate::auto::fields::{Fields, text};
use crate::text::humanise;

/// Kinds that only say that time went on, as [`kind`] writes them.
const TICKS: [&str; 8] =
    ["clock", "tick", "clocktick", "clockupdate", "time", "minute", "stats", "possession"];

pub(super) struct Moment {
    pub(super) mark: &'static str,
    pub(super) words: String,
    pub(super) urgency: Urgency,
    pub(super) to_card: ToCard,
}

impl Moment {
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        use Urgency::{Low, Normal};
        let kind = kind(fields);
        let is = |words: &[&str]| words.contains(&kind.as_str());
        let called = |mark, words: &str, urgency| Self {
            mark,
            words: words.to_owned(),
            urgency,
            to_card: ToCard::News,
        };
        let named = || humanise(fields.first(&KINDS, text).unwrap_or_default());
        let ball = ball(fields);
        match () {
            () if kind.is_empty() => Self::of_stage(ball, &Stage::of(fields)),
            () if is(&TICKS) => Self { to_card: ToCard::Minor, ..called(ball, "", Low) },
            () if is(&["scoreupdate", "scorechange", "point"]) => called(ball, "Score", Normal),
            () if is(&["card", "booking", "yellowcard", "redcard"]) => Self::card(&kind, fields),
            () if is(&["substitution", "sub", "subst"]) => called("🔁", "Substitution", Low),
            () if is(&["period", "periodchange", "periodstart", "periodend", "halftime"]) => {
                let label = fields.first(&["period.label", "period.name", "period"], text);
                called("⏱", &label.map_or_else(named, str::to_owned), Low)
            }
            () if is(&["start", "kickoff", "matchstart"]) => {
                called("▶", if ball == "⚽" { "Kick-off" } else { "Start" }, Normal)
            }
            () if is(&ENDS) => {
                let words = if ball == "⚽" { "Full time" } else { "Final score" };
                Self { to_card: ToCard::Final, ..called("🏁", words, Normal) }
            }
            () => called(ball, &named(), Normal),
        }
    }

    /// The moment is not named: how the match stands is all there is to tell. One that has not begun is only put down.
    fn of_stage(mark: &'static str, stage: &Stage) -> Self {
        let (urgency, to_card) = match stage {
            Stage::Waits(_) => (Urgency::Low, ToCard::Minor),
            _ => (Urgency::Normal, ToCard::News),
        };
        Self { mark, words: stage.words().to_owned(), urgency, to_card }
    }

    fn card(kind: &str, fields: &Fields<'_>) -> Self {
        let colour = fields.first(&["card", "card.color", "card.colour", "color", "colour", "detail"], text);
        let red = kind == "redcard" || colour.is_some_and(|c| c.to_ascii_lowercase().contains("red"));
        let (mark, words, urgency) =
            if red { ("🟥", "Red card", Urgency::Normal) } else { ("🟨", "Yellow card", Urgency::Low) };
        Self { mark, words: words.to_owned(), urgency, to_card: ToCard::News }
    }
}
