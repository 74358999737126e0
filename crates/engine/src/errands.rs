//! Errands: what another program of the same person asks of the one that runs. Each is a small file in the data directory, where
//! only that person can write, and is gone once it is done.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use serde::{Deserialize, Serialize};
use tidings_model::Timestamp;
use tidings_store::private_dir;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::EngineHandle;
use crate::error::Error;

/// Where they lie, in the data directory.
const FOLDER: &str = "errands";
/// The longest errand read, in bytes.
const LONGEST: u64 = 4 << 10;
/// Errands done at one look; others wait for the next.
const AT_ONCE: usize = 32;
/// How often to look where the system cannot say that a file came.
const POLL: Duration = Duration::from_millis(900);
/// How long a program waits for its errand to be done.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks.
const PACE: Duration = Duration::from_millis(20);
/// Milliseconds after which nobody waits for an errand any more.
const STALE: i64 = 10_000;

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case")]
pub enum Errand {
    /// What [`EngineHandle::snooze`] does.
    Snooze {
        /// The feed; none is all of them.
        feed: Option<String>,
        /// Until when (RFC 3339); none ends it.
        until: Option<String>,
    },
    /// What [`EngineHandle::standings`] says, as JSON.
    Standings,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    asked_at: Timestamp,
    errand: Errand,
}

/// Why an errand was not done.
#[derive(Debug, thiserror::Error)]
pub enum ErrandError {
    /// It could not be left for the other program.
    #[error("the data directory cannot be written to: {0}")]
    Io(#[from] io::Error),
    /// Nobody did it in time.
    #[error("it did not answer within {} seconds", PATIENCE.as_secs())]
    Nobody,
    /// It was not to be done.
    #[error("{0}")]
    Refused(String),
}

/// Asks the Tidings that has `data_dir` to do something, and comes back when it is done, with its answer where there is one.
///
/// # Errors
/// [`ErrandError`]; then nothing was done.
pub async fn ask_running(
    data_dir: &Path,
    errand: Errand,
    now: Timestamp,
) -> Result<Option<String>, ErrandError> {
    let folder = data_dir.join(FOLDER);
    private_dir(&folder)?;
    let file = folder.join(format!("{}-{}.json", std::process::id(), now.0));
    let text = serde_json::to_vec(&Note { asked_at: now, errand }).map_err(io::Error::other)?;
    let beside = file.with_extension("new");
    fs::write(&beside, text)?;
    fs::rename(&beside, &file)?;
    let taken = file.with_extension("taken");
    let done = async {
        while file.exists() || taken.exists() {
            sleep(PACE).await;
        }
    };
    if timeout(PATIENCE, done).await.is_err() {
        // Taken away before anybody took it, it is not done any more.
        let _ = fs::remove_file(&file);
        return Err(ErrandError::Nobody);
    }
    match left(&file.with_extension("refused"))? {
        Some(words) => Err(ErrandError::Refused(words)),
        None => Ok(left(&file.with_extension("told"))?),
    }
}

/// What the other program left for us there, if anything. It is taken away.
fn left(file: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(file) {
        Ok(words) => fs::remove_file(file).map(|()| Some(words)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Does what others ask until `stop`.
pub(crate) async fn serve(engine: EngineHandle, data_dir: PathBuf, stop: CancellationToken) {
    let folder = data_dir.join(FOLDER);
    // Of programs that wait no longer.
    for file in ["refused", "told", "taken", "new"].iter().flat_map(|extension| files(&folder, extension)) {
        let _ = fs::remove_file(file);
    }
    let (hint, mut hints) = mpsc::channel(1);
    let watcher = watch(&folder, hint);
    let mut poll = interval(POLL);
    loop {
        for file in files(&folder, "json") {
            run(&engine, &file).await;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            Some(()) = hints.recv() => {}
            _ = poll.tick(), if watcher.is_none() => {}
        }
    }
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(there) = fs::read_dir(folder) else { return Vec::new() };
    let paths = there.flatten().map(|file| file.path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).take(AT_ONCE).collect()
}

async fn run(engine: &EngineHandle, file: &Path) {
    let taken = file.with_extension("taken");
    if fs::rename(file, &taken).is_err() {
        return;
    }
    let done = match read(&taken) {
        Some(note) => follow(engine, note).await.map_err(|error| error.to_string()),
        None => Err("It could not be read.".to_owned()),
    };
    let _ = match done {
        Ok(Some(told)) => fs::write(file.with_extension("told"), told),
        Ok(None) => Ok(()),
        Err(words) => fs::write(file.with_extension("refused"), words),
    };
    let _ = fs::remove_file(&taken);
}

async fn follow(engine: &EngineHandle, Note { asked_at, errand }: Note) -> Result<Option<String>, Error> {
    let age = engine.parts.world.clock.now().millis_since(asked_at);
    if age.abs() > STALE {
        return Ok(None);
    }
    match errand {
        Errand::Snooze { feed, until } => {
            engine.snooze(feed.as_deref(), until.as_deref()).await?;
            Ok(None)
        }
        Errand::Standings => Ok(serde_json::to_string(&engine.standings().await?).ok()),
    }
}

fn read(file: &Path) -> Option<Note> {
    let mut text = String::new();
    fs::File::open(file).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn watch(folder: &Path, hint: mpsc::Sender<()>) -> Option<RecommendedWatcher> {
    private_dir(folder).ok()?;
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.map_or(true, |event| !event.kind.is_access()) {
            // A full channel holds a hint already.
            let _ = hint.try_send(());
        }
    })
    .ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Errand = Errand::Snooze { feed: None, until: None };

    #[tokio::test(start_paused = true)]
    async fn an_errand_that_nobody_takes_is_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let asked = ask_running(dir.path(), END, Timestamp(1)).await;
        assert!(matches!(asked, Err(ErrandError::Nobody)), "{asked:?}");
        assert_eq!(fs::read_dir(dir.path().join(FOLDER)).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_refusal_comes_back_in_words() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join(FOLDER);
        let other = async {
            loop {
                sleep(PACE).await;
                if let Some(file) = files(&folder, "json").pop() {
                    assert_eq!(read(&file).unwrap().errand, END);
                    fs::write(file.with_extension("refused"), "Not today.").unwrap();
                    return fs::remove_file(file).unwrap();
                }
            }
        };
        let (asked, ()) = tokio::join!(ask_running(dir.path(), END, Timestamp(1)), other);
        assert_eq!(asked.unwrap_err().to_string(), "Not today.");
        assert_eq!(files(&folder, "refused"), [""; 0].map(PathBuf::from));
    }

    #[test]
    fn what_is_no_errand_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("x.json");
        let long =
            format!("{}{}", " ".repeat(LONGEST as usize), r#"{"asked_at":1,"errand":{"verb":"snooze"}}"#);
        for text in ["", "{}", r#"{"asked_at":1,"errand":{"verb":"run"}}"#, &long] {
            fs::write(&file, text).unwrap();
            assert!(read(&file).is_none(), "{text:.50}");
        }
    }
}
