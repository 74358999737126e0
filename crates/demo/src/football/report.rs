//! What happens in a match, and the words for it.

use super::{BREAK_MS, KICK_OFF_MS, Kind, MINUTE_MS, SLOT_MS, names};
use crate::chance::Chance;

/// Something that happens in a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Its place in the match: 1, 2, 3 …
    pub(crate) number: usize,
    /// When, in milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) kind: Kind,
    /// Home is 0, away is 1.
    pub(crate) side: Option<usize>,
    /// The score behind it, home and away.
    pub(crate) score: [u32; 2],
    pub(crate) period: &'static str,
    /// As on a score board: `63'`, `45+2'`.
    pub(crate) clock: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

impl Moment {
    /// The colour of a card.
    pub(crate) fn colour(&self) -> Option<&'static str> {
        match self.kind {
            Kind::YellowCard => Some("yellow"),
            Kind::RedCard => Some("red"),
            _ => None,
        }
    }
}

/// The halves of a match, in minutes of play with the time added.
struct Halves {
    first: i64,
    second: i64,
}

impl Halves {
    /// When a minute of play begins, in milliseconds after kick-off.
    fn start_of(&self, half: usize, minute: i64) -> i64 {
        let before = if half == 0 { 0 } else { self.first * MINUTE_MS + BREAK_MS };
        before + (minute - 1) * MINUTE_MS
    }

    fn length(&self, half: usize) -> i64 {
        if half == 0 { self.first } else { self.second }
    }
}

fn clock(half: usize, minute: i64) -> String {
    let played = if half == 0 { 0 } else { 45 };
    if minute <= 45 { format!("{}'", played + minute) } else { format!("{}+{}'", played + 45, minute - 45) }
}

/// A thing of play before it has words: in which half and minute, by which side.
struct Scene {
    half: usize,
    minute: i64,
    kind: Kind,
    side: usize,
}

fn scenes(halves: &Halves, chance: &mut Chance) -> Vec<Scene> {
    // Each minute of play holds one thing at most; so moments never fall together.
    let minutes: Vec<(usize, i64)> =
        (0..2).flat_map(|half| (2..halves.length(half)).map(move |m| (half, m))).collect();
    let order = chance.shuffled(minutes.len());
    let mut kinds = vec![Kind::Goal; chance.pick(&[&0_usize, &1, &2, &2, &3, &3, &4, &5]).to_owned()];
    kinds.extend(vec![Kind::YellowCard; chance.below(5)]);
    kinds.extend((chance.below(9) == 0).then_some(Kind::RedCard));
    let early = kinds.len();
    kinds.extend(vec![Kind::Substitution; 2 + chance.below(4)]);
    let mut scenes: Vec<Scene> = kinds
        .into_iter()
        .zip(order)
        .enumerate()
        .map(|(at, (kind, place))| {
            let (half, minute) = minutes[place];
            Scene {
                half: if at >= early { 1 } else { half },
                minute,
                kind,
                side: usize::from(chance.below(20) >= 11),
            }
        })
        .collect();
    scenes.sort_by_key(|scene| (scene.half, scene.minute));
    // Substitutions moved to the second half may meet another scene there.
    scenes.dedup_by_key(|scene| (scene.half, scene.minute));
    scenes.retain(|scene| scene.minute < halves.length(scene.half));
    scenes
}

/// The whole match of a slot.
pub(super) fn write(slot: i64, home: &'static str, away: &'static str, chance: &mut Chance) -> Vec<Moment> {
    let halves = Halves { first: 45 + chance.between(1, 2), second: 45 + chance.between(2, 4) };
    let scenes = scenes(&halves, chance);
    let mut report = Report {
        kick_off: slot * SLOT_MS + KICK_OFF_MS,
        clubs: [home, away],
        ground: chance.pick(&names::GROUNDS),
        minutes: halves.first + halves.second,
        teams: Team::both(home, away),
        score: [0, 0],
        moments: Vec::new(),
    };
    for half in 0..2 {
        report.whistle(
            half,
            halves.start_of(half, 1),
            if half == 0 { Kind::Start } else { Kind::SecondHalf },
            1,
            chance,
        );
        for scene in scenes.iter().filter(|scene| scene.half == half) {
            let at = halves.start_of(half, scene.minute) + chance.between(0, MINUTE_MS - 500);
            report.scene(scene, at, chance);
        }
        let length = halves.length(half);
        report.whistle(
            half,
            halves.start_of(half, length + 1),
            if half == 0 { Kind::HalfTime } else { Kind::End },
            length,
            chance,
        );
    }
    report.moments
}

