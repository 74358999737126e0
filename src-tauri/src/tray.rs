//! The tray: a menu, since on Linux the icon tells of no clicks. Everything it offers is reachable without it, because many
//! desktops have none.

mod mark;
mod menu;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager as _, State, Wry};
use tidings_engine::{EngineHandle, Words};
use tidings_wire::{BellStateView, EntryQuery, Snapshot, StateView};
use tokio::sync::broadcast::error::RecvError;

use crate::window;
use mark::Mark;
use menu::{ENTRY, Lines, OPEN, Offered, QUIT, SNOOZE};

/// How long the menu snoozes everything, in minutes.
const SNOOZED: u32 = 60;
/// How often the menu may change.
const PACE: Duration = Duration::from_secs(1);
/// Who clicks sooner after a change has not read it yet, and means what the line said before.
const READING: Duration = Duration::from_millis(300);
/// Entries offered.
const LATEST: u32 = 5;
/// Characters of a title in the menu.
const TITLE: usize = 60;

/// The icon in the tray, and the lines of its menu.
pub(crate) struct Tray {
    icon: TrayIcon<Wry>,
    lines: Lines,
}

/// What the tray shows.
#[derive(Clone, Debug)]
struct Shown {
    words: &'static Words,
    line: String,
    /// The latest entries: number and title.
    latest: Vec<(i64, String)>,
    mark: Mark,
    snoozed: bool,
}

impl Shown {
    fn new(words: &'static Words) -> Self {
        Self { words, line: String::new(), latest: Vec::new(), mark: Mark::default(), snoozed: false }
    }

    fn is(&self, other: &Self) -> bool {
        let of = |shown: &Self| {
            (shown.words.tag, shown.line.clone(), shown.latest.clone(), shown.mark, shown.snoozed)
        };
        of(self) == of(other)
    }
}

/// The words in the language of the window; before there is an engine, of the system.
fn spoken(app: &AppHandle) -> &'static Words {
    app.try_state::<EngineHandle>().map_or_else(|| Words::of(None, &[]), |engine| engine.words())
}

