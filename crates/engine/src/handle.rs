//! Everything a person can do, one method each.

mod feeds;
mod marking;
mod ringing;
mod rules;
mod showing;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tidings_model::{BellState, Change, Click, Feed, FeedId, Settings};
use tidings_net::Client;
use tidings_notifier::Notifier;
use tidings_sse::Gate;
use tidings_store::{Hold, Store};
use tidings_wire as wire;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::acting::Acting;
use crate::bell::Rope;
use crate::board::Board;
use crate::changes::Changes;
use crate::clicks::Clicks;
use crate::config::{Edit, Editor, Loaded};
use crate::error::Error;
use crate::notices::Notices;
use crate::pictures::Pictures;
use crate::ports::World;
use crate::quiet::Quiet;
use crate::spoilers::Spoilers;

/// What the handle speaks to.
pub(crate) struct Parts {
    pub(crate) config_path: PathBuf,
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) gate: Gate,
    pub(crate) pictures: Pictures,
    pub(crate) acting: Acting,
    pub(crate) world: World,
    pub(crate) changes: Changes,
    pub(crate) clicks: Clicks,
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

impl EngineHandle {
    pub(crate) fn new(parts: Parts, hold: Hold, notices: Notices) -> Self {
        Self { parts: Arc::new(parts), notices, hold: Arc::new(Mutex::new(Some(hold))) }
    }

    /// Hints of what changes from now on. A receiver that lagged reads everything anew.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.parts.changes.subscribe()
    }

    /// What the person asks for at popups. It is for whoever asks first: another gets a receiver that is closed.
    #[must_use]
    pub fn clicks(&self) -> mpsc::Receiver<Click> {
        self.parts.clicks.take()
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

    /// Changes settings.
    ///
    /// # Errors
    /// Where `tidings.toml` cannot be saved.
    pub async fn edit_settings(&self, edit: wire::SettingsEdit) -> Result<(), Error> {
        Ok(self.parts.editor.apply(Edit::Settings(edit)).await?)
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
