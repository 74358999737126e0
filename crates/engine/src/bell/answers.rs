//! What becomes of the popups.

use tidings_model::{Action, Change, Click, FeedId, ReadTarget, Seq, Shown, Wrong, WrongCode};
use tidings_notifier::{Answer, Deed};

use super::presses::{Press, Pressed};
use super::{Bell, popup};
use crate::acting::Acted;

/// Entries that a click asks to see, at most: the newest.
const SHOWN: usize = 1_000;
/// What the button says: an hour, in milliseconds.
const SNOOZE: i64 = 3_600_000;

impl Bell {
    pub(super) async fn answered(&mut self, Answer { tag, deed, token }: Answer) {
        match deed {
            Deed::Opened => {
                let mut seqs = self.up.remove(&tag);
                // Some services leave a clicked popup up.
                self.notifier.withdraw(&tag).await;
                seqs.drain(..seqs.len().saturating_sub(SHOWN));
                self.clicks.make(Click::Show(Shown { seqs, action: None, token }));
            }
            Deed::Dismissed => {
                let seqs = self.up.remove(&tag);
                if self.config.borrow().config.settings.bell.dismiss_reads && !seqs.is_empty() {
                    self.mark_read(seqs).await;
                }
            }
            Deed::Shown => self.shown_after_all(&tag).await,
            // Of one that was shown again while this was said, something is up still.
            Deed::Gone => {
                if !self.notifier.up().await.iter().any(|up| up.tag == tag) {
                    self.up.gone(&tag);
                }
            }
            Deed::Pressed(button) => self.pressed(&tag, &button, token).await,
        }
    }

    async fn pressed(&mut self, tag: &str, button: &str, token: Option<String>) {
        let seqs = self.up.entries(tag).to_vec();
        let newest = seqs.last().copied();
        match (button, newest) {
            (popup::OPEN_LINK, Some(seq)) => self.clicks.make(Click::OpenLink(seq, None)),
            (popup::MARK_READ, Some(_)) => {
                self.up.remove(tag);
                self.notifier.withdraw(tag).await;
                self.mark_read(seqs).await;
            }
            (popup::SNOOZE, Some(seq)) => self.snooze_feed_of(seq).await,
            (button, Some(seq)) => {
                let Some(action) = popup::action_of(button) else { return };
                self.act(seq, action, token).await;
            }
            (_, None) => {}
        }
    }

    async fn mark_read(&self, seqs: Vec<Seq>) {
        match self.store.mark_read(ReadTarget::Entries(seqs), true).await {
            Ok(marked) => self.changes.announce(Change::Entries(marked.revision)),
            Err(error) => tracing::error!(%error, "entries could not be marked read"),
        }
    }

    async fn snooze_feed_of(&mut self, seq: Seq) {
        let Ok(Some((stored, _))) = self.store.entry(seq).await else { return };
        let feed: FeedId = stored.feed;
        let until = self.world.clock.now().plus_millis(SNOOZE);
        if let Err(error) = self.store.snooze(Some(feed.clone()), Some(until)).await {
            tracing::error!(%error, "a snooze could not be remembered");
        }
        self.quiet.snooze(Some(feed), Some(until));
        self.look().await;
    }

    /// A feed's own button.
    async fn act(&mut self, seq: Seq, action: usize, token: Option<String>) {
        let Ok(Some((stored, _))) = self.store.entry(seq).await else { return };
        match stored.entry.actions.get(action) {
            Some(Action::Open { .. }) => self.clicks.make(Click::OpenLink(seq, Some(action))),
            Some(Action::Copy { text, .. }) => self.clicks.make(Click::Copy(text.clone())),
            Some(Action::Http { label, .. }) if self.presses.is_full() => {
                let why = "Too many requests are on their way. Press it again in a moment.";
                let why = self.words().wrong(&Wrong::new(WrongCode::ManyRequests, &[], why));
                self.ring_not_sent(label, &why).await;
            }
            Some(Action::Http { label, .. }) => {
                let press = Press { seq, action, label: label.clone(), token };
                self.presses.send(&self.acting, press);
            }
            None => {}
        }
    }

    /// The answer to a request that a button sent.
    pub(super) async fn acted(&mut self, Pressed { press, acted }: Pressed) {
        let Press { seq, action, label, token } = press;
        match acted {
            Ok(Acted::Sent { clear: true }) => {
                self.mark_read(vec![seq]).await;
                self.read(vec![seq]).await;
            }
            Ok(Acted::Sent { clear: false }) => {}
            Ok(Acted::NeedsConfirmation { host }) if !self.window => {
                let first = self.words().allow_first.replace("{host}", &host);
                self.ring_not_sent(&label, &first).await;
            }
            // The window asks.
            Ok(Acted::NeedsConfirmation { .. }) => {
                let shown = Shown { seqs: vec![seq], action: Some(action), token };
                self.clicks.make(Click::Show(shown));
            }
            Ok(Acted::Failed(trouble)) => {
                let (what, next) = self.words().why(&trouble);
                self.ring_not_sent(&label, &format!("{what}\n{next}")).await;
            }
            Err(error) => {
                let why = self.words().refused(&error.into());
                self.ring_not_sent(&label, &why).await;
            }
        }
    }

    pub(super) async fn ring_not_sent(&mut self, label: &str, why: &str) {
        let shown = self.put_up(popup::not_sent(label, why, self.words())).await;
        self.heard(shown).await;
    }
}
