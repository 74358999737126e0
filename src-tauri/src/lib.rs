//! The desktop shell of Tidings: a window, a tray and nothing that thinks. What it shows and does is the engine's.

mod arguments;
mod bridge;
mod commands;
mod environment;
mod links;
mod setup;
mod shown;
mod tray;
mod window;

#[cfg(test)]
mod security;

use std::process::ExitCode;

use tauri::{AppHandle, Manager as _, RunEvent, Wry, generate_context, generate_handler};
use tidings_engine::{EngineHandle, Paths};

pub use arguments::{Asked, Start, UsageError, read_arguments};
pub use environment::settle_environment;

/// Runs until the person quits.
#[must_use]
pub fn run(start: Start) -> ExitCode {
    setup::log();
    let paths = Paths::discover(start.config, start.data_dir);
    let hidden = start.hidden;
    let built = tauri::Builder::default()
        .plugin(setup::single_instance(&paths))
        .plugin(setup::window_state(&paths))
        .setup(move |app| {
            setup::start(app.handle(), paths, hidden);
            Ok(())
        })
        .invoke_handler(handler())
        .build(generate_context!());
    match built {
        Ok(app) => {
            let code = app.run_return(on_event);
            ExitCode::from(u8::try_from(code).unwrap_or(1))
        }
        Err(error) => {
            setup::apologise(&format!("Tidings cannot open its window: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn handler() -> impl Fn(tauri::ipc::Invoke<Wry>) -> bool + Send + Sync + 'static {
    generate_handler![
        commands::snapshot,
        commands::entries,
        commands::changed_entries,
        commands::entry,
        commands::preview,
        commands::add_feed,
        commands::edit_feed,
        commands::remove_feed,
        commands::restore_feed,
        commands::reconnect,
        commands::mark_read,
        commands::star,
        commands::open_link,
        commands::edit_settings,
        commands::start_demo,
        commands::ring_test,
        commands::dismiss_notice,
        commands::take_shown,
    ]
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // No code means that the last window was closed, and nobody asked to quit.
        RunEvent::ExitRequested { code: None, api, .. } if keeps_listening(app) => api.prevent_exit(),
        RunEvent::Exit => {
            if let Some(engine) = app.try_state::<EngineHandle>() {
                tauri::async_runtime::block_on(engine.shutdown());
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::open(app),
        _ => {}
    }
}

fn keeps_listening(app: &AppHandle) -> bool {
    app.try_state::<EngineHandle>().is_some_and(|engine| engine.settings().close_to_tray)
}
