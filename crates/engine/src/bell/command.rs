//! The program that a feed has run when it rings: never through a shell, for a bounded time, and a bounded number at once.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process_group};
use tidings_model::{BellCommand, Urgency};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Ringing;

/// Programs at work at once.
const AT_ONCE: usize = 4;
/// Programs at work or waiting for their turn; past this many, one is left out and that is said in the log.
const MOST: usize = 64;

/// Runs the programs.
#[derive(Debug)]
pub(super) struct Commands {
    turns: Arc<Semaphore>,
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Commands {
    pub(super) fn new() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            tracker: TaskTracker::new(),
            stop: CancellationToken::new(),
        }
    }

    /// Starts the program for an entry, the newest of `count` that ring together. It never waits.
    pub(super) fn run(&self, command: &BellCommand, ringing: &Ringing, count: usize) {
        if self.tracker.len() >= MOST {
            tracing::warn!(feed = %ringing.feed, "too many programs wait for their turn: {} was left out", command.program);
            return;
        }
        let (program, timeout) = (prepared(command, ringing, count), command.timeout_seconds);
        let (name, feed, turns) = (command.program.clone(), ringing.feed.clone(), self.turns.clone());
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            let Ok(_turn) = turns.acquire().await else { return };
            let said = tokio::select! {
                said = attend(program, Duration::from_secs(timeout.into())) => said,
                () = stop.cancelled() => return,
            };
            if let Err(trouble) = said {
                tracing::warn!(%feed, "{name} {trouble}");
            }
        });
    }
}

impl Drop for Commands {
    /// With the bell end the programs it started.
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Why a program did not do its work.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("could not be started: {0}. Look at `command` of this feed in tidings.toml.")]
    Start(std::io::Error),
    #[error("failed with {0}.")]
    Failed(std::process::ExitStatus),
    #[error("took longer than {0} seconds, and was ended. `timeout_seconds` allows more.")]
    TooLong(u64),
}

/// A program at work, and what it started in its turn: all of it ends with the value, unless the program has ended by itself.
struct Working(Child);

