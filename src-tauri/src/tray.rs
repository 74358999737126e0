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
            && let Err(error) = line.0.set_text(summary(Standing::from(&snapshot)))
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

/// What the line tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    unread: u64,
    /// Feeds that are connected.
    open: usize,
    /// Feeds that are to be.
    wanted: usize,
    /// What is to be said of the bell.
    bell: &'static str,
}

impl From<&Snapshot> for Standing {
    fn from(snapshot: &Snapshot) -> Self {
        let wanted = snapshot.feeds.iter().filter(|feed| feed.enabled);
        let open = wanted.clone().filter(|feed| matches!(feed.state, StateView::Open { .. })).count();
        let bell = match snapshot.bell {
            BellView::Silent { .. } => ", the bell is silent",
            BellView::Off => ", the bell is off",
            BellView::Unknown | BellView::Ready { .. } => "",
        };
        let unread = snapshot.feeds.iter().map(|feed| u64::from(feed.unread)).sum();
        Self { unread, open, wanted: wanted.count(), bell }
    }
}

/// How things stand, in one line such as `3 unread, 1 of 2 feeds connected`.
fn summary(Standing { unread, open, wanted, bell }: Standing) -> String {
    let unread = if unread == 0 { "Nothing unread".to_owned() } else { format!("{unread} unread") };
    let feeds = match (open, wanted) {
        (_, 0) => "no feed is on".to_owned(),
        (1, 1) => "the feed is connected".to_owned(),
        (open, all) if open == all => format!("all {all} feeds connected"),
        (open, all) => format!("{open} of {all} feeds connected"),
    };
    format!("{unread}, {feeds}{bell}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_things_stand() {
        let said = |unread, open, wanted, bell| summary(Standing { unread, open, wanted, bell });
        assert_eq!(said(0, 0, 0, ""), "Nothing unread, no feed is on");
        assert_eq!(said(3, 1, 1, ""), "3 unread, the feed is connected");
        let off = ", the bell is off";
        assert_eq!(said(1, 1, 2, off), "1 unread, 1 of 2 feeds connected, the bell is off");
        assert_eq!(said(0, 2, 2, ""), "Nothing unread, all 2 feeds connected");
    }
}
