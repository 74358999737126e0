//! The owner of `tidings.toml` while the engine runs: takes edits one after another, and hears of edits by hand.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tidings_model::{FeedId, Wrong, WrongCode};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::{Broken, Config, ConfigError, ConfigFile, Edit, EditError, Loaded, SaveError, parse};

/// Asks the owner for changes. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Editor {
    requests: mpsc::Sender<Request>,
}

type Answer = oneshot::Sender<Result<(), SaveError>>;

enum Request {
    Edit(Box<Edit>, Answer),
    PutBack(FeedId, Answer),
}

impl Editor {
    /// Makes a change; when this returns, the change is saved and in force.
    pub(crate) async fn apply(&self, edit: Edit) -> Result<(), SaveError> {
        self.ask(|answer| Request::Edit(Box::new(edit), answer)).await
    }

    /// Puts back a feed that was removed a while ago, as it was.
    pub(crate) async fn put_back(&self, id: FeedId) -> Result<(), SaveError> {
        self.ask(|answer| Request::PutBack(id, answer)).await
    }

    async fn ask(&self, request: impl FnOnce(Answer) -> Request) -> Result<(), SaveError> {
        let closing = || SaveError::Edit(EditError::Closing);
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

/// The copy of the last good text, in the data directory.
const LAST_GOOD: &str = "last-good.toml";

/// The owner itself.
pub(crate) struct ConfigTask {
    file: ConfigFile,
    /// Where the last good text is kept, for a start on a broken file.
    last_good: PathBuf,
    text: Option<String>,
    /// Whether what is in force was ever a file of the person's.
    good: bool,
    loaded: watch::Sender<Arc<Loaded>>,
    requests: mpsc::Receiver<Request>,
    removed: VecDeque<(FeedId, String)>,
}

impl ConfigTask {
    /// Reads the file and falls back to the last good one. The receiver always holds what is in force.
    pub(crate) fn new(file: ConfigFile, data_dir: &Path) -> (Self, Editor, watch::Receiver<Arc<Loaded>>) {
        let (sender, requests) = mpsc::channel(16);
        let (loaded, receiver) = watch::channel(Arc::default());
        let last_good = data_dir.join(LAST_GOOD);
        let (text, good, removed) = (None, false, VecDeque::new());
        let mut task = Self { file, last_good, text, good, loaded, requests, removed };
        task.start();
        (task, Editor { requests: sender }, receiver)
    }

    /// The last good one comes first: it is what goes on where the file cannot be taken.
    fn start(&mut self) {
        if let Some(config) = fs::read_to_string(&self.last_good).ok().and_then(|text| parse(&text).ok()) {
            self.loaded.send_replace(Arc::new(Loaded { config, problem: None }));
            self.good = true;
        }
        self.reload();
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
        self.file.text().and_then(|text| self.read(&text)).map_err(EditError::Broken)?;
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
                match self.read(&text) {
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

    /// An empty file is most often an accident (a full disk, an editor half way, a lost link): it stops no feed.
    fn read(&self, text: &str) -> Result<Config, ConfigError> {
        if text.trim().is_empty() && !self.loaded.borrow().config.feeds.is_empty() {
            let said = "The file is empty or gone. To remove every feed, leave a comment in it.";
            return Err(ConfigError { line: None, wrong: Wrong::new(WrongCode::FileEmpty, &[], said) });
        }
        parse(text)
    }

    fn take(&mut self, config: Config, text: &str) {
        if let Err(error) = ConfigFile::new(self.last_good.clone()).save(text) {
            tracing::warn!(%error, "the copy of the last good configuration could not be written");
        }
        self.good = true;
        self.loaded.send_replace(Arc::new(Loaded { config, problem: None }));
    }

    fn report(&self, problem: ConfigError) {
        tracing::warn!(%problem, "tidings.toml was not taken");
        let problem = Broken { error: problem, goes_on: self.good };
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

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "[feeds.a]\nurl = \"http://a.example/\"\n";

    fn task(dir: &Path) -> ConfigTask {
        ConfigTask::new(ConfigFile::new(dir.join("tidings.toml")), dir).0
    }

    fn stands(task: &ConfigTask) -> (usize, Option<String>) {
        let loaded = task.loaded.borrow();
        (loaded.config.feeds.len(), loaded.problem.as_ref().map(Broken::message))
    }

    #[test]
    fn an_empty_or_missing_file_stops_no_feed_and_takes_no_edit() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tidings.toml");
        fs::write(&path, FEED).unwrap();
        let mut running = task(dir.path());
        let lose: [&dyn Fn(); 2] =
            [&|| fs::write(&path, " \n").unwrap(), &|| fs::remove_file(&path).unwrap()];
        for lose in lose {
            lose();
            running.reload();
            // Another start sees the same.
            for task in [&running, &task(dir.path())] {
                let (feeds, problem) = stands(task);
                let problem = problem.unwrap();
                assert!(
                    feeds == 1 && problem.contains("empty or gone") && problem.contains("goes on"),
                    "{problem}"
                );
            }
            assert!(matches!(running.apply(&Edit::Demo(7)), Err(SaveError::Edit(EditError::Broken(_)))));
        }
        assert_eq!(fs::read_to_string(dir.path().join(LAST_GOOD)).unwrap(), FEED);
        fs::write(&path, "# none\n").unwrap();
        running.reload();
        assert_eq!(stands(&running), (0, None));
    }

    #[test]
    fn the_last_feed_can_be_removed_and_put_back() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("tidings.toml"), FEED).unwrap();
        let mut task = task(dir.path());
        let id = FeedId::parse("a").unwrap();
        task.apply(&Edit::Remove(id.clone())).unwrap();
        assert_eq!(stands(&task), (0, None));
        task.put_back(&id).unwrap();
        assert_eq!(stands(&task), (1, None));
    }

    #[test]
    fn a_first_start_needs_no_file_and_promises_nothing_of_a_broken_one() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("tidings.toml"), "[bell").unwrap();
        let (feeds, problem) = stands(&task(dir.path()));
        assert!(feeds == 0 && problem.is_some_and(|problem| problem.ends_with("until it is mended.")));
        fs::remove_file(dir.path().join("tidings.toml")).unwrap();
        assert_eq!(stands(&task(dir.path())), (0, None));
    }
}
