//! The book of what is up: which tag has which id, and over which connections it was shown.
//!
//! notify-rust shows each popup over a connection of its own, and a service sends a click to the connection that showed it.
//! GNOME Shell moreover takes down *all* popups of an app when the connection goes that showed the first of them. So no
//! connection is closed because its own popup ended: the first stays while anything is up, the others until newer ones
//! push them out, and all go when nothing is up.

use super::service::Service;
use crate::{Answer, Deed};
use notify_rust::{CloseReason, NotificationHandle, NotificationResponse};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

/// How many popups are listened to: each costs a connection to the bus. Older ones lose their buttons, not their popup.
const HEARD: usize = 32;
/// How many are remembered for replacing and withdrawing; of older ones an update comes as a popup of its own.
const REMEMBERED: usize = 256;

pub(super) struct Live {
    /// The newest last.
    shown: Vec<Shown>,
    /// The newest last.
    heard: VecDeque<Ears>,
    /// The connection of the first popup since nothing was up.
    anchor: Option<Arc<NotificationHandle>>,
    waits: JoinSet<Heard>,
    answers: mpsc::Sender<Answer>,
}

struct Shown {
    tag: String,
    id: u32,
    answered: bool,
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

/// What was heard of the popup with this id; nothing, where the connection ended.
struct Heard {
    id: u32,
    response: Option<NotificationResponse>,
}

impl Live {
    pub fn new(answers: mpsc::Sender<Answer>) -> Self {
        Self { shown: Vec::new(), heard: VecDeque::new(), anchor: None, waits: JoinSet::new(), answers }
    }

    /// The service's id of what is up under this tag.
    pub fn id(&self, tag: &str) -> Option<u32> {
        self.shown.iter().find(|shown| shown.tag == tag).map(|shown| shown.id)
    }

    /// Notes a popup, in place of the one with the same tag or id.
    pub fn keep(&mut self, tag: String, handle: NotificationHandle) {
        let (id, handle) = (handle.id(), Arc::new(handle));
        self.shown.retain(|shown| shown.tag != tag && shown.id != id);
        self.shown.push(Shown { tag, id, answered: false });
        if self.shown.len() > REMEMBERED {
            self.shown.remove(0);
        }
        self.anchor.get_or_insert_with(|| Arc::clone(&handle));
        let wait = self.waits.spawn(listen(Arc::clone(&handle)));
        self.heard.push_back(Ears { handle, wait });
        if self.heard.len() > HEARD {
            self.heard.pop_front();
        }
    }

    /// Takes down what is up under this tag, over the connection that showed it where there still is one.
    pub async fn withdraw(&mut self, tag: &str, service: Option<&Service>) {
        let Some(at) = self.shown.iter().position(|shown| shown.tag == tag) else { return };
        let id = self.shown.remove(at).id;
        let handle =
            self.heard.iter().rev().map(|ears| &ears.handle).find(|handle| handle.id() == id).cloned();
        match (handle, service) {
            (Some(handle), _) => handle.close_async().await,
            (None, Some(service)) => service.close(id).await,
            (None, None) => {}
        }
        self.let_go();
    }

    /// The service is gone, and all it showed.
    pub fn forget_all(&mut self) {
        self.shown.clear();
        self.let_go();
    }

    /// Waits for what becomes of a popup, and notes it. For ever, if none is listened to.
    pub async fn reap(&mut self) {
        match self.waits.join_next().await {
            Some(Ok(Heard { id, response: Some(response) })) => self.note(id, response),
            // The connection ended, we let go of it, or notify-rust panicked because the bus went away under it.
            Some(_) => {}
            None => std::future::pending().await,
        }
    }

    /// An update has a listener beside that of the popup it replaced, and either may hear first: one answer counts.
    fn note(&mut self, id: u32, response: NotificationResponse) {
        let Some(at) = self.shown.iter().position(|shown| shown.id == id) else { return };
        let closed = matches!(response, NotificationResponse::Closed(_));
        let first = !std::mem::replace(&mut self.shown[at].answered, true);
        if let Some(deed) = deed(response).filter(|_| first) {
            let answer = Answer { tag: self.shown[at].tag.clone(), deed };
            if self.answers.try_send(answer).is_err() {
                tracing::warn!("nobody takes the answers to notifications");
            }
        }
        if closed {
            self.shown.remove(at);
        }
        self.let_go();
    }

    /// Closes the connections if nothing is up. What was answered is up for a moment at most, and no longer listened to.
    fn let_go(&mut self) {
        if self.shown.iter().all(|shown| shown.answered) {
            self.heard.clear();
            self.anchor = None;
        }
    }
}

/// Waits for what a person does with a popup.
async fn listen(handle: Arc<NotificationHandle>) -> Heard {
    let mut response = None;
    handle.wait_for_action_async(|heard: &NotificationResponse| response = Some(heard.clone())).await;
    Heard { id: handle.id(), response }
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
