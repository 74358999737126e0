//! The tray: a menu, since on Linux the icon tells of no clicks. Everything it offers is reachable without it, because many
//! desktops have none.

mod mark;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager as _, Wry, include_image};
use tidings_engine::EngineHandle;
use tidings_wire::{BellStateView, EntryQuery, Snapshot, StateView};
use tokio::sync::broadcast::error::RecvError;

use crate::window;
use mark::Mark;

const OPEN: &str = "open";
const QUIT: &str = "quit";
const SNOOZE: &str = "snooze";
const WAKE: &str = "wake";
/// How long the menu snoozes everything, in minutes.
const SNOOZED: u32 = 60;
/// Before the number of an entry that the menu offers.
const ENTRY: &str = "entry-";
/// On macOS the system colours a silhouette; elsewhere a black one would not be seen on a dark panel.
const ICON: Image<'static> = if cfg!(target_os = "macos") {
    include_image!("../icons/tray.png")
} else {
    include_image!("../icons/32x32.png")
};

/// How often the menu may change.
const PACE: Duration = Duration::from_secs(1);
/// Entries offered.
const LATEST: u32 = 5;
/// Characters of a title in the menu.
const TITLE: usize = 60;

/// The icon in the tray.
pub(crate) struct Tray(TrayIcon<Wry>);

/// What the tray shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    line: String,
    /// The latest entries: number and title.
    latest: Vec<(i64, String)>,
    mark: Mark,
    snoozed: bool,
}

/// Puts the icon into the tray. None where the desktop has no tray: then Tidings runs without.
pub(crate) fn raise(app: &AppHandle) -> Option<Tray> {
    // Without libayatana-appindicator the library behind the icon panics rather than fails.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(icon)) => Some(Tray(icon)),
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

fn build(app: &AppHandle) -> tauri::Result<TrayIcon<Wry>> {
    let starting = Shown { line: "Starting".to_owned(), ..Shown::default() };
    TrayIconBuilder::with_id("tray")
        .icon(ICON)
        .icon_as_template(true)
        .tooltip("Tidings")
        .menu(&menu(app, &starting)?)
        .on_menu_event(|app, event| choose(app, event.id().as_ref()))
        .build(app)
}

fn menu(app: &AppHandle, shown: &Shown) -> tauri::Result<Menu<Wry>> {
    let line = MenuItemBuilder::new(&shown.line).enabled(false).build(app)?;
    let mut menu = MenuBuilder::new(app).text(OPEN, "Open Tidings").item(&line).separator();
    for (seq, title) in &shown.latest {
        menu = menu.text(format!("{ENTRY}{seq}"), title);
    }
    if !shown.latest.is_empty() {
        menu = menu.separator();
    }
    let (id, label) = if shown.snoozed { (WAKE, "End the snooze") } else { (SNOOZE, "Snooze for an hour") };
    menu.text(id, label).separator().text(QUIT, "Quit Tidings").build()
}

fn choose(app: &AppHandle, item: &str) {
    match item {
        OPEN => window::open(app),
        QUIT => app.exit(0),
        SNOOZE => snooze(app, Some(SNOOZED)),
        WAKE => snooze(app, None),
        other => {
            if let Some(seq) = other.strip_prefix(ENTRY).and_then(|seq| seq.parse().ok()) {
                window::show_entry(app, seq);
            }
        }
    }
}

/// Snoozes everything for some minutes, or with none ends that.
fn snooze(app: &AppHandle, minutes: Option<u32>) {
    let Some(engine) = app.try_state::<EngineHandle>().map(|engine| engine.inner().clone()) else { return };
    tauri::async_runtime::spawn(async move {
        if let Err(error) = engine.snooze_all(minutes).await {
            tracing::warn!(%error, "the bell could not be snoozed");
        }
    });
}

/// Keeps the tray true until the engine is gone.
pub(crate) async fn keep(app: AppHandle, tray: Tray, engine: EngineHandle) {
    let mut changes = engine.changes();
    let mut seen = Shown::default();
    loop {
        if let Some(shown) = look(&engine).await
            && shown != seen
        {
            if let Err(error) = show(&app, &tray.0, &shown, shown.mark != seen.mark) {
                tracing::warn!(%error, "the tray cannot be changed");
            }
            seen = shown;
        }
        tokio::time::sleep(PACE).await;
        if matches!(changes.recv().await, Err(RecvError::Closed)) {
            return;
        }
        changes = changes.resubscribe();
    }
}

async fn look(engine: &EngineHandle) -> Option<Shown> {
    let snapshot = engine.snapshot().await.ok()?;
    let query = EntryQuery { limit: LATEST, ..EntryQuery::default() };
    let latest = engine.entries(query).await.ok()?.entries;
    let standing = Standing::from(&snapshot);
    let mark = Mark { unread: standing.unread > 0, silent: !standing.bell.is_empty() };
    let latest = latest.iter().map(|row| (row.seq, label(&row.entry.title))).collect();
    let snoozed = snapshot.bell.quiet.as_ref().is_some_and(|quiet| quiet.why == "snoozed");
    Some(Shown { line: summary(standing), latest, mark, snoozed })
}

/// An `&` would be taken for the mark of a key.
fn label(title: &str) -> String {
    let short: String = title.chars().take(TITLE).collect();
    let cut = if short.len() < title.len() { "\u{2026}" } else { "" };
    format!("{}{cut}", short.trim_end()).replace('&', "&&")
}

fn show(app: &AppHandle, tray: &TrayIcon<Wry>, shown: &Shown, icon: bool) -> tauri::Result<()> {
    tray.set_menu(Some(menu(app, shown)?))?;
    tray.set_tooltip(Some(format!("Tidings: {}", shown.line)))?;
    if icon {
        tray.set_icon(Some(mark::draw(&ICON, shown.mark)))?;
    }
    Ok(())
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
        let quiet = snapshot.bell.quiet.as_ref().map(|quiet| quiet.why);
        let bell = match (&snapshot.bell.state, quiet) {
            (BellStateView::Silent { .. }, _) => ", the bell is silent",
            (BellStateView::Off, _) => ", the bell is off",
            (_, Some("snoozed")) => ", the bell is snoozed",
            (_, Some(_)) => ", the bell is quiet for now",
            (BellStateView::Unknown | BellStateView::Ready { .. }, None) => "",
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
    fn titles_are_short_and_plain() {
        assert_eq!(label("Rock & roll"), "Rock && roll");
        assert_eq!(label(&"x".repeat(80)).chars().count(), TITLE + 1);
    }

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
