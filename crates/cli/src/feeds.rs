//! `tidings feeds`: the configured feeds, listed and changed. The comments of tidings.toml stay.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Serialize;
use tidings_engine::config::{self, Edit};
use tidings_model::{Feed, FeedId, NotifyLevel};
use tidings_wire::FeedEdit;

use crate::args::{FeedsCommand, Notify};
use crate::failure::Failure;
use crate::place::{Place, no_feed};
use crate::{address, check, output};

pub async fn feeds(place: &Place, command: FeedsCommand) -> Result<(), Failure> {
    match command {
        FeedsCommand::List { json } => list(place, json),
        FeedsCommand::Add { url, name, format, notify } => add(place, &url, name, format, notify.into()),
        FeedsCommand::Remove { feed } => place.edit(&Edit::Remove(id(place, &feed)?)),
        FeedsCommand::Enable { feed } => switch(place, &feed, true),
        FeedsCommand::Disable { feed } => switch(place, &feed, false),
        FeedsCommand::Import { file } => import(place, &file),
        FeedsCommand::Export => export(place),
        FeedsCommand::Check { feeds, json } => check::check(place, &feeds, json).await,
    }
}

impl From<Notify> for NotifyLevel {
    fn from(notify: Notify) -> Self {
        match notify {
            Notify::Always => Self::Always,
            Notify::Urgent => Self::Urgent,
            Notify::Never => Self::Never,
        }
    }
}

/// A line of `feeds list --json`.
#[derive(Serialize)]
struct Listed<'a> {
    feed: &'a str,
    name: &'a str,
    url: String,
    format: Option<&'a str>,
    enabled: bool,
    notify: NotifyLevel,
}

fn list(place: &Place, json: bool) -> Result<(), Failure> {
    let config = place.config()?;
    if config.feeds.is_empty() && !json {
        eprintln!("No feeds are configured. Add one with `tidings feeds add URL`.");
    }
    let wide = config.feeds.iter().map(|feed| feed.id.as_str().len()).max().unwrap_or_default();
    for feed in &config.feeds {
        if json {
            output::json_line(&listed(feed))?;
        } else {
            let paused = if feed.enabled { "" } else { "  (paused)" };
            output::line(&format!(
                "{:wide$}  {}  {}{paused}",
                feed.id.as_str(),
                feed.name,
                address::shown(&feed.url)
            ))?;
        }
    }
    Ok(())
}

fn listed(feed: &Feed) -> Listed<'_> {
    Listed {
        feed: feed.id.as_str(),
        name: &feed.name,
        url: address::shown(&feed.url),
        format: feed.format.as_deref(),
        enabled: feed.enabled,
        notify: feed.notify,
    }
}

fn id(place: &Place, text: &str) -> Result<FeedId, Failure> {
    place.feed(&place.config()?, text).map(|feed| feed.id).map_err(|_| no_feed(text))
}

fn add(
    place: &Place,
    url: &str,
    name: Option<String>,
    format: Option<String>,
    notify: NotifyLevel,
) -> Result<(), Failure> {
    let config = place.config()?;
    let feed = config::new_feed(&config, url, name, format, notify).map_err(Failure::Usage)?;
    place.edit(&Edit::Add(feed.clone()))?;
    Ok(output::line(feed.id.as_str())?)
}

fn switch(place: &Place, feed: &str, enabled: bool) -> Result<(), Failure> {
    let edit = FeedEdit { enabled: Some(enabled), ..FeedEdit::default() };
    place.edit(&Edit::Change(id(place, feed)?, edit))
}

fn import(place: &Place, file: &Path) -> Result<(), Failure> {
    let unreadable = |error| Failure::Failed(format!("{} cannot be read: {error}.", file.display()));
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
        text
    } else {
        fs::read_to_string(file).map_err(unreadable)?
    };
    let theirs =
        config::parse(&text).map_err(|error| Failure::Failed(format!("{}: {error}", file.display())))?;
    let (mut added, mut known) = (0, 0);
    for feed in theirs.feeds {
        let ours = place.config()?;
        if ours.feeds.iter().any(|own| own.url == feed.url) {
            known += 1;
            continue;
        }
        let id = config::free_id(&ours, feed.id.as_str());
        place.edit(&Edit::Add(Feed { id, ..feed }))?;
        added += 1;
    }
    eprintln!("{added} added, {known} here already.");
    Ok(())
}

fn export(place: &Place) -> Result<(), Failure> {
    let config = place.config()?;
    let text =
        config.feeds.into_iter().try_fold(String::new(), |text, feed| config::apply(&text, &Edit::Add(feed)));
    print!("{}", text.map_err(Failure::of)?);
    Ok(())
}
