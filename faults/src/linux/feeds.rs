//! A hundred feeds in the middle of their streams, a fault to each, and the account of it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tidings_tests::{Config, FeedTable, Server, Tidings};

use super::command::{Run, eventually};
use super::origin::{ALL, BEFORE, Log};
use super::row::Row;

/// The most a process may grow by over a fault (R3).
pub const GROWTH: f64 = 16.0;
/// A read of the history may be under way whenever one looks.
const SPARE_FILES: usize = 8;
/// Faults of two connects each are this far apart, so that they fit into twenty a second.
pub const APART: Duration = Duration::from_millis(120);
/// Rows of a family at work at a time: they mostly wait.
const BESIDE: usize = 4;
/// How far a reconnect may be from the pause that was shown (R3).
const LATE: Duration = Duration::from_secs(1);
/// How much sooner it may seem to be: the line that shows the pause was written before it was read.
const EARLY: Duration = Duration::from_millis(150);

/// How a fault is to end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It is said, and after the pause it is tried again, and all is there.
    Waits,
    /// It is said, and nothing more is tried.
    Stops,
    /// It is no fault: the stream stays open and all is there.
    Stays,
}

/// What is to happen, and to be said.
pub struct Fault {
    /// For the table.
    pub name: String,
    /// How it is to end.
    pub then: Then,
    /// Words of the reason, as a person reads them.
    pub words: &'static str,
    /// The shortest pause there may be: what the server asked for.
    pub least: Duration,
    /// How much later than that the connects may be, where all feeds need one at the same time; none where the way itself is gone, and
    /// the server cannot tell when it was tried.
    pub queue: Option<Duration>,
    /// The connects that each may need.
    pub connects: u32,
    /// How long all of it may take.
    pub patience: Duration,
}

impl Fault {
    /// One that ends in a further try.
    pub fn waits(name: impl Into<String>, words: &'static str) -> Self {
        let (least, queue) = (Duration::ZERO, Some(Duration::ZERO));
        let patience = Duration::from_secs(60);
        Self { name: name.into(), then: Then::Waits, words, least, queue, connects: 2, patience }
    }

    /// One that ends for good.
    pub fn stops(name: impl Into<String>, words: &'static str) -> Self {
        Self { then: Then::Stops, ..Self::waits(name, words) }
    }

    /// One that is none.
    pub fn stays(name: impl Into<String>) -> Self {
        Self { then: Then::Stays, ..Self::waits(name, "") }
    }
}

/// How long so many connects may queue that all become due at the same time, at twenty a second, with what was tried in vain before them.
pub fn queue_of(times: usize) -> Option<Duration> {
    Some(Duration::from_millis(100) * u32::try_from(times).unwrap_or(0))
}

/// The names of that many feeds.
pub fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("f{n}")).collect()
}

/// A `tidings run` on these feeds.
pub fn run(feeds: &[String], url: impl Fn(&str) -> String, surround: impl FnOnce(Tidings) -> Tidings) -> Run {
    let tables = feeds.iter().map(|feed| FeedTable::new(feed, &url(feed)));
    Run::start(surround(Tidings::with(&Config::of(tables))))
}

/// The scene of a fault: everything is open, and what happens next is up to the family.
pub struct Scene {
    pub run: Run,
    pub feeds: Vec<String>,
    pub log: Log,
    before: f64,
    files: usize,
}

impl Scene {
    /// Waits until all feeds are open and have their first events.
    pub async fn open(run: Run, feeds: Vec<String>, log: Log) -> Result<Self, String> {
        let patience =
            Duration::from_secs(30) + Duration::from_millis(100) * u32::try_from(feeds.len()).unwrap_or(0);
        if !run.open(feeds.len(), patience).await {
            let last = run.said().last().map(|said| said.line.clone());
            return Err(format!("not all feeds opened: {:?}; last: {last:?}", run.states()));
        }
        // What the first batches took stays with the process, whatever happens next.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = run.mib("VmRSS");
        let files = run.count("fd");
        Ok(Self { run, feeds, log, before, files })
    }

    /// One fault after the other, and then the account of all.
    pub async fn suffer(mut self, fault: &Fault) -> Row {
        for feed in &self.feeds {
            self.log.release(feed);
            tokio::time::sleep(APART / 2 * fault.connects).await;
        }
        self.account(fault).await
    }

    /// Waits for every feed to end as it should, and counts.
    pub async fn account(&mut self, fault: &Fault) -> Row {
        let wanted = match fault.then {
            Then::Stops => BEFORE,
            Then::Waits | Then::Stays => ALL,
        };
        let over = |scene: &Self| scene.feeds.iter().all(|feed| scene.right(feed, fault));
        eventually(fault.patience, || over(self)).await;
        let (lost, doubled) = self.losses(wanted).await;
        let mut wrong = self.run.wrong();
        let files = self.run.count("fd");
        if files > self.files + SPARE_FILES {
            wrong.push(format!("{files} files are open, where {} were", self.files));
        }
        let right = self.feeds.iter().filter(|feed| self.right(feed, fault)).count();
        if right < self.feeds.len() {
            wrong.extend(self.example(fault));
        }
        let judged = fault.queue.filter(|_| fault.then == Then::Waits);
        let in_time = judged.map(|queue| self.in_time(fault, queue, &mut wrong));
        let growth = Some((self.run.mib("VmRSS") - self.before, GROWTH));
        let times = self.feeds.len();
        let figure = figure(fault);
        let (id, fault) = ("R3".to_owned(), fault.name.clone());
        Row { id, fault, times, right, in_time, lost, doubled, growth, figure, wrong }
    }

