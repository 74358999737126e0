//! One football match after the other, for ever, by a fixed timetable.
//!
//! Each six minutes since 1970 are the slot of one match: ninety minutes at about seventeen times the speed of the real thing.
//! Who plays, and what happens, is drawn from a generator seeded with the slot's number.

mod names;
mod report;

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::timetable::{Item, Timetable, rfc3339};
use report::Moment;

/// The length of a slot, in milliseconds.
pub(crate) const SLOT_MS: i64 = 360_000;
/// When a match kicks off in its slot.
const KICK_OFF_MS: i64 = 6_000;
/// How long a minute of play takes.
const MINUTE_MS: i64 = 3_500;
/// How long the break takes.
const BREAK_MS: i64 = 12_000;

/// What kind of moment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Start,
    Goal,
    YellowCard,
    RedCard,
    Substitution,
    HalfTime,
    SecondHalf,
    End,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Goal => "goal",
            Self::YellowCard | Self::RedCard => "card",
            Self::Substitution => "substitution",
            Self::HalfTime | Self::SecondHalf => "period",
            Self::End => "end",
        }
    }
}

/// One match, from the first whistle to the last.
pub(crate) struct Match {
    pub(crate) slot: i64,
    pub(crate) home: &'static str,
    pub(crate) away: &'static str,
    pub(crate) moments: Vec<Moment>,
}

impl Match {
    /// The match of a slot.
    pub(crate) fn of(slot: i64) -> Self {
        let mut chance = Chance::new("match", slot);
        let clubs = chance.shuffled(names::CLUBS.len());
        let (home, away) = (names::CLUBS[clubs[0]], names::CLUBS[clubs[1]]);
        let moments = report::write(slot, home, away, &mut chance);
        Self { slot, home, away, moments }
    }

    /// What the stream says of a moment: the generic score event.
    fn item(&self, moment: &Moment, port: u16) -> Item {
        let slot = self.slot;
        let id = format!("match-{slot}-{}", moment.number);
        let mut data = json!({
            "id": id,
            "sequence": moment.number,
            "type": moment.kind.word(),
            "sport": "football",
            "match_id": format!("match-{slot}"),
            "home": { "name": self.home, "score": moment.score[0] },
            "away": { "name": self.away, "score": moment.score[1] },
            "period": { "label": moment.period },
            "clock": moment.clock,
            "title": moment.title,
            "text": moment.text,
            "timestamp": rfc3339(moment.at),
            "link": format!("http://127.0.0.1:{port}/match/{slot}"),
        });
        if let Some(colour) = moment.colour() {
            data["card"] = Value::from(colour);
        }
        Item { at: moment.at, id, data: data.to_string() }
    }
}

/// The matches as a stream.
pub(crate) struct Football {
    pub(crate) port: u16,
}

impl Timetable for Football {
    fn starts_at(&self, id: &str) -> Option<i64> {
        let (slot, number) = id.strip_prefix("match-")?.split_once('-')?;
        let number = number.parse::<usize>().ok()?;
        let slot = slot.parse::<i64>().ok().filter(|slot| (0..1 << 40).contains(slot))?;
        Match::of(slot).moments.get(number.checked_sub(1)?).map(|moment| moment.at)
    }

    /// A first visit gets the running match from its kick-off.
    fn first(&self, now: i64) -> i64 {
        now.div_euclid(SLOT_MS) * SLOT_MS - 1
    }

    fn between(&self, after: i64, until: i64) -> Vec<Item> {
        let slots = after.div_euclid(SLOT_MS)..=until.div_euclid(SLOT_MS);
        let matches = slots.map(Match::of);
        let items = matches.flat_map(|game| {
            let told = game.moments.iter().filter(|moment| after < moment.at && moment.at <= until);
            told.map(|moment| game.item(moment, self.port)).collect::<Vec<_>>()
        });
        items.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_is_the_same_each_time_and_tells_its_goals() {
        for slot in 4_900_000..4_900_300 {
            let (game, again) = (Match::of(slot), Match::of(slot));
            assert_eq!(game.moments, again.moments);
            assert_ne!(game.home, game.away);
            let mut score = [0, 0];
            for (at, moment) in game.moments.iter().enumerate() {
                assert_eq!(moment.number, at + 1);
                if let (Kind::Goal, Some(side)) = (moment.kind, moment.side) {
                    score[side] += 1;
                }
                assert_eq!(moment.score, score, "{moment:?}");
                assert!(!moment.text.contains('{') && !moment.title.is_empty(), "{moment:?}");
            }
            assert_eq!(game.moments[0].kind, Kind::Start);
            assert_eq!(game.moments.last().map(|moment| moment.kind), Some(Kind::End));
        }
    }

    #[test]
    fn moments_come_one_after_the_other_within_the_slot() {
        for slot in 4_900_000..4_900_300 {
            let game = Match::of(slot);
            assert!(game.moments.windows(2).all(|pair| pair[0].at < pair[1].at), "slot {slot}");
            let slots = game.moments.iter().map(|moment| moment.at.div_euclid(SLOT_MS));
            assert!(slots.into_iter().all(|at| at == slot));
        }
    }

    #[test]
    fn half_time_is_between_the_halves() {
        let game = Match::of(4_900_001);
        let place = |kind| game.moments.iter().position(|moment| moment.kind == kind).unwrap();
        assert!(place(Kind::HalfTime) + 1 == place(Kind::SecondHalf));
        let half = place(Kind::HalfTime);
        assert!(game.moments[..=half].iter().all(|moment| moment.period != "Second half"));
        assert!(game.moments[half].clock.starts_with("45+"));
    }
}
