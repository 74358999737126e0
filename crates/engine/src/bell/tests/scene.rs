//! What the bell's tests are played in.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tidings_model::{BellFault, Click, Entry, EntryQuery, Identity, RawEvent, Sound};
use tidings_notifier::{Answer, Notification, Remembered, Server};
use tidings_store::{Append, Outcome, Write};
use tokio::sync::Notify;

use super::super::*;
use crate::config::{Config, ConfigFile, ConfigTask, parse};
use crate::ports::Clock;

/// Moves only when a test waits: tokio's paused time would leap ahead while the store's own thread is at work.
#[derive(Default)]
pub(super) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(1_000_000_000_000 + self.0.load(Ordering::SeqCst))
    }

    fn steady(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }
}

/// Remembers what it was asked to show.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) shown: Mutex<Vec<Notification>>,
    pub(super) withdrawn: Mutex<Vec<String>>,
    pub(super) answers: Mutex<Option<mpsc::Receiver<Answer>>>,
    pub(super) refusing: AtomicBool,
    /// How often it was asked to show something, and how often a call has come to it, answered or not.
    pub(super) asked: AtomicI64,
    pub(super) called: AtomicI64,
    /// Whether the desktop asks not to be disturbed.
    pub(super) peace: AtomicBool,
    pub(super) played: Mutex<Vec<Sound>>,
    /// Whether what it refuses may be tried again.
    pub(super) later: AtomicBool,
    /// Whether what it refuses is said to have run out of time.
    pub(super) hung: AtomicBool,
    /// While set, a call hangs until it is told to go on.
    pub(super) frozen: AtomicBool,
    pub(super) go_on: Notify,
    /// What it says is up.
    pub(super) up: Mutex<Vec<Remembered>>,
}

impl Memory {
    pub(super) fn titles(&self) -> Vec<String> {
        self.shown.lock().unwrap().iter().map(|popup| popup.title.clone()).collect()
    }

    fn answered(&self) -> Result<(), Silent> {
        if !self.refusing.load(Ordering::SeqCst) {
            return Ok(());
        }
        Err(Silent {
            code: if self.hung.load(Ordering::SeqCst) { BellFault::Hung } else { BellFault::NoService },
            what: Vec::new(),
            reason: "No service.".into(),
            advice: "Start one.".into(),
            later: self.later.load(Ordering::SeqCst),
        })
    }
}

impl Notifier for Memory {
    fn show(&self, notification: Notification) -> BoxFuture<'_, Result<(), Silent>> {
        async move {
            self.called.fetch_add(1, Ordering::SeqCst);
            while self.frozen.load(Ordering::SeqCst) {
                self.go_on.notified().await;
            }
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.answered()?;
            self.shown.lock().unwrap().push(notification);
            Ok(())
        }
        .boxed()
    }

    fn withdraw<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, ()> {
        self.withdrawn.lock().unwrap().push(tag.to_owned());
        std::future::ready(()).boxed()
    }

    fn server(&self) -> BoxFuture<'_, Result<Server, Silent>> {
        let answered = self.answered();
        std::future::ready(answered.map(|()| Server { name: "memory 1".into(), capabilities: Vec::new() }))
            .boxed()
    }

    fn do_not_disturb(&self) -> BoxFuture<'_, bool> {
        std::future::ready(self.peace.load(Ordering::SeqCst)).boxed()
    }

    fn play(&self, sound: Sound) -> BoxFuture<'_, Result<(), Silent>> {
        self.played.lock().unwrap().push(sound);
        std::future::ready(Ok(())).boxed()
    }

    fn up(&self) -> BoxFuture<'_, Vec<Remembered>> {
        std::future::ready(self.up.lock().unwrap().clone()).boxed()
    }

    fn answers(&self) -> Option<mpsc::Receiver<Answer>> {
        self.answers.lock().unwrap().take()
    }
}