/// A club's players in one match.
struct Team {
    on: Vec<&'static str>,
    bench: Vec<&'static str>,
}

impl Team {
    /// Sixteen for each, mostly the same in each of a club's matches; nobody plays for both.
    fn both(home: &str, away: &str) -> [Self; 2] {
        let mut taken: Vec<&str> = Vec::new();
        [home, away].map(|club| {
            let order = Chance::new(club, 0)
                .shuffled(names::PLAYERS.len())
                .into_iter()
                .map(|player| names::PLAYERS[player]);
            let mut on: Vec<_> = order.filter(|player| !taken.contains(player)).take(16).collect();
            taken.extend(&on);
            let bench = on.split_off(11);
            Self { on, bench }
        })
    }

    /// Who does it, and who else has a part in it: passes, or goes off for a substitute. Nobody sent off or replaced plays on.
    fn play(&mut self, kind: Kind, chance: &mut Chance) -> (&'static str, &'static str) {
        let order = chance.shuffled(self.on.len());
        let (player, other) = (self.on[order[0]], self.on[order[1]]);
        match kind {
            Kind::RedCard => self.on.retain(|on| *on != player),
            Kind::Substitution => {
                if let Some(fresh) = self.bench.pop() {
                    self.on[order[1]] = fresh;
                    return (fresh, other);
                }
            }
            _ => {}
        }
        (player, other)
    }
}

/// When something happens, by the wall clock after kick-off, the score board and the half.
struct When {
    at: i64,
    clock: String,
    period: &'static str,
}

struct Report {
    kick_off: i64,
    clubs: [&'static str; 2],
    ground: &'static str,
    minutes: i64,
    teams: [Team; 2],
    score: [u32; 2],
    moments: Vec<Moment>,
}

impl Report {
    fn push(&mut self, kind: Kind, side: Option<usize>, when: When, title: String, text: String) {
        let number = self.moments.len() + 1;
        let When { at, clock, period } = when;
        let at = self.kick_off + at;
        self.moments.push(Moment { number, at, kind, side, score: self.score, period, clock, title, text });
    }

    fn whistle(&mut self, half: usize, at: i64, kind: Kind, minute: i64, chance: &mut Chance) {
        let [home, away] = self.clubs;
        let [ours, theirs] = self.score;
        let (title, period, texts) = match kind {
            Kind::Start => (format!("{home} v {away}"), "First half", &names::STARTS),
            Kind::HalfTime => (format!("Half-time at {}", self.ground), "Half-time", &names::HALVES),
            Kind::SecondHalf => ("Second half".to_owned(), "Second half", &names::SECONDS),
            _ if ours == theirs => ("A draw".to_owned(), "Full time", &names::ENDS),
            _ => (format!("{} win", if ours > theirs { home } else { away }), "Full time", &names::ENDS),
        };
        let text = chance
            .pick(texts)
            .replace("{ground}", self.ground)
            .replace("{minutes}", &self.minutes.to_string());
        let clock = if kind == Kind::Start { String::new() } else { clock(half, minute) };
        self.push(kind, None, When { at, clock, period }, title, text);
    }

    fn scene(&mut self, scene: &Scene, at: i64, chance: &mut Chance) {
        let (player, other) = self.teams[scene.side].play(scene.kind, chance);
        let club = self.clubs[scene.side];
        if scene.kind == Kind::Goal {
            self.score[scene.side] += 1;
        }
        let (title, texts): (String, &[&str]) = match scene.kind {
            Kind::Goal => (format!("{player} scores for {club}"), &names::GOALS),
            Kind::RedCard => (format!("{player} ({club}) is sent off"), &names::REDS),
            Kind::YellowCard => (format!("{player} ({club}) is booked"), &names::YELLOWS),
            _ => (format!("{club} make a change"), &names::CHANGES),
        };
        let text = chance.pick(texts).replace("{player}", player).replace("{assist}", other);
        let period = if scene.half == 0 { "First half" } else { "Second half" };
        let when = When { at, clock: clock(scene.half, scene.minute), period };
        self.push(scene.kind, Some(scene.side), when, title, text);
    }
}
