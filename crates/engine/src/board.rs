//! How each feed stands, for whoever asks: written by the feeds' own tasks, read by the window.

use std::collections::HashMap;
use std::sync::Arc;

use tidings_model::{Change, ConnectionState, FeedId, Timestamp};
use tokio::sync::watch;

use crate::changes::Changes;

/// How one feed stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedStanding {
    /// Its connection.
    pub state: ConnectionState,
    /// When its last byte came, in this run of the program.
    pub last_heard: Option<Timestamp>,
    /// The latest event that could not be read, and why.
    pub last_bad_event: Option<String>,
    /// Why something may be missing, as its reader found on the last connect.
    pub gap: Option<String>,
}

impl Default for FeedStanding {
    fn default() -> Self {
        Self { state: ConnectionState::Connecting, last_heard: None, last_bad_event: None, gap: None }
    }
}

/// The board they all stand on. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Board {
    feeds: Arc<watch::Sender<HashMap<FeedId, FeedStanding>>>,
    changes: Changes,
}

impl Board {
    pub(crate) fn new(changes: Changes) -> Self {
        Self { feeds: Arc::new(watch::Sender::new(HashMap::new())), changes }
    }

    /// How a feed stands; a feed nobody has written of yet is about to connect.
    pub(crate) fn read(&self, feed: &FeedId) -> FeedStanding {
        self.feeds.borrow().get(feed).cloned().unwrap_or_default()
    }

    pub(crate) fn set_state(&self, feed: &FeedId, state: ConnectionState) {
        self.write(feed, |standing| standing.state = state);
        self.changes.announce(Change::Connection(feed.clone()));
    }

    pub(crate) fn set_bad_event(&self, feed: &FeedId, what: String) {
        self.write(feed, |standing| standing.last_bad_event = Some(what));
        self.changes.announce(Change::Connection(feed.clone()));
    }

    pub(crate) fn set_gap(&self, feed: &FeedId, gap: String) {
        self.write(feed, |standing| standing.gap = Some(gap));
        self.changes.announce(Change::Connection(feed.clone()));
    }

    /// Said with each byte, so not announced: whoever shows it reads it with the next change.
    pub(crate) fn heard(&self, feed: &FeedId, now: Timestamp) {
        self.write(feed, |standing| standing.last_heard = Some(now));
    }

    pub(crate) fn remove(&self, feed: &FeedId) {
        self.feeds.send_if_modified(|feeds| feeds.remove(feed).is_some());
    }

    fn write(&self, feed: &FeedId, change: impl FnOnce(&mut FeedStanding)) {
        self.feeds.send_modify(|feeds| change(feeds.entry(feed.clone()).or_default()));
    }
}