pub(super) struct Scene {
    _dir: tempfile::TempDir,
    pub(super) memory: Arc<Memory>,
    pub(super) clock: Arc<TestClock>,
    pub(super) store: Store,
    pub(super) rope: Rope,
    pub(super) state: watch::Receiver<BellState>,
    pub(super) quiet: Quiet,
    pub(super) clicks: mpsc::Receiver<Click>,
    pub(super) answers: mpsc::Sender<Answer>,
    pub(super) config: Config,
    next: i64,
    pub(super) loaded: watch::Sender<Arc<Loaded>>,
    _stop: tokio_util::sync::DropGuard,
}

const CONFIG: &str = "[window]\nlanguage = 'en'\n[feeds.a]\nname = 'Alpha'\nurl = 'http://127.0.0.1/a'\n[feeds.b]\nname = 'Beta'\nurl = 'http://127.0.0.1/b'\n";

impl Scene {
    /// A bell that hangs, and has looked for what an earlier run left.
    pub(super) async fn new() -> Self {
        Self::with_window(true).await
    }

    /// The same in a program with a window, or without.
    pub(super) async fn with_window(window: bool) -> Self {
        Self::ready(tempfile::tempdir().unwrap(), window).await
    }

    /// The next run, on the history of this one.
    pub(super) async fn restarted(self) -> Self {
        Self::ready(self._dir, true).await
    }

    /// The next run, on what was saved of the history of this one, a page of which was damaged.
    pub(super) async fn repaired(self) -> Self {
        let Self { _dir: dir, store, rope, _stop: stop, .. } = self;
        drop((rope, stop));
        store.close().await;
        let path = dir.path().join("tidings.db");
        let mut file = std::fs::read(&path).unwrap();
        let middle = file.len() / 2 / 4_096 * 4_096;
        file[middle..middle + 4_096].fill(0xa5);
        std::fs::write(&path, file).unwrap();
        let opened = Store::open(dir.path(), Timestamp(0)).unwrap();
        assert_eq!(opened.notices.len(), 1, "{:?}", opened.notices);
        opened.store.close().await;
        Self::ready(dir, true).await
    }

    async fn ready(dir: tempfile::TempDir, window: bool) -> Self {
        let scene = Self::hang(dir, window);
        scene.rope.test();
        scene.until(async |scene| !scene.memory.titles().is_empty()).await;
        scene.memory.shown.lock().unwrap().clear();
        scene
    }

    fn hang(dir: tempfile::TempDir, window: bool) -> Self {
        let store = Store::open(dir.path(), Timestamp(0)).unwrap().store;
        let (answers, receiver) = mpsc::channel(8);
        let memory = Arc::new(Memory { answers: Mutex::new(Some(receiver)), ..Memory::default() });
        let clock = Arc::new(TestClock::default());
        let clicks = Clicks::new();
        let world = World { clock: clock.clone(), ..World::system() };
        let config = parse(CONFIG).unwrap();
        let (loaded, receiver) = watch::channel(Arc::new(Loaded { config: config.clone(), problem: None }));
        let quiet = Quiet::new(clock.clone(), Vec::new());
        let client = tidings_net::Client::new().unwrap();
        let pictures = Pictures::new(client.clone(), dir.path());
        let (_, editor, _) = ConfigTask::new(ConfigFile::new(dir.path().join("tidings.toml")), dir.path());
        let acting = Acting::new(client, store.clone(), world.clone(), receiver.clone(), editor);
        let around = Around {
            store: store.clone(),
            changes: Changes::new(),
            clicks: clicks.clone(),
            world,
            config: receiver,
            quiet: quiet.clone(),
            pictures,
            acting,
            window,
        };
        let (bell, rope, state) = Bell::new(memory.clone(), around);
        let stop = CancellationToken::new();
        tokio_util::task::TaskTracker::new().spawn(bell.unwrap().run(stop.clone()));
        let (clicks, _stop) = (clicks.take(), stop.drop_guard());
        Self {
            _dir: dir,
            memory,
            clock,
            store,
            rope,
            state,
            quiet,
            clicks,
            answers,
            config,
            next: 0,
            loaded,
            _stop,
        }
    }

    /// Stores entries that are to ring.
    pub(super) async fn stored(&mut self, feed: &str, count: usize) -> Vec<Ringing> {
        let feed = FeedId::parse(feed).unwrap();
        let first = self.next;
        self.next += i64::try_from(count).unwrap();
        self.store_these((first..self.next).map(|n| entry(&format!("t{n}"))).collect(), feed, Ring::Pending)
            .await
    }

