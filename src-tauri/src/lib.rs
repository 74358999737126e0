//! The desktop shell of Tidings: a window, a tray and nothing that thinks. What it shows and does is the engine's.

mod arguments;
mod bridge;
mod commands;
mod deep;
mod environment;
mod files;
mod licences;
mod links;
mod login;
mod setup;
mod shown;
mod sorry;
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
    if !environment::has_display() {
        eprintln!(
            "tidings-desktop: there is no display to open a window on. Without a window there is `tidings run`."
        );
        return ExitCode::FAILURE;
    }
    let paths = Paths::discover(start.config.clone(), start.data_dir.clone());
    let built = tauri::Builder::default()
        .plugin(setup::single_instance(&paths))
        .plugin(setup::window_state(&paths))
        .plugin(login::plugin())
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| {
            setup::start(app.handle(), paths, start);
            Ok(())
        })
        .register_uri_scheme_protocol(sorry::SCHEME, |context, _| sorry::page(&context))
        .invoke_handler(handler())
        .build(generate_context!());
    match built {
        Ok(app) => {
            let code = app.run_return(on_event);
            ExitCode::from(u8::try_from(code).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("tidings-desktop: the window cannot be opened: {error}");
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
        commands::set_secret,
        commands::remove_feed,
        commands::restore_feed,
        commands::reconnect,
        commands::mark_read,
        commands::star,
        commands::move_feed,
        commands::save_view,
        commands::remove_view,
        commands::open_link,
        commands::act,
        commands::open_written,
        commands::edit_settings,
        commands::try_template,
        commands::save_rules,
        commands::try_rule,
        commands::catalogue,
        commands::start_demo,
        commands::ring_test,
        commands::snooze,
        commands::show_now,
        commands::set_level,
        commands::sounds,
        commands::preview_sound,
        commands::dismiss_notice,
        commands::take_link,
        commands::feed_history,
        commands::picture,
        commands::storage,
        commands::export_feeds,
        commands::import_feeds,
        commands::confirm_import,
        commands::export_log,
        commands::licences,
        commands::close_window,
        commands::quit,
        commands::ask_closing,
        commands::take_shown,
        commands::set_zoom,
    ]
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // No code means that the last window was closed, and nobody asked to quit.
        RunEvent::ExitRequested { code: None, api, .. } => match app.try_state::<EngineHandle>() {
            Some(engine) if engine.settings().window.close_to_tray => api.prevent_exit(),
            Some(_) => {}
            None => {
                api.prevent_exit();
                app.exit(1);
            }
        },
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
