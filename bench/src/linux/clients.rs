//! Whole clients on the same loopback firehose, each a process of its own: events a second, processor time, memory.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{sleep, timeout};

use super::Result;
use super::firehose::{Firehose, news};
use super::tree;

const EVENTS: usize = 200_000;
const TURNS: usize = 3;
const MANY: [usize; 3] = [1, 100, 1_000];
const PATIENCE: Duration = Duration::from_secs(180);
const EVENTSOURCE: &str = "eventsource@4.1.1";
const HTTPX: [&str; 2] = ["httpx==0.28.1", "httpx-sse==0.4.3"];

/// One client: what it is called, how it is started, and how many connections one process of it makes.
struct Peer {
    name: &'static str,
    command: fn(&Places, &str, usize, usize) -> Vec<String>,
    most: usize,
}

/// Where things are.
pub struct Places {
    own: PathBuf,
    tidings: PathBuf,
    node: PathBuf,
    python: PathBuf,
}

const PEERS: [Peer; 6] = [
    Peer {
        name: "tidings-sse, counting",
        command: |p, url, n, c| counting(p, "tidings", url, n, c),
        most: 1_000,
    },
    Peer {
        name: "eventsource-client (LaunchDarkly)",
        command: |p, url, n, c| counting(p, "launchdarkly", url, n, c),
        most: 1_000,
    },
    Peer {
        name: "reqwest and eventsource-stream, bare",
        command: |p, url, n, c| counting(p, "bare", url, n, c),
        most: 1_000,
    },
    Peer {
        name: "Node, npm eventsource",
        command: |p, url, n, c| {
            words(&[
                "node",
                &script("node.mjs"),
                &p.node.join("x.js").display().to_string(),
                url,
                &n.to_string(),
                &c.to_string(),
            ])
        },
        most: 1_000,
    },
    Peer {
        name: "Python, httpx-sse",
        command: |p, url, n, c| {
            words(&[
                &p.python.display().to_string(),
                &script("httpx_sse_client.py"),
                url,
                &n.to_string(),
                &c.to_string(),
            ])
        },
        most: 1_000,
    },
    Peer {
        name: "tidings watch --raw --json, printing",
        command: |p, url, n, _| {
            let count = (n + 1).to_string();
            let run = format!(
                "'{}' -q watch '{url}' --raw --json --count {count} | (head -n 1 >/dev/null; echo ready; cat >/dev/null; echo done); cat",
                p.tidings.display()
            );
            words(&["sh", "-c", &run])
        },
        most: 1,
    },
];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn counting(places: &Places, name: &str, url: &str, events: usize, connections: usize) -> Vec<String> {
    words(&[
        &places.own.display().to_string(),
        "--client",
        name,
        url,
        &events.to_string(),
        &connections.to_string(),
    ])
}

fn script(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(name).display().to_string()
}

/// The table of whole clients, as Markdown.
pub async fn measure(tidings: &Path) -> Result<String> {
    let places = install(tidings)?;
    let mut lines = Vec::new();
    for peer in &PEERS {
        let mut line = Line { name: peer.name, at: Vec::new() };
        for connections in MANY.into_iter().filter(|connections| *connections <= peer.most) {
            let speed = best(&places, peer, connections).await?;
            let memory = held(&places, peer, connections).await?;
            eprintln!("{}, {connections} connections: {:.0} a second", peer.name, speed.0);
            line.at.push((speed.0, speed.1, memory));
        }
        lines.push(line);
    }
    let events = news(EVENTS);
    lines.push(Line { name: "curl -N (parses nothing)", at: vec![best_curl(&events).await?] });
    let chromium = chromium(&events).await?;
    lines.push(Line { name: "Chromium, EventSource (6 connections to a host at most)", at: vec![chromium] });
    Ok(table(&lines))
}

/// A client, and its figures with 1, 100 and 1,000 connections, as far as it makes so many.
struct Line {
    name: &'static str,
    at: Vec<Speed>,
}

/// A column for each figure and number of connections.
fn table(lines: &[Line]) -> String {
    let own = lines[0].at[0].0;
    let mut table = "| client | tidings-sse = 1 | events a second, 1 connection | 100 | 1,000 | CPU an event, µs, 1 connection | 100 | 1,000 | \
        MiB, 1 connection | 100 | 1,000 |\n|---|---|---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for Line { name, at } in lines {
        let cells = |say: fn(&Speed) -> String| {
            (0..MANY.len()).map(|n| at.get(n).map_or_else(String::new, say)).collect::<Vec<_>>().join(" | ")
        };
        let (rates, cpu, memory) = (
            cells(|at| format!("{:.0}", at.0)),
            cells(|at| format!("{:.2}", at.1)),
            cells(|at| format!("{:.1}", at.2)),
        );
        table += &format!("| {name} | {:.3} | {rates} | {cpu} | {memory} |\n", at[0].0 / own);
    }
    table
}

/// Events a second, microseconds of processor time an event, and MiB at the end.
type Speed = (f64, f64, f64);

