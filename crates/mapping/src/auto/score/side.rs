//! Who plays, and how many they have.

use super::MATCHES;
use crate::auto::fields::{Fields, scalar, text, word};

pub(super) struct Side {
    pub(super) name: String,
    pub(super) score: Option<String>,
}

/// The paths of the home side and of the away side, each written as what stands before the side's name and behind it.
macro_rules! of_sides {
    ($([$before:literal $after:literal]),* $(,)?) => {
        [[$(concat!($before, "home", $after)),*], [$(concat!($before, "away", $after)),*]]
    };
}

/// Where a side's name is.
const NAMES: [[&str; 11]; 2] = of_sides![
    ["" ".name"],
    ["" ".team"],
    ["" ".team.name"],
    ["" ".title"],
    ["" ".short_name"],
    ["" "_team"],
    ["" "_team.name"],
    ["" "_name"],
    ["teams." ".name"],
    ["teams." ""],
    ["" ""],
];

/// Where a side's score is.
const SCORES: [[&str; 12]; 2] = of_sides![
    ["" ".score"],
    ["" ".goals"],
    ["" ".points"],
    ["" "_score"],
    ["" "_goals"],
    ["" "_points"],
    ["score." ""],
    ["scores." ""],
    ["goals." ""],
    ["points." ""],
    ["score.full_time." ""],
    ["score.current." ""],
];

/// Where both scores may stand in one text, such as `2-1`.
const BOTH: [&str; 5] = ["score", "current_score", "score_line", "result", "score.current"];

impl Side {
    /// Home, or else away.
    pub(super) fn read(fields: &Fields<'_>, home: bool) -> Option<Self> {
        let side = usize::from(!home);
        let name = NAMES[side].iter().find_map(|path| fields.get(path).and_then(text))?;
        let alone = || SCORES[side].iter().find_map(|path| fields.get(path).and_then(word));
        let score = alone().or_else(|| {
            let [home_score, away_score] = fields.first(&BOTH, |value| both(text(value)?))?;
            Some(if home { home_score } else { away_score })
        });
        // Two places and no score are a journey, or a house; a match says more.
        let fixture = || {
            fields.first(&MATCHES, scalar).or_else(|| fields.first(&["sport", "league"], scalar)).is_some()
        };
        (score.is_some() || fixture()).then(|| Self { name: crate::text::one_line(name), score })
    }
}

/// Both numbers of a text that is a score, and nothing else.
fn both(text: &str) -> Option<[String; 2]> {
    let number = |text: &str| {
        let text = text.trim();
        let is = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is.then(|| text.to_owned())
    };
    let (home, away) = text.split_once(['-', '–', ':'])?;
    Some([number(home)?, number(away)?])
}
