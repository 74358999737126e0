//! One task per enabled feed, as the configuration has them now. Nothing else starts one.

use std::collections::HashMap;
use std::sync::Arc;

use tidings_model::{Change, ConnectionState, Feed, FeedId};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::pruning;
use crate::subscription::{Context, Nudge, Subscription};
use crate::vigil::Disturbance;

/// Nudges a feed may not have heard yet.
const NUDGES: usize = 4;

/// A feed's running task.
struct Running {
    feed: Feed,
    nudges: mpsc::Sender<Nudge>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// The demo hub, while a feed needs it.
struct Hub {
    port: u16,
    stop: CancellationToken,
}

/// The owner of all feeds' tasks.
pub(crate) struct Supervisor {
    context: Context,
    tracker: TaskTracker,
    stop: CancellationToken,
    running: HashMap<FeedId, Running>,
    hub: Option<Hub>,
}

impl Supervisor {
    pub(crate) fn new(context: Context, tracker: TaskTracker, stop: CancellationToken) -> Self {
        Self { context, tracker, stop, running: HashMap::new(), hub: None }
    }

    /// Follows the configuration until the engine stops. A feed named on `reconnect` tries again now.
    pub(crate) async fn run(
        mut self,
        mut reconnect: mpsc::Receiver<FeedId>,
        mut disturbed: mpsc::Receiver<Disturbance>,
    ) {
        let mut config = self.context.config.clone();
        self.apply().await;
        // Not before it is noted what is configured; and a task of its own, since a long history takes minutes to shorten.
        self.tracker.spawn(pruning::run(self.context.clone(), self.stop.clone()));
        loop {
            tokio::select! {
                () = self.stop.clone().cancelled_owned() => return,
                changed = config.changed() => match changed {
                    Ok(()) => self.apply().await,
                    Err(_) => return,
                },
                Some(feed) = reconnect.recv() => self.reconnect(&feed),
                Some(disturbance) = disturbed.recv() => self.check(disturbance),
            }
        }
    }

    async fn apply(&mut self) {
        let loaded = self.context.config.borrow().clone();
        let per_host = &loaded.config.settings.connections.per_host;
        let limits = per_host.iter().map(|(host, limit)| (host.clone(), *limit as usize));
        self.context.gate.set_limits(limits.collect());
        self.serve_demo(&loaded.config).await;
        self.stop_others(&loaded.config).await;
        if loaded.problem.is_none() {
            self.note_configured(&loaded.config).await;
        }
        for feed in &loaded.config.feeds {
            if !feed.enabled {
                self.context.board.set_state(&feed.id, ConnectionState::Paused);
            } else if !self.running.contains_key(&feed.id) {
                self.start(feed.clone());
            }
        }
        self.context.changes.announce(Change::Config);
    }

    /// Ends the tasks of feeds that are gone, paused or to be reached otherwise, and waits for them: a feed has one owner at a time.
    async fn stop_others(&mut self, config: &Config) {
        let stays = |running: &Running| {
            config
                .feed(&running.feed.id)
                .is_some_and(|feed| feed.enabled && same_connection(feed, &running.feed))
        };
        let leaving: Vec<_> =
            self.running.iter().filter(|(_, running)| !stays(running)).map(|(id, _)| id.clone()).collect();
        for id in leaving {
            if let Some(running) = self.running.remove(&id) {
                running.stop.cancel();
                let _ = running.task.await;
                self.context.rope.caught_up(&id);
                self.context.board.remove(&id);
            }
        }
    }

    /// The timeline shows what is configured; history keeps the rest for a while.
    async fn note_configured(&self, config: &Config) {
        let configured = config.feeds.iter().map(|feed| feed.id.clone()).collect();
        match self.context.store.note_configured(configured, self.context.world.clock.now()).await {
            Ok(revision) => self.context.changes.announce(Change::Entries(revision)),
            Err(error) => tracing::warn!(%error, "which feeds are configured could not be noted"),
        }
    }

    fn start(&mut self, feed: Feed) {
        let (nudges, nudged) = mpsc::channel(NUDGES);
        let stop = self.stop.child_token();
        let run = Subscription::run(self.context.clone(), feed.clone(), nudged, stop.clone());
        let task = self.tracker.spawn(run);
        self.running.insert(feed.id.clone(), Running { feed, nudges, stop, task });
    }

    fn reconnect(&self, feed: &FeedId) {
        if let Some(running) = self.running.get(feed) {
            // A full channel holds the wish already.
            let _ = running.nudges.try_send(Nudge::Reconnect);
        }
    }

    /// Something happened to the machine: every connection is looked at.
    fn check(&self, disturbance: Disturbance) {
        let nudge = match disturbance {
            Disturbance::Any => Nudge::Check,
            Disturbance::Back => Nudge::Retry,
        };
        for running in self.running.values() {
            // A full channel holds enough to do already.
            let _ = running.nudges.try_send(nudge);
        }
    }

    /// Serves the demo feeds from this process while a configured one points here, so that they need no second program.
    async fn serve_demo(&mut self, config: &Config) {
        let wanted = config.settings.demo_port.filter(|port| {
            let own = format!("http://127.0.0.1:{port}/");
            config.feeds.iter().any(|feed| feed.enabled && feed.url.starts_with(&own))
        });
        if self.hub.as_ref().map(|hub| hub.port) == wanted {
            return;
        }
        if let Some(hub) = self.hub.take() {
            hub.stop.cancel();
        }
        let Some(port) = wanted else { return };
        match TcpListener::bind(("127.0.0.1", port)).await {
            Ok(listener) => {
                let stop = self.stop.child_token();
                let clock = self.context.world.clock.clone();
                let serve = tidings_demo::serve(listener, Arc::new(move || clock.now().0), stop.clone());
                self.tracker.spawn(async {
                    if let Err(error) = serve.await {
                        tracing::warn!(%error, "the demo hub ended");
                    }
                });
                self.hub = Some(Hub { port, stop });
            }
            // Most likely `tidings demo` has the port, and serves the same.
            Err(error) => tracing::info!(%error, port, "the demo feeds are not served from here"),
        }
    }
}

/// Whether two configurations of a feed make the same connection: name, folder, level, bell and template do not matter to it.
fn same_connection(a: &Feed, b: &Feed) -> bool {
    let plain = |feed: &Feed| Feed {
        name: String::new(),
        folder: None,
        notify: Default::default(),
        template: Default::default(),
        bell: Default::default(),
        ..feed.clone()
    };
    plain(a) == plain(b)
}
