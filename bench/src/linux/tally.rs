//! What a person is told by popups: each stands for one entry, or for as many as it says.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::bell::Rung;

/// All popups of a run.
#[derive(Default)]
pub struct Tally {
    told: HashMap<u32, usize>,
    at: Vec<Instant>,
}

impl Tally {
    /// One more, or another in place of one.
    pub fn note(&mut self, rung: &Rung) {
        self.told.insert(rung.id, told(&rung.title));
        self.at.push(rung.at);
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.at.len()
    }

    /// How many entries they told of.
    pub fn told(&self) -> usize {
        self.told.values().sum()
    }

    /// The most calls in any stretch of this length.
    pub fn most_in(&self, stretch: Duration) -> usize {
        let within =
            |from: &Instant| self.at.iter().filter(|at| **at >= *from && **at - *from < stretch).count();
        self.at.iter().map(within).max().unwrap_or_default()
    }
}

/// "12 more from X" tells of 12, "Goal" of one.
fn told(title: &str) -> usize {
    let counted = title.split_once(' ').and_then(|(count, of)| {
        let summary = ["new from ", "new in ", "more from "].iter().any(|words| of.starts_with(words));
        count.parse().ok().filter(|_| summary)
    });
    counted.unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_counts_with_its_last_word() {
        let mut tally = Tally::default();
        let begun = Instant::now();
        for (id, title, second) in [
            (1, "Shot 3", 0),
            (2, "12 more from F0", 1),
            (2, "500 more from F0", 9),
            (3, "31 new in 2 feeds", 20),
        ] {
            tally.note(&Rung { id, title: title.into(), at: begun + Duration::from_secs(second) });
        }
        let within = tally.most_in(Duration::from_secs(12));
        assert_eq!((tally.calls(), tally.told(), within), (4, 532, 3));
    }
}
