//! The tray's menu: its lines, and what they stand for.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::menu::{Menu, MenuBuilder, MenuItem, MenuItemBuilder, PredefinedMenuItem};
use tauri::{AppHandle, Manager as _, Wry};
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

/// What the menu's lines stand for.
#[derive(Debug, Default)]
pub(super) struct Offered(Mutex<Names>);

#[derive(Debug, Default)]
struct Names {
    /// The entries that the lines name, the newest first.
    named: Vec<i64>,
    /// Those that they named a moment ago.
    before: Vec<i64>,
    snoozed: bool,
}

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
        let offered = app.state::<Offered>();
        offered.name(shown.latest.iter().map(|(seq, _)| *seq).collect());
        self.open.set_text(words.open)?;
        self.make_room(app, shown.latest.len())?;
        for (line, (_, title)) in self.latest.iter().zip(&shown.latest) {
            line.set_text(title)?;
        }
        self.snooze.set_text(if shown.snoozed { words.wake } else { words.snooze })?;
        offered.snooze(shown.snoozed);
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
    /// The lines are about to name these entries.
    fn name(&self, entries: Vec<i64>) {
        let mut names = self.names();
        names.before = std::mem::replace(&mut names.named, entries);
    }

    /// A person had the time to read what the lines say.
    pub(super) fn settle(&self) {
        self.names().before.clear();
    }

    /// The entry that a click on a line means: what stood there when the person made up their mind.
    pub(super) fn entry(&self, at: usize) -> Option<i64> {
        let names = self.names();
        names.before.get(at).or_else(|| names.named.get(at)).copied()
    }

    fn snooze(&self, snoozed: bool) {
        self.names().snoozed = snoozed;
    }

    pub(super) fn is_snoozed(&self) -> bool {
        self.names().snoozed
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_means_what_the_line_said_when_it_was_aimed_at() {
        let offered = Offered::default();
        offered.name(vec![2, 1]);
        assert_eq!([0, 1, 2].map(|at| offered.entry(at)), [Some(2), Some(1), None]);
        offered.settle();
        offered.name(vec![3, 2, 1]);
        assert_eq!(
            [0, 1, 2].map(|at| offered.entry(at)),
            [Some(2), Some(1), Some(1)],
            "one comes as it is clicked"
        );
        offered.settle();
        assert_eq!([0, 1, 2].map(|at| offered.entry(at)), [Some(3), Some(2), Some(1)]);
    }

    #[test]
    fn a_line_that_is_gone_opens_nothing() {
        let offered = Offered::default();
        offered.name(vec![2, 1]);
        offered.name(vec![2]);
        offered.settle();
        assert_eq!(offered.entry(1), None);
    }
}
