//! R11: a disk that fails (EIO). No disk here can be made to: a library between Tidings and the system answers for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

use super::command::{Run, eventually};
use super::disks::AGAIN;
use super::kills::stored;
use super::row::Row;

const SOURCE: &str = include_str!("failing_disk.c");
const EVENTS: usize = 20;

/// Half of the events come while the disk fails.
pub async fn row() -> Row {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let Some(library) = library(&tidings) else {
        return Row {
            id: "R11".to_owned(),
            ..Row::broken("the disk fails (EIO)", "a C compiler is needed (cc)")
        };
    };
    let flag = library.with_extension("fails");
    let mut command = tidings.command(&["run", "--no-notify"]);
    command.env("LD_PRELOAD", &library).env("TIDINGS_FAULTS_EIO", &flag);
    let mut run = Run::of(tidings, &mut command);
    (1..=EVENTS / 2).for_each(|n| drop(hub.publish(&format!("e{n}"))));
    let before = run.tidings.titles(EVENTS / 2).await.len();
    fs::write(&flag, "").expect("the flag can be set");
    (EVENTS / 2 + 1..=EVENTS).for_each(|n| drop(hub.publish(&format!("e{n}"))));
    let told = || run.said().iter().filter(|said| said.line.contains("The disk fails")).count();
    eventually(Duration::from_secs(20), || told() > 0).await;
    let meanwhile = stored(&run.tidings).await;
    // Several tries later it is still said once.
    tokio::time::sleep(AGAIN).await;
    fs::remove_file(&flag).expect("the flag can be taken away");
    let whole = Instant::now();
    while stored(&run.tidings).await < EVENTS && whole.elapsed() < AGAIN * 4 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let took = whole.elapsed();
    let titles = run.tidings.titles(0).await;
    let lost = (1..=EVENTS).filter(|n| !titles.contains(&format!("e{n}"))).count();
    let times_told = told();
    let mut wrong = run.wrong();
    if times_told != 1 {
        let lines: Vec<_> = run.said_of("hub").into_iter().map(|said| said.line).collect();
        wrong.push(format!("it was said {times_told} times: {}", lines.join(" / ")));
    }
    if before != EVENTS / 2 || meanwhile != EVENTS / 2 {
        wrong.push(format!(
            "{before} were stored before, {meanwhile} while it failed: the fault did not happen"
        ));
    }
    Row {
        id: "R11".to_owned(),
        fault: "the disk fails (EIO)".to_owned(),
        times: 1,
        right: usize::from(times_told == 1),
        in_time: Some(usize::from(took <= AGAIN)),
        lost,
        doubled: (titles.len() + lost).saturating_sub(EVENTS),
        figure: format!("said once, all stored 5 s after it works again ({:.1} s)", took.as_secs_f64()),
        wrong,
        ..Row::default()
    }
}

/// The library, built beside the configuration.
fn library(tidings: &Tidings) -> Option<PathBuf> {
    let source = tidings.config_path().with_file_name("failing_disk.c");
    fs::write(&source, SOURCE).ok()?;
    let library = source.with_extension("so");
    built(&source, &library).then_some(library)
}

fn built(source: &Path, library: &Path) -> bool {
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-o"]).arg(library).arg(source).arg("-ldl");
    cc.status().is_ok_and(|status| status.success())
}
