//! A program at work: its lines as they come, its end.

use std::process::Stdio;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    sync::mpsc,
    time::timeout,
};

use crate::DEADLINE;

/// A child process, ended with the value at the latest.
pub struct Running {
    child: Child,
    stdout: Lines,
    stderr: Lines,
}

/// What a program left when it had ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// All lines of standard output, joined.
    pub stdout: String,
    /// All lines of standard error, joined.
    pub stderr: String,
}

/// The lines of one pipe: those still to be taken, and all there were, for the message of a failing test.
struct Lines {
    name: &'static str,
    coming: mpsc::UnboundedReceiver<String>,
    seen: Vec<String>,
}

impl Lines {
    fn of(name: &'static str, pipe: impl AsyncRead + Unpin + Send + 'static) -> Self {
        let (sender, coming) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut lines = BufReader::new(pipe).split(b'\n');
            while let Ok(Some(line)) = lines.next_segment().await {
                let line = String::from_utf8(line).expect("the program prints UTF-8");
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { name, coming, seen: Vec::new() }
    }

    async fn next(&mut self) -> Option<String> {
        let line = self.coming.recv().await?;
        self.seen.push(line.clone());
        Some(line)
    }

    /// The next line that `wanted` makes something of. Lines before it are passed over.
    async fn find<T>(&mut self, what: &str, wanted: impl Fn(&str) -> Option<T>) -> T {
        let found = timeout(DEADLINE, async {
            while let Some(line) = self.next().await {
                if let Some(found) = wanted(&line) {
                    return Some(found);
                }
            }
            None
        });
        let found = found.await;
        found
            .ok()
            .flatten()
            .unwrap_or_else(|| panic!("no {what} on {}; there was:\n{}", self.name, self.seen.join("\n")))
    }

    async fn rest(mut self) -> String {
        while self.next().await.is_some() {}
        self.seen.join("\n")
    }
}

impl Running {
    /// Starts `command` with its pipes attached and nothing to read.
    ///
    /// # Panics
    ///
    /// Where the program cannot be started.
    #[must_use]
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let stdout = Lines::of("stdout", child.stdout.take().expect("stdout is a pipe"));
        let stderr = Lines::of("stderr", child.stderr.take().expect("stderr is a pipe"));
        Self { child, stdout, stderr }
    }

    /// The next line of standard output.
    pub async fn line(&mut self) -> String {
        self.stdout.find("further line", |line| Some(line.to_owned())).await
    }

    /// The next line of standard output, which must be JSON.
    pub async fn json(&mut self) -> Value {
        let line = self.line().await;
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in the line {line:?}"))
    }

    /// The next line of standard error that says all of `words`, whatever the case.
    pub async fn says(&mut self, words: &[&str]) -> String {
        let wanted = |line: &str| {
            let lower = line.to_lowercase();
            words.iter().all(|word| lower.contains(&word.to_lowercase())).then(|| line.to_owned())
        };
        self.stderr.find(&format!("line with {words:?}"), wanted).await
    }

    /// The next connection state of this name on standard error: `{"state":"open"}` and the like.
    pub async fn state(&mut self, name: &str) -> Value {
        let wanted = |line: &str| {
            let value: Value = serde_json::from_str(line).ok()?;
            (value["state"] == name).then_some(value)
        };
        self.stderr.find(&format!("state {name:?}"), wanted).await
    }

    /// Its process id.
    ///
    /// # Panics
    ///
    /// Where it has ended already.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id().expect("the program still runs")
    }

    /// Asks it to end, as a session manager would: SIGTERM.
    ///
    /// # Panics
    ///
    /// Where it has ended already.
    pub async fn terminate(&self) {
        let id = self.id().to_string();
        // The shell's own kill: no program of that name needs to be there.
        let sent = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &id]).status().await;
        assert!(sent.is_ok_and(|status| status.success()), "SIGTERM could not be sent");
    }

    /// Ends it with SIGKILL and waits until it is gone.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("the program can be killed");
    }

    /// Whether it still runs.
    pub fn is_up(&mut self) -> bool {
        self.child.try_wait().expect("the program can be asked").is_none()
    }

    /// What it left, once it has ended by itself.
    ///
    /// # Panics
    ///
    /// After [`DEADLINE`], with what it said.
    pub async fn finish(mut self) -> Finished {
        let ended = timeout(DEADLINE, self.child.wait()).await;
        if ended.is_err() {
            self.child.kill().await.expect("the program can be killed");
        }
        let (stdout, stderr) = tokio::join!(self.stdout.rest(), self.stderr.rest());
        let status = ended.unwrap_or_else(|_| panic!("it did not end; stdout:\n{stdout}\nstderr:\n{stderr}"));
        Finished { code: status.expect("the program can be waited for").code(), stdout, stderr }
    }
}

impl Finished {
    /// The lines of standard output, each of which must be JSON.
    #[must_use]
    pub fn json_lines(&self) -> Vec<Value> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in the line {line:?}"));
        self.stdout.lines().map(parse).collect()
    }

    /// Fails unless it ended with this code and said all of `words` on standard error, whatever the case.
    #[track_caller]
    pub fn expect(&self, code: i32, words: &[&str]) {
        let lower = self.stderr.to_lowercase();
        let missing: Vec<_> = words.iter().filter(|word| !lower.contains(&word.to_lowercase())).collect();
        assert!(
            self.code == Some(code) && missing.is_empty(),
            "wanted code {code} and {missing:?} in: {self:#?}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Running {
        Running::start(Command::new("sh").args(["-c", script]))
    }

    #[tokio::test]
    async fn lines_come_while_it_runs() {
        let mut running =
            sh("echo '{\"a\":1}'; echo noise >&2; echo '{\"state\":\"open\"}' >&2; exec sleep 1000");
        assert_eq!(running.json().await["a"], 1);
        assert_eq!(running.state("open").await["state"], "open");
        assert!(running.is_up());
        running.terminate().await;
        assert_eq!(running.finish().await.code, None);
    }

    #[tokio::test]
    async fn its_end_tells_all() {
        let finished = sh("echo '1'; echo '[2]'; echo 'Bad THING' >&2; exit 3").finish().await;
        finished.expect(3, &["bad", "thing"]);
        assert_eq!(finished.json_lines(), [serde_json::json!(1), serde_json::json!([2])]);
    }
}