impl Drop for Working {
    fn drop(&mut self) {
        // Until it is waited for, its number is nobody else's.
        #[cfg(unix)]
        if let Some(group) = self.0.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

async fn attend(mut program: Command, timeout: Duration) -> Result<(), Trouble> {
    let mut child = Working(program.spawn().map_err(Trouble::Start)?);
    let ended = tokio::time::timeout(timeout, child.0.wait()).await;
    match ended {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(Trouble::Failed(status)),
        Ok(Err(error)) => Err(Trouble::Start(error)),
        Err(_) => Err(Trouble::TooLong(timeout.as_secs())),
    }
}

/// The program with the entry in its arguments and its environment. Feed text is one argument each, whatever it holds.
fn prepared(command: &BellCommand, ringing: &Ringing, count: usize) -> Command {
    let fields = fields(ringing, count);
    let mut program = Command::new(&command.program);
    program.args(command.args.iter().map(|arg| filled(arg, &fields)));
    for (name, value) in &fields {
        program.env(format!("TIDINGS_{}", name.to_uppercase()), value);
    }
    #[cfg(unix)]
    program.process_group(0);
    program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    program
}

fn fields(ringing: &Ringing, count: usize) -> [(&'static str, String); 8] {
    // No system takes a NUL in an argument.
    let plain = |text: &str| text.replace('\0', "");
    let urgency = match ringing.urgency {
        Urgency::Low => "low",
        Urgency::Normal => "normal",
        Urgency::Critical => "critical",
    };
    [
        ("title", plain(&ringing.title)),
        ("body", plain(&ringing.body)),
        ("link", plain(ringing.link.as_deref().unwrap_or_default())),
        ("feed", ringing.feed.to_string()),
        ("feed_name", plain(&ringing.feed_name)),
        ("urgency", urgency.to_owned()),
        ("seq", ringing.seq.0.to_string()),
        ("count", count.to_string()),
    ]
}

/// An argument with the fields in place of their names. What a field holds is not looked at again.
fn filled(arg: &str, fields: &[(&'static str, String)]) -> String {
    let mut filled = String::new();
    let mut rest = arg;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let named = fields.iter().find_map(|(name, value)| {
            let behind = rest[open + 1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, behind))
        });
        match named {
            Some((value, behind)) => {
                filled.push_str(value);
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = &rest[open + 1..];
            }
        }
    }
    filled + rest
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::popup::tests::ringing;
    use super::*;

    fn command(program: &str, args: &[&str]) -> BellCommand {
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        BellCommand { program: program.to_owned(), args, timeout_seconds: 5 }
    }

    #[test]
    fn names_become_what_they_stand_for_once() {
        let mut entry = ringing(7, "match", "{body} $(reboot); 'x' \"y\"");
        entry.body = "1\0-0".into();
        let fields = fields(&entry, 3);
        for (arg, expected) in [
            ("{title}", "{body} $(reboot); 'x' \"y\""),
            ("a {body} {feed}/{seq} x{count}", "a 1-0 match/7 x3"),
            ("{nothing} {title {{feed}}", "{nothing} {title {match}"),
            ("", ""),
        ] {
            assert_eq!(filled(arg, &fields), expected);
        }
    }

    #[tokio::test]
    async fn no_shell_reads_what_a_feed_says() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("said");
        let script = "printf '%s|%s' \"$1\" \"$TIDINGS_TITLE\" > \"$0\"";
        let entry = ringing(7, "match", "$(touch /tmp/never) `id` '; \"");
        let command = command("sh", &["-c", script, file.to_str().unwrap(), "{title}"]);
        attend(prepared(&command, &entry, 1), Duration::from_secs(20)).await.unwrap();
        let said = std::fs::read_to_string(file).unwrap();
        assert_eq!(said, format!("{0}|{0}", entry.title));
    }

    #[tokio::test]
    async fn what_goes_wrong_is_said() {
        let entry = ringing(7, "match", "t");
        let run = |command: BellCommand, timeout| attend(prepared(&command, &entry, 1), timeout);
        let missing = run(command("/nowhere/at-all", &[]), Duration::from_secs(20)).await;
        assert!(matches!(missing, Err(Trouble::Start(_))), "{missing:?}");
        let failing = run(command("false", &[]), Duration::from_secs(20)).await;
        assert!(matches!(failing, Err(Trouble::Failed(_))), "{failing:?}");
        let slow = run(command("sleep", &["600"]), Duration::from_millis(50)).await;
        assert!(matches!(slow, Err(Trouble::TooLong(_))), "{slow:?}");
    }

    #[tokio::test]
    async fn with_a_program_ends_what_it_started() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // Whoever holds the pipe open is up: a reader comes to its end once nobody does.
        let command = command("sh", &["-c", "sleep 600 > \"$0\" & wait", pipe.to_str().unwrap()]);
        let reading = tokio::task::spawn_blocking(move || std::fs::read(pipe).unwrap());
        let entry = ringing(7, "match", "t");
        let slow = attend(prepared(&command, &entry, 1), Duration::from_secs(1)).await;
        assert!(matches!(slow, Err(Trouble::TooLong(1))), "{slow:?}");
        assert_eq!(
            tokio::time::timeout(Duration::from_secs(60), reading).await.unwrap().unwrap(),
            Vec::<u8>::new()
        );
    }

    #[tokio::test]
    async fn only_so_many_wait_for_their_turn() {
        let commands = Commands::new();
        let entry = ringing(7, "match", "t");
        for _ in 0..MOST + 10 {
            commands.run(&command("sleep", &["600"]), &entry, 1);
        }
        assert_eq!(commands.tracker.len(), MOST);
        let tracker = commands.tracker.clone();
        drop(commands);
        tracker.close();
        tracker.wait().await;
    }
}
