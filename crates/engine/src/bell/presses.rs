//! Buttons of popups that send requests: a server may take its time, and the bell does not wait.

use tidings_model::Seq;
use tokio::task::JoinSet;

use crate::acting::{Acted, Acting};
use crate::error::Error;

/// Requests on their way at one time. A button pressed while so many are does nothing but say so: it can be pressed again.
const MOST: usize = 16;

/// A button that was pressed.
#[derive(Clone, Debug)]
pub(super) struct Press {
    pub(super) seq: Seq,
    /// Its number among the entry's actions.
    pub(super) action: usize,
    /// What it says.
    pub(super) label: String,
    /// What the desktop gave with the press.
    pub(super) token: Option<String>,
}

/// And what came of it.
#[derive(Debug)]
pub(super) struct Pressed {
    pub(super) press: Press,
    pub(super) acted: Result<Acted, Error>,
}

/// The requests on their way. They end with the bell.
#[derive(Default)]
pub(super) struct Presses(JoinSet<Pressed>);

impl Presses {
    /// Whether no other may be sent now.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    pub(super) fn send(&mut self, acting: &Acting, press: Press) {
        let acting = acting.clone();
        self.0.spawn(async move {
            let acted = acting.act(press.seq, press.action, None).await;
            Pressed { press, acted }
        });
    }

    /// The next answer. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Pressed {
        loop {
            match self.0.join_next().await {
                Some(Ok(pressed)) => return pressed,
                Some(Err(error)) => tracing::error!(%error, "a button's request ended"),
                None => std::future::pending().await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn so_many_and_no_more() {
        let mut presses = Presses::default();
        (1..MOST).for_each(|_| drop(presses.0.spawn(std::future::pending())));
        assert!(!presses.is_full());
        presses.0.spawn(std::future::pending());
        assert!(presses.is_full());
    }
}
