//! From nothing to a running engine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tidings_model::{BellState, FeedId};
use tidings_net::Client;
use tidings_notifier::Notifier;
use tidings_sse::Gate;
use tidings_store::{Hold, Opened, Store};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::acting::Acting;
use crate::bell::{Around, Bell, Rope};
use crate::board::Board;
use crate::changes::Changes;
use crate::clicks::Clicks;
use crate::config::{ConfigFile, ConfigTask, Editor, Loaded};
use crate::errands;
use crate::error::StartError;
use crate::failing::Failing;
use crate::handle::{EngineHandle, Parts};
use crate::health::Memory;
use crate::ledger::Ledger;
use crate::notices::Notices;
use crate::pictures::Pictures;
use crate::ports::World;
use crate::quiet::Quiet;
use crate::spoilers::Spoilers;
use crate::subscription::Context;
use crate::supervisor::Supervisor;
use crate::vigil;

/// What an engine is started with.
pub struct Options {
    /// `tidings.toml`; it need not exist.
    pub config_path: PathBuf,
    /// Where history is kept; made where missing.
    pub data_dir: PathBuf,
    /// The program's name, for whoever finds the data directory taken.
    pub holder: &'static str,
    /// What shows notifications; none keeps the bell off, whatever the settings say.
    pub notifier: Option<Arc<dyn Notifier>>,
    /// Whether there is a window to ask and to show in. Without one, popups have no buttons that need it.
    pub window: bool,
    /// Time, chance and secrets.
    pub world: World,
}

/// Starts an engine: takes the data directory, opens the history, reads the configuration and connects.
///
/// # Errors
/// Where the data directory or the history cannot be had. A broken `tidings.toml` is no such error: the last good one runs, and the
/// snapshot says what is wrong.
pub async fn start(options: Options) -> Result<EngineHandle, StartError> {
    let Options { config_path, data_dir, holder, notifier, window, world } = options;
    let (hold, Opened { store, notices }) = open(data_dir.clone(), holder, &world).await?;
    let (config_task, editor, config) = ConfigTask::new(ConfigFile::new(config_path.clone()), &data_dir);
    let common = Common::new(store, world, config, editor).await?;
    let notices = Notices::new(common.changes.clone(), notices);
    let ringing = common.ringing(notifier, window, &data_dir).await;
    let tasks = Tasks { tracker: TaskTracker::new(), stop: CancellationToken::new() };
    tasks.spawn(|stop| config_task.run(stop));
    let (reconnect, ringing) = tasks.begin(&common, ringing, &notices);
    let Tasks { tracker, stop } = tasks;
    let Common { store, changes, clicks, world, config, editor, board, client, gate } = common;
    let Ringing { notifier, bell_state, rope, quiet, pictures, acting, spoilers, .. } = ringing;
    let parts = Parts {
        config_path,
        store,
        client,
        gate,
        pictures,
        acting,
        world,
        changes,
        clicks,
        board,
        rope,
        editor,
        config,
        bell_state,
        quiet,
        spoilers,
        notifier,
        reconnect,
        tracker,
        stop: stop.clone(),
    };
    let engine = EngineHandle::new(parts, hold, notices);
    engine.parts.tracker.spawn(errands::serve(engine.clone(), data_dir, stop));
    Ok(engine)
}

/// What nearly every task is given.
struct Common {
    store: Store,
    changes: Changes,
    clicks: Clicks,
    world: World,
    config: watch::Receiver<Arc<Loaded>>,
    editor: Editor,
    board: Board,
    client: Client,
    gate: Gate,
}

/// What rings, and what belongs to it.
struct Ringing {
    notifier: Option<Arc<dyn Notifier>>,
    bell: Option<Bell>,
    bell_state: watch::Receiver<BellState>,
    rope: Rope,
    quiet: Quiet,
    pictures: Pictures,
    acting: Acting,
    spoilers: Spoilers,
}

