//! R10: clocks that jump under a running program, and a machine that slept.
//!
//! The wall clock is moved by libfaketime (Debian: `faketime`); the steady one stays as it is.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

use super::command::{Run, eventually};
use super::{Scale, row::Row};

const DAY: i64 = 86_400;
/// How soon a connection that died in its sleep is connected anew.
pub const AWAKE: Duration = Duration::from_secs(5);
/// A process that did not run for 5 s was away.
const STOPPED: Duration = Duration::from_secs(6);
/// Feeds that are woken beside each other: more would wait for the twenty connects a second.
pub const FEEDS: usize = 5;
/// Feeds under one clock that jumps: none of them connects anew.
const UNDER_A_CLOCK: usize = 25;

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let Some(library) = library() else {
        return vec![Row {
            id: "R10".to_owned(),
            ..Row::broken("clocks", "libfaketime is not installed (Debian: faketime)")
        }];
    };
    let jumps =
        [("a day on", DAY), ("a day back", -DAY), ("a year on", 365 * DAY), ("a year back", -365 * DAY)];
    let mut rows = Vec::new();
    for (name, seconds) in jumps {
        let feeds = UNDER_A_CLOCK.min(scale.times);
        let mut rounds = Vec::new();
        for _ in 0..scale.times / feeds {
            rounds.push(jump(&library, feeds, seconds).await);
        }
        rows.push(Row::summed("R10", &format!("the clock jumps {name}"), rounds));
    }
    let mut rounds = Vec::new();
    for _ in 0..scale.times / FEEDS {
        rounds.push(sleep(&library).await);
    }
    rows.push(Row::summed("R10", "asleep for ten minutes", rounds));
    rows
}

fn library() -> Option<PathBuf> {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let found = folders.map(|folder| Path::new(folder).join("faketime/libfaketime.so.1"));
    found.into_iter().find(|path| path.exists())
}

/// A `tidings run` on feeds of one hub, with a wall clock that is this many seconds off.
struct Clock {
    run: Run,
    file: PathBuf,
}

impl Clock {
    fn start(hub: &ReplayHub, library: &Path, feeds: usize) -> Self {
        let tables = (0..feeds).map(|n| FeedTable::new(&format!("f{n}"), &hub.url(&format!("/{n}"))));
        let tidings = Tidings::with(&Config::of(tables));
        let file = tidings.config_path().with_file_name("clock");
        set(&file, 0);
        let mut command = tidings.command(&["run", "--no-notify"]);
        command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", &file);
        command
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("DONT_FAKE_MONOTONIC", "1");
        Self { run: Run::of(tidings, &mut command), file }
    }
}

fn set(file: &Path, seconds: i64) {
    let new = file.with_extension("new");
    let written = std::fs::write(&new, format!("{seconds:+}")).and_then(|()| std::fs::rename(&new, file));
    written.expect("the clock's file can be written");
}

async fn jump(library: &Path, feeds: usize, seconds: i64) -> Row {
    let hub = ReplayHub::start();
    let mut clock = Clock::start(&hub, library, feeds);
    let opened = clock.run.open(feeds, Duration::from_secs(20)).await;
    hub.publish("e1");
    let mut wrong = Vec::new();
    if !opened || !heard(&clock.run.tidings, feeds).await {
        wrong.push("the feeds were not heard before the jump".to_owned());
    }
    let asked = hub.requests().len();
    set(&clock.file, seconds);
    tokio::time::sleep(Duration::from_secs(1)).await;
    for n in 2..=4 {
        hub.publish(&format!("e{n}"));
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let came = heard(&clock.run.tidings, 4 * feeds).await;
    // A jump may look like a sleep: each connection may then be checked once, and no more.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let again = hub.requests().len() - asked;
    if again > feeds {
        wrong.push(format!("{again} connects after the jump, of {feeds} feeds"));
    }
    let (lost, doubled, in_order) = account(&clock.run.tidings, feeds, 4).await;
    if !in_order {
        wrong.push("the history is not in the order of arrival".to_owned());
    }
    wrong.extend(clock.run.wrong());
    let open = clock.run.states().get("open").copied().unwrap_or_default();
    Row {
        times: feeds,
        right: if came { open } else { 0 },
        lost,
        doubled,
        figure: format!("no storm ({again} connects), order by arrival"),
        wrong,
        ..Row::default()
    }
}

/// Stopped for long enough to be told from a busy moment, with ten minutes gone by the wall clock, and connections that did not survive it.
/// (A real sleep shows as a gap between two of the machine's clocks, which nobody can move; `tests/it/wakes.rs` has the system's own word for it.)
async fn sleep(library: &Path) -> Row {
    let hub = ReplayHub::forgetful();
    let mut clock = Clock::start(&hub, library, FEEDS);
    let opened = clock.run.open(FEEDS, Duration::from_secs(20)).await;
    hub.publish("e1");
    let came = heard(&clock.run.tidings, FEEDS).await;
    let asked = hub.requests().len();
    clock.run.signal("STOP");
    super::network::link(false);
    // What is said to a sleeping machine is lost on the way, the end of the connection too.
    hub.publish("e2");
    hub.cut().await;
    tokio::time::sleep(STOPPED).await;
    set(&clock.file, 600);
    super::network::link(true);
    clock.run.signal("CONT");
    found_again(&hub, &mut clock.run, opened && came, asked).await
}

/// From now on `FEEDS` dead connections are to be found out and made anew, after so many requests; nothing may be lost.
pub async fn found_again(hub: &ReplayHub, run: &mut Run, heard_before: bool, asked: usize) -> Row {
    let begun = Instant::now();
    let checked = eventually(AWAKE, || hub.requests().len() >= asked + FEEDS).await;
    let took = begun.elapsed();
    let back = heard(&run.tidings, 2 * FEEDS).await;
    let (lost, doubled, _) = account(&run.tidings, FEEDS, 2).await;
    let mut wrong = run.wrong();
    if !heard_before {
        wrong.push("the feeds were not heard before".to_owned());
    }
    let again = hub.requests().len() - asked;
    Row {
        times: FEEDS,
        right: if back { run.states().get("open").copied().unwrap_or_default() } else { 0 },
        in_time: Some(if checked { FEEDS } else { again.min(FEEDS - 1) }),
        lost,
        doubled,
        figure: format!("connected anew in 5 s ({:.1} s)", took.as_secs_f64()),
        wrong,
        ..Row::default()
    }
}

/// Whether so many entries are in the history within five seconds.
pub async fn heard(tidings: &Tidings, count: usize) -> bool {
    for _ in 0..100 {
        if tidings.history(&[]).await.len() >= count {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

/// Events lost, events twice, and whether each feed's stand in the order they came.
pub async fn account(tidings: &Tidings, feeds: usize, wanted: usize) -> (usize, usize, bool) {
    let history = tidings.history(&[]).await;
    let mut in_order = true;
    let (mut lost, mut doubled) = (0, 0);
    for n in 0..feeds {
        let feed = format!("f{n}");
        let own = history.iter().filter(|line| line["feed"] == feed.as_str());
        let titles: Vec<_> = own.filter_map(|line| line["title"].as_str()).collect();
        let expected: Vec<_> = (1..=wanted).map(|n| format!("e{n}")).collect();
        lost += expected.iter().filter(|title| !titles.contains(&title.as_str())).count();
        doubled += titles.len().saturating_sub(wanted);
        in_order &= titles == expected;
    }
    (lost, doubled, in_order || lost > 0)
}
