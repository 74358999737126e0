//! `tidings run` on many feeds, and what it says of each.

use std::collections::HashMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tidings_tests::Tidings;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;
use tokio::sync::watch;

/// One line about a feed, and when it was said.
#[derive(Clone, Debug)]
pub struct Said {
    /// When the line came.
    pub at: Instant,
    /// The feed; empty where the line is about something else.
    pub feed: String,
    /// `open`, `waiting`, and so on.
    pub state: String,
    /// The pause it announces, to a tenth of a second below.
    pub delay: Option<Duration>,
    /// The whole line.
    pub line: String,
}

/// The command at work; ended with the value.
pub struct Run {
    /// Its home.
    pub tidings: Tidings,
    child: Child,
    said: watch::Receiver<Vec<Said>>,
}

impl Run {
    /// Starts `tidings run` with what `tidings` is configured with.
    pub fn start(tidings: Tidings) -> Self {
        let mut command = tidings.command(&["run", "--no-notify"]);
        Self::of(tidings, &mut command)
    }

    /// Starts it by another command, which is `tidings run` in the end.
    pub fn of(tidings: Tidings, command: &mut tokio::process::Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("`tidings` starts");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let (tell, said) = watch::channel(Vec::new());
        tokio::spawn(listen(lines, tell));
        Self { tidings, child, said }
    }

    /// Everything said so far.
    pub fn said(&self) -> Vec<Said> {
        self.said.borrow().clone()
    }

    /// What was said of this feed so far.
    pub fn said_of(&self, feed: &str) -> Vec<Said> {
        self.said.borrow().iter().filter(|said| said.feed == feed).cloned().collect()
    }

    /// How many feeds are in each state by now.
    pub fn states(&self) -> HashMap<String, usize> {
        let mut last = HashMap::new();
        for said in self.said.borrow().iter().filter(|said| !said.feed.is_empty()) {
            last.insert(said.feed.clone(), said.state.clone());
        }
        let mut counted = HashMap::new();
        last.into_values().for_each(|state| *counted.entry(state).or_default() += 1);
        counted
    }

    /// Waits until this many feeds are open, and says whether that came.
    pub async fn open(&self, feeds: usize, patience: Duration) -> bool {
        eventually(patience, || self.states().get("open").is_some_and(|open| *open >= feeds)).await
    }

    /// Memory in MiB: `VmRSS` for now, `VmHWM` for the most there was.
    pub fn mib(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kib.unwrap_or(f64::NAN) / 1024.0
    }

    /// Processor time so far, in seconds.
    pub fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap_or_default();
        let behind = stat.rsplit(')').next().unwrap_or_default().to_owned();
        let ticks: Vec<f64> =
            behind.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
        ticks.iter().sum::<f64>() / 100.0
    }

    /// How many entries a directory of /proc/PID has: `task` or `fd`.
    pub fn count(&self, directory: &str) -> usize {
        std::fs::read_dir(format!("/proc/{}/{directory}", self.id())).map_or(0, Iterator::count)
    }

    /// Open files, without the history's own: up to three readers of it are opened when they are first needed, and kept.
    pub fn files(&self) -> usize {
        let links = std::fs::read_dir(format!("/proc/{}/fd", self.id())).into_iter().flatten().flatten();
        links
            .filter_map(|entry| std::fs::read_link(entry.path()).ok())
            .filter(|file| !file.to_string_lossy().contains("tidings.db"))
            .count()
    }

    /// Its process id; 0 once it has ended.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// Sends a signal by the shell's own `kill`.
    pub fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let sent = std::process::Command::new("sh").args(["-c", "kill -$1 $2", "sh", name, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "SIG{name} could not be sent");
    }

    /// Ends it with SIGKILL, and gives its home back.
    pub async fn kill(mut self) -> Tidings {
        let _ = self.child.kill().await;
        self.tidings
    }

    /// What is wrong with the process itself: it ended, or one of its tasks did.
    pub fn wrong(&mut self) -> Vec<String> {
        let ended = self.child.try_wait().ok().flatten();
        let mut wrong: Vec<_> =
            ended.map(|status| format!("`tidings run` ended: {status}")).into_iter().collect();
        wrong.extend(
            self.said().iter().filter(|said| said.line.contains("panicked")).map(|said| said.line.clone()),
        );
        wrong
    }
}

async fn listen(
    mut lines: tokio::io::Lines<BufReader<tokio::process::ChildStderr>>,
    tell: watch::Sender<Vec<Said>>,
) {
    while let Ok(Some(line)) = lines.next_line().await {
        let said = parse(line, Instant::now());
        tell.send_modify(|all| all.push(said));
    }
}

fn parse(line: String, at: Instant) -> Said {
    let (feed, rest) = line.split_once(": ").unwrap_or(("", &line));
    let state = rest.split([',', ':']).next().unwrap_or_default();
    let known = ["connecting", "open", "waiting", "stopped", "queued", "paused"].contains(&state);
    let delay =
        rest.strip_prefix("waiting, trying again in ").and_then(|rest| rest.split(' ').next()?.parse().ok());
    let (feed, state) = if known { (feed.to_owned(), state.to_owned()) } else { Default::default() };
    Said { at, feed, state, delay: delay.map(Duration::from_secs_f64), line }
}

/// Asks until it holds; false where it does not within `patience`.
pub async fn eventually(patience: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() > patience {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart() {
        let said = parse("f7: waiting, trying again in 1.2 s: It broke. Mend it.".into(), Instant::now());
        assert_eq!(
            (&*said.feed, &*said.state, said.delay),
            ("f7", "waiting", Some(Duration::from_millis(1200)))
        );
        let said = parse("f7: stopped: No.".into(), Instant::now());
        assert_eq!((&*said.feed, &*said.state, said.delay), ("f7", "stopped", None));
        assert_eq!(parse("The disk is full: mend it".into(), Instant::now()).feed, "");
    }
}
