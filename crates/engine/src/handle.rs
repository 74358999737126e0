//! Everything a person can do, one method each.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tidings_model::{
    Action, Bell, BellState, Change, Feed, FeedId, NotifyLevel, Revision, Rule, SecretSource, Seq, Settings,
    Sound, StoredEntry,
};
use tidings_net::Client;
use tidings_notifier::Notifier;
use tidings_store::{Hold, Store};
use tidings_wire as wire;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::bell::Rope;
use crate::board::Board;
use crate::changes::Changes;
use crate::config::{Edit, Editor, Loaded};
use crate::error::Error;
use crate::notices::Notices;
use crate::pictures::Pictures;
use crate::ports::World;
use crate::quiet::Quiet;
use crate::spoilers::Spoilers;
use crate::trial::Trial;
use crate::view::Counts;
use crate::{SecretField, explain, preview, view};

/// What the handle speaks to.
pub(crate) struct Parts {
    pub(crate) config_path: PathBuf,
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) pictures: Pictures,
    pub(crate) world: World,
    pub(crate) changes: Changes,
    pub(crate) board: Board,
    pub(crate) rope: Rope,
    pub(crate) editor: Editor,
    pub(crate) config: watch::Receiver<Arc<Loaded>>,
    pub(crate) bell_state: watch::Receiver<BellState>,
    pub(crate) quiet: Quiet,
    pub(crate) spoilers: Spoilers,
    pub(crate) notifier: Option<Arc<dyn Notifier>>,
    pub(crate) reconnect: mpsc::Sender<FeedId>,
    pub(crate) tracker: TaskTracker,
    pub(crate) stop: CancellationToken,
}

/// A running engine. Cheap to clone; the last one dropped does not end it, [`shutdown`](Self::shutdown) does.
#[derive(Clone)]
pub struct EngineHandle {
    pub(crate) parts: Arc<Parts>,
    notices: Notices,
    hold: Arc<Mutex<Option<Hold>>>,
}

/// Changed rows given at a time.
const DELTA: u32 = 500;
/// Tags offered for searching.
const MOST_TAGS: u32 = 50;
/// Earlier entries of a card given with its front.
const EARLIER: u32 = 51;

impl EngineHandle {
    pub(crate) fn new(parts: Parts, hold: Hold, notices: Notices) -> Self {
        Self { parts: Arc::new(parts), notices, hold: Arc::new(Mutex::new(Some(hold))) }
    }

