//! R1: SIGKILL at any moment while events pour in. What was committed is there, once, and the cursor stands where the rows end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

use super::chunks::Chance;
use super::command::{Run, eventually};
use super::{Scale, row::Row};

/// Events a second while it lives.
const RATE: u64 = 2_000;
/// A piece of that.
const TICK: Duration = Duration::from_millis(10);
const READY: Duration = Duration::from_millis(1_500);

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let kills = if scale.short { 10 } else { 100 };
    let hub = Arc::new(ReplayHub::start());
    let over = Arc::new(AtomicBool::new(false));
    let publishing = tokio::spawn(publish(hub.clone(), over.clone()));
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let mut killing = Killing { hub: &hub, ready: Vec::new(), stood: 0, wrong: Vec::new() };
    let tidings = killing.all(tidings, kills).await;
    let Killing { mut ready, stood, mut wrong, .. } = killing;
    over.store(true, Ordering::Relaxed);
    let _ = publishing.await;

    let published = hub.published();
    let mut last = Run::start(tidings);
    let (lost, doubled) = account(&last, published).await;
    wrong.extend(last.wrong());
    wrong.extend(
        last.said().iter().filter(|said| said.line.contains("set aside")).map(|said| said.line.clone()),
    );
    ready.sort_unstable();
    let p95 = ready.get(ready.len() * 95 / 100).copied().unwrap_or_default();
    if p95 > READY {
        wrong.push(format!("ready after {p95:?} in 95 of 100 starts"));
    }
    vec![Row {
        id: "R1".to_owned(),
        fault: format!("SIGKILL while storing ({published} events)"),
        times: kills,
        right: stood,
        lost,
        doubled,
        figure: format!("cursor = the last row; ready in 1.5 s, 95 of 100 ({:.2} s)", p95.as_secs_f64()),
        wrong,
        ..Row::default()
    }]
}

async fn publish(hub: Arc<ReplayHub>, over: Arc<AtomicBool>) {
    let mut tick = tokio::time::interval(TICK);
    while !over.load(Ordering::Relaxed) {
        tick.tick().await;
        for _ in 0..RATE * 10 / 1_000 {
            let n = hub.published() + 1;
            hub.publish(&format!("e{n}"));
        }
    }
}

struct Killing<'a> {
    hub: &'a ReplayHub,
    ready: Vec<Duration>,
    stood: usize,
    wrong: Vec<String>,
}

impl Killing<'_> {
    async fn all(&mut self, mut tidings: Tidings, kills: usize) -> Tidings {
        let mut chance = Chance(0x0072_3121);
        for _ in 0..kills {
            let stored = stored(&tidings).await;
            let (asked, begun) = (self.hub.requests().len(), Instant::now());
            let run = Run::start(tidings);
            let came = eventually(Duration::from_secs(10), || self.hub.requests().len() > asked).await;
            self.ready.push(begun.elapsed());
            let resumed = self.hub.requests().get(asked).and_then(|request| request.last_event_id());
            // The ids are the numbers from 1 on: the cursor is the count of what was committed.
            let stood = came && resumed.as_deref().unwrap_or("0") == stored.to_string();
            self.stood += usize::from(stood);
            if !stood {
                self.wrong.push(format!("{stored} events were committed, and it resumed from {resumed:?}"));
            }
            let life = u64::try_from(chance.below(600)).unwrap_or_default();
            tokio::time::sleep(Duration::from_millis(life)).await;
            tidings = run.kill().await;
        }
        self.wrong.truncate(5);
        tidings
    }
}

/// How many are committed, counted by another process.
pub async fn stored(tidings: &Tidings) -> usize {
    let finished = tidings.finish(&["history", "--json", "--limit", "1"]).await;
    let newest = finished.json_lines().first().and_then(|line| line["seq"].as_u64());
    newest.and_then(|seq| usize::try_from(seq).ok()).unwrap_or_default()
}

/// Waits until everything published is there, and compares it name by name.
async fn account(run: &Run, published: usize) -> (usize, usize) {
    for _ in 0..300 {
        if stored(&run.tidings).await >= published {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // So many lines may take longer than a test is given.
    let read = run.tidings.command(&["history", "--json"]).output().await;
    let history = read.map(|output| output.stdout).unwrap_or_default();
    let mut times = vec![0_usize; published + 1];
    for line in history.split(|byte| *byte == b'\n') {
        let line: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
        let number = line["title"].as_str().and_then(|title| title.strip_prefix('e')?.parse::<usize>().ok());
        if let Some(count) = number.and_then(|number| times.get_mut(number)) {
            *count += 1;
        }
    }
    let lost = times[1..].iter().filter(|count| **count == 0).count();
    (lost, times.iter().map(|count| count.saturating_sub(1)).sum())
}
