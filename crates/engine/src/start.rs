//! From nothing to a running engine.

use std::path::PathBuf;
use std::sync::Arc;

use tidings_net::Client;
use tidings_notifier::Notifier;
use tidings_sse::Gate;
use tidings_store::{Hold, Opened, Store};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bell::{Around, Bell};
use crate::board::Board;
use crate::changes::Changes;
use crate::config::{ConfigFile, ConfigTask};
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
    /// Time, chance and secrets.
    pub world: World,
}

/// Starts an engine: takes the data directory, opens the history, reads the configuration and connects.
///
/// # Errors
/// Where the data directory or the history cannot be had. A broken `tidings.toml` is no such error: the last good one runs, and the
/// snapshot says what is wrong.
pub async fn start(options: Options) -> Result<EngineHandle, StartError> {
    let Options { config_path, data_dir, holder, notifier, world } = options;
    let (hold, Opened { store, notices }) = open(data_dir.clone(), holder, &world).await?;
    let client = Client::new()?;
    let stop = CancellationToken::new();
    let tracker = TaskTracker::new();
    let changes = Changes::new();
    let figures = store.figures().await.unwrap_or_else(|error| {
        tracing::warn!(%error, "what the feeds did earlier today could not be read");
        Vec::new()
    });
    let board = Board::new(changes.clone(), world.clock.clone(), figures);
    let notices = Notices::new(changes.clone(), notices);
    let (config_task, editor, config) = ConfigTask::new(ConfigFile::new(config_path.clone()), &data_dir);
    let bell_hangs = notifier.is_some();
    let quiet = Quiet::new(world.clock.clone(), store.snoozes().await.unwrap_or_default());
    let around = Around {
        store: store.clone(),
        changes: changes.clone(),
        world: world.clone(),
        config: config.clone(),
        quiet: quiet.clone(),
    };
    let hang = |notifier| Bell::new(notifier, around);
    let (bell, rope, bell_state) = notifier.clone().map_or_else(Bell::none, hang);
    let held_back = Arc::new(Notify::new());
    let spoilers = Spoilers {
        store: store.clone(),
        changes: changes.clone(),
        rope: rope.clone(),
        world: world.clone(),
        config: config.clone(),
        news: held_back.clone(),
    };
    let context = Context {
        store: store.clone(),
        board: board.clone(),
        rope: rope.clone(),
        held_back,
        bell_hangs,
        changes: changes.clone(),
        world: world.clone(),
        client: client.clone(),
        gate: Gate::default(),
        config: config.clone(),
    };
    let (reconnect, reconnects) = mpsc::channel(16);
    let supervisor = Supervisor::new(context, tracker.clone(), stop.clone());
    tracker.spawn(config_task.run(stop.clone()));
    if let Some(bell) = bell {
        tracker.spawn(bell.run(stop.clone()));
    }
    tracker.spawn(spoilers.clone().run(stop.clone()));
    let (disturb, disturbed) = mpsc::channel(4);
    tracker.spawn(supervisor.run(reconnects, disturbed));
    let failing = Failing::new(board.clone(), notices.clone(), rope.clone(), config.clone());
    let ledger = Ledger::new(board.clone(), store.clone());
    tracker.spawn(vigil::run(world.clone(), disturb, failing, ledger, stop.clone()));
    let memory = Memory::new(store.clone(), board.clone(), world.clone());
    tracker.spawn(memory.keep(changes.clone(), stop.clone()));
    let pictures = Pictures::new(client.clone(), &data_dir);
    let parts = Parts {
        config_path,
        store,
        client,
        pictures,
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
        stop,
    };
    Ok(EngineHandle::new(parts, hold, notices))
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
