//! R11: no room, no writing, no file descriptors left. Said, survived, and made good when there is room again.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;
use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

use super::command::{Run, eventually};
use super::feeds::{self, Fault, Scene, names, not_opened, queue_of};
use super::kills::stored;
use super::origin::{Part, serve};
use super::{Scale, failing_disk, row::Row};

/// How soon everything is stored once there is room.
pub const AGAIN: Duration = Duration::from_secs(5);

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let times = if scale.short { 1 } else { 10 };
    let mut full = Vec::new();
    for _ in 0..times {
        full.push(no_room().await);
    }
    let full = Row::summed("R11", "the disk is full (ENOSPC)", full);
    vec![full, failing_disk::row().await, read_only().await, no_files(scale).await]
}

/// A data directory of its own size; unmounted with the value.
struct Mount(PathBuf);

impl Mount {
    fn tmpfs(tidings: &Tidings, size: &str) -> Self {
        let place = tidings.data_dir();
        fs::create_dir_all(&place).expect("the data directory can be made");
        let options = format!("size={size}");
        mount(&["-t", "tmpfs", "-o", &options, "none", &place.display().to_string()]);
        Self(place)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["--lazy"]).arg(&self.0).status();
    }
}

fn mount(words: &[&str]) {
    let done = Command::new("mount").args(words).status();
    assert!(done.is_ok_and(|status| status.success()), "mount {} failed", words.join(" "));
}

/// 4 MiB are left for several times as much.
async fn no_room() -> Row {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let mount = Mount::tmpfs(&tidings, "128m");
    let ballast = mount.0.join("ballast");
    fs::write(&ballast, vec![0; 124 << 20]).expect("the ballast fits");
    let mut run = Run::start(tidings);
    let text = "long ".repeat(10_000);
    const EVENTS: usize = 200;
    for n in 1..=EVENTS {
        hub.publish(&json!({ "title": format!("e{n}"), "body": text }).to_string());
    }
    let told = || run.said().iter().filter(|said| said.line.contains("disk is full")).count();
    eventually(Duration::from_secs(20), || told() > 0).await;
    let mut wrong = Vec::new();
    let stood = run.tidings.history(&[]).await.len();
    if stood >= EVENTS {
        wrong.push("there was room for all: the fault did not happen".to_owned());
    }
    fs::remove_file(&ballast).expect("the ballast can go");
    let room = Instant::now();
    while stored(&run.tidings).await < EVENTS && room.elapsed() < Duration::from_secs(30) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let took = room.elapsed();
    let titles = run.tidings.titles(0).await;
    let lost = (1..=EVENTS).filter(|n| !titles.contains(&format!("e{n}"))).count();
    let times_told = told();
    wrong.extend(run.wrong());
    Row {
        times: 1,
        right: usize::from(times_told == 1),
        in_time: Some(usize::from(took <= AGAIN)),
        lost,
        doubled: (titles.len() + lost).saturating_sub(EVENTS),
        figure: format!("said once, all stored 5 s after there is room ({:.1} s)", took.as_secs_f64()),
        wrong,
        ..Row::default()
    }
}

/// A data directory that cannot be written is said, and left as it is.
async fn read_only() -> Row {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let mount_point = Mount::tmpfs(&tidings, "64m");
    hub.publish("e1");
    let run = Run::start(tidings);
    run.tidings.titles(1).await;
    let tidings = run.kill().await;
    mount(&["-o", "remount,ro", &mount_point.0.display().to_string()]);
    let finished = tidings.finish(&["run", "--no-notify"]).await;
    let said = finished.code == Some(1) && finished.stderr.to_lowercase().contains("read-only");
    mount(&["-o", "remount,rw", &mount_point.0.display().to_string()]);
    hub.publish("e2");
    let _again = tidings.start(&["run", "--no-notify"]);
    let titles = tidings.titles(2).await;
    let wrong = if said { Vec::new() } else { vec![format!("{finished:?}")] };
    Row {
        id: "R11".to_owned(),
        fault: "the disk is read-only (EROFS)".to_owned(),
        times: 1,
        right: usize::from(said),
        lost: 2_usize.saturating_sub(titles.len()),
        doubled: titles.len().saturating_sub(2),
        figure: "said, exit code 1, nothing changed".to_owned(),
        wrong,
        ..Row::default()
    }
}

/// So few descriptors that hardly any connection can be made; then as many as one likes.
async fn no_files(scale: Scale) -> Row {
    let fault = Fault {
        patience: Duration::from_secs(90),
        queue: queue_of(scale.times),
        ..Fault::waits("no file descriptor is left (EMFILE)", "too many files are open")
    };
    let feeds = names(scale.times);
    let (server, log) = serve(Part::Way);
    let run = feeds::run(&feeds, |feed| server.url(&format!("/{feed}")), |tidings| tidings);
    let mut scene = match Scene::open(run, feeds, log).await {
        Ok(scene) => scene,
        Err(why) => return not_opened(&fault, &why),
    };
    // What is open stays; each connection that ends now cannot be made again.
    limit_files(scene.run.id(), 10);
    server.cut().await;
    let told = |feed: &String| scene.run.said_of(feed).iter().any(|said| said.line.contains(fault.words));
    eventually(Duration::from_secs(60), || scene.feeds.iter().all(told)).await;
    limit_files(scene.run.id(), 4096);
    Row { id: "R11".to_owned(), ..scene.account(&fault).await }
}

fn limit_files(process: u32, most: usize) {
    let (process, most) = (process.to_string(), format!("--nofile={most}:"));
    let done = Command::new("prlimit").args(["--pid", &process, &most]).status();
    assert!(done.is_ok_and(|status| status.success()), "prlimit (util-linux) failed");
}
