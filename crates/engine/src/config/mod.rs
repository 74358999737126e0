//! `tidings.toml`: the one source of configured feeds and settings.
//!
//! A person edits it by hand or through the window; both keep its comments. What cannot be read is reported with its line, and the last
//! good configuration goes on.

mod bell;
mod connection;
mod connection_edit;
mod connections;
mod edit;
mod file;
mod headers;
mod lock;
mod new;
mod order;
mod parse;
mod rules;
mod task;
mod template;
mod views;
mod window;
mod wrong;

pub use edit::{Edit, EditError, apply};
pub use file::{ConfigFile, SaveError};
pub use new::{free_id, new_feed};
pub use parse::{ConfigError, parse};
pub use rules::{free_rule_id, rule_of};
pub(crate) use task::{ConfigTask, Editor};

use tidings_model::{Feed, FeedId, Rule, SavedView, Settings};
use url::Url;

/// A configuration that can run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// What holds for all feeds.
    pub settings: Settings,
    /// The feeds, in the order of the file.
    pub feeds: Vec<Feed>,
    /// The rules over all feeds, in the order of the file.
    pub rules: Vec<Rule>,
    /// The searches that are kept, in the order of the file.
    pub views: Vec<SavedView>,
}

impl Config {
    /// The feed with this identifier.
    #[must_use]
    pub fn feed(&self, id: &FeedId) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.id == *id)
    }

    /// The feed with this address, however the file spells it.
    #[must_use]
    pub fn feed_at(&self, url: &Url) -> Option<&Feed> {
        let same = |feed: &&Feed| tidings_mapping::parse_address(&feed.url).is_ok_and(|own| own == *url);
        self.feeds.iter().find(same)
    }
}

/// The configuration that runs, and what is wrong with the one in the file where that is another.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The last good configuration.
    pub config: Config,
    /// Why the file as it stands was not taken, and what goes on meanwhile.
    pub problem: Option<Broken>,
}

/// A `tidings.toml` that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Why.
    pub error: ConfigError,
    /// Whether a good configuration runs meanwhile; otherwise no feed is connected.
    pub goes_on: bool,
}

impl Broken {
    /// What is wrong, and what goes on, in English.
    #[must_use]
    pub fn message(&self) -> String {
        let meanwhile = match self.goes_on {
            true => "The last good configuration goes on.",
            false => "No feed is connected until it is mended.",
        };
        format!("{} {meanwhile}", self.error.wrong)
    }
}
