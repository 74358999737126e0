//! Servers that nobody here wrote: npm's better-sse, PyPI's sse-starlette, and a CGI-like one that closes after each event. (nchan is in
//! `nchan.rs`.) Each drops its clients, gives ids, takes them back, says retry and comments.
//!
//! The packages are installed once, below the target directory: npm and Python with venv have to be there.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use tidings_tests::{Config, FeedTable, Running, Tidings};
use tokio::process::Command;

const BETTER_SSE: &str = "better-sse@0.16.1";
const STARLETTE: [&str; 3] = ["sse-starlette==3.7.0", "starlette==1.10.0", "uvicorn==0.54.0"];

#[tokio::test]
async fn better_sse_is_followed_over_its_drops() {
    let place = place("npm");
    let module = place.join("node_modules/better-sse/package.json");
    if !module.exists() {
        fs::create_dir_all(&place).unwrap();
        let flags = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix"];
        install(Command::new("npm").args(flags).arg(&place).arg(BETTER_SSE), "Node.js with npm").await;
    }
    let mut command = Command::new("node");
    follow(command.arg(script("better_sse.mjs")).arg(place.join("x.js")), 30).await;
}

#[tokio::test]
async fn sse_starlette_is_followed_over_its_ends() {
    let place = place("venv");
    let python = place.join("bin/python");
    if !place.join("complete").exists() {
        install(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place), "Python with venv")
            .await;
        install(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(STARLETTE), "pip").await;
        fs::write(place.join("complete"), "").unwrap();
    }
    follow(Command::new(&python).arg(script("starlette_hub.py")), 30).await;
}

#[tokio::test]
async fn a_cgi_like_server_is_asked_again_after_each_event() {
    follow(Command::new("python3").arg(script("cgi_like.py")), 6).await;
}

/// Watches and runs against the server, and finds each event once and in order.
async fn follow(command: &mut Command, events: usize) {
    let mut server = Running::start(command);
    let url = format!("http://127.0.0.1:{}/feed", server.line().await);
    let expected: Vec<_> = (1..=events).map(|n| format!("Number {n}")).collect();
    let count = events.to_string();

    let watch = Tidings::new().finish(&["watch", &url, "--raw", "--json", "--count", &count]).await;
    let lines = watch.json_lines();
    assert_eq!(lines.len(), events, "{watch:#?}");
    for (n, line) in (1..).zip(&lines) {
        let data: serde_json::Value = serde_json::from_str(line["data"].as_str().unwrap()).unwrap();
        assert_eq!(data["title"], format!("Number {n}"));
        assert_eq!(line["event"], if n % 2 == 1 { "odd" } else { "even" });
        assert_eq!(line["last_event_id"], n.to_string());
    }
    let half = (events / 2).to_string();
    let resumed = ["watch", &url, "--raw", "--json", "--count", "1", "--last-event-id", &half];
    let resumed = Tidings::new().finish(&resumed).await;
    assert_eq!(resumed.json_lines()[0]["last_event_id"], (events / 2 + 1).to_string(), "{resumed:#?}");

    let tidings = Tidings::with(&Config::of([FeedTable::new("foreign", &url)]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    let says = run.says(&["foreign", "trying again in 0."]).await;
    assert_eq!(tidings.titles(events).await, expected, "{says}");
}

async fn install(command: &mut Command, what: &str) {
    let done = command.stdin(Stdio::null()).output().await;
    let done = done.unwrap_or_else(|error| panic!("{what} is needed here, and cannot be run: {error}"));
    assert!(done.status.success(), "{what} failed: {}", String::from_utf8_lossy(&done.stderr));
}

/// A folder below the target directory, which outlives the test.
fn place(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    test.ancestors().nth(3).unwrap().join("foreign").join(name)
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign").join(name)
}
