//! What the scenarios share.

use std::time::Duration;
use tidings_model::{Sound, Urgency};
use tidings_notifier::{Answer, AppIdentity, Button, Deed, Desktop, Notification, Notifier};
use tokio::sync::mpsc;

/// How long a scenario waits for what must come.
pub const SOON: Duration = Duration::from_secs(10);

pub fn desktop() -> (Desktop, mpsc::Receiver<Answer>) {
    desktop_with_timeout(Duration::from_secs(5))
}

pub fn desktop_with_timeout(timeout: Duration) -> (Desktop, mpsc::Receiver<Answer>) {
    let desktop = Desktop::with_call_timeout(AppIdentity::default(), timeout);
    let answers = desktop.answers().unwrap();
    (desktop, answers)
}

pub fn notification(tag: &str) -> Notification {
    Notification {
        tag: tag.to_owned(),
        title: format!("Title {tag}"),
        body: "Arsenal & <b>Chelsea</b>".to_owned(),
        urgency: Urgency::Normal,
        buttons: [("default", "Open"), ("read", "Mark read")]
            .map(|(id, label)| Button { id: id.to_owned(), label: label.to_owned() })
            .into(),
        sound: Sound::System,
        category: None,
        picture: None,
    }
}

pub async fn next<T>(receiver: &mut mpsc::UnboundedReceiver<T>) -> T {
    tokio::time::timeout(SOON, receiver.recv()).await.expect("nothing came").expect("the sender ended")
}

pub async fn answer(receiver: &mut mpsc::Receiver<Answer>) -> Answer {
    tokio::time::timeout(SOON, receiver.recv()).await.expect("no answer came").expect("the notifier ended")
}

/// The next that a person did. Some services close what was pressed, others leave it up.
pub async fn deed_of_a_person(receiver: &mut mpsc::Receiver<Answer>) -> Answer {
    loop {
        let heard = answer(receiver).await;
        if heard.deed != Deed::Gone {
            return heard;
        }
    }
}

/// Tries until it holds.
pub async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let tried = tokio::time::timeout(SOON, async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    tried.await.unwrap_or_else(|_| panic!("it never came true that {what}"));
}

/// The open files of this process.
pub fn files() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// The threads of this process.
pub fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}
