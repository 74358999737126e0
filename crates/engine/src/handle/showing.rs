//! What is shown: the snapshot of everything beside the entries, and the entries themselves.

use tidings_model::{Bell, BellState, EntryQuery, Feed, Revision, Seq, Settings};
use tidings_notifier::{REACH, Reach};
use tidings_wire as wire;

use super::EngineHandle;
use crate::error::Error;
use crate::view::Counts;
use crate::{explain, view};

/// So many changes are told, whatever they are about; of more only those of what a window holds.
const NEWS: u32 = 100;
/// Changed rows of a window given at a time.
const DELTA: u32 = 500;
/// New rows are counted so far: past that a window says only that there are more.
const COUNTED: u32 = 501;
/// Tags offered for searching.
const MOST_TAGS: u32 = 50;
/// Earlier entries of a card given with its front.
const EARLIER: u32 = 51;

impl EngineHandle {
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
            clock: parts.world.clock.clone(),
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
            defaults: (&Settings::default()).into(),
            rules: loaded.config.rules.iter().map(Into::into).collect(),
            views,
            tags,
            config_path: parts.config_path.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            now: wire::rfc3339(parts.world.clock.now()),
        })
    }

    /// How each feed stands, as the window shows it.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn standings(&self) -> Result<Vec<wire::Standing>, Error> {
        let wire::Snapshot { feeds, now, .. } = self.snapshot().await?;
        Ok(feeds.into_iter().map(|feed| wire::Standing::of(feed, &now)).collect())
    }

    async fn bell(&self, settings: &Bell) -> Result<wire::BellView, Error> {
        let parts = &self.parts;
        let state = if settings.enabled { parts.bell_state.borrow().clone() } else { BellState::Off };
        let held = parts.store.held_groups().await?.iter().map(|group| group.count).sum();
        let quiet = parts.quiet.of_all(settings).map(Into::into);
        let Reach { answers, peace } = REACH;
        Ok(wire::BellView { state: state.into(), quiet, held, popups: wire::PopupsView { answers, peace } })
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

    /// The rows that changed since a revision, as they are now. Where many changed, or new rows are only to be counted, it tells what
    /// became of the rows that the window holds, page by page, and how many are new: of a flood, who looks at some rows would get
    /// most for nothing.
    ///
    /// # Errors
    /// Where the question cannot be, or the history cannot be read.
    pub async fn changed_entries(&self, asked: wire::ChangeQuery) -> Result<wire::EntryDelta, Error> {
        let (store, since) = (&self.parts.store, Revision(asked.since.min(asked.also_since)));
        if !asked.count {
            let changed = store.changed_since(since, NEWS).await?;
            if !changed.more {
                return Ok(view::delta(&changed, None));
            }
        }
        let changed = store.changed_among(view::holding(&asked)?, DELTA).await?;
        let search = self.search(&self.loaded().config, asked.view.search.as_deref().unwrap_or_default())?;
        let (query, _) = view::query(&asked.view, search)?;
        let query = EntryQuery { before: None, ..query };
        let waiting = store.count(query, Seq(asked.seen), COUNTED).await?;
        Ok(view::delta(&changed, Some(waiting)))
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
}
