//! The book of what is up: which tag has which id.

use super::popup;
use super::service::{Said, Service};
use crate::{Answer, Deed, Remembered};
use tokio::sync::mpsc;

/// How many popups are remembered for answering, replacing and withdrawing; of older ones an update comes as a popup of its own.
pub(super) const REMEMBERED: usize = 256;
/// The specification's reason for a popup that a person closed.
const DISMISSED: u32 = 2;
/// The longest token that is handed on, in bytes.
const TOKEN: usize = 256;

pub(super) struct Live {
    /// The newest last.
    shown: Vec<Shown>,
    answers: mpsc::Sender<Answer>,
}

struct Shown {
    tag: String,
    id: u32,
    /// What was pressed since it was shown: at most one of each of its buttons.
    pressed: Vec<String>,
    token: Option<String>,
}

impl Live {
    pub fn new(answers: mpsc::Sender<Answer>) -> Self {
        Self { shown: Vec::new(), answers }
    }

    /// The service's id of what is up under this tag.
    pub fn id(&self, tag: &str) -> Option<u32> {
        self.shown.iter().find(|shown| shown.tag == tag).map(|shown| shown.id)
    }

    /// Notes a popup, in place of the one with the same tag or id.
    pub fn keep(&mut self, tag: String, id: u32) {
        self.shown.retain(|shown| shown.tag != tag && shown.id != id);
        self.shown.push(Shown { tag, id, pressed: Vec::new(), token: None });
        if self.shown.len() > REMEMBERED {
            self.shown.remove(0);
        }
    }

    /// Notes a popup of which nobody knew whether it would come.
    pub fn shown_after_all(&mut self, tag: String, id: u32) {
        self.tell(Answer { tag: tag.clone(), deed: Deed::Shown, token: None });
        self.keep(tag, id);
    }

    /// All that is up, as this run of the service counts it.
    pub fn all(&self, service: &str) -> Vec<Remembered> {
        let remembered =
            |shown: &Shown| Remembered { tag: shown.tag.clone(), id: shown.id, service: service.to_owned() };
        self.shown.iter().map(remembered).collect()
    }

    /// Takes down what is up under this tag.
    pub async fn withdraw(&mut self, tag: &str, service: Option<&Service>) {
        let Some(at) = self.shown.iter().position(|shown| shown.tag == tag) else { return };
        let id = self.shown.remove(at).id;
        if let Some(service) = service {
            service.close(id).await;
        }
    }

    /// The service is gone, and all it showed.
    pub fn forget_all(&mut self) {
        for shown in std::mem::take(&mut self.shown) {
            self.tell(Answer { tag: shown.tag, deed: Deed::Gone, token: None });
        }
    }

    /// What was said of the popup with this id. The same button counts once: some services say it twice, and that it closed too.
    pub fn note(&mut self, id: u32, said: Said) {
        let Some(at) = self.shown.iter().position(|shown| shown.id == id) else { return };
        let shown = &mut self.shown[at];
        match said {
            Said::Token(token) => {
                shown.token = Some(token).filter(|token| token.len() <= TOKEN && token.is_ascii());
            }
            Said::Invoked(key) => {
                if shown.pressed.contains(&key) || shown.pressed.len() >= popup::BUTTONS {
                    return;
                }
                shown.pressed.push(key.clone());
                let deed = if key == "default" { Deed::Opened } else { Deed::Pressed(key) };
                let answer = Answer { tag: shown.tag.clone(), deed, token: shown.token.take() };
                self.tell(answer);
            }
            Said::Closed(reason) => {
                let shown = self.shown.remove(at);
                let waved = reason == DISMISSED && shown.pressed.is_empty();
                let deed = if waved { Deed::Dismissed } else { Deed::Gone };
                self.tell(Answer { tag: shown.tag, deed, token: shown.token });
            }
        }
    }

    fn tell(&self, answer: Answer) {
        if self.answers.try_send(answer).is_err() {
            tracing::warn!("nobody takes the answers to notifications");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(said: &[Said]) -> Vec<Answer> {
        let (answers, mut receiver) = mpsc::channel(8);
        let mut live = Live::new(answers);
        live.keep("a".to_owned(), 7);
        said.iter().for_each(|said| live.note(7, said.clone()));
        live.note(8, Said::Invoked("default".to_owned()));
        std::iter::from_fn(|| receiver.try_recv().ok()).collect()
    }

    fn answer(deed: Deed) -> Answer {
        Answer { tag: "a".to_owned(), deed, token: None }
    }

    #[test]
    fn only_a_person_gives_an_answer() {
        let invoked = |key: &str| Said::Invoked(key.to_owned());
        let pressed = |key: &str| answer(Deed::Pressed(key.to_owned()));
        let (opened, gone) = (answer(Deed::Opened), answer(Deed::Gone));
        assert_eq!(heard(&[invoked("default"), Said::Closed(2)]), [opened.clone(), gone.clone()]);
        assert_eq!(heard(&[invoked("read")]), [pressed("read")]);
        assert_eq!(heard(&[Said::Closed(2), invoked("default")]), [answer(Deed::Dismissed)]);
        for reason in [1, 3, 4] {
            assert_eq!(heard(&[Said::Closed(reason)]), std::slice::from_ref(&gone));
        }
        // A service may leave it up.
        let often = [invoked("read"), invoked("read"), invoked("default"), invoked("snooze")];
        assert_eq!(heard(&often), [pressed("read"), opened, pressed("snooze")]);
    }

    #[test]
    fn with_the_service_goes_all_it_showed() {
        let (answers, mut receiver) = mpsc::channel(super::super::ANSWERS);
        let mut live = Live::new(answers);
        for id in 1..=300 {
            live.keep(format!("entry:{id}"), id);
        }
        live.forget_all();
        let gone: Vec<_> = std::iter::from_fn(|| receiver.try_recv().ok()).collect();
        assert_eq!(gone.len(), REMEMBERED);
        assert_eq!(gone[0], Answer { tag: "entry:45".to_owned(), deed: Deed::Gone, token: None });
    }

    #[test]
    fn the_token_comes_with_the_click() {
        let token = Said::Token("kwin-7".to_owned());
        let clicked = heard(&[token, Said::Invoked("default".to_owned())]);
        assert_eq!(clicked, [Answer { token: Some("kwin-7".to_owned()), ..answer(Deed::Opened) }]);
        let endless = Said::Token("x".repeat(10_000));
        assert_eq!(heard(&[endless, Said::Invoked("default".to_owned())]), [answer(Deed::Opened)]);
    }
}
