//! R9: two hundred feeds dropped at once come back spread out.

use std::time::{Duration, Instant};

use super::command::{Run, eventually};
use super::feeds::{self, names};
use super::origin::{Log, Part, serve};
use super::{Scale, row::Row};

const FEEDS: usize = 200;
const BACK: Duration = Duration::from_secs(60);
/// Connects that may begin in a second.
const PACE: usize = 20;
/// What the way here may change between two connects.
const JITTER: Duration = Duration::from_millis(60);

/// Every row of the family.
pub async fn run(_: Scale) -> Vec<Row> {
    let feeds = names(FEEDS);
    let (server, log) = serve(Part::Way);
    let mut run = feeds::run(&feeds, |feed| server.url(&format!("/{feed}")), |tidings| tidings);
    let fault = "200 feeds dropped at once";
    if !run.open(FEEDS, BACK).await {
        return vec![Row::broken(fault, "not all feeds opened")];
    }
    let (before, dropped) = (run.mib("VmRSS"), Instant::now());
    server.cut().await;
    let back = |log: &Log| log.visits().iter().filter(|visit| visit.at > dropped).count();
    eventually(BACK, || back(&log) >= FEEDS && run.states().get("open") == Some(&FEEDS)).await;
    let mut wrong = run.wrong();
    let times: Vec<_> = log.visits().iter().map(|visit| visit.at).filter(|at| *at > dropped).collect();
    wrong.extend(too_fast(&times));
    let (spread, limit) = (distance(&pauses(&run, dropped)), 2.23 / (FEEDS as f64).sqrt());
    if spread > limit {
        wrong.push(format!("the pauses are not spread evenly: {spread:.3} from uniform, {limit:.3} may be"));
    }
    let open = run.states().get("open").copied().unwrap_or_default();
    let soon = |feed: &&String| {
        log.visits_of(feed).iter().any(|visit| visit.at > dropped && visit.at - dropped < BACK)
    };
    let in_time = feeds.iter().filter(soon).count();
    vec![Row {
        id: "R9".to_owned(),
        fault: fault.to_owned(),
        times: FEEDS,
        right: open,
        in_time: Some(in_time),
        growth: Some((run.mib("VmRSS") - before, feeds::GROWTH)),
        figure: format!("20 connects/s, back in 60 s, pauses even (KS {spread:.3} < {limit:.3})"),
        wrong,
        ..Row::default()
    }]
}

/// More than twenty connects in a second, wherever that second begins.
fn too_fast(times: &[Instant]) -> Option<String> {
    let shortest = times.windows(PACE + 1).map(|window| window[PACE] - window[0]).min()?;
    (shortest + JITTER < Duration::from_secs(1))
        .then(|| format!("{} connects began in {shortest:?}", PACE + 1))
}

/// The first pause of each feed after the drop, in seconds, as shown: to a tenth below.
fn pauses(run: &Run, dropped: Instant) -> Vec<f64> {
    let said = run.said();
    let mut seen = std::collections::HashSet::new();
    let waiting = said.iter().filter(|said| said.at > dropped && said.state == "waiting");
    waiting
        .filter(|said| seen.insert(said.feed.clone()))
        .filter_map(|said| Some(said.delay?.as_secs_f64()))
        .collect()
}

/// Kolmogorov and Smirnov's distance from a pause that is uniform within 0.5 and 1 s, looked at where tenths end.
fn distance(pauses: &[f64]) -> f64 {
    let below =
        |edge: f64| pauses.iter().filter(|pause| **pause + 0.05 < edge).count() as f64 / pauses.len() as f64;
    let edges = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
    edges.iter().map(|edge| (below(*edge) - (edge - 0.5) * 2.0).abs()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_spread_is_near_and_a_lump_is_far() {
        let even: Vec<_> = (0..200).map(|n| 0.5 + f64::from(n / 40) / 10.0).collect();
        assert!(distance(&even) < 0.01, "{}", distance(&even));
        assert!(distance(&[0.5; 200]) > 0.7 && distance(&[1.0; 200]) > 0.9);
    }

    #[test]
    fn a_burst_is_seen() {
        let start = Instant::now();
        let every =
            |millis: u64| (0..100).map(|n| start + Duration::from_millis(n * millis)).collect::<Vec<_>>();
        assert!(too_fast(&every(50)).is_none());
        assert!(too_fast(&every(45)).is_some());
    }
}
