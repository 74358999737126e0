//! What a click on a popup asked to see, until a webview is there to show it.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// Entries to show, or with none the window alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    /// Their numbers: one is an entry, several are those that a summary counted.
    pub seqs: Vec<i64>,
    /// The button of the one entry, by its number, whose request the person has to allow before it is sent.
    pub action: Option<usize>,
}

impl From<&tidings_model::Shown> for Shown {
    fn from(shown: &tidings_model::Shown) -> Self {
        Self { seqs: shown.seqs.iter().map(|seq| seq.0).collect(), action: shown.action }
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

    /// Whether a webview listens.
    pub(crate) fn is_listening(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).listening
    }

    /// The webview is gone.
    pub(crate) fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).listening = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(seqs: &[i64]) -> Shown {
        Shown { seqs: seqs.to_vec(), action: None }
    }

    #[test]
    fn keeps_the_latest_until_asked() {
        let mailbox = Mailbox::default();
        assert_eq!(mailbox.post(wish(&[1])), None);
        assert_eq!(mailbox.post(wish(&[2])), None);
        assert_eq!(mailbox.take(), Some(wish(&[2])));
        assert_eq!(mailbox.take(), None);
    }

    #[test]
    fn hands_on_while_a_webview_listens() {
        let mailbox = Mailbox::default();
        assert_eq!(mailbox.take(), None);
        assert_eq!(mailbox.post(wish(&[])), Some(wish(&[])));
        mailbox.close();
        assert_eq!(mailbox.post(wish(&[3])), None);
        assert_eq!(mailbox.take(), Some(wish(&[3])));
    }
}
