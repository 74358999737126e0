//! How a person arranges what the window shows: the order of the feeds, their folders, and searches that are kept.

use tidings_model::{EntryQuery, FeedId, SavedView, Search, Seq, Wrong, WrongCode};
use tidings_store::{SearchError, parse_search};
use tidings_wire as wire;

use crate::EngineHandle;
use crate::config::{Config, Edit};
use crate::error::Error;
use crate::view;

/// More unread entries than this are not counted for a kept search.
const MOST_COUNTED: u32 = 100;

impl EngineHandle {
    /// Puts a feed before another, or with none behind all, and into a folder or beside them.
    ///
    /// # Errors
    /// Where there is no such feed, the folder cannot be, or `tidings.toml` cannot be saved.
    pub async fn move_feed(
        &self,
        id: &str,
        before: Option<&str>,
        folder: Option<String>,
    ) -> Result<(), Error> {
        let (id, before) = (view::feed_id(id)?, before.map(view::feed_id).transpose()?);
        Ok(self.parts.editor.apply(Edit::Move { id, before, folder }).await?)
    }

    /// Keeps a search as a line of the sidebar, or changes one that is kept. Returns its identifier.
    ///
    /// # Errors
    /// Where the search or its name cannot be, or `tidings.toml` cannot be saved.
    pub async fn save_view(&self, new: wire::NewView) -> Result<String, Error> {
        let loaded = self.loaded();
        self.search(&loaded.config, &new.search)?;
        let name = new.name.trim().to_owned();
        if name.is_empty() || name.contains(char::is_control) {
            return Err(view_name());
        }
        let id = match new.id {
            Some(id) => known_view(&loaded.config, &id)?,
            None => free_id(&loaded.config, &name),
        };
        let view = SavedView { id: id.clone(), name, search: new.search };
        self.parts.editor.apply(Edit::SaveView(view)).await?;
        Ok(id.to_string())
    }

    /// Keeps a search no longer.
    ///
    /// # Errors
    /// Where there is none, or `tidings.toml` cannot be saved.
    pub async fn remove_view(&self, id: &str) -> Result<(), Error> {
        let id = known_view(&self.loaded().config, id)?;
        Ok(self.parts.editor.apply(Edit::RemoveView(id)).await?)
    }

    /// The kept searches with what they find unread.
    pub(crate) async fn views(&self, config: &Config) -> Result<Vec<wire::SavedView>, Error> {
        let mut views = Vec::with_capacity(config.views.len());
        for SavedView { id, name, search } in config.views.clone() {
            let (unread, problem) = match self.parsed(config, &search) {
                Ok(search) => {
                    let query = EntryQuery { search, unread: true, current: true, ..EntryQuery::default() };
                    (self.parts.store.count(query, Seq(0), MOST_COUNTED).await?, None)
                }
                Err(error) => (0, Some(error.wrong().into())),
            };
            views.push(wire::SavedView { id: id.to_string(), name, search, unread, problem });
        }
        Ok(views)
    }

    /// A search as typed, with the feeds it names and the days it means.
    pub(crate) fn search(&self, config: &Config, typed: &str) -> Result<Search, Error> {
        self.parsed(config, typed).map_err(|error| Error::Wrong(error.wrong().into()))
    }

    fn parsed(&self, config: &Config, typed: &str) -> Result<Search, SearchError> {
        let clock = &self.parts.world.clock;
        parse_search(typed, &config.feeds, clock.now(), &clock.zone())
    }
}

fn view_name() -> Error {
    Error::Wrong(Wrong::new(WrongCode::ViewName, &[], "A view needs a name of one line.").into())
}

fn known_view(config: &Config, id: &str) -> Result<FeedId, Error> {
    let view = config.views.iter().find(|view| view.id.as_str() == id);
    let gone = || Error::NoView(id.to_owned());
    view.map(|view| view.id.clone()).ok_or_else(gone)
}

fn free_id(config: &Config, name: &str) -> FeedId {
    let plain = FeedId::from_name(name);
    let numbered = (2..1_000).filter_map(|n| FeedId::parse(&format!("{plain}-{n}")));
    let mut candidates = std::iter::once(plain.clone()).chain(numbered);
    candidates.find(|id| config.views.iter().all(|view| view.id != *id)).unwrap_or(plain)
}
