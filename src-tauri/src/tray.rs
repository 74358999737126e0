//! The tray: a menu, since on Linux the icon tells of no clicks. Everything it offers is reachable without it, because many
//! desktops have none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tauri::image::Image;
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Wry, include_image};
use tidings_engine::EngineHandle;
use tidings_wire::{BellView, Snapshot, StateView};
use tokio::sync::broadcast::error::RecvError;

use crate::window;

const OPEN: &str = "open";
const QUIT: &str = "quit";
/// On macOS the system colours a silhouette; elsewhere a black one would not be seen on a dark panel.
const ICON: Image<'static> = if cfg!(target_os = "macos") {
    include_image!("../icons/tray.png")
} else {
    include_image!("../icons/32x32.png")
};

/// How often the line in the menu may change.
const PACE: Duration = Duration::from_secs(1);

/// The menu's line on how things stand.
pub(crate) struct Line(MenuItem<Wry>);

/// Puts the icon into the tray. None where the desktop has no tray: then Tidings runs without.
pub(crate) fn raise(app: &AppHandle) -> Option<Line> {
    // Without libayatana-appindicator the library behind the icon panics rather than fails.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(line)) => Some(Line(line)),
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no tray");
            None
        }
        Err(_) => {
            tracing::warn!("there is no tray: libayatana-appindicator3 is missing");
            None
        }
    }
}

fn build(app: &AppHandle) -> tauri::Result<MenuItem<Wry>> {
    let line = MenuItemBuilder::new("Starting").enabled(false).build(app)?;
    let menu = MenuBuilder::new(app)
        .text(OPEN, "Open Tidings")
        .item(&line)
        .separator()
        .text(QUIT, "Quit Tidings")
        .build()?;
    TrayIconBuilder::with_id("tray")
        .icon(ICON)
        .icon_as_template(true)
        .tooltip("Tidings")
        .menu(&menu)
        .on_menu_event(|app, event| choose(app, event.id().as_ref()))
        .build(app)?;
    Ok(line)
}

fn choose(app: &AppHandle, item: &str) {
    match item {
        OPEN => window::open(app),
        QUIT => app.exit(0),
        _ => {}
    }
}

/// Keeps the line true until the engine is gone.
pub(crate) async fn keep(line: Line, engine: EngineHandle) {
    let mut changes = engine.changes();
    loop {
        if let Ok(snapshot) = engine.snapshot().await
            && let Err(error) = line.0.set_text(summary(&snapshot))
        {
            tracing::warn!(%error, "the tray's menu cannot be changed");
        }
        tokio::time::sleep(PACE).await;
        if matches!(changes.recv().await, Err(RecvError::Closed)) {
            return;
        }
        changes = changes.resubscribe();
    }
}

/// How things stand, in one line such as `3 unread, 1 of 2 feeds connected`.
fn summary(snapshot: &Snapshot) -> String {
    let wanted: Vec<_> = snapshot.feeds.iter().filter(|feed| feed.enabled).collect();
    let open = wanted.iter().filter(|feed| matches!(feed.state, StateView::Open { .. })).count();
    let unread: u64 = snapshot.feeds.iter().map(|feed| u64::from(feed.unread)).sum();
    let unread = if unread == 0 { "Nothing unread".to_owned() } else { format!("{unread} unread") };
    let feeds = match (open, wanted.len()) {
        (_, 0) => "no feed is on".to_owned(),
        (1, 1) => "the feed is connected".to_owned(),
        (open, all) if open == all => format!("all {all} feeds connected"),
        (open, all) => format!("{open} of {all} feeds connected"),
    };
    let bell = match snapshot.bell {
        BellView::Silent { .. } => ", the bell is silent",
        BellView::Off => ", the bell is off",
        BellView::Unknown | BellView::Ready { .. } => "",
    };
    format!("{unread}, {feeds}{bell}")
}

#[cfg(test)]
mod tests {
    use tidings_wire::{FeedView, SettingsView};

    use super::*;

    fn feed(unread: u32, enabled: bool, state: StateView) -> FeedView {
        FeedView {
            id: "a".into(),
            name: "A".into(),
            url: "https://a.example/".into(),
            format: None,
            enabled,
            notify: tidings_model::NotifyLevel::Always,
            state,
            unread,
            last_heard_at: None,
            last_entry_at: None,
            last_bad_event: None,
        }
    }

    fn said(feeds: Vec<FeedView>, bell: BellView) -> String {
        summary(&Snapshot {
            feeds,
            bell,
            config_problem: None,
            notices: Vec::new(),
            settings: SettingsView::from(&tidings_model::Settings::default()),
            config_path: String::new(),
            version: String::new(),
            now: String::new(),
        })
    }

    #[test]
    fn says_how_things_stand() {
        let open = || StateView::Open { since: String::new() };
        let ready = || BellView::Ready { server: "dunst".into() };
        assert_eq!(said(vec![], ready()), "Nothing unread, no feed is on");
        assert_eq!(said(vec![feed(3, true, open())], ready()), "3 unread, the feed is connected");
        let two = vec![
            feed(1, true, open()),
            feed(0, true, StateView::Connecting),
            feed(0, false, StateView::Paused),
        ];
        assert_eq!(said(two, BellView::Off), "1 unread, 1 of 2 feeds connected, the bell is off");
        let both = vec![feed(0, true, open()), feed(0, true, open())];
        assert_eq!(said(both, ready()), "Nothing unread, all 2 feeds connected");
    }
}
