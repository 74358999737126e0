//! From nothing to a running engine with a window before it.

use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::IsTerminal as _;
use std::sync::Arc;

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager as _, Wry};
use tauri_plugin_window_state::StateFlags;
use tidings_engine::notifier::{AppIdentity, Desktop};
use tidings_engine::{EngineHandle, Options, Paths, StartError, World, words};
use tracing_subscriber::EnvFilter;

use crate::arguments::{Asked, Start, read_arguments};
use crate::shown::Mailbox;
use crate::window::{self, Closing, Seen, Window};
use crate::{bridge, deep, environment, files, login, sorry, tray};

/// Writes the log to standard error: warnings, or what `RUST_LOG` asks for.
pub(crate) fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
}

/// A second start with the same data shows the window of the first. Without a session bus there is nobody to ask: then the
/// engine's lock on the data directory refuses the second.
pub(crate) fn single_instance(paths: &Paths) -> TauriPlugin<Wry> {
    let mut hasher = DefaultHasher::new();
    std::path::absolute(&paths.data).unwrap_or_else(|_| paths.data.clone()).hash(&mut hasher);
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("dev.tidings.Tidings.at{:016x}", hasher.finish()))
        .callback(|app, arguments, _| {
            let second = arguments.into_iter().skip(1).map(OsString::from);
            if let Ok(Asked::Start(start)) = read_arguments(second) {
                follow(app, start, true);
            }
        })
        .build()
}

/// Keeps the window's size, and its place where the desktop lets it be placed, beside the history.
pub(crate) fn window_state(paths: &Paths) -> TauriPlugin<Wry> {
    let size = StateFlags::SIZE | StateFlags::MAXIMIZED;
    let flags = if environment::can_place_windows() { size | StateFlags::POSITION } else { size };
    let data = std::path::absolute(&paths.data).unwrap_or_else(|_| paths.data.clone());
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(flags)
        .with_filename(data.join("window.json").to_string_lossy())
        .build()
}

/// Shows what a start asks for. One by the login is as `hidden_at_login` says.
fn follow(app: &AppHandle, start: Start, hidden_at_login: bool) {
    let hidden = start.hidden || (start.at_login && hidden_at_login);
    let asked = start.show.map(deep::Asked::Entry).or_else(|| deep::asked(&start.link?));
    match asked {
        Some(deep::Asked::Address(address)) => window::look_at(app, address),
        Some(deep::Asked::Entry(seq)) => window::show_entry(app, seq),
        None if hidden => {}
        None => window::open(app),
    }
}

/// Starts the engine and all that looks at it. Where it cannot start, says why.
pub(crate) fn start(app: &AppHandle, paths: Paths, wish: Start) {
    let config = paths.config.clone();
    match tauri::async_runtime::block_on(engine(paths)) {
        Ok(engine) => attend(app, engine, wish),
        Err(error) => sorry::say(app, &error, words::before_start(&config, &World::system())),
    }
}

/// The desktop's notifier runs on the runtime it is made in, so it is made here.
async fn engine(paths: Paths) -> Result<EngineHandle, StartError> {
    let options = Options {
        config_path: paths.config,
        data_dir: paths.data,
        holder: "tidings-desktop",
        notifier: Some(Arc::new(Desktop::new(AppIdentity::default()))),
        window: true,
        world: World::system(),
    };
    tidings_engine::start(options).await
}

fn attend(app: &AppHandle, engine: EngineHandle, wish: Start) {
    let hidden_at_login = engine.settings().startup.hidden;
    let seen = Seen::default();
    let (changes, clicks) = (engine.changes(), engine.clicks());
    let carrying = bridge::carry(changes, clicks, Arc::clone(&seen.0), Window(app.clone()));
    app.manage(engine.clone());
    app.manage(Mailbox::default());
    app.manage(deep::Wish::default());
    app.manage(files::Reviewed::default());
    app.manage(Closing::default());
    app.manage(seen);
    tauri::async_runtime::spawn(carrying);
    tauri::async_runtime::spawn(end_when_told(app.clone()));
    tauri::async_runtime::spawn(login::follow(app.clone(), engine.clone()));
    if let Some(icon) = tray::raise(app) {
        tauri::async_runtime::spawn(tray::keep(app.clone(), icon, engine));
    }
    follow(app, wish, hidden_at_login);
}

/// Quits as the menu does when the system asks: what is under way is stored first.
async fn end_when_told(app: AppHandle) {
    match told().await {
        Ok(()) => app.exit(0),
        Err(error) => tracing::warn!(%error, "signals of the system will not be heard"),
    }
}

#[cfg(unix)]
async fn told() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut end, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = end.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn told() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