    /// One entry with this much said of it.
    pub(super) async fn one(&mut self, feed: &str, change: impl FnOnce(&mut Entry)) -> Vec<Ringing> {
        let mut entry = entry(&format!("t{}", self.next));
        self.next += 1;
        change(&mut entry);
        self.store_these(vec![entry], FeedId::parse(feed).unwrap(), Ring::Pending).await
    }

    /// Stores entries that wait, as the policy has it.
    pub(super) async fn held(&mut self, feed: &str, count: i64, ring: Ring) -> Vec<Ringing> {
        let first = self.next;
        self.next += count;
        let entries = (first..self.next).map(|n| entry(&format!("t{n}"))).collect();
        self.store_these(entries, FeedId::parse(feed).unwrap(), ring).await
    }

    /// One entry that is to be seen, and to ring, at `shown_at`.
    pub(super) async fn hidden(
        &mut self,
        feed: &str,
        shown_at: Timestamp,
        change: impl FnOnce(&mut Entry),
    ) -> Vec<Ringing> {
        let mut entry = entry(&format!("t{}", self.next));
        self.next += 1;
        change(&mut entry);
        self.write(vec![entry], FeedId::parse(feed).unwrap(), Ring::Pending, Some(shown_at)).await
    }

    async fn store_these(&mut self, entries: Vec<Entry>, feed: FeedId, ring: Ring) -> Vec<Ringing> {
        self.write(entries, feed, ring, None).await
    }

    async fn write(
        &mut self,
        entries: Vec<Entry>,
        feed: FeedId,
        ring: Ring,
        shown_at: Option<Timestamp>,
    ) -> Vec<Ringing> {
        let write = |entry: &Entry| {
            let (entry, raw) = (entry.clone(), RawEvent::default());
            Write::Entry {
                entry,
                raw,
                ring,
                highlighted: false,
                rule: None,
                own_card: None,
                replay_before: None,
            }
        };
        let writes = entries.iter().map(write).collect();
        let received_at = self.clock.now();
        let append = Append { feed: feed.clone(), received_at, writes, cursor: None };
        let appended = match shown_at {
            Some(shown_at) => self.store.append_held_back(append, shown_at).await.unwrap(),
            None => self.store.append(append).await.unwrap(),
        };
        let name = &self.config.feed(&feed).unwrap().name;
        let ringing = |(entry, outcome): (&Entry, Outcome)| match outcome {
            Outcome::New { seq, owed, .. } => {
                let mut ringing = Ringing::new(seq, feed.clone(), name, entry);
                owed.into_iter().for_each(|owed| ringing.take_over(owed));
                ringing
            }
            other => panic!("{other:?}"),
        };
        entries.iter().zip(appended.outcomes).map(ringing).collect()
    }

    /// The person edits the configuration.
    pub(super) fn set(&mut self, change: impl FnOnce(&mut Config)) {
        change(&mut self.config);
        let config = self.config.clone();
        self.loaded.send_replace(Arc::new(Loaded { config, ..Loaded::default() }));
    }

    pub(super) async fn rings(&self) -> Vec<Ring> {
        let mut entries = self.store.entries(EntryQuery::default()).await.unwrap();
        entries.reverse();
        entries.into_iter().map(|stored| stored.status.ring).collect()
    }

    /// Lets time pass once the store has done what it was asked: its thread lives in real time, and must not fall behind ours.
    pub(super) async fn pass(&self, millis: u32) {
        self.store.set_rings(Vec::new()).await.unwrap();
        self.clock.0.fetch_add(millis.into(), Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(millis.into())).await;
    }

    /// Lets time pass until `done`.
    pub(super) async fn until(&self, done: impl AsyncFn(&Self) -> bool) {
        for _ in 0..2_000 {
            if done(self).await {
                return;
            }
            self.pass(50).await;
        }
        panic!("it never happened; shown: {:?}, rings: {:?}", self.memory.titles(), self.rings().await);
    }
}

fn entry(title: &str) -> Entry {
    Entry::new(Identity::Own(title.into()), title.into())
}
