//! The book of what is up: which tag has which id, and whose clicks are heard.

use super::service::Service;
use crate::{Answer, Deed};
use notify_rust::{CloseReason, NotificationHandle, NotificationResponse};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, Id, JoinSet};

/// How many popups are listened to: each costs a connection to the bus. Older ones lose their buttons, not their popup.
const HEARD: usize = 32;
/// How many are remembered for replacing and withdrawing; of older ones an update comes as a popup of its own.
const REMEMBERED: usize = 256;

pub(super) struct Live {
    /// The newest last.
    shown: Vec<Shown>,
    waits: JoinSet<End>,
    answers: mpsc::Sender<Answer>,
}

struct Shown {
    tag: String,
    id: u32,
    ears: Option<Ears>,
}

/// The connection a popup was shown over, and the task that listens on it.
struct Ears {
    handle: Arc<NotificationHandle>,
    wait: AbortHandle,
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.wait.abort();
    }
}

/// Whether a popup that is no longer listened to is still up.
enum End {
    Closed,
    StillUp,
}

impl Live {
    pub fn new(answers: mpsc::Sender<Answer>) -> Self {
        Self { shown: Vec::new(), waits: JoinSet::new(), answers }
    }

    /// The service's id of what is up under this tag.
    pub fn id(&self, tag: &str) -> Option<u32> {
        self.shown.iter().find(|shown| shown.tag == tag).map(|shown| shown.id)
    }

    /// Notes a popup, in place of the one with the same tag or id.
    pub fn keep(&mut self, tag: String, handle: NotificationHandle) {
        let (id, handle) = (handle.id(), Arc::new(handle));
        self.shown.retain(|shown| shown.tag != tag && shown.id != id);
        let wait = self.waits.spawn(listen(tag.clone(), Arc::clone(&handle), self.answers.clone()));
        self.shown.push(Shown { tag, id, ears: Some(Ears { handle, wait }) });
        for old in self.shown.iter_mut().rev().skip(HEARD) {
            old.ears = None;
        }
        if self.shown.len() > REMEMBERED {
            self.shown.remove(0);
        }
    }

    /// Takes down what is up under this tag, over the connection that showed it where there still is one.
    pub async fn withdraw(&mut self, tag: &str, service: Option<&Service>) {
        let Some(at) = self.shown.iter().position(|shown| shown.tag == tag) else { return };
        let shown = self.shown.remove(at);
        match (&shown.ears, service) {
            (Some(ears), _) => ears.handle.close_async().await,
            (None, Some(service)) => service.close(shown.id).await,
            (None, None) => {}
        }
    }

    /// The service is gone, and all it showed.
    pub fn forget_all(&mut self) {
        self.shown.clear();
    }

    /// Waits for a popup that needs no more listening, and notes it. For ever, if none is up.
    pub async fn reap(&mut self) {
        let ended = match self.waits.join_next_with_id().await {
            Some(Ok((task, end))) => (task, end),
            // Let go by us, or a panic of notify-rust's where the bus went away under it.
            Some(Err(error)) => (error.id(), End::StillUp),
            None => return std::future::pending().await,
        };
        self.note_end(ended.0, &ended.1);
    }

    fn note_end(&mut self, task: Id, end: &End) {
        let ended = |shown: &Shown| shown.ears.as_ref().is_some_and(|ears| ears.wait.id() == task);
        let Some(at) = self.shown.iter().position(ended) else { return };
        match end {
            End::Closed => drop(self.shown.remove(at)),
            End::StillUp => self.shown[at].ears = None,
        }
    }
}

/// Waits for what a person does with a popup, and passes it on.
async fn listen(tag: String, handle: Arc<NotificationHandle>, answers: mpsc::Sender<Answer>) -> End {
    let mut response = None;
    handle.wait_for_action_async(|heard: &NotificationResponse| response = Some(heard.clone())).await;
    let end = match response {
        Some(NotificationResponse::Closed(_)) => End::Closed,
        _ => End::StillUp,
    };
    if let Some(deed) = response.and_then(deed) {
        // No reader is no error: then nobody wants to know.
        let _ = answers.send(Answer { tag, deed }).await;
    }
    end
}

/// What a response means; none for a popup that expired or was taken down by us.
fn deed(response: NotificationResponse) -> Option<Deed> {
    match response {
        NotificationResponse::Default => Some(Deed::Opened),
        NotificationResponse::Action(id) => Some(Deed::Pressed(id)),
        NotificationResponse::Closed(CloseReason::Dismissed) => Some(Deed::Dismissed),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_gives_an_answer() {
        assert_eq!(deed(NotificationResponse::Default), Some(Deed::Opened));
        assert_eq!(
            deed(NotificationResponse::Action("read".to_owned())),
            Some(Deed::Pressed("read".to_owned()))
        );
        assert_eq!(deed(NotificationResponse::Closed(CloseReason::Dismissed)), Some(Deed::Dismissed));
        for reason in [CloseReason::Expired, CloseReason::CloseAction, CloseReason::Other(4)] {
            assert_eq!(deed(NotificationResponse::Closed(reason)), None);
        }
    }
}
