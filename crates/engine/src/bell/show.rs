//! How something is shown: as itself, in place of what is up, or counted with others.

use tidings_model::{Moment, Ring, Seq, Silence, Sound, Urgency};
use tidings_notifier::{Notification, Picture, Silent};

use super::lot::Lot;
use super::popup::{self, Ringing};
use super::{Bell, PAGE, Unheard};
use crate::config::Config;
use crate::words::Words;

/// Milliseconds between two sounds.
const SOUND_PACE: i64 = 2_000;

impl Bell {
    /// One entry by itself. A small change of a card only changes what is up.
    pub(super) async fn ring_one(&mut self, ringing: &Ringing) {
        let mut popup = popup::single(ringing, self.window, self.words());
        popup.picture = self.picture(ringing).await;
        if ringing.moment == Moment::Minor {
            if !self.up.has(&popup.tag) {
                return self.record(vec![(ringing.seq, Ring::Silent(Silence::Minor))]).await;
            }
            popup.sound = Sound::Silent;
            return self.show(popup, ringing, &[ringing.seq], vec![ringing.seq], Ring::Updated).await;
        }
        let now = self.world.clock.steady();
        let (tag, text) = (popup.tag.clone(), ringing.text());
        let same = ringing.replaces.is_none().then(|| self.up.same(&text, now)).flatten();
        let Some(same) = same else {
            self.show(popup, ringing, &[ringing.seq], vec![ringing.seq], Ring::Rang).await;
            return self.up.says(&tag, text, now);
        };
        let before = self.up.stood_for(&same).to_vec();
        let all: Vec<_> = before.into_iter().chain([ringing.seq]).collect();
        popup::count(&mut popup, same.clone(), all.len());
        self.show(popup, ringing, &[ringing.seq], all, Ring::Gathered).await;
        self.up.says(&same, text, now);
    }

    /// What an entry names, where it can be had at once: no popup waits long for its picture.
    async fn picture(&self, ringing: &Ringing) -> Option<Picture> {
        let loaded = self.config.borrow().clone();
        let address = ringing.picture.as_ref().filter(|_| loaded.config.settings.window.pictures)?;
        let feed = loaded.config.feed(&ringing.feed).and_then(crate::stream::address_of);
        self.pictures.soon(address, feed).await
    }

    /// What is said, in the language of the window as it is now.
    pub(super) fn words(&self) -> &'static Words {
        let loaded = self.config.borrow();
        let setting = loaded.config.settings.window.language.as_deref();
        Words::of(setting, &self.world.machine.languages())
    }

    /// Many in one popup; one alone as itself.
    pub(super) async fn ring_lot(&mut self, lot: &Lot, popup: impl FnOnce(&Lot, &Words) -> Notification) {
        if let Some(alone) = lot.alone() {
            self.ring_one(&alone.clone()).await;
        } else if let Some(newest) = lot.newest().next().cloned() {
            let seqs = lot.seqs();
            self.show(popup(lot, self.words()), &newest, &seqs, seqs.clone(), Ring::Gathered).await;
        }
    }

    /// Shows a popup that stands for `stands_for`, and records for the `fresh` ones among them how it went.
    pub(super) async fn show(
        &mut self,
        mut popup: Notification,
        newest: &Ringing,
        fresh: &[Seq],
        stands_for: Vec<Seq>,
        ring: Ring,
    ) {
        let loaded = self.config.borrow().clone();
        // It may have been switched off while they waited.
        if !loaded.config.settings.bell.enabled {
            return self.record_all(fresh, Ring::Silent(Silence::BellOff)).await;
        }
        self.give_sound(&mut popup, newest, &loaded.config);
        if let Some(command) = loaded.config.feed(&newest.feed).and_then(|feed| feed.bell.command.as_ref())
            && ring != Ring::Updated
        {
            self.commands.run(command, newest, fresh.len());
        }
        let tag = popup.tag.clone();
        let shown = self.notifier.show(popup).await;
        match &shown {
            Ok(()) => {
                self.up.put(tag, stands_for);
                self.record_all(fresh, ring).await;
            }
            // They stay pending, and are summed up when the service takes notifications again.
            Err(silent) if silent.later => self.record_all(fresh, Ring::Pending).await,
            Err(_) => self.record_all(fresh, Ring::Failed).await,
        }
        self.heard(shown).await;
    }

    /// The sound of the feed, else of the settings; none while the last one is hardly over.
    fn give_sound(&mut self, popup: &mut Notification, newest: &Ringing, config: &Config) {
        if popup.sound == Sound::Silent {
            return;
        }
        let own = config.feed(&newest.feed).and_then(|feed| feed.bell.sound.of(popup.urgency));
        popup.sound = own.or(config.settings.bell.sound.of(popup.urgency)).unwrap_or_default();
        let now = self.world.clock.steady();
        if self.sounded.is_some_and(|at| now.millis_since(at) < SOUND_PACE) {
            popup.sound = Sound::Silent;
        } else if popup.sound != Sound::Silent {
            self.sounded = Some(now);
        }
    }

    pub(super) async fn ring_test(&mut self) {
        let words = self.words();
        let popup = Notification {
            tag: "test".to_owned(),
            title: words.test_title.to_owned(),
            body: words.test_body.to_owned(),
            urgency: Urgency::Normal,
            buttons: Vec::new(),
            sound: self.config.borrow().config.settings.bell.sound.of(Urgency::Normal).unwrap_or_default(),
            category: None,
            picture: None,
        };
        let shown = self.notifier.show(popup).await;
        self.heard(shown).await;
    }

    /// Of feeds that keep failing. With the bell off, the window says it alone.
    pub(super) async fn ring_trouble(&mut self, unheard: &Unheard) {
        if !self.config.borrow().config.settings.bell.enabled {
            return;
        }
        let words = self.words();
        let popup = Notification {
            tag: "trouble".to_owned(),
            title: words.trouble.to_owned(),
            body: words.cannot_be_heard(&unheard.sentence, &unheard.names, unheard.more),
            urgency: Urgency::Normal,
            buttons: Vec::new(),
            sound: Sound::System,
            category: None,
            picture: None,
        };
        let shown = self.notifier.show(popup).await;
        self.heard(shown).await;
    }

    pub(super) async fn record_all(&self, seqs: &[Seq], ring: Ring) {
        for page in seqs.chunks(PAGE) {
            self.record(page.iter().map(|seq| (*seq, ring)).collect()).await;
        }
    }

    pub(super) async fn heard(&mut self, shown: Result<(), Silent>) {
        match shown {
            Ok(()) if self.is_ready() => {}
            // What was refused before this waits in the store.
            Ok(()) => self.probe_and_catch_up().await,
            Err(silent) => self.set_state(Err(silent)),
        }
    }
}
