//! Where a command's configuration and history are, and how it reads them.

use tidings_engine::config::{Config, ConfigFile, Edit, SaveError};
use tidings_engine::{Client, Paths, World};
use tidings_model::{Feed, FeedId};

use crate::failure::Failure;

/// The places and ports every command works with.
pub struct Place {
    pub paths: Paths,
    pub world: World,
}

impl Place {
    /// The file of the configuration.
    pub fn file(&self) -> ConfigFile {
        ConfigFile::new(self.paths.config.clone())
    }

    /// What is configured.
    pub fn config(&self) -> Result<Config, Failure> {
        self.file().load().map_err(|error| self.broken(&error))
    }

    /// The sentence about a broken file.
    pub fn broken(&self, error: &tidings_engine::config::ConfigError) -> Failure {
        Failure::Failed(format!("{}: {error}", self.paths.config.display()))
    }

    /// Changes the configuration.
    pub fn edit(&self, edit: &Edit) -> Result<(), Failure> {
        self.file().apply(edit).map_err(|error| match error {
            SaveError::Edit(tidings_engine::config::EditError::Invalid(message)) => Failure::Usage(message),
            other => Failure::of(other),
        })
    }

    /// A configured feed by its identifier.
    pub fn feed(&self, config: &Config, text: &str) -> Result<Feed, Failure> {
        let feed = FeedId::parse(text).and_then(|id| config.feed(&id).cloned());
        feed.ok_or_else(|| no_feed(text))
    }

    /// A client for requests of this command's own.
    pub fn client() -> Result<Client, Failure> {
        Client::new().map_err(Failure::of)
    }
}

/// The sentence about a feed that is not there.
pub fn no_feed(text: &str) -> Failure {
    Failure::Failed(format!("There is no feed `{text}`. `tidings feeds list` shows those there are."))
}