/// Puts the icon into the tray. None where the desktop has no tray: then Tidings runs without.
pub(crate) fn raise(app: &AppHandle) -> Option<Tray> {
    // Without libayatana-appindicator the library behind the icon panics rather than fails.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(tray)) => Some(tray),
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

fn build(app: &AppHandle) -> tauri::Result<Tray> {
    let words = spoken(app);
    app.manage(Offered::default());
    let lines = Lines::build(app, words)?;
    let icon = TrayIconBuilder::with_id("tray")
        .icon(mark::picture(Mark::default()))
        .icon_as_template(true)
        .tooltip("Tidings")
        .menu(&lines.menu)
        .on_menu_event(|app, event| choose(app, event.id().as_ref()))
        .build(app)?;
    Ok(Tray { icon, lines })
}

fn choose(app: &AppHandle, item: &str) {
    let offered: State<'_, Offered> = app.state();
    match item {
        OPEN => window::open(app),
        QUIT => app.exit(0),
        SNOOZE => snooze(app, (!offered.is_snoozed()).then_some(SNOOZED)),
        other => {
            let place = other.strip_prefix(ENTRY).and_then(|place| place.parse().ok());
            if let Some(seq) = place.and_then(|place| offered.entry(place)) {
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
pub(crate) async fn keep(app: AppHandle, mut tray: Tray, engine: EngineHandle) {
    let mut changes = engine.changes();
    let mut seen = Shown::new(engine.words());
    loop {
        if let Some(shown) = look(&engine).await
            && !shown.is(&seen)
        {
            if let Err(error) = tray.show(&app, &shown, shown.mark != seen.mark) {
                tracing::warn!(%error, "the tray cannot be changed");
            }
            seen = shown;
            tokio::time::sleep(READING).await;
            app.state::<Offered>().settle();
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
    let words = engine.words();
    let standing = Standing::of(&snapshot, words);
    let mark = Mark { unread: standing.unread > 0, silent: standing.bell.is_some() };
    let latest = latest.iter().map(|row| (row.seq, label(&row.entry.title))).collect();
    let snoozed = snapshot.bell.quiet.as_ref().is_some_and(|quiet| quiet.why == "snoozed");
    Some(Shown { words, line: summary(standing, words), latest, mark, snoozed })
}

/// An `&` would be taken for the mark of a key.
fn label(title: &str) -> String {
    let short: String = title.chars().take(TITLE).collect();
    let cut = if short.len() < title.len() { "\u{2026}" } else { "" };
    format!("{}{cut}", short.trim_end()).replace('&', "&&")
}

impl Tray {
    fn show(&mut self, app: &AppHandle, shown: &Shown, icon: bool) -> tauri::Result<()> {
        self.lines.show(app, shown)?;
        self.icon.set_tooltip(Some(format!("Tidings: {}", shown.line)))?;
        if icon {
            self.icon.set_icon(Some(mark::picture(shown.mark)))?;
        }
        Ok(())
    }
}

/// What the line tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    unread: usize,
    /// Feeds that are connected.
    open: usize,
    /// Feeds that are to be.
    wanted: usize,
    /// What is to be said of the bell.
    bell: Option<&'static str>,
}

impl Standing {
    fn of(snapshot: &Snapshot, words: &'static Words) -> Self {
        let words = &words.tray;
        let wanted = snapshot.feeds.iter().filter(|feed| feed.enabled);
        let open = wanted.clone().filter(|feed| matches!(feed.state, StateView::Open { .. })).count();
        let quiet = snapshot.bell.quiet.as_ref().map(|quiet| quiet.why);
        let bell = match (&snapshot.bell.state, quiet) {
            (BellStateView::Silent { .. }, _) => Some(words.silent),
            (BellStateView::Off, _) => Some(words.off),
            (_, Some("snoozed")) => Some(words.snoozed),
            (_, Some(_)) => Some(words.quiet),
            (BellStateView::Unknown | BellStateView::Ready { .. }, None) => None,
        };
        let unread = snapshot.feeds.iter().map(|feed| feed.unread as usize).sum();
        Self { unread, open, wanted: wanted.count(), bell }
    }
}

/// How things stand, in one line such as `3 unread, 1 of 2 feeds connected`.
fn summary(Standing { unread, open, wanted, bell }: Standing, words: &Words) -> String {
    let words = &words.tray;
    let unread = if unread == 0 { words.none_unread.to_owned() } else { words.unread.of(unread) };
    let all = wanted.to_string();
    let feeds = match (open, wanted) {
        (_, 0) => words.no_feed.to_owned(),
        (1, 1) => words.only_feed.to_owned(),
        (open, wanted) if open == wanted => words.all_feeds.replace("{all}", &all),
        (open, _) => words.some_feeds.replace("{open}", &open.to_string()).replace("{all}", &all),
    };
    let parts = [Some(unread.as_str()), Some(feeds.as_str()), bell];
    parts.into_iter().flatten().collect::<Vec<_>>().join(words.comma)
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
        let in_words = |language, unread, open, wanted, bell| {
            summary(Standing { unread, open, wanted, bell }, Words::of(Some(language), &[]))
        };
        let said = |unread, open, wanted, bell| in_words("en", unread, open, wanted, bell);
        assert_eq!(said(0, 0, 0, None), "Nothing unread, no feed is on");
        assert_eq!(said(3, 1, 1, None), "3 unread, the feed is connected");
        let off = Some("the bell is off");
        assert_eq!(said(1, 1, 2, off), "1 unread, 1 of 2 feeds connected, the bell is off");
        assert_eq!(said(0, 2, 2, None), "Nothing unread, all 2 feeds connected");
        assert_eq!(in_words("de", 3, 1, 2, None), "3 ungelesen, 1 von 2 Feeds verbunden");
        assert_eq!(in_words("ja", 0, 1, 1, None), "未読なし、フィードに接続中");
    }
}
