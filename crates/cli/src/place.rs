//! Where a command's configuration and history are, and how it reads them.

use tidings_engine::config::{Config, ConfigFile, Edit, EditError, SaveError};
use tidings_engine::{Client, Paths, World};
use tidings_model::{Feed, FeedId};

use crate::failure::Failure;
use crate::output;

/// The places and ports every command works with.
pub struct Place {
    pub paths: Paths,
    pub world: World,
    /// Only errors and what was asked for are printed.
    pub quiet: bool,
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
    pub fn edit(&self, edit: Edit) -> Result<(), Failure> {
        self.change(|_| Ok(vec![edit]))
    }

    /// Changes the configuration as `edits` decides from what it is.
    pub fn change(&self, edits: impl FnOnce(&Config) -> Result<Vec<Edit>, EditError>) -> Result<(), Failure> {
        self.file().change(edits).map_err(|error| match error {
            SaveError::Edit(EditError::Invalid(wrong)) => Failure::Usage(wrong.message),
            other => Failure::of(other),
        })
    }

    /// Something good to know, unless it is to be quiet.
    pub fn mention(&self, text: &str) {
        if !self.quiet {
            output::tell(text);
        }
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
