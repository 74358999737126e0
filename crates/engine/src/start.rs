//! From nothing to a running engine.

use std::path::PathBuf;
use std::sync::Arc;

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
use crate::config::{ConfigFile, ConfigTask, Loaded};
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
    let (stop, tracker, changes) = (CancellationToken::new(), TaskTracker::new(), Changes::new());
    let (config_task, editor, config) = ConfigTask::new(ConfigFile::new(config_path.clone()), &data_dir);
    let common = Common { store, changes, world, config };
    let board = common.board().await;
    let notices = Notices::new(common.changes.clone(), notices);
    let quiet = Quiet::new(common.world.clock.clone(), common.store.snoozes().await.unwrap_or_default());
    let client = Client::new()?;
    let pictures = Pictures::new(client.clone(), &data_dir);
    let Common { store, config, .. } = &common;
    let acting =
        Acting::new(client.clone(), store.clone(), common.world.clone(), config.clone(), editor.clone());
    let hang = |notifier| {
        let (quiet, pictures, acting) = (quiet.clone(), pictures.clone(), acting.clone());
        Bell::new(notifier, common.around(quiet, pictures, acting, window))
    };
    let (bell, rope, bell_state) = notifier.clone().map_or_else(Bell::none, hang);
    let spoilers = common.spoilers(&rope);
    let context = Context {
        editor: editor.clone(),
        board: board.clone(),
        rope: rope.clone(),
        held_back: spoilers.news.clone(),
        bell_hangs: notifier.is_some(),
        client: client.clone(),
        gate: Gate::default(),
        store: common.store.clone(),
        changes: common.changes.clone(),
        world: common.world.clone(),
        config: common.config.clone(),
    };
    let supervisor = Supervisor::new(context, tracker.clone(), stop.clone());
    let failing = Failing::new(board.clone(), notices.clone(), rope.clone(), common.config.clone());
    let ledger = Ledger::new(board.clone(), common.store.clone());
    let memory = Memory::new(common.store.clone(), board.clone(), common.world.clone());
    let (reconnect, reconnects) = mpsc::channel(16);
    let (disturb, disturbed) = mpsc::channel(4);
    tracker.spawn(config_task.run(stop.clone()));
    bell.map(|bell| tracker.spawn(bell.run(stop.clone())));
    tracker.spawn(spoilers.clone().run(stop.clone()));
    tracker.spawn(supervisor.run(reconnects, disturbed));
    tracker.spawn(vigil::run(common.world.clone(), disturb, failing, ledger, stop.clone()));
    tracker.spawn(memory.keep(common.changes.clone(), stop.clone()));
    let Common { store, changes, world, config } = common;
    let parts = Parts {
        config_path,
        store,
        client,
        pictures,
        acting,
        world,
        changes,
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
    world: World,
    config: watch::Receiver<Arc<Loaded>>,
}

impl Common {
    async fn board(&self) -> Board {
        let figures = self.store.figures().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what the feeds did earlier today could not be read");
            Vec::new()
        });
        Board::new(self.changes.clone(), self.world.clock.clone(), figures)
    }

    fn around(&self, quiet: Quiet, pictures: Pictures, acting: Acting, window: bool) -> Around {
        Around {
            store: self.store.clone(),
            changes: self.changes.clone(),
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
