//! From the server's write to the desktop's notification service: Tidings beside what a person would use instead, in one run.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{sleep, sleep_until, timeout};

use super::bell::{Bell, Rung};
use super::figure::quantile;
use super::firehose::Firehose;
use super::program::Program;
use super::server::Server;
use super::{Result, machine};

const ROUNDS: usize = 120;
/// Critical entries ring one by one at a pace of 1.2 s: each of these is rung by itself.
const PACE: Duration = Duration::from_millis(1_300);
/// A second of silence ends what may be a backlog, which would be summed up.
const SETTLED: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(30);
/// Rings for each line of data, with the title that stands in it.
const LOOP: &str = r#"curl -sN "$1" | sed -un 's/.*"title":"\([^"]*\)".*/\1/p' | while read -r title; do notify-send "$title"; done"#;

/// One of those that ring: what it is called, and the stream that it follows. What it is made of ends with the value.
struct Ringer {
    name: &'static str,
    socket: TcpStream,
    latencies: Vec<f64>,
}

impl Ringer {
    fn new(name: &'static str, socket: TcpStream) -> Self {
        Self { name, socket, latencies: Vec::new() }
    }

    async fn ring(&mut self, bell: &mut Bell, round: usize) -> Result<()> {
        let title = format!("Alarm {round} by {}", self.name);
        let event = format!(
            "id: {round}\ndata: {{\"title\":\"{title}\",\"body\":\"in the hall\",\"priority\":\"max\"}}\n\n"
        );
        let written = Instant::now();
        self.socket.write_all(event.as_bytes()).await?;
        let rung = timeout(PATIENCE, bell.rung()).await;
        let Rung { title: rang, at, .. } = rung.map_err(|_| format!("{title} did not ring"))??;
        if rang != title {
            return Err(format!("{title} rang as {rang}").into());
        }
        self.latencies.push((at - written).as_secs_f64() * 1e3);
        Ok(())
    }
}

/// The table, as Markdown.
pub async fn measure(binary: &Path) -> Result<String> {
    let mut bell = Bell::hang().await?;
    let (own, looped, mut page) = (Server::start().await?, Server::start().await?, Firehose::start().await?);
    let program = Program::run(binary, &own.feeds(1, "")?, Some(bell.address()))?;
    let tidings = Ringer::new("tidings", own.accept().await?);
    let _shell = shell(&looped.url("/")?, bell.address())?;
    let shell = Ringer::new("curl and notify-send", looped.accept().await?);
    let _browser = Browser::open(&page.url("/bell"), bell.address()).await?;
    let socket = timeout(PATIENCE, page.stream()).await.map_err(|_| "Chromium did not open the page")??;
    let chromium = Ringer::new("Chromium", socket);
    loop {
        match timeout(PATIENCE, page.said()).await.map_err(|_| "the page was never ready")?? {
            said if said == "/ready?granted" => break,
            said if said.starts_with("/ready") => {
                return Err(format!("Chromium does not ring: {said}").into());
            }
            _ => {}
        }
    }
    sleep(SETTLED).await;
    let mut ringers = [tidings, chromium, shell];
    for round in 0..ROUNDS {
        let next = tokio::time::Instant::now() + PACE;
        for ringer in &mut ringers {
            let rung = ringer.ring(&mut bell, round).await;
            rung.map_err(|error| format!("{error}. {}", program.said()))?;
        }
        sleep_until(next).await;
    }
    eprintln!("rings: {ROUNDS} rounds, load {}", machine::load()?);
    Ok(table(&mut ringers))
}

fn table(ringers: &mut [Ringer]) -> String {
    let mut table = "| client | p50, ms | p99, ms | slowest, ms |\n|---|---|---|---|\n".to_owned();
    for Ringer { name, latencies, .. } in ringers {
        latencies.sort_by(f64::total_cmp);
        let [middle, high, highest] = [0.5, 0.99, 1.0].map(|share| quantile(latencies, share));
        table += &format!("| {name} | {middle:.1} | {high:.1} | {highest:.1} |\n");
    }
    table
}

fn shell(url: &str, bus: &str) -> Result<Child> {
    let mut command = Command::new("sh");
    command.args(["-c", LOOP, "sh", url]).env("DBUS_SESSION_BUS_ADDRESS", bus).stdin(Stdio::null());
    Ok(command.kill_on_drop(true).spawn()?)
}

/// Chromium in a window, since without one it rings nowhere.
struct Browser {
    _display: Child,
    _chromium: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    async fn open(url: &str, bus: &str) -> Result<Self> {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1024x768x24"]).stdout(Stdio::piped());
        let mut display = xvfb.stderr(Stdio::null()).kill_on_drop(true).spawn()?;
        let said = display.stdout.take().ok_or("Xvfb has no output")?;
        let number = BufReader::new(said).lines().next_line().await?.ok_or("Xvfb did not start")?;
        let profile = tempfile::tempdir()?;
        std::fs::create_dir_all(profile.path().join("Default"))?;
        // As if the person had said yes to the page.
        let allowed = r#"{"profile":{"default_content_setting_values":{"notifications":1}}}"#;
        std::fs::write(profile.path().join("Default/Preferences"), allowed)?;
        let mut chromium = Command::new("chromium");
        chromium.args(["--no-sandbox", "--disable-gpu", "--no-first-run", "--password-store=basic"]);
        chromium.arg(format!("--user-data-dir={}", profile.path().display())).arg(url);
        chromium.env("DISPLAY", format!(":{number}")).env("DBUS_SESSION_BUS_ADDRESS", bus);
        chromium.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let chromium = chromium.spawn().map_err(|error| format!("chromium cannot be run: {error}"))?;
        Ok(Self { _display: display, _chromium: chromium, _profile: profile })
    }
}
