//! `tidings run`: every configured feed, stored and notified, with no window.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use tidings_engine::notifier::{AppIdentity, Desktop, Notifier};
use tidings_engine::{EngineHandle, FeedStanding, Options, start};
use tidings_model::{Change, Click, ConnectionState, FeedId, Seq, Shown};
use tidings_wire as wire;
use tokio::sync::broadcast::error::RecvError;

use crate::failure::Failure;
use crate::place::Place;
use crate::{ending, output};

pub async fn run(place: &Place, no_notify: bool) -> Result<(), Failure> {
    let desktop = || Arc::new(Desktop::new(AppIdentity::default())) as Arc<dyn Notifier>;
    let options = Options {
        config_path: place.paths.config.clone(),
        data_dir: place.paths.data.clone(),
        holder: "tidings run",
        notifier: (!no_notify).then(desktop),
        window: false,
        world: place.world.clone(),
    };
    let engine = start(options).await.map_err(Failure::of)?;
    tokio::select! {
        () = follow(&engine, place) => {}
        () = ending::asked_to_end() => {}
    }
    engine.shutdown().await;
    Ok(())
}

/// Says what changes, each thing once, and does what popups ask for.
async fn follow(engine: &EngineHandle, place: &Place) {
    let (mut changes, mut clicks) = (engine.changes(), engine.clicks());
    let mut teller = Teller::new(engine, place);
    teller.greet().await;
    loop {
        tokio::select! {
            change = changes.recv() => if teller.hear(change).await.is_break() { return },
            Some(click) = clicks.recv() => serve(engine, click).await,
        }
    }
}

/// Does what a popup was clicked for.
async fn serve(engine: &EngineHandle, click: Click) {
    match click {
        // There is no window to show it in: its page is the next best.
        Click::Show(Shown { seqs, .. }) => {
            if let [seq] = seqs[..] {
                open_link(engine, seq, None).await;
            }
        }
        Click::OpenLink(seq, action) => open_link(engine, seq, action).await,
        // What needs a window is on no popup of this program.
        Click::Copy(_) => {}
    }
}

/// Remembers what it said.
struct Teller<'a> {
    engine: &'a EngineHandle,
    place: &'a Place,
    feeds: HashMap<FeedId, FeedStanding>,
    problem: Option<wire::ConfigProblem>,
    bell: wire::BellStateView,
    /// Those that were said.
    notices: HashSet<u32>,
}

impl<'a> Teller<'a> {
    fn new(engine: &'a EngineHandle, place: &'a Place) -> Self {
        Self {
            engine,
            place,
            feeds: HashMap::new(),
            problem: None,
            bell: wire::BellStateView::Unknown,
            notices: HashSet::new(),
        }
    }

    async fn greet(&mut self) {
        let Ok(snapshot) = self.engine.snapshot().await else { return };
        if snapshot.feeds.is_empty() && snapshot.config_problem.is_none() {
            self.place.mention(
                "No feeds are configured. Add one with `tidings feeds add URL`; it is picked up at once.",
            );
        }
        self.everything().await;
    }

    async fn hear(&mut self, change: Result<Change, RecvError>) -> ControlFlow<()> {
        match change {
            Ok(Change::Connection(feed)) => self.feed(&feed),
            Ok(Change::Config | Change::Bell) => self.rest().await,
            Ok(Change::Entries(_)) => {}
            Err(RecvError::Lagged(_)) => self.everything().await,
            Err(RecvError::Closed) => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    /// At the start, and where changes were missed: what was said already is not said again.
    async fn everything(&mut self) {
        for feed in self.engine.feeds() {
            self.feed(&feed.id);
        }
        self.rest().await;
    }

    fn feed(&mut self, feed: &FeedId) {
        let now = self.engine.standing(feed);
        let before = self.feeds.insert(feed.clone(), now.clone());
        let known = before.as_ref().map(|before| &before.state);
        if !self.place.quiet && known != Some(&now.state) && !still_refused(known, &now.state) {
            output::state(Some(feed.as_str()), &now.state, false);
        }
        if let Some(bad) = &now.last_bad_event
            && before.and_then(|before| before.last_bad_event).as_ref() != Some(bad)
        {
            output::tell(&format!("{feed}: {}", bad.message));
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
            output::tell(&format!("{path}{line}: {}", problem.message));
        }
        self.problem = snapshot.config_problem;
        for notice in &snapshot.notices {
            if self.notices.insert(notice.id) {
                output::tell(&notice.message);
            }
        }
        if let wire::BellStateView::Silent { reason, advice, .. } = &snapshot.bell.state
            && snapshot.bell.state != self.bell
        {
            output::tell(&format!("No notification gets through. {reason} {advice}"));
        }
        self.bell = snapshot.bell.state;
    }
}

/// What the disk refuses is tried again every two seconds: one line says so until it is over.
fn still_refused(before: Option<&ConnectionState>, now: &ConnectionState) -> bool {
    let Some(ConnectionState::Waiting { trouble: before, .. }) = before else { return false };
    matches!(now, ConnectionState::Waiting { trouble, .. } if trouble == before && trouble.code.is_of_storage())
}

async fn open_link(engine: &EngineHandle, seq: Seq, action: Option<usize>) {
    if let Ok(url) = engine.link(seq.0, action).await
        && let Err(error) = open::that_detached(url.as_str())
    {
        output::tell(&format!("The link could not be opened: {error}."));
    }
}

#[cfg(test)]
mod tests {
    use tidings_engine::{Paths, World};

    use super::*;

    #[tokio::test]
    async fn a_teller_that_missed_changes_catches_up_with_each_feed() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths { config: dir.path().join("tidings.toml"), data: dir.path().join("data") };
        std::fs::write(&paths.config, "[feeds.a]\nurl = \"http://127.0.0.1:9/\"\nenabled = false\n").unwrap();
        let options = Options {
            config_path: paths.config.clone(),
            data_dir: paths.data.clone(),
            holder: "a test",
            notifier: None,
            window: false,
            world: World::system(),
        };
        let engine = start(options).await.unwrap();
        let mut changes = engine.changes();
        let id = engine.feeds()[0].id.clone();
        // The last of the start's changes: the feed stands as paused from here on.
        while engine.standing(&id).state != ConnectionState::Paused {
            changes.recv().await.unwrap();
        }
        let place = Place { paths, world: World::system(), quiet: true };
        let mut teller = Teller::new(&engine, &place);
        assert!(teller.hear(Err(RecvError::Lagged(1))).await.is_continue());
        assert_eq!(teller.feeds[&id].state, ConnectionState::Paused);
        engine.shutdown().await;
    }
}
