//! Starting when the person logs in, as the settings say.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::ManagerExt as _;
use tidings_engine::EngineHandle;
use tidings_model::Change;
use tokio::sync::broadcast::error::RecvError;

/// The flag that a start by the desktop carries: whether a window is then shown is a setting.
pub(crate) const FLAG: &str = "--at-login";

pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_autostart::Builder::new().arg(FLAG).app_name("dev.tidings.Tidings").build()
}

/// Follows the setting until the engine is gone. Where it was never touched, nothing of the desktop's is.
pub(crate) async fn follow(app: AppHandle, engine: EngineHandle) {
    let mut changes = engine.changes();
    let mut wanted = false;
    loop {
        let now = engine.settings().startup.at_login;
        if now != wanted || now {
            settle(&app, now);
        }
        wanted = now;
        loop {
            match changes.recv().await {
                Ok(Change::Config) | Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return,
                Ok(_) => {}
            }
        }
    }
}

fn settle(app: &AppHandle, wanted: bool) {
    let login = app.autolaunch();
    if login.is_enabled().is_ok_and(|is| is == wanted) {
        return;
    }
    if let Err(error) = if wanted { login.enable() } else { login.disable() } {
        tracing::warn!(%error, "starting at login could not be changed");
    }
}
