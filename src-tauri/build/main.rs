//! Generates a permission for each command, Tauri's context from tauri.conf.json, and the text of everybody's licences.

mod licences;

/// Every command of `src/commands.rs`. A command that is missing here cannot be called from the window.
const COMMANDS: &[&str] = &[
    "snapshot",
    "entries",
    "changed_entries",
    "entry",
    "preview",
    "add_feed",
    "edit_feed",
    "set_secret",
    "remove_feed",
    "restore_feed",
    "reconnect",
    "mark_read",
    "star",
    "move_feed",
    "save_view",
    "remove_view",
    "open_link",
    "act",
    "open_written",
    "edit_settings",
    "try_template",
    "save_rules",
    "try_rule",
    "catalogue",
    "start_demo",
    "ring_test",
    "dismiss_notice",
    "take_link",
    "feed_history",
    "picture",
    "storage",
    "export_feeds",
    "import_feeds",
    "confirm_import",
    "export_log",
    "licences",
    "close_window",
    "quit",
    "ask_closing",
    "snooze",
    "show_now",
    "set_level",
    "sounds",
    "preview_sound",
    "take_shown",
    "set_zoom",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    licences::write()
}
