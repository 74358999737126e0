//! The tray's menu: its lines, and what they stand for.

use std::sync::{Mutex, PoisonError};

use tauri::menu::{Menu, MenuBuilder, MenuItem, MenuItemBuilder, PredefinedMenuItem};
use tauri::{AppHandle, Wry};
use tidings_engine::Words;

use super::Shown;

pub(super) const OPEN: &str = "open";
pub(super) const QUIT: &str = "quit";
/// Snoozes, or ends that.
pub(super) const SNOOZE: &str = "snooze";
/// Before the place of an entry that the menu offers, from the newest.
pub(super) const ENTRY: &str = "entry-";
/// Above the entries: what opens the window, how things stand, a line.
const ABOVE: usize = 3;

/// The menu stays one and the same: a desktop closes a menu that is put in the place of an open one.
pub(super) struct Lines {
    pub(super) menu: Menu<Wry>,
    open: MenuItem<Wry>,
    state: MenuItem<Wry>,
    /// As many as are in the menu, the newest first, and the line below them.
    latest: Vec<MenuItem<Wry>>,
    snooze: MenuItem<Wry>,
    quit: MenuItem<Wry>,
}

/// What the menu's lines stand for as it was shown last.
#[derive(Debug, Default)]
pub(super) struct Offered(Mutex<(Vec<i64>, bool)>);

impl Lines {
    pub(super) fn build(app: &AppHandle, words: &Words) -> tauri::Result<Self> {
        let words = &words.tray;
        let item = |id: &str, text: &str| MenuItemBuilder::with_id(id, text).build(app);
        let state = MenuItemBuilder::new(words.starting).enabled(false).build(app)?;
        let (open, snooze, quit) =
            (item(OPEN, words.open)?, item(SNOOZE, words.snooze)?, item(QUIT, words.quit)?);
        let menu = MenuBuilder::new(app).items(&[&open, &state]).separator().item(&snooze).separator();
        Ok(Self { menu: menu.item(&quit).build()?, open, state, latest: Vec::new(), snooze, quit })
    }

    pub(super) fn show(&mut self, app: &AppHandle, shown: &Shown) -> tauri::Result<()> {
        let words = &shown.words.tray;
        self.open.set_text(words.open)?;
        self.make_room(app, shown.latest.len())?;
        for (line, (_, title)) in self.latest.iter().zip(&shown.latest) {
            line.set_text(title)?;
        }
        self.snooze.set_text(if shown.snoozed { words.wake } else { words.snooze })?;
        self.quit.set_text(words.quit)?;
        // Last: it counts what the lines below it name.
        self.state.set_text(&shown.line)
    }

    /// As many lines as there are entries: few change that, the first five and who empties the history.
    fn make_room(&mut self, app: &AppHandle, wanted: usize) -> tauri::Result<()> {
        if self.latest.is_empty() && wanted > 0 {
            self.menu.insert(&PredefinedMenuItem::separator(app)?, ABOVE)?;
        }
        while self.latest.len() < wanted {
            let at = self.latest.len();
            let line = MenuItemBuilder::with_id(format!("{ENTRY}{at}"), "").build(app)?;
            self.menu.insert(&line, ABOVE + at)?;
            self.latest.push(line);
        }
        while self.latest.len() > wanted {
            self.latest.pop().map_or(Ok(()), |line| self.menu.remove(&line))?;
            if self.latest.is_empty() {
                self.menu.remove_at(ABOVE)?;
            }
        }
        Ok(())
    }
}

impl Offered {
    pub(super) fn set(&self, shown: &Shown) {
        let latest = shown.latest.iter().map(|(seq, _)| *seq).collect();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (latest, shown.snoozed);
    }

    pub(super) fn entry(&self, at: usize) -> Option<i64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.get(at).copied()
    }

    pub(super) fn is_snoozed(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }
}
