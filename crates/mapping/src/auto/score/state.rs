//! How a match stands, and what follows from how it stood before.

use serde_json::{Map, Value};
use tidings_model::{Moment, Urgency};

use super::side::Side;
use super::stage::{ENDS, Stage};
use super::{ball, kind};
use crate::auto::fields::{Fields, is_same};

/// How a match stands, as far as an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// Of both sides.
    score: [Option<String>; 2],
    stage: Stage,
    ended: bool,
    /// Whether the event says what kind of moment it is.
    named: bool,
}

impl State {
    pub(crate) fn of(fields: &Fields<'_>) -> Option<Self> {
        let score = [Side::read(fields, true)?.score, Side::read(fields, false)?.score];
        let kind = kind(fields);
        let ended = ENDS.contains(&kind.as_str());
        Some(Self { score, stage: Stage::of(fields), ended, named: !kind.is_empty() && !ended })
    }

    /// With what was known before, where the event does not say it.
    pub(crate) fn after(&self, before: &Self) -> Self {
        let mut score = self.score.clone();
        for (now, known) in score.iter_mut().zip(&before.score) {
            *now = now.take().or_else(|| known.clone());
        }
        Self { score, stage: self.stage.clone().after(&before.stage), ..*self }
    }

    /// The moment and urgency that follow from what was known before, where the event names no moment.
    pub(crate) fn told(&self, before: &Self, usual: Urgency) -> Option<(Moment, Urgency)> {
        let quiet = Some((Moment::Minor, Urgency::Low));
        if self.named || (self.ended && !before.ended) {
            return None;
        }
        if self.scored(before) || self.begins(before).is_some() {
            return (!self.ended).then_some((Moment::News, usual));
        }
        match &self.stage {
            stage if self.ended || *stage == before.stage => quiet,
            Stage::Unsaid | Stage::Live | Stage::Waits(_) => quiet,
            Stage::Part(_) | Stage::Break(_) => Some((Moment::News, Urgency::Low)),
            Stage::Stopped(_) => Some((Moment::News, usual)),
        }
    }

    /// Whether both scores are known and differ. One that was not known before is no goal.
    fn scored(&self, before: &Self) -> bool {
        let differs = |(now, before): (&Option<String>, &Option<String>)| {
            before.is_some() && now.is_some() && now != before
        };
        self.score.iter().zip(&before.score).any(differs)
    }

    /// What it is called that a match goes on which did not.
    fn begins(&self, before: &Self) -> Option<&'static str> {
        match before.stage {
            _ if self.ended || !self.stage.is_under_way() => None,
            Stage::Waits(_) => Some("start"),
            Stage::Stopped(_) => Some("resumed"),
            _ => None,
        }
    }

    /// What a change is called where the event does not say: a goal where one was added in football.
    fn step(&self, before: &Self, fields: &Fields<'_>) -> Option<&'static str> {
        if self.named || self.ended {
            return None;
        }
        if !self.scored(before) {
            return self.begins(before);
        }
        let points = |score: &Option<String>| {
            score.as_ref().and_then(|score| score.parse::<i64>().ok()).unwrap_or_default()
        };
        let added: i64 =
            self.score.iter().zip(&before.score).map(|(now, before)| points(now) - points(before)).sum();
        Some(if ball(fields) == "⚽" && added == 1 { "goal" } else { "score_update" })
    }
}

/// The object of an event that `said` this, with what follows from what was known of the match: how it stands, and what kind of moment it
/// is. None where nothing does.
pub(crate) fn completed(
    object: &Map<String, Value>,
    fields: &Fields<'_>,
    said: &State,
    before: &State,
) -> Option<Map<String, Value>> {
    let now = said.after(before);
    let sides = ["home_score", "away_score"].into_iter().zip(said.score.iter().zip(&now.score));
    let missing = sides.filter(|(_, (said, _))| said.is_none());
    let mut added: Vec<(&str, Value)> =
        missing.filter_map(|(name, (_, known))| Some((name, known.clone()?.into()))).collect();
    added.extend(now.step(before, fields).map(|kind| ("type", kind.into())));
    if added.is_empty() {
        return None;
    }
    let mut object = object.clone();
    object.retain(|name, _| added.iter().all(|(known, _)| !is_same(known, name)));
    object.extend(added.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Some(object)
}
