//! Feeds: looked at, added, changed, removed.

use tidings_model::{Feed, FeedId, NotifyLevel, SecretSource};
use tidings_wire as wire;

use super::{EngineHandle, Parts};
use crate::config::Edit;
use crate::error::Error;
use crate::preview::Looking;
use crate::{SecretField, preview, view};

impl EngineHandle {
    /// A look at an address before it is added: takes some seconds, saves nothing. Dropping the future ends it. With `private_network`
    /// its name may mean an address of such a network.
    ///
    /// # Errors
    /// Where what was pasted is no address.
    pub async fn preview(
        &self,
        pasted: &str,
        format: Option<&str>,
        private_network: bool,
    ) -> Result<wire::Preview, Error> {
        let loaded = self.loaded();
        let there =
            tidings_mapping::parse_address(pasted).ok().and_then(|url| loaded.config.feed_at(&url).cloned());
        // One that is configured is reached as it is configured.
        let mut connection = there.as_ref().map(|feed| feed.connection.clone()).unwrap_or_default();
        connection.private_network |= private_network;
        let Parts { client, world, gate, .. } = &*self.parts;
        let looking = Looking { client, world, gate };
        let mut preview = preview::preview(&looking, pasted, format, connection).await?;
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
        let feed = crate::config::new_feed(&loaded.config, &new.url, new.name, new.format, new.notify)?;
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
        let field = SecretField::parse(field)?;
        let feed = self.loaded().config.feed(&id).cloned().ok_or_else(|| Error::NoFeed(id.clone()))?;
        let source = SecretSource::Keyring(field.item(&id));
        let connection = field.point(feed.connection, source)?;
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

    /// The feeds that Tidings knows of, in the order of the catalogue.
    #[must_use]
    pub fn catalogue(&self) -> Vec<wire::CatalogueEntry> {
        crate::catalogue::catalogue_in(self.words().tag)
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

    pub(super) fn known_feed(&self, id: &str) -> Result<FeedId, Error> {
        let id = view::feed_id(id)?;
        match self.loaded().config.feed(&id) {
            Some(_) => Ok(id),
            None => Err(Error::NoFeed(id)),
        }
    }
}
