//! `tidings run`: every configured feed, stored and notified, with no window.

use std::sync::Arc;

use tidings_engine::notifier::{AppIdentity, Desktop, Notifier};
use tidings_engine::{EngineHandle, Options, start};
use tidings_model::{Change, Seq};
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
    if !quiet {
        greet(&engine, place).await;
    }
    tokio::select! {
        () = follow(&engine, place, quiet) => {}
        () = ending::asked_to_end() => {}
    }
    engine.shutdown().await;
    Ok(())
}

async fn greet(engine: &EngineHandle, place: &Place) {
    let Ok(snapshot) = engine.snapshot().await else { return };
    for notice in snapshot.notices {
        eprintln!("{}", notice.message);
    }
    if let Some(problem) = snapshot.config_problem {
        complain(place, problem.line, &problem.message);
    }
    if snapshot.feeds.is_empty() {
        eprintln!("No feeds are configured. Add one with `tidings feeds add URL`; it is picked up at once.");
    }
}

fn complain(place: &Place, line: Option<u32>, message: &str) {
    let line = line.map_or_else(String::new, |line| format!(", line {line}"));
    eprintln!("{}{line}: {message} The last good configuration goes on.", place.paths.config.display());
}

/// Says what changes, and does what popups ask for.
async fn follow(engine: &EngineHandle, place: &Place, quiet: bool) {
    let mut changes = engine.changes();
    let mut said = None;
    loop {
        match changes.recv().await {
            Ok(Change::Connection(feed)) if !quiet => {
                output::state(Some(feed.as_str()), &engine.standing(&feed).state, false);
            }
            Ok(Change::Config) => {
                let problem = engine.snapshot().await.ok().and_then(|snapshot| snapshot.config_problem);
                if let Some(problem) = problem.as_ref().filter(|problem| said.as_ref() != Some(*problem)) {
                    complain(place, problem.line, &problem.message);
                }
                said = problem;
            }
            // There is no window to show it in: its page is the next best.
            Ok(Change::Show(Some(seq)) | Change::OpenLink(seq)) => open_link(engine, seq).await,
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

async fn open_link(engine: &EngineHandle, seq: Seq) {
    if let Ok(url) = engine.link(seq.0, None).await
        && let Err(error) = open::that_detached(url.as_str())
    {
        eprintln!("The link could not be opened: {error}.");
    }
}
