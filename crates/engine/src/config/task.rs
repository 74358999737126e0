//! The owner of `tidings.toml` while the engine runs: takes edits one after another, and hears of edits by hand.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tidings_model::FeedId;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::{Config, ConfigFile, Edit, EditError, Loaded, SaveError, parse};

/// Asks the owner for changes. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Editor {
    requests: mpsc::Sender<Request>,
}

type Answer = oneshot::Sender<Result<(), SaveError>>;

enum Request {
    Edit(Edit, Answer),
    PutBack(FeedId, Answer),
}

impl Editor {
    /// Makes a change; when this returns, the change is saved and in force.
    pub(crate) async fn apply(&self, edit: Edit) -> Result<(), SaveError> {
        self.ask(|answer| Request::Edit(edit, answer)).await
    }

    /// Puts back a feed that was removed a while ago, as it was.
    pub(crate) async fn put_back(&self, id: FeedId) -> Result<(), SaveError> {
        self.ask(|answer| Request::PutBack(id, answer)).await
    }

    async fn ask(&self, request: impl FnOnce(Answer) -> Request) -> Result<(), SaveError> {
        let closing =
            || SaveError::Edit(EditError::Invalid("Tidings is closing; nothing was changed.".into()));
        let (answer, answered) = oneshot::channel();
        self.requests.send(request(answer)).await.map_err(|_| closing())?;
        answered.await.map_err(|_| closing())?
    }
}

/// How many removed feeds can be put back.
const UNDO_DEPTH: usize = 32;
/// An editor writes a file in several steps: one look comes after they settle.
const SETTLE: Duration = Duration::from_millis(120);
/// How often to look where the system cannot say that a file changed.
const POLL: Duration = Duration::from_millis(900);

/// The owner itself.
pub(crate) struct ConfigTask {
    file: ConfigFile,
    /// A copy of the last good text, for a start on a broken file.
    last_good: PathBuf,
    text: Option<String>,
    loaded: watch::Sender<Arc<Loaded>>,
    requests: mpsc::Receiver<Request>,
    removed: VecDeque<(FeedId, String)>,
}

impl ConfigTask {
    /// Reads the file and falls back to the last good one. The receiver always holds what is in force.
    pub(crate) fn new(file: ConfigFile, data_dir: &Path) -> (Self, Editor, watch::Receiver<Arc<Loaded>>) {
        let (sender, requests) = mpsc::channel(16);
        let (loaded, receiver) = watch::channel(Arc::default());
        let last_good = data_dir.join("last-good.toml");
        let mut task = Self { file, last_good, text: None, loaded, requests, removed: VecDeque::new() };
        if let Err(problem) = task.file.load() {
            let config = fs::read_to_string(&task.last_good).ok().and_then(|text| parse(&text).ok());
            let config = config.unwrap_or_default();
            task.loaded.send_replace(Arc::new(Loaded { config, problem: Some(problem) }));
            task.text = task.file.text().ok();
        } else {
            task.reload();
        }
        (task, Editor { requests: sender }, receiver)
    }

    /// Serves until `stop`.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        let (hint, mut hints) = mpsc::channel(1);
        let watcher = watch_file(self.file.path(), hint);
        // An edit between the first reading and this moment was seen by nobody.
        self.reload();
        let mut poll = tokio::time::interval(POLL);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                Some(request) = self.requests.recv() => self.serve(request),
                Some(()) = hints.recv() => {
                    tokio::time::sleep(SETTLE).await;
                    self.reload();
                }
                _ = poll.tick(), if watcher.is_none() => self.reload(),
            }
        }
    }

    fn serve(&mut self, request: Request) {
        match request {
            Request::Edit(edit, answer) => {
                let _ = answer.send(self.apply(&edit));
            }
            Request::PutBack(id, answer) => {
                let _ = answer.send(self.put_back(&id));
            }
        }
    }

    fn apply(&mut self, edit: &Edit) -> Result<(), SaveError> {
        let removed = match edit {
            Edit::Remove(id) => self.file.table_text(id).map(|text| (id.clone(), text)),
            _ => None,
        };
        self.file.apply(edit)?;
        self.removed.extend(removed);
        while self.removed.len() > UNDO_DEPTH {
            self.removed.pop_front();
        }
        self.reload();
        Ok(())
    }

    fn put_back(&mut self, id: &FeedId) -> Result<(), SaveError> {
        let at = self.removed.iter().rposition(|(removed, _)| removed == id);
        let (_, table) =
            at.and_then(|at| self.removed.remove(at)).ok_or_else(|| EditError::NoFeed(id.clone()))?;
        let put_back = Edit::Restore(table.clone());
        self.apply(&put_back).inspect_err(|_| self.removed.push_back((id.clone(), table)))
    }

    /// Takes the file as it stands; a broken one is only reported, and what runs goes on.
    fn reload(&mut self) {
        match self.file.text() {
            Ok(text) if self.text.as_ref() == Some(&text) => {}
            Ok(text) => {
                match parse(&text) {
                    Ok(config) => self.take(config, &text),
                    Err(problem) => self.report(problem),
                }
                self.text = Some(text);
            }
            Err(problem) => {
                self.text = None;
                self.report(problem);
            }
        }
    }

    fn take(&self, config: Config, text: &str) {
        if let Err(error) = ConfigFile::new(self.last_good.clone()).save(text) {
            tracing::warn!(%error, "the copy of the last good configuration could not be written");
        }
        self.loaded.send_replace(Arc::new(Loaded { config, problem: None }));
    }

    fn report(&self, problem: super::ConfigError) {
        tracing::warn!(%problem, "tidings.toml was not taken; the last good configuration goes on");
        self.loaded.send_modify(|loaded| Arc::make_mut(loaded).problem = Some(problem));
    }
}

/// Watches the directory, since most editors put a new file in the place of the old; and the target's, where it is a link.
fn watch_file(path: &Path, hint: mpsc::Sender<()>) -> Option<RecommendedWatcher> {
    let names: Vec<_> = [Some(path.to_owned()), fs::canonicalize(path).ok()].into_iter().flatten().collect();
    let ours = names.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let touched = event.map_or(true, |event| {
            !event.kind.is_access()
                && event.paths.iter().any(|p| ours.iter().any(|o| o.file_name() == p.file_name()))
        });
        if touched {
            // A full channel holds a hint already.
            let _ = hint.try_send(());
        }
    })
    .ok()?;
    for directory in names.iter().filter_map(|name| name.parent()) {
        let _ = fs::create_dir_all(directory);
        watcher.watch(directory, RecursiveMode::NonRecursive).ok()?;
    }
    Some(watcher)
}
