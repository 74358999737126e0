//! Measured values, and the goals they are held to.

use std::fmt::Write as _;

/// One line of the table.
pub struct Figure {
    /// What was measured.
    pub what: &'static str,
    /// The value, with its unit.
    pub value: String,
    /// The goal, and whether it was met; most figures only explain another.
    pub goal: Option<(&'static str, bool)>,
}

impl Figure {
    /// A figure that explains others.
    pub fn plain(what: &'static str, value: String) -> Self {
        Self { what, value, goal: None }
    }

    /// A figure that has a goal.
    pub fn held(what: &'static str, value: String, goal: &'static str, met: bool) -> Self {
        Self { what, value, goal: Some((goal, met)) }
    }
}

/// The figures as a Markdown table, with the load of the machine at their end.
pub fn table(figures: &[Figure]) -> String {
    let mut table = "| figure | measured | goal | met |\n|---|---|---|---|\n".to_owned();
    for Figure { what, value, goal } in figures {
        let (goal, met) = goal.map_or(("", ""), |(goal, met)| (goal, if met { "yes" } else { "no" }));
        let _ = writeln!(table, "| {what} | {value} | {goal} | {met} |");
    }
    table
}

/// The value below which this share of them lies. They must be sorted, and some.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    sorted[((last as f64 * share).ceil() as usize).min(last)]
}

/// Their median, with the lowest and the highest.
pub fn spread(mut values: Vec<f64>, decimals: usize) -> String {
    values.sort_by(f64::total_cmp);
    let [low, middle, high] = [0.0, 0.5, 1.0].map(|share| quantile(&values, share));
    format!("{middle:.decimals$} ({low:.decimals$} to {high:.decimals$})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values: Vec<_> = (1..=40).map(f64::from).collect();
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|share| quantile(&values, share)), [1.0, 21.0, 40.0, 40.0]);
        assert_eq!(spread(vec![3.0, 1.0, 2.0], 1), "2.0 (1.0 to 3.0)");
    }

    #[test]
    fn a_goal_says_whether_it_was_met() {
        let figures = [Figure::plain("a", "1 s".into()), Figure::held("b", "2 s".into(), "1 s", false)];
        assert!(table(&figures).ends_with("| a | 1 s |  |  |\n| b | 2 s | 1 s | no |\n"));
    }
}
