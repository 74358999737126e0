//! A news wire that never sleeps, by a fixed timetable.
//!
//! Time is cut into cells of twenty seconds. Each holds one story, at a moment of its own in the first half. So they never come like
//! clockwork, and whoever connects finds one that is younger than half a minute: that is news, which rings at a first visit too.

mod wire;

use serde_json::{Value, json};

use crate::chance::Chance;
use crate::timetable::{Item, Timetable, rfc3339};
use wire::{CITIES, CLUBS, COMPANIES, COUNTRIES, STORIES, Template, URGENT};

const CELL_MS: i64 = 20_000;
/// The part of a cell in which its story comes.
const MOMENTS: (i64, i64) = (500, 9_500);
/// One story in this many is urgent.
const RARE: usize = 50;
/// How many headlines a first visit gets.
const RECENT: usize = 8;

/// One story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Story {
    pub(crate) cell: i64,
    pub(crate) at: i64,
    pub(crate) desk: &'static str,
    pub(crate) headline: String,
    pub(crate) summary: String,
    pub(crate) urgent: bool,
}

impl Story {
    /// The story of a cell.
    pub(crate) fn of(cell: i64) -> Self {
        let mut chance = Chance::new("news", cell);
        let at = cell * CELL_MS + chance.between(MOMENTS.0, MOMENTS.1);
        let urgent = chance.below(RARE) == 0;
        let (desk, headline, summary) =
            if urgent { URGENT[chance.below(URGENT.len())] } else { template(cell) };
        let filled = |text: &str| fill(text, chance.clone());
        Self { cell, at, desk, headline: filled(headline), summary: filled(summary), urgent }
    }

    pub(crate) fn id(&self) -> String {
        format!("news-{}", self.cell)
    }

    fn item(&self, port: u16) -> Item {
        let id = self.id();
        let mut data = json!({
            "id": id,
            "title": self.headline,
            "summary": self.summary,
            "url": format!("http://127.0.0.1:{port}/news/{id}"),
            "date_published": rfc3339(self.at),
            "tags": [self.desk],
        });
        if self.urgent {
            data["urgency"] = Value::from("critical");
        }
        Item { at: self.at, id, data: data.to_string() }
    }
}

/// The template of a cell: all of them are used once, in a new order, before one comes again.
fn template(cell: i64) -> Template {
    let count = STORIES.len() as i64;
    let order = Chance::new("order", cell.div_euclid(count)).shuffled(STORIES.len());
    STORIES[order[usize::try_from(cell.rem_euclid(count)).unwrap_or(0)]]
}

/// Fills the words in braces. The same generator gives the same words, so that headline and summary agree.
fn fill(text: &str, mut chance: Chance) -> String {
    let mut two = |of: &[&'static str]| {
        let order = chance.shuffled(of.len());
        [of[order[0]], of[order[1]]]
    };
    let ([city, city2], [country, country2]) = (two(&CITIES), two(&COUNTRIES));
    let ([club, _], [company, company2]) = (two(&CLUBS), two(&COMPANIES));
    let number = chance.between(4, 29).to_string();
    let year = chance.between(1961, 1984).to_string();
    let gust = chance.between(90, 130).to_string();
    let words = [
        ("{city}", city),
        ("{city2}", city2),
        ("{country}", country),
        ("{country2}", country2),
        ("{club}", club),
        ("{company}", company),
        ("{company2}", company2),
        ("{n}", &number),
        ("{year}", &year),
        ("{gust}", &gust),
    ];
    let filled = words.iter().fold(text.to_owned(), |text, (name, word)| text.replace(name, word));
    capitalised(&filled)
}

/// A country's name may start with "the".
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The stories as a stream.
pub(crate) struct News {
    pub(crate) port: u16,
}

/// The story of an id.
pub(crate) fn story(id: &str) -> Option<Story> {
    let cell = id.strip_prefix("news-")?.parse::<i64>().ok()?;
    (0..1 << 40).contains(&cell).then(|| Story::of(cell))
}

/// The newest stories, newest first.
pub(crate) fn latest(now: i64, count: usize) -> Vec<Story> {
    let cells = (0..=now.div_euclid(CELL_MS)).rev();
    cells.map(Story::of).filter(|story| story.at <= now).take(count).collect()
}

impl Timetable for News {
    fn starts_at(&self, id: &str) -> Option<i64> {
        story(id).map(|story| story.at)
    }

    fn first(&self, now: i64) -> i64 {
        latest(now, RECENT).last().map_or(now, |oldest| oldest.at - 1)
    }

    fn between(&self, after: i64, until: i64) -> Vec<Item> {
        let cells = after.div_euclid(CELL_MS)..=until.div_euclid(CELL_MS);
        let stories = cells.map(Story::of).filter(|story| after < story.at && story.at <= until);
        stories.map(|story| story.item(self.port)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_764_000_000_000;

    #[test]
    fn a_story_comes_every_twenty_seconds_or_so_never_half_a_minute_apart_and_is_the_same_each_time() {
        let news = News { port: 1 };
        let day = 24 * 60 * 60 * 1_000;
        let stories = news.between(NOW - day, NOW);
        assert_eq!(stories, news.between(NOW - day, NOW));
        let apart = day / stories.len() as i64;
        assert!((18_000..=22_000).contains(&apart), "{apart} ms");
        assert!(stories.windows(2).all(|pair| pair[0].at < pair[1].at));
        let gaps: std::collections::HashSet<i64> =
            stories.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
        assert!(gaps.len() > stories.len() / 4, "irregular");
        assert!(gaps.iter().all(|gap| *gap < 30_000), "a first visit finds news");
    }

    #[test]
    fn every_word_is_filled_and_urgent_ones_are_rare() {
        let stories: Vec<Story> = (110_000_000..110_005_000).map(Story::of).collect();
        assert!(
            stories.iter().all(|story| !format!("{} {}", story.headline, story.summary).contains(['{', '}']))
        );
        let urgent = stories.iter().filter(|story| story.urgent).count();
        assert!((20..200).contains(&urgent), "{urgent}");
    }

    #[test]
    fn no_headline_comes_again_within_a_round() {
        let mut seen = std::collections::HashSet::new();
        let first = 1_666_667 * STORIES.len() as i64;
        assert!((first..first + STORIES.len() as i64).all(|cell| seen.insert(template(cell).1)));
    }

    #[test]
    fn an_id_leads_to_its_story() {
        let story = latest(NOW, 1).remove(0);
        assert_eq!(super::story(&story.id()), Some(story));
        for id in ["news-", "news-x", "news--1", "match-1-1", "", "news-99999999999999999999"] {
            assert_eq!(super::story(id), None, "{id}");
        }
    }
}
