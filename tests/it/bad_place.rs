//! Configurations, directories and databases that cannot be used as they are: the words, the place, and nothing lost.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use tidings_tests::{Config, FeedTable, ReplayHub, Running, Tidings, until};
use tokio::process::Command;

/// A `tidings` that has stored one entry of the hub and ended in good order.
async fn with_history(hub: &ReplayHub) -> Tidings {
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    hub.publish("kept");
    let run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["kept"]);
    run.terminate().await;
    run.finish().await.expect(0, &[]);
    tidings
}

#[tokio::test]
async fn a_broken_configuration_is_reported_with_its_line() {
    let broken = [
        ("[bell]\nenabled = maybe\n", "line 2"),
        ("[feeds.a]\nurl = \"http://127.0.0.1:9/\"\nenable = true\n", "line 3"),
        ("\n\n[feeds.A_B]\nurl = \"http://127.0.0.1:9/\"\n", "line 3"),
        ("[feeds.a]\nname = \"x\"\n", "url"),
        (
            "[feeds.a]\nurl = \"http://127.0.0.1:9/\"\nheaders = { Authorization = \"Bearer s3cret\" }\n",
            "line 3",
        ),
        ("[feeds.a]\nurl = \"http://127.0.0.1:9/\"\nformat = \"nonsense\"\n", "line 3"),
    ];
    for (text, word) in broken {
        let tidings = Tidings::new();
        tidings.write_config(text);
        let finished = tidings.finish(&["feeds", "list"]).await;
        finished.expect(1, &["tidings.toml", word]);
        assert!(!finished.stderr.contains("s3cret"), "{finished:#?}");
        assert_eq!(tidings.read_config(), text);
    }
}

#[tokio::test]
async fn a_first_start_on_a_broken_configuration_says_so_and_nothing_else() {
    let tidings = Tidings::new();
    tidings.write_config("[bell]\nenabled = maybe\n");
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["tidings.toml, line 2", "no feed is connected until it is mended"]).await;
    run.terminate().await;
    let finished = run.finish().await;
    assert_eq!((finished.code, finished.stderr.lines().count()), (Some(0), 1), "{finished:#?}");
}

#[tokio::test]
async fn a_configuration_that_cannot_be_read_is_named() {
    let tidings = Tidings::new();
    fs::create_dir_all(tidings.config_path()).unwrap();
    tidings.finish(&["feeds", "list"]).await.expect(1, &["tidings.toml"]);
}

#[tokio::test]
async fn a_data_directory_that_cannot_be_is_named() {
    let tidings = Tidings::with(&Config::default());
    fs::write(tidings.data_dir(), "a file stands here").unwrap();
    // As root no permission forbids a directory; below /proc/self not even root can make one.
    let nowhere = "/proc/self/tidings";
    let place = tidings.data_dir().display().to_string();
    tidings.finish(&["run", "--no-notify"]).await.expect(1, &[&place]);
    tidings.finish(&["--data-dir", nowhere, "run", "--no-notify"]).await.expect(1, &[nowhere]);
    assert_eq!(fs::read(tidings.data_dir()).unwrap(), b"a file stands here");
}

/// Runs `tidings run` where `before` (shell) has prepared a mount of its own at the data directory.
///
/// Namespaces let any user mount what only this process sees; its data are reached through `/proc`.
fn run_in_mount(tidings: &Tidings, before: &str) -> Running {
    let mut command = Command::new("unshare");
    let script =
        format!("set -e; d=\"$TIDINGS_DATA_DIR\"; mkdir -p \"$d\"; {before}; exec \"$0\" run --no-notify");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(tidings_tests::binary());
    tidings.surround(&mut command);
    Running::start(&mut command)
}

#[tokio::test]
async fn a_read_only_data_directory_is_said_and_left_as_it_is() {
    let hub = ReplayHub::start();
    let tidings = with_history(&hub).await;
    let before = fs::read(tidings.database()).unwrap();
    let read_only = "mount --bind \"$d\" \"$d\"; mount -o remount,bind,ro \"$d\"";
    run_in_mount(&tidings, read_only).finish().await.expect(1, &["read-only"]);
    assert!(fs::read(tidings.database()).unwrap() == before);
}

