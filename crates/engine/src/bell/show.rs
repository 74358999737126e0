//! How something is shown: as itself, in place of what is up, or counted with others.

use std::collections::HashSet;

use tidings_model::{BellFault, FeedId, Moment, Ring, Seq, Silence, Sound, Urgency};
use tidings_notifier::{Notification, Picture, Silent};

use super::behind::Behind;
use super::doubt::Doubt;
use super::lot::{Lot, Share};
use super::popup::{self, Ringing, Summary};
use super::up::Said;
use super::{Bell, PAGE, Unheard};
use crate::config::Config;
use crate::policy;
use crate::words::Words;

/// Milliseconds between two sounds.
const SOUND_PACE: i64 = 2_000;

impl Bell {
    /// One entry by itself.
    pub(super) async fn ring_one(&mut self, ringing: &Ringing) {
        let mut popup = self.popup_of(ringing).await;
        let now = self.world.clock.steady();
        let (tag, text, fresh) = (popup.tag.clone(), ringing.text(), Lot::one(ringing));
        let same = ringing.replaces.is_none().then(|| self.up.same(&text, now)).flatten();
        let Some(same) = same else {
            self.show(popup, &fresh, fresh.seqs().into(), Ring::Rang).await;
            return self.up.says(&tag, Said::by(ringing, now));
        };
        let all = self.up.with_what_was(&same, &fresh);
        popup::count(&mut popup, same.clone(), all.count());
        self.show(popup, &fresh, all, Ring::Gathered).await;
        self.up.says(&same, Said::by(ringing, now));
    }

    /// A change of a card that is shown in its popup, without a sound. Where that has gone, news rings after all.
    pub(super) async fn ring_small(&mut self, change: &Ringing) {
        let tag = change.tag();
        if !self.up.changes(&tag) {
            return match change.moment {
                Moment::Minor => self.record(vec![(change.seq, Ring::Silent(Silence::Minor))]).await,
                _ => self.ring_one(change).await,
            };
        }
        let popup = Notification { sound: Sound::Silent, ..self.popup_of(change).await };
        self.show(popup, &Lot::one(change), vec![change.seq].into(), Ring::Updated).await;
        if change.moment != Moment::Minor {
            self.up.says(&tag, Said::by(change, self.world.clock.steady()));
        }
    }

    async fn popup_of(&self, ringing: &Ringing) -> Notification {
        let popup = popup::single(ringing, self.window, self.words());
        Notification { picture: self.picture(ringing).await, ..popup }
    }

    /// What an entry names, where it can be had at once: no popup waits long for its picture.
    async fn picture(&self, ringing: &Ringing) -> Option<Picture> {
        let loaded = self.config.borrow().clone();
        let address = ringing.picture.as_ref().filter(|_| loaded.config.settings.window.pictures)?;
        let feed = loaded.config.feed(&ringing.feed).and_then(crate::stream::Home::of);
        self.pictures.soon(address, feed).await
    }