    /// Whether this feed was shown as what it was, and ended as it should.
    fn right(&self, feed: &str, fault: &Fault) -> bool {
        let said = self.run.said_of(feed);
        let told =
            |state: &str| said.iter().position(|said| said.state == state && said.line.contains(fault.words));
        let last = said.last().map_or("", |said| &*said.state);
        match fault.then {
            Then::Waits => {
                told("waiting").is_some_and(|at| said[at..].iter().any(|said| said.state == "open"))
                    && last == "open"
            }
            Then::Stops => told("stopped").is_some() && last == "stopped",
            Then::Stays => last == "open" && said.iter().all(|said| said.state != "waiting"),
        }
    }

    fn example(&self, fault: &Fault) -> Option<String> {
        let feed = self.feeds.iter().find(|feed| !self.right(feed, fault))?;
        let lines: Vec<_> = self.run.said_of(feed).into_iter().map(|said| said.line).collect();
        Some(lines.join(" / "))
    }

    /// How many feeds tried again when they had said, and no sooner than they were asked to.
    fn in_time(&self, fault: &Fault, queue: Duration, wrong: &mut Vec<String>) -> usize {
        let mut good = 0;
        for feed in &self.feeds {
            let mut all = true;
            for waiting in self.run.said_of(feed).iter().filter(|said| said.state == "waiting") {
                let Some(delay) = waiting.delay else { continue };
                let meant = waiting.line.contains(fault.words);
                let Some(tried) = self.tried_after(feed, waiting.at) else { continue };
                let slept = tried - waiting.at;
                let early = slept + EARLY < delay;
                let late = slept > delay + Duration::from_millis(100) + LATE + queue;
                let short = meant && delay + Duration::from_millis(100) < fault.least;
                if early || late || short {
                    all = false;
                    wrong.push(format!("{:.2} s after: {}", slept.as_secs_f64(), waiting.line));
                }
            }
            good += usize::from(all);
        }
        wrong.truncate(5);
        good
    }

    /// When this feed was tried again: when its request came; or, where that was lost on the way, when it next said something.
    fn tried_after(&self, feed: &str, at: Instant) -> Option<Instant> {
        let said = self.run.said_of(feed);
        let later = said.iter().filter(|said| said.at > at);
        let said_so = later.clone().next().map(|said| said.at);
        let over = later.clone().find(|said| said.state != "connecting").map(|said| said.at);
        let visits = self.log.visits_of(feed).into_iter().map(|visit| visit.at);
        visits.filter(|visit| *visit > at && over.is_none_or(|over| *visit <= over)).min().or(said_so)
    }

    /// Events that are not in the history, and those that are there twice.
    pub async fn losses(&self, wanted: usize) -> (usize, usize) {
        let mut counted = BTreeMap::new();
        for _ in 0..150 {
            counted = self.history().await;
            if counted.len() >= wanted * self.feeds.len() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let all = self.feeds.iter().flat_map(|feed| (1..=wanted).map(move |n| (feed.clone(), n)));
        let lost = all.filter(|event| !counted.contains_key(event)).count();
        (lost, counted.values().map(|times| times - 1).sum())
    }

    async fn history(&self) -> BTreeMap<(String, usize), usize> {
        let mut counted = BTreeMap::new();
        let finished = self.run.tidings.finish(&["history", "--json"]).await;
        if finished.code != Some(0) {
            return counted;
        }
        for line in finished.json_lines() {
            let title = line["title"].as_str().unwrap_or_default();
            let digits: String =
                title.trim_start_matches('e').chars().take_while(char::is_ascii_digit).collect();
            let feed = line["feed"].as_str().unwrap_or_default().to_owned();
            *counted.entry((feed, digits.parse().unwrap_or(0))).or_default() += 1;
        }
        counted
    }
}

fn figure(fault: &Fault) -> String {
    let queue = fault.queue.unwrap_or_default();
    match fault.then {
        Then::Waits if !queue.is_zero() => {
            format!("pause + 1 s, and {:.0} s for the queue of connects", queue.as_secs_f64())
        }
        Then::Waits if !fault.least.is_zero() => {
            format!("pause of {:.0} s or more, + 1 s", fault.least.as_secs_f64())
        }
        Then::Waits => "pause + 1 s".to_owned(),
        Then::Stops => "stops, and says why".to_owned(),
        Then::Stays => "stays open".to_owned(),
    }
}

/// The row of a scene that never came to its fault.
pub fn not_opened(fault: &Fault, why: &str) -> Row {
    Row { id: "R3".to_owned(), ..Row::broken(&fault.name, why) }
}

/// Serves feeds from one server, opens them all, and lets each suffer the fault.
pub async fn suffer(times: usize, fault: Fault, (server, log): (Server, Log)) -> Row {
    let feeds = names(times);
    let run = run(&feeds, |feed| server.url(&format!("/{feed}")), |tidings| tidings);
    match Scene::open(run, feeds, log).await {
        Ok(scene) => scene.suffer(&fault).await,
        Err(why) => not_opened(&fault, &why),
    }
}

/// Runs rows a few at a time, and gives them in their order.
pub async fn beside(rows: Vec<super::Rows>) -> Vec<Row> {
    let found: Vec<_> = futures_util::stream::iter(rows).buffered(BESIDE).collect().await;
    found.into_iter().flatten().collect()
}