    /// Hints of what changes from now on. A receiver that lagged reads everything anew.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.parts.changes.subscribe()
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.loaded().config.settings.clone()
    }

    /// The feeds in force, in the order of the file.
    #[must_use]
    pub fn feeds(&self) -> Vec<Feed> {
        self.loaded().config.feeds.clone()
    }

    /// How a feed stands.
    #[must_use]
    pub fn standing(&self, feed: &FeedId) -> crate::FeedStanding {
        self.parts.board.read(feed)
    }

    pub(crate) fn loaded(&self) -> Arc<Loaded> {
        self.parts.config.borrow().clone()
    }

    /// Everything beside the entries.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn snapshot(&self) -> Result<wire::Snapshot, Error> {
        let parts = &self.parts;
        let counts = Counts {
            unread: parts.store.unread().await?.into_iter().collect(),
            last_entries: parts.store.last_entry_times().await?.into_iter().collect(),
            held_back: parts.store.held_back().await?.into_iter().collect(),
        };
        let loaded = self.loaded();
        let now = view::Now {
            day: parts.world.clock.day(),
            steady: parts.world.clock.steady(),
            grace: i64::from(loaded.config.settings.connections.tell_after_seconds) * 1000,
        };
        let settings = &loaded.config.settings.bell;
        let feed = |feed: &Feed| {
            let held_back = counts.held_back.get(&feed.id).copied().unwrap_or_default();
            let bell = view::bell(feed, held_back, &parts.quiet, settings);
            view::feed(feed, &parts.board.read(&feed.id), &counts, bell, &now)
        };
        let views = self.views(&loaded.config).await?;
        let tags = parts.store.tags(MOST_TAGS).await?;
        let bell = self.bell(settings).await?;
        Ok(wire::Snapshot {
            feeds: loaded.config.feeds.iter().map(feed).collect(),
            bell,
            config_problem: loaded.problem.as_ref().map(view::problem),
            notices: self.notices.all(),
            settings: (&loaded.config.settings).into(),
            rules: loaded.config.rules.iter().map(Into::into).collect(),
            views,
            tags,
            config_path: parts.config_path.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            now: wire::rfc3339(parts.world.clock.now()),
        })
    }

    async fn bell(&self, settings: &Bell) -> Result<wire::BellView, Error> {
        let parts = &self.parts;
        let state = if settings.enabled { parts.bell_state.borrow().clone() } else { BellState::Off };
        let held = parts.store.held_groups().await?.iter().map(|group| group.count).sum();
        Ok(wire::BellView { state: state.into(), quiet: parts.quiet.of_all(settings).map(Into::into), held })
    }

    /// A page of the timeline, newest first.
    ///
    /// # Errors
    /// Where the question cannot be, or the history cannot be read.
    pub async fn entries(&self, query: wire::EntryQuery) -> Result<wire::EntryPage, Error> {
        let search = self.search(&self.loaded().config, query.search.as_deref().unwrap_or_default())?;
        let (query, limit) = view::query(&query, search)?;
        // Read before the rows: what changes in between is told twice, never missed.
        let revision = self.parts.store.revision().await?.0;
        let mut rows = self.parts.store.entries(query).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok(wire::EntryPage { entries: rows.iter().map(Into::into).collect(), more, revision })
    }

    /// The rows that changed since a revision, as they are now.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn changed_entries(&self, since: u64) -> Result<wire::EntryDelta, Error> {
        let changed = self.parts.store.changed_since(Revision(since), DELTA).await?;
        Ok(wire::EntryDelta {
            entries: changed.entries.iter().map(Into::into).collect(),
            revision: changed.revision.0,
            more: changed.more,
            reset: changed.reset,
        })
    }

    /// One entry with all there is to know of it.
    ///
    /// # Errors
    /// Where it is no longer there.
    pub async fn entry(&self, seq: i64) -> Result<wire::EntryDetail, Error> {
        let (stored, raw) = self.parts.store.entry(Seq(seq)).await?.ok_or(Error::NoEntry)?;
        let card = match &stored.entry.replaces {
            Some(replaces) => self.parts.store.card(&stored.feed, replaces, EARLIER).await?,
            None => Vec::new(),
        };
        let earlier = card.iter().filter(|other| other.seq < stored.seq).map(Into::into).collect();
        Ok(wire::EntryDetail {
            fields: explain::fields(&raw.data),
            explanation: explain::of(&stored.entry, &raw.data),
            entry: (&stored).into(),
            raw: (&raw).into(),
            earlier,
        })
    }

    /// A look at an address before it is added: takes some seconds, saves nothing. Dropping the future ends it.
    ///
    /// # Errors
    /// Where what was pasted is no address.
    pub async fn preview(&self, pasted: &str, format: Option<&str>) -> Result<wire::Preview, Error> {
        let loaded = self.loaded();
        let there =
            tidings_mapping::parse_address(pasted).ok().and_then(|url| loaded.config.feed_at(&url).cloned());
        // One that is configured is reached as it is configured.
        let connection = there.as_ref().map(|feed| feed.connection.clone()).unwrap_or_default();
        let mut preview =
            preview::preview(&self.parts.client, &self.parts.world, pasted, format, connection).await?;
        preview.already = there.map(|feed| feed.id.to_string());
        Ok(preview)
    }

    /// Adds a feed, and connects it.
    ///
    /// # Errors
    /// Where the address or the format cannot be, or `tidings.toml` cannot be saved.
    pub async fn add_feed(&self, new: wire::NewFeed) -> Result<FeedId, Error> {
        let feed = self.new_feed(new)?;
        let id = feed.id.clone();
        self.parts.editor.apply(Edit::Add(feed)).await?;
        Ok(id)
    }

    fn new_feed(&self, new: wire::NewFeed) -> Result<Feed, Error> {
        let loaded = self.loaded();
        let feed = crate::config::new_feed(&loaded.config, &new.url, new.name, new.format, new.notify)
            .map_err(Error::Invalid)?;
        Ok(Feed { folder: new.folder, connection: new.connection.unwrap_or_default().into(), ..feed })
    }

    /// Changes a feed.
    ///
    /// # Errors
    /// Where there is none, the change cannot be, or `tidings.toml` cannot be saved.
    pub async fn edit_feed(&self, id: &str, edit: wire::FeedEdit) -> Result<(), Error> {
        Ok(self.parts.editor.apply(Edit::Change(view::feed_id(id)?, edit)).await?)
    }

    /// Puts a secret of a feed into the system keyring, and points to it from `tidings.toml`. `field` is a
    /// [`SecretField`] in words.
    ///
    /// # Errors
    /// Where there is no such feed or field, no keyring to keep it, or `tidings.toml` cannot be saved.
    pub async fn set_secret(&self, id: &str, field: &str, value: String) -> Result<(), Error> {
        let id = view::feed_id(id)?;
        let field = SecretField::parse(field).map_err(Error::Invalid)?;
        let feed = self.loaded().config.feed(&id).cloned().ok_or_else(|| Error::NoFeed(id.clone()))?;
        let source = SecretSource::Keyring(field.item(&id));
        let connection = field.point(feed.connection, source).map_err(Error::Invalid)?;
        self.parts.world.secrets.keep(field.item(&id), value).await?;
        let edit = wire::FeedEdit { connection: Some((&connection).into()), ..wire::FeedEdit::default() };
        self.parts.editor.apply(Edit::Change(id.clone(), edit)).await?;
        // Where it was pointed to already, the file did not change, and the value did.
        let _ = self.parts.reconnect.send(id).await;
        Ok(())
    }

    /// Takes a feed out. Its history stays for 30 days, and with [`restore_feed`](Self::restore_feed) comes back.
    ///
    /// # Errors
    /// Where there is none, or `tidings.toml` cannot be saved.
    pub async fn remove_feed(&self, id: &str) -> Result<(), Error> {
        Ok(self.parts.editor.apply(Edit::Remove(view::feed_id(id)?)).await?)
    }

    /// Puts back a feed that was removed in this run of the program, with its comments in `tidings.toml`.
    ///
    /// # Errors
    /// Where it was not, or `tidings.toml` cannot be saved.
    pub async fn restore_feed(&self, id: &str) -> Result<(), Error> {
        Ok(self.parts.editor.put_back(view::feed_id(id)?).await?)
    }

    /// Connects a waiting or stopped feed at once.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn reconnect(&self, id: &str) -> Result<(), Error> {
        let id = self.known_feed(id)?;
        // The supervisor ends only with the engine.
        let _ = self.parts.reconnect.send(id).await;
        Ok(())
    }

    /// Marks entries read or unread; the popups of read ones come down. Returns those that really changed, for undoing it.
    ///
    /// # Errors
    /// Where the history cannot be written.
    pub async fn mark_read(&self, target: wire::ReadTarget, read: bool) -> Result<Vec<i64>, Error> {
        let marked = self.parts.store.mark_read(view::target(target)?, read).await?;
        if read {
            self.parts.rope.read(marked.seqs.clone());
        }
        self.parts.changes.announce(Change::Entries(marked.revision));
        Ok(marked.seqs.into_iter().map(|seq| seq.0).collect())
    }

    /// Keeps entries, or no longer. Returns those that really changed, for undoing it.
    ///
    /// # Errors
    /// Where the history cannot be written.
    pub async fn star(&self, seqs: Vec<i64>, starred: bool) -> Result<Vec<i64>, Error> {
        let marked = self.parts.store.star(seqs.into_iter().map(Seq).collect(), starred).await?;
        self.parts.changes.announce(Change::Entries(marked.revision));
        Ok(marked.seqs.into_iter().map(|seq| seq.0).collect())
    }

    /// The address behind an entry, or behind one of its actions, checked: `http` or `https`, nothing else is ever opened.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn link(&self, seq: i64, action: Option<usize>) -> Result<Url, Error> {
        let (stored, _) = self.parts.store.entry(Seq(seq)).await?.ok_or(Error::NoEntry)?;
        let text =
            address(&stored, action).ok_or_else(|| Error::Invalid("This entry leads nowhere.".to_owned()))?;
        Url::parse(text)
            .ok()
            .filter(may_open)
            .ok_or_else(|| Error::Invalid("This link is not a web address, and is not opened.".to_owned()))
    }

    /// Changes settings.
    ///
    /// # Errors
    /// Where `tidings.toml` cannot be saved.
    pub async fn edit_settings(&self, edit: wire::SettingsEdit) -> Result<(), Error> {
        Ok(self.parts.editor.apply(Edit::Settings(edit)).await?)
    }

    /// Tries a template on what a feed said of late, before it is saved.
    ///
    /// # Errors
    /// Where there is no such feed, or the history cannot be read. What is wrong with the template is in the answer.
    pub async fn try_template(
        &self,
        feed: &str,
        template: wire::Template,
    ) -> Result<wire::TemplateTrial, Error> {
        let id = view::feed_id(feed)?;
        let loaded = self.loaded();
        let feed = loaded.config.feed(&id).ok_or(Error::NoFeed(id))?;
        self.trial(&loaded).template(feed, &template.into()).await
    }

    /// Puts these in the place of all rules. A rule with an empty identifier is new, and gets one of its name.
    ///
    /// # Errors
    /// Where a rule cannot be, or `tidings.toml` cannot be saved.
    pub async fn save_rules(&self, rules: Vec<wire::Rule>) -> Result<(), Error> {
        let mut all: Vec<Rule> = Vec::new();
        for mut rule in rules {
            if rule.id.is_empty() {
                rule.id = crate::config::free_rule_id(&all, &rule.name);
            }
            if all.iter().any(|other| other.id == rule.id) {
                return Err(Error::Invalid(format!("There are two rules `{}`.", rule.id)));
            }
            let what = rule.name.clone();
            let rule = crate::config::rule_of(rule);
            all.push(rule.map_err(|problem| Error::Invalid(format!("The rule \"{what}\": {problem}.")))?);
        }
        Ok(self.parts.editor.apply(Edit::Rules(all)).await?)
    }

    /// Tries a rule on the history, before it is saved.
    ///
    /// # Errors
    /// Where the history cannot be read. What is wrong with the rule is in the answer.
    pub async fn try_rule(&self, rule: wire::Rule) -> Result<wire::RuleTrial, Error> {
        let loaded = self.loaded();
        crate::trial::try_rule(&self.parts.store, &loaded.config, rule, self.parts.world.clock.now()).await
    }

    fn trial<'a>(&'a self, loaded: &'a Loaded) -> Trial<'a> {
        let (store, now) = (&self.parts.store, self.parts.world.clock.now());
        Trial { store, settings: &loaded.config.settings, rules: &loaded.config.rules, now }
    }

    /// The feeds that Tidings knows of, in the order of the catalogue.
    #[must_use]
    pub fn catalogue(&self) -> Vec<wire::CatalogueEntry> {
        crate::catalogue::catalogue()
    }

    /// Adds the demo feeds, and has this program serve them.
    ///
    /// # Errors
    /// Where `tidings.toml` cannot be saved.
    pub async fn start_demo(&self) -> Result<(), Error> {
        let port = self.settings().demo_port.unwrap_or(tidings_demo::DEFAULT_PORT);
        self.parts.editor.apply(Edit::Demo(port)).await?;
        for demo in tidings_demo::feeds(port) {
            if self.loaded().config.feeds.iter().any(|feed| feed.url == demo.url) {
                continue;
            }
            let (url, name, format) = (demo.url, Some(demo.name.to_owned()), None);
            let notify = NotifyLevel::Always;
            self.add_feed(wire::NewFeed { url, name, format, folder: None, notify, connection: None })
                .await?;
        }
        Ok(())
    }

    /// Rings once, for a try. How it went is in the snapshot.
    pub fn ring_test(&self) {
        self.parts.rope.test();
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

    fn known_feed(&self, id: &str) -> Result<FeedId, Error> {
        let id = view::feed_id(id)?;
        match self.loaded().config.feed(&id) {
            Some(_) => Ok(id),
            None => Err(Error::NoFeed(id)),
        }
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
        let sound =
            Sound::from_name(name).ok_or_else(|| Error::Invalid(format!("There is no sound `{name}`.")))?;
        let Some(notifier) = &self.parts.notifier else {
            return Err(Error::Invalid("The bell is off in this run of Tidings.".to_owned()));
        };
        notifier.play(sound).await.map_err(|silent| Error::Invalid(silent.to_string()))
    }

    /// The person has seen a notice.
    pub fn dismiss_notice(&self, id: u32) {
        self.notices.take_back(id);
    }

    /// Ends every task, stores what is in hand, closes the history and lets go of the data directory.
    pub async fn shutdown(&self) {
        self.parts.stop.cancel();
        self.parts.tracker.close();
        self.parts.tracker.wait().await;
        self.parts.store.clone().close().await;
        drop(self.hold.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Web addresses only, and none with a name or password in it: those are for deceiving the eye.
fn may_open(url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    matches!(url.scheme(), "http" | "https") && url.has_host() && plain
}

fn address(stored: &StoredEntry, action: Option<usize>) -> Option<&str> {
    let Some(index) = action else { return stored.entry.link.as_deref() };
    match stored.entry.actions.get(index)? {
        Action::Open { url, .. } => Some(url),
        Action::Copy { .. } | Action::Http { .. } => None,
    }
}
