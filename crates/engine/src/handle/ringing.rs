//! The bell: rung for a try, snoozed, made louder.

use tidings_model::{Change, NotifyLevel, Sound, Wrong, WrongCode};
use tidings_notifier::Silent;
use tidings_wire as wire;

use super::EngineHandle;
use crate::config::Edit;
use crate::error::Error;
use crate::view;

impl EngineHandle {
    /// Rings once, for a try. How it went is in the snapshot.
    pub fn ring_test(&self) {
        self.parts.rope.test();
    }

    /// Says in a popup why the link of another could not be opened.
    pub fn link_not_opened(&self, why: &wire::WireError) {
        self.parts.rope.not_opened(self.words().refused(why));
    }

    /// Snoozes a feed, or with none everything, until a time (RFC 3339); with no time, ends that. It outlives the program.
    ///
    /// # Errors
    /// Where there is no such feed, the time cannot be read or is past, or the history cannot be written.
    pub async fn snooze(&self, feed: Option<&str>, until: Option<&str>) -> Result<(), Error> {
        let feed = feed.map(|id| self.known_feed(id)).transpose()?;
        let until = until.map(|text| view::coming(text, self.parts.world.clock.now())).transpose()?;
        self.parts.store.snooze(feed.clone(), until).await?;
        self.parts.quiet.snooze(feed, until);
        self.parts.rope.look();
        self.parts.changes.announce(Change::Bell);
        Ok(())
    }

    /// Snoozes everything for so many minutes from now, or with none ends that.
    ///
    /// # Errors
    /// Where the history cannot be written.
    pub async fn snooze_all(&self, minutes: Option<u32>) -> Result<(), Error> {
        let now = self.parts.world.clock.now();
        let until = minutes.map(|minutes| wire::rfc3339(now.plus_millis(i64::from(minutes) * 60_000)));
        self.snooze(None, until.as_deref()).await
    }

    /// Shows at once what a feed's spoiler delay holds back.
    ///
    /// # Errors
    /// Where there is no such feed, or the history cannot be written.
    pub async fn show_now(&self, feed: &str) -> Result<(), Error> {
        let feed = self.known_feed(feed)?;
        Ok(self.parts.spoilers.show_now(feed).await?)
    }

    /// Has many feeds ring at one level.
    ///
    /// # Errors
    /// Where one of them is not there, or `tidings.toml` cannot be saved; those before it are changed then.
    pub async fn set_level(&self, feeds: &[String], level: NotifyLevel) -> Result<(), Error> {
        let feeds = feeds.iter().map(|id| self.known_feed(id)).collect::<Result<Vec<_>, _>>()?;
        for feed in feeds {
            let bell = wire::FeedBellEdit { level: Some(level), ..wire::FeedBellEdit::default() };
            let edit = wire::FeedEdit { bell: Some(bell), ..wire::FeedEdit::default() };
            self.parts.editor.apply(Edit::Change(feed, edit)).await?;
        }
        Ok(())
    }

    /// The names of the sounds there are, in the order of a menu.
    #[must_use]
    pub fn sounds(&self) -> Vec<&'static str> {
        Sound::ALL.map(Sound::name).into()
    }

    /// Plays a sound for a try, alone and at once.
    ///
    /// # Errors
    /// Where there is none of that name, or nothing here can play it.
    pub async fn preview_sound(&self, name: &str) -> Result<(), Error> {
        let sound = Sound::from_name(name)
            .ok_or_else(|| Wrong::new(WrongCode::Sound, &[name], format!("There is no sound `{name}`.")))?;
        let Some(notifier) = &self.parts.notifier else {
            return Err(Wrong::new(WrongCode::BellOff, &[], "The bell is off in this run of Tidings.").into());
        };
        let silent = |silent: Silent| {
            let what: Vec<&str> =
                std::iter::once(silent.code.code()).chain(silent.what.iter().map(String::as_str)).collect();
            Wrong::new(WrongCode::Bell, &what, silent.to_string())
        };
        Ok(notifier.play(sound).await.map_err(silent)?)
    }
}