/// All streams say their share of the same number of events at once.
async fn best(places: &Places, peer: &Peer, connections: usize) -> Result<Speed> {
    let share = news(EVENTS / connections);
    let mut best = (0.0, 0.0, 0.0);
    for _ in 0..TURNS {
        let mut firehose = Firehose::start().await?;
        let mut client = Client::start(&(peer.command)(places, &firehose.url("/feed"), EVENTS, connections))?;
        let mut sockets = Vec::new();
        for _ in 0..connections {
            sockets.push(timeout(PATIENCE, firehose.stream()).await??);
        }
        client.says("ready").await?;
        let before = tree::cpu_seconds(client.id());
        let begun = Instant::now();
        let saying = try_join_all(sockets.iter_mut().map(|socket| socket.write_all(&share)));
        let (sent, done) = tokio::join!(saying, client.says("done"));
        let taken = begun.elapsed().as_secs_f64();
        sent?;
        done?;
        let cpu = (tree::cpu_seconds(client.id()) - before) / EVENTS as f64 * 1e6;
        let now = (EVENTS as f64 / taken, cpu, tree::pss_mib(client.id()));
        best = if now.0 > best.0 { now } else { best };
    }
    Ok(best)
}

/// Memory with so many streams open and quiet.
async fn held(places: &Places, peer: &Peer, connections: usize) -> Result<f64> {
    let mut firehose = Firehose::start().await?;
    let mut client = Client::start(&(peer.command)(places, &firehose.url("/feed"), EVENTS, connections))?;
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(timeout(PATIENCE, firehose.stream()).await??);
    }
    client.says("ready").await?;
    sleep(Duration::from_secs(1)).await;
    Ok(tree::pss_mib(client.id()))
}

/// curl ends when the stream does, and its time is taken until then.
async fn best_curl(events: &Arc<Vec<u8>>) -> Result<Speed> {
    let mut best = (0.0, 0.0, 0.0);
    for _ in 0..TURNS {
        let mut firehose = Firehose::start().await?;
        let url = firehose.url("/feed");
        let mut curl =
            Command::new("curl").args(["-sN", "-o", "/dev/null", &url]).kill_on_drop(true).spawn()?;
        let mut socket = firehose.stream().await?;
        let id = curl.id().unwrap_or_default();
        let begun = Instant::now();
        socket.write_all(events).await?;
        // What is sent is nearly read: loopback holds a few MiB at most.
        let (cpu, resident) = (tree::cpu_seconds(id), tree::pss_mib(id));
        drop(socket);
        curl.wait().await?;
        let now = (EVENTS as f64 / begun.elapsed().as_secs_f64(), cpu / EVENTS as f64 * 1e6, resident);
        best = if now.0 > best.0 { now } else { best };
    }
    Ok(best)
}

/// A page in a browser without a window. It makes six connections to a host at most.
async fn chromium(events: &Arc<Vec<u8>>) -> Result<Speed> {
    let mut best = (0.0, 0.0, 0.0);
    for _ in 0..TURNS {
        let mut firehose = Firehose::start().await?;
        let profile = tempfile::tempdir()?;
        let mut command = Command::new("chromium");
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]);
        command.arg(format!("--user-data-dir={}", profile.path().display())).arg("--remote-debugging-port=0");
        command.arg(firehose.url(&format!("/page?wanted={EVENTS}"))).kill_on_drop(true);
        let mut browser = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let id = browser.id().unwrap_or_default();
        let mut socket = timeout(PATIENCE, firehose.stream()).await??;
        while !timeout(PATIENCE, firehose.said()).await??.starts_with("/ready") {}
        let before = tree::cpu_seconds(id);
        let begun = Instant::now();
        socket.write_all(events).await?;
        while !timeout(PATIENCE, firehose.said()).await??.starts_with("/done") {}
        let rate = EVENTS as f64 / begun.elapsed().as_secs_f64();
        let now = (rate, (tree::cpu_seconds(id) - before) / EVENTS as f64 * 1e6, tree::pss_mib(id));
        best = if now.0 > best.0 { now } else { best };
        browser.kill().await?;
    }
    Ok(best)
}

struct Client {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Client {
    fn start(words: &[String]) -> Result<Self> {
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut child = command.spawn().map_err(|error| format!("{} cannot be run: {error}", words[0]))?;
        let lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        Ok(Self { child, lines })
    }

    fn id(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    async fn says(&mut self, word: &str) -> Result<()> {
        let said = timeout(PATIENCE, self.lines.next_line()).await;
        match said.map_err(|_| format!("the client did not say {word}"))?? {
            Some(said) if said == word => Ok(()),
            other => Err(format!("the client said {other:?} instead of {word}").into()),
        }
    }
}

/// A shell would leave what it started behind.
impl Drop for Client {
    fn drop(&mut self) {
        if let Some(id) = self.child.id() {
            let _ = std::process::Command::new("kill").args(["-KILL", "--", &format!("-{id}")]).status();
        }
    }
}

/// npm's and PyPI's packages, once, beside what cargo builds.
fn install(tidings: &Path) -> Result<Places> {
    let own = std::env::current_exe()?;
    let place = own.ancestors().nth(2).ok_or("no target directory")?.join("foreign");
    let (node, venv) = (place.join("bench-npm"), place.join("bench-venv"));
    std::fs::create_dir_all(&node)?;
    if !node.join("node_modules/eventsource").exists() {
        let flags = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix"];
        done(std::process::Command::new("npm").args(flags).arg(&node).arg(EVENTSOURCE), "npm")?;
    }
    let python = venv.join("bin/python");
    if !venv.join("complete").exists() {
        done(
            std::process::Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv),
            "Python with venv",
        )?;
        done(
            std::process::Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(HTTPX),
            "pip",
        )?;
        std::fs::write(venv.join("complete"), "")?;
    }
    Ok(Places { own, tidings: tidings.to_owned(), node, python })
}

fn done(command: &mut std::process::Command, what: &str) -> Result<()> {
    let status =
        command.status().map_err(|error| format!("{what} is needed here, and cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed: {status}").into()) }
}