    /// What is said, in the language of the window as it is now.
    pub(super) fn words(&self) -> &'static Words {
        let loaded = self.config.borrow();
        let setting = loaded.config.settings.window.language.as_deref();
        Words::of(setting, &self.world.machine.languages())
    }

    /// Many in one popup, with those it stood for before; one alone as itself.
    pub(super) async fn ring_lot(&mut self, lot: &Lot, summary: &Summary) {
        if let Some(alone) = lot.alone() {
            return self.ring_one(&alone.clone()).await;
        }
        if lot.is_empty() {
            return;
        }
        let all = self.up.with(&summary.tag(), lot);
        let names = self.names(lot, all.seqs()).await;
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let popup = summary.popup(lot, all.count(), &names, self.words());
        self.show(popup, lot, all, Ring::Gathered).await;
    }

    /// The feeds that `all` are of, the ones of `lot` first.
    async fn names(&self, lot: &Lot, all: &[Seq]) -> Vec<String> {
        let (mut feeds, mut names) = (HashSet::new(), Vec::new());
        for share in lot.shares() {
            feeds.insert(share.feed);
            names.push(share.name);
        }
        if all.len() > lot.len() {
            let of_all = self.store.feeds_of(all.to_vec()).await.unwrap_or_default();
            let loaded = self.config.borrow();
            let others = of_all.into_iter().filter(|feed| !feeds.contains(feed));
            names.extend(others.map(|feed| match loaded.config.feed(&feed) {
                Some(feed) => feed.name.clone(),
                None => feed.to_string(),
            }));
        }
        names
    }

    /// Shows a popup that stands for `stands_for`, and records for the `fresh` ones among them how it went.
    pub(super) async fn show(
        &mut self,
        mut popup: Notification,
        fresh: &Lot,
        stands_for: Behind,
        ring: Ring,
    ) {
        let loaded = self.config.borrow().clone();
        // It may have been switched off while they waited.
        if !loaded.config.settings.bell.enabled {
            return self.record_all(&fresh.seqs(), Ring::Silent(Silence::BellOff)).await;
        }
        let shares = fresh.shares();
        self.give_sound(&mut popup, &shares, &loaded.config);
        if ring != Ring::Updated {
            self.run_commands(fresh, &loaded.config).await;
        }
        // Of a service that hangs, only the call that found it out is in doubt: the others are surely not shown, and wait.
        if self.hangs() {
            return self.record_all(&fresh.seqs(), Ring::Pending).await;
        }
        let tag = popup.tag.clone();
        let shown = self.put_up(popup).await;
        match &shown {
            Ok(()) => {
                self.up.put(tag, stands_for);
                self.record_all(&fresh.seqs(), ring).await;
            }
            // They stay pending, and are summed up when the service takes notifications again.
            Err(silent) if silent.later => self.record_all(&fresh.seqs(), Ring::Pending).await,
            Err(silent) => {
                let fresh = fresh.seqs();
                self.record_all(&fresh, Ring::Failed).await;
                if silent.code == BellFault::Hung {
                    self.doubt = Some(Doubt { tag, stands_for, fresh, ring });
                }
            }
        }
        self.heard(shown).await;
    }

    /// Runs the program of each feed that has one, for its newest entry. What waits for a notification service and rings a second
    /// time then was told by its program the first time.
    async fn run_commands(&self, fresh: &Lot, config: &Config) {
        for share in fresh.shares() {
            let Some(feed) = config.feed(&share.feed) else { continue };
            let Some(command) = &feed.bell.command else { continue };
            let count = self.claim(&share.feed, &fresh.seqs()).await;
            if count > 0
                && let Ok(Some((stored, _))) = self.store.entry(share.newest).await
            {
                let newest = Ringing::new(stored.seq, stored.feed, &feed.name, &stored.entry);
                self.commands.run(command, &newest, count);
            }
        }
    }

    /// Of how many of these the feed's program has not told yet.
    async fn claim(&self, feed: &FeedId, seqs: &[Seq]) -> usize {
        let mut claimed = 0;
        for page in seqs.chunks(PAGE) {
            match self.store.claim_commands(feed, page.to_vec()).await {
                Ok(fresh) => claimed += fresh.len(),
                Err(error) => tracing::error!(%error, %feed, "that a command runs could not be recorded"),
            }
        }
        claimed
    }

    /// Has the desktop show it.
    pub(super) async fn put_up(&self, popup: Notification) -> Result<(), Silent> {
        self.notifier.show(popup::opening(popup, self.words())).await
    }

    /// The sound of the feed, else of the settings; of several feeds that of the first that makes one. None while the last one is hardly over.
    fn give_sound(&mut self, popup: &mut Notification, shares: &[Share], config: &Config) {
        if popup.sound == Sound::Silent {
            return;
        }
        let common = config.settings.bell.sound.of(popup.urgency);
        let own = |share: &Share| config.feed(&share.feed).and_then(|feed| feed.bell.sound.of(popup.urgency));
        let mut sounds = shares.iter().map(|share| own(share).or(common).unwrap_or_default());
        popup.sound = match shares {
            [] => common.unwrap_or_default(),
            _ => sounds.find(|sound| *sound != Sound::Silent).unwrap_or(Sound::Silent),
        };
        let now = self.world.clock.steady();
        if self.sounded.is_some_and(|at| now.millis_since(at) < SOUND_PACE) {
            popup.sound = Sound::Silent;
        } else if popup.sound != Sound::Silent {
            self.sounded = Some(now);
        }
    }

    pub(super) async fn ring_test(&mut self) {
        let words = self.words();
        let sound = self.config.borrow().config.settings.bell.sound.of(Urgency::Normal).unwrap_or_default();
        let said = popup::plain("test".to_owned(), words.test_title, words.test_body);
        let popup = Notification { sound, ..said };
        let shown = self.put_up(popup).await;
        self.heard(shown).await;
    }

    /// Of feeds that keep failing. With the bell off, or while all is quiet, the window says it alone.
    pub(super) async fn ring_trouble(&mut self, unheard: &Unheard) {
        self.ask_for_peace().await;
        let loaded = self.config.borrow().clone();
        let bell = &loaded.config.settings.bell;
        let quiet = self.quiet.of_all(bell).and_then(|quiet| policy::hush(Urgency::Normal, bell, quiet.why));
        if !bell.enabled || quiet.is_some() {
            return;
        }
        let words = self.words();
        let body = words.cannot_be_heard(unheard);
        let said = popup::plain("trouble".to_owned(), words.trouble, &body);
        let mut popup = Notification { sound: Sound::System, category: Some("network.error"), ..said };
        self.give_sound(&mut popup, &[], &loaded.config);
        let shown = self.put_up(popup).await;
        self.heard(shown).await;
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
