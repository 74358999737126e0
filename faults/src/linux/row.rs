//! A line of the table: what happened, how often it went as it should, and the figure it is held to.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What came of one fault.
#[derive(Default)]
pub struct Row {
    /// Where it stands in the list of promises: R3, S6.
    pub id: String,
    /// The fault.
    pub fault: String,
    /// How often it happened.
    pub times: usize,
    /// How often the person was shown what was true.
    pub right: usize,
    /// How often it was over in time; none where nothing reconnects.
    pub in_time: Option<usize>,
    /// Events that never came.
    pub lost: usize,
    /// Events that came twice.
    pub doubled: usize,
    /// What the process grew by, in MiB, with the most it may.
    pub growth: Option<(f64, f64)>,
    /// What was held to which figure, in words.
    pub figure: String,
    /// What went wrong, for whoever mends it.
    pub wrong: Vec<String>,
}

impl Row {
    /// A row whose family could not be run.
    pub fn broken(fault: &str, why: &str) -> Self {
        Self { fault: fault.to_owned(), wrong: vec![why.to_owned()], ..Self::default() }
    }

    /// Several rounds of one fault as one row, with the last one's words.
    pub fn summed(id: &str, fault: &str, rounds: Vec<Self>) -> Self {
        let in_time = rounds.first().and_then(|row| row.in_time).map(|_| 0);
        let mut sum = Self { id: id.to_owned(), fault: fault.to_owned(), in_time, ..Self::default() };
        for row in rounds {
            sum.times += row.times;
            sum.right += row.right;
            sum.in_time = sum.in_time.map(|so_far| so_far + row.in_time.unwrap_or_default());
            sum.lost += row.lost;
            sum.doubled += row.doubled;
            sum.wrong.extend(row.wrong);
            sum.figure = row.figure;
        }
        sum
    }

    /// Whether every figure was met.
    pub fn met(&self) -> bool {
        let grew = self.growth.is_some_and(|(grew, most)| grew > most);
        let counted =
            self.times > 0 && self.right == self.times && self.in_time.is_none_or(|n| n == self.times);
        counted && self.lost == 0 && self.doubled == 0 && !grew && self.wrong.is_empty()
    }

    /// For the way out of the namespace.
    pub fn to_json(&self) -> Value {
        let Self { id, fault, times, right, in_time, lost, doubled, growth, figure, wrong } = self;
        json!({ "id": id, "fault": fault, "times": times, "right": right, "in_time": in_time, "lost": lost,
            "doubled": doubled, "growth": growth, "figure": figure, "wrong": wrong })
    }

    /// The row again, where the line is one.
    pub fn from_json(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let number = |name: &str| value[name].as_u64().and_then(|n| usize::try_from(n).ok());
        let growth = value["growth"]
            .as_array()
            .and_then(|pair| Some((pair.first()?.as_f64()?, pair.get(1)?.as_f64()?)));
        let wrong =
            value["wrong"].as_array()?.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect();
        Some(Self {
            id: text("id")?,
            fault: text("fault")?,
            times: number("times")?,
            right: number("right")?,
            in_time: number("in_time"),
            lost: number("lost")?,
            doubled: number("doubled")?,
            growth,
            figure: text("figure")?,
            wrong,
        })
    }
}

/// All rows as a Markdown table, and below it what went wrong.
pub fn table(rows: &[Row]) -> String {
    let mut table =
        "| | fault | times | right state | in time | lost | doubled | grew, MiB | figure | met |\n\
        |---|---|---|---|---|---|---|---|---|---|\n"
            .to_owned();
    let mut wrong = String::new();
    for row in rows {
        let in_time = row.in_time.map_or_else(String::new, |n| n.to_string());
        let grew = row.growth.map_or_else(String::new, |(grew, _)| format!("{grew:.1}"));
        let met = if row.met() { "yes" } else { "NO" };
        let Row { id, fault, times, right, lost, doubled, figure, .. } = row;
        let _ = writeln!(
            table,
            "| {id} | {fault} | {times} | {right} | {in_time} | {lost} | {doubled} | {grew} | {figure} | {met} |"
        );
        for what in &row.wrong {
            let _ = writeln!(wrong, "{id} {fault}: {what}");
        }
    }
    table + "\n" + &wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Row {
        Row {
            fault: "RST".into(),
            times: 3,
            right: 3,
            in_time: Some(3),
            growth: Some((1.0, 16.0)),
            ..Row::default()
        }
    }

    #[test]
    fn each_figure_can_be_missed() {
        assert!(good().met());
        let bad = [
            Row { right: 2, ..good() },
            Row { times: 0, right: 0, in_time: None, ..good() },
            Row { in_time: Some(2), ..good() },
            Row { lost: 1, ..good() },
            Row { doubled: 1, ..good() },
            Row { growth: Some((16.1, 16.0)), ..good() },
            Row { wrong: vec!["it panicked".into()], ..good() },
        ];
        assert!(bad.iter().all(|row| !row.met()));
    }

    #[test]
    fn a_row_survives_the_way_out() {
        let row = Row { wrong: vec!["a".into()], ..good() };
        let again = Row::from_json(&row.to_json().to_string()).unwrap();
        assert_eq!(again.to_json(), row.to_json());
        assert!(Row::from_json("a line of something else").is_none());
    }
}