impl Common {
    async fn new(
        store: Store,
        world: World,
        config: watch::Receiver<Arc<Loaded>>,
        editor: Editor,
    ) -> Result<Self, StartError> {
        let (changes, clicks) = (Changes::new(), Clicks::new());
        let figures = store.figures().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what the feeds did earlier today could not be read");
            Vec::new()
        });
        let board = Board::new(changes.clone(), world.clock.clone(), figures);
        let (client, gate) = (Client::new()?, Gate::default());
        Ok(Self { store, changes, clicks, world, config, editor, board, client, gate })
    }

    async fn ringing(&self, notifier: Option<Arc<dyn Notifier>>, window: bool, data_dir: &Path) -> Ringing {
        let quiet = Quiet::new(self.world.clock.clone(), self.store.snoozes().await.unwrap_or_default());
        let pictures = Pictures::new(self.client.clone(), data_dir);
        let acting = Acting::new(
            self.client.clone(),
            self.store.clone(),
            self.world.clone(),
            self.config.clone(),
            self.editor.clone(),
        );
        let hang = |notifier| {
            let (quiet, pictures, acting) = (quiet.clone(), pictures.clone(), acting.clone());
            Bell::new(notifier, self.around(quiet, pictures, acting, window))
        };
        let (bell, rope, bell_state) = notifier.clone().map_or_else(Bell::none, hang);
        let spoilers = self.spoilers(&rope);
        Ringing { notifier, bell, bell_state, rope, quiet, pictures, acting, spoilers }
    }

    fn around(&self, quiet: Quiet, pictures: Pictures, acting: Acting, window: bool) -> Around {
        Around {
            store: self.store.clone(),
            changes: self.changes.clone(),
            clicks: self.clicks.clone(),
            world: self.world.clone(),
            config: self.config.clone(),
            quiet,
            pictures,
            acting,
            window,
        }
    }

    fn spoilers(&self, rope: &Rope) -> Spoilers {
        Spoilers {
            store: self.store.clone(),
            changes: self.changes.clone(),
            rope: rope.clone(),
            world: self.world.clone(),
            config: self.config.clone(),
            news: Arc::default(),
        }
    }

    /// For the feeds' own tasks.
    fn context(&self, ringing: &Ringing) -> Context {
        Context {
            editor: self.editor.clone(),
            board: self.board.clone(),
            rope: ringing.rope.clone(),
            held_back: ringing.spoilers.news.clone(),
            bell_hangs: ringing.notifier.is_some(),
            client: self.client.clone(),
            gate: self.gate.clone(),
            store: self.store.clone(),
            changes: self.changes.clone(),
            world: self.world.clone(),
            config: self.config.clone(),
        }
    }
}

/// The tasks of one engine, and what ends them.
struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    fn spawn<T: Future<Output = ()> + Send + 'static>(&self, task: impl FnOnce(CancellationToken) -> T) {
        self.tracker.spawn(task(self.stop.clone()));
    }

    /// Begins all but the one that reads the configuration. Gives what a wish to reconnect a feed is sent by.
    fn begin(
        &self,
        common: &Common,
        mut ringing: Ringing,
        notices: &Notices,
    ) -> (mpsc::Sender<FeedId>, Ringing) {
        let Common { store, changes, world, config, board, .. } = common;
        let supervisor = Supervisor::new(common.context(&ringing), self.tracker.clone(), self.stop.clone());
        let failing = Failing::new(board.clone(), notices.clone(), ringing.rope.clone(), config.clone());
        let memory = Memory::new(store.clone(), board.clone(), world.clone());
        let (reconnect, reconnects) = mpsc::channel(16);
        let (disturb, disturbed) = mpsc::channel(4);
        if let Some(bell) = ringing.bell.take() {
            self.spawn(|stop| bell.run(stop));
        }
        self.spawn(|stop| ringing.spoilers.clone().run(stop));
        self.spawn(|_| supervisor.run(reconnects, disturbed));
        self.spawn(|stop| vigil::run(world.clone(), disturb, failing, stop));
        self.spawn(|stop| Ledger::new(board.clone(), store.clone()).keep(stop));
        self.spawn(|stop| memory.keep(changes.clone(), stop));
        (reconnect, ringing)
    }
}

/// Opening may have to repair a large history: off the async threads.
async fn open(dir: PathBuf, holder: &'static str, world: &World) -> Result<(Hold, Opened), StartError> {
    let now = world.clock.now();
    let opening = tokio::task::spawn_blocking(move || {
        let hold = Hold::take(&dir, holder)?;
        let opened = Store::open(&dir, now)?;
        Ok::<_, StartError>((hold, opened))
    });
    match opening.await {
        Ok(opened) => opened,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}