#[tokio::test]
async fn a_full_data_directory_is_said_once_and_nothing_is_lost_when_there_is_room_again() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    // 4 MiB are left, and 200 events of 50 kB need several times that.
    let small = "mount -t tmpfs -o size=128m none \"$d\"; head -c 124M /dev/zero > \"$d/ballast\"";
    let mut run = run_in_mount(&tidings, small);
    let text = "long ".repeat(10_000);
    let titles: Vec<_> = (1..=200).map(|n| format!("Message {n}")).collect();
    for title in &titles {
        hub.publish(&serde_json::json!({ "title": title, "body": text }).to_string());
    }
    run.says(&["full"]).await;
    assert!(run.is_up());
    let seen = format!("/proc/{}/root{}", run.id(), tidings.data_dir().display());
    fs::remove_file(Path::new(&seen).join("ballast")).unwrap();
    let stored = until("all is stored", async || {
        let stored = history_in_mount(&tidings, &run).await;
        (stored.len() >= titles.len()).then_some(stored)
    });
    assert_eq!(stored.await, titles);
    run.terminate().await;
    let finished = run.finish().await;
    finished.expect(0, &[]);
    assert_eq!(finished.stderr.matches("The disk is full").count(), 1, "{finished:#?}");
}

/// The titles that another `tidings` reads where `run` sees its mount.
async fn history_in_mount(tidings: &Tidings, run: &Running) -> Vec<String> {
    let mut command = Command::new("nsenter");
    command.args(["--user", "--mount", "--preserve-credentials", "--target", &run.id().to_string()]);
    command.arg(tidings_tests::binary()).args(["history", "--json"]);
    tidings.surround(&mut command);
    let finished = Running::start(&mut command).finish().await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    finished.json_lines().iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_database_from_a_newer_version_is_not_touched() {
    let hub = ReplayHub::start();
    let tidings = with_history(&hub).await;
    let path = tidings.database();
    let mut bytes = fs::read(&path).unwrap();
    // The header's user version: a big-endian number at offset 60 (https://www.sqlite.org/fileformat2.html).
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    fs::write(&path, &bytes).unwrap();
    for command in [&["run", "--no-notify"][..], &["history"]] {
        tidings.finish(command).await.expect(1, &["newer"]);
        assert!(fs::read(&path).unwrap() == bytes, "{command:?} changed the database");
    }
}

#[tokio::test]
async fn a_corrupt_database_is_set_aside_and_never_deleted() {
    let hub = ReplayHub::start();
    let tidings = with_history(&hub).await;
    let path = tidings.database();
    let mut bytes = fs::read(&path).unwrap();
    // Every page after the first becomes nonsense; the header still says SQLite.
    bytes[4096..].fill(0xa5);
    fs::write(&path, &bytes).unwrap();

    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["set aside"]).await;
    hub.publish("after the damage");
    // The hub says again what the damage took, since the cursor went with it.
    assert_eq!(tidings.titles(2).await, ["kept", "after the damage"]);
    let kept = fs::read_dir(tidings.data_dir()).unwrap().flatten().any(|file| holds(&file.path(), &bytes));
    assert!(kept, "the damaged database is kept as it was, somewhere in the data directory");
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().flatten().any(|file| holds(&file.path(), bytes));
    }
    fs::read(path).is_ok_and(|found| found == bytes)
}

#[tokio::test]
async fn a_second_instance_says_who_holds_the_data() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let mut first = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    let id = first.id().to_string();
    tidings.finish(&["run", "--no-notify"]).await.expect(1, &[&id]);
    assert!(first.is_up());
    assert_eq!(hub.requests().len(), 1);
    // What a killed one leaves behind holds nobody up.
    first.kill().await;
    let _third = tidings.start(&["run", "--no-notify"]);
    hub.request(1).await;
}

#[tokio::test]
async fn nobody_else_can_read_the_data() {
    let hub = ReplayHub::start();
    let tidings = with_history(&hub).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&tidings.data_dir()), 0o700);
    for file in fs::read_dir(tidings.data_dir()).unwrap() {
        let path = file.unwrap().path();
        let meant = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), meant, "{}", path.display());
    }
}
