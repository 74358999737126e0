//! `tidings run`: every configured feed, stored and notified, with no window.

use std::collections::HashMap;
use std::sync::Arc;

use tidings_engine::notifier::{AppIdentity, Desktop, Notifier};
use tidings_engine::{EngineHandle, FeedStanding, Options, start};
use tidings_model::{Change, FeedId, Seq};
use tidings_wire as wire;
use tokio::sync::broadcast::error::RecvError;

use crate::failure::Failure;
use crate::place::Place;
use crate::{ending, output};

pub async fn run(place: &Place, no_notify: bool, quiet: bool) -> Result<(), Failure> {
    let desktop = || Arc::new(Desktop::new(AppIdentity::default())) as Arc<dyn Notifier>;
    let options = Options {
        config_path: place.paths.config.clone(),
        data_dir: place.paths.data.clone(),
        holder: "tidings run",
        notifier: (!no_notify).then(desktop),
        world: place.world.clone(),
    };
    let engine = start(options).await.map_err(Failure::of)?;
    tokio::select! {
        () = follow(&engine, place, quiet) => {}
        () = ending::asked_to_end() => {}
    }
    engine.shutdown().await;
    Ok(())
}

/// Says what changes, each thing once, and does what popups ask for.
async fn follow(engine: &EngineHandle, place: &Place, quiet: bool) {
    let mut changes = engine.changes();
    let mut teller =
        Teller { engine, place, quiet, feeds: HashMap::new(), problem: None, bell: wire::BellView::Unknown };
    teller.greet().await;
    loop {
        match changes.recv().await {
            Ok(Change::Connection(feed)) => teller.feed(&feed),
            Ok(Change::Config | Change::Bell) => teller.rest().await,
            // There is no window to show it in: its page is the next best.
            Ok(Change::Show(Some(seq)) | Change::OpenLink(seq)) => open_link(engine, seq).await,
            Ok(Change::Show(None) | Change::Entries(_)) => {}
            Err(RecvError::Lagged(_)) => teller.rest().await,
            Err(RecvError::Closed) => return,
        }
    }
}

/// Remembers what it said.
struct Teller<'a> {
    engine: &'a EngineHandle,
    place: &'a Place,
    quiet: bool,
    feeds: HashMap<FeedId, FeedStanding>,
    problem: Option<wire::ConfigProblem>,
    bell: wire::BellView,
}

impl Teller<'_> {
    async fn greet(&mut self) {
        let Ok(snapshot) = self.engine.snapshot().await else { return };
        snapshot.notices.iter().for_each(|notice| output::tell(&notice.message));
        if snapshot.feeds.is_empty() && !self.quiet {
            output::tell(
                "No feeds are configured. Add one with `tidings feeds add URL`; it is picked up at once.",
            );
        }
        for feed in self.engine.feeds() {
            self.feed(&feed.id);
        }
        self.rest().await;
    }

    fn feed(&mut self, feed: &FeedId) {
        let now = self.engine.standing(feed);
        let before = self.feeds.insert(feed.clone(), now.clone());
        if !self.quiet && before.as_ref().map(|before| &before.state) != Some(&now.state) {
            output::state(Some(feed.as_str()), &now.state, false);
        }
        if let Some(bad) = &now.last_bad_event
            && before.and_then(|before| before.last_bad_event).as_ref() != Some(bad)
        {
            output::tell(&format!("{feed}: {bad}"));
        }
    }

    /// The configuration and the bell.
    async fn rest(&mut self) {
        let Ok(snapshot) = self.engine.snapshot().await else { return };
        if let Some(problem) =
            snapshot.config_problem.as_ref().filter(|problem| self.problem.as_ref() != Some(*problem))
        {
            let line = problem.line.map_or_else(String::new, |line| format!(", line {line}"));
            let path = self.place.paths.config.display();
            output::tell(&format!("{path}{line}: {} The last good configuration goes on.", problem.message));
        }
        self.problem = snapshot.config_problem;
        if let wire::BellView::Silent { reason, advice } = &snapshot.bell
            && snapshot.bell != self.bell
        {
            output::tell(&format!("No notification gets through. {reason} {advice}"));
        }
        self.bell = snapshot.bell;
    }
}

async fn open_link(engine: &EngineHandle, seq: Seq) {
    if let Ok(url) = engine.link(seq.0, None).await
        && let Err(error) = open::that_detached(url.as_str())
    {
        eprintln!("The link could not be opened: {error}.");
    }
}
