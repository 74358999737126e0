//! What a click on a popup asked to see, until a webview is there to show it.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tidings_model::Seq;

/// An entry to show, or with none the window alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    /// The entry's number.
    pub seq: Option<i64>,
}

impl From<Option<Seq>> for Shown {
    fn from(seq: Option<Seq>) -> Self {
        Self { seq: seq.map(|seq| seq.0) }
    }
}

/// Keeps the latest wish while no webview listens.
#[derive(Debug, Default)]
pub(crate) struct Mailbox(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    listening: bool,
    waiting: Option<Shown>,
}

impl Mailbox {
    /// Hands the wish back to be emitted where a webview listens; else keeps it.
    pub(crate) fn post(&self, shown: Shown) -> Option<Shown> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.listening {
            return Some(shown);
        }
        state.waiting = Some(shown);
        None
    }

    /// The webview asks once, when its listener is in place: from then on wishes are emitted.
    pub(crate) fn take(&self) -> Option<Shown> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.listening = true;
        state.waiting.take()
    }

    /// The webview is gone.
    pub(crate) fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).listening = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_latest_until_asked() {
        let mailbox = Mailbox::default();
        assert_eq!(mailbox.post(Shown { seq: Some(1) }), None);
        assert_eq!(mailbox.post(Shown { seq: Some(2) }), None);
        assert_eq!(mailbox.take(), Some(Shown { seq: Some(2) }));
        assert_eq!(mailbox.take(), None);
    }

    #[test]
    fn hands_on_while_a_webview_listens() {
        let mailbox = Mailbox::default();
        assert_eq!(mailbox.take(), None);
        assert_eq!(mailbox.post(Shown { seq: None }), Some(Shown { seq: None }));
        mailbox.close();
        assert_eq!(mailbox.post(Shown { seq: Some(3) }), None);
        assert_eq!(mailbox.take(), Some(Shown { seq: Some(3) }));
    }
}
