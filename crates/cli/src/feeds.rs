//! `tidings feeds`: the configured feeds, listed and changed. The comments of tidings.toml stay.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Serialize;
use tidings_engine::config::{self, Edit, EditError};
use tidings_engine::exchange;
use tidings_model::{Connection, Feed, FeedId, NotifyLevel, Wrong, WrongCode};
use tidings_wire::{ConnectionEdit, FeedBellEdit, FeedEdit};

use crate::args::{ConnectionArguments, FeedList, FeedsCommand, Notify};
use crate::failure::Failure;
use crate::place::{Place, no_feed};
use crate::{address, check, output, secret};

pub async fn feeds(place: &Place, command: FeedsCommand) -> Result<(), Failure> {
    match command {
        FeedsCommand::List { json } => list(place, json),
        FeedsCommand::Add { url, name, format, notify, connection } => {
            add(place, &url, name, format, notify.into(), connection)
        }
        FeedsCommand::Secret { feed, field } => secret::keep(place, &feed, &field).await,
        FeedsCommand::Remove { feed } => place.edit(Edit::Remove(id(place, &feed)?)),
        FeedsCommand::Enable { feed } => switch(place, &feed, true),
        FeedsCommand::Disable { feed } => switch(place, &feed, false),
        FeedsCommand::Level { level, feeds } => set_level(place, level.into(), &feeds),
        FeedsCommand::Import { file, review } => import(place, &file, review),
        FeedsCommand::Export { to } => export(place, to),
        FeedsCommand::Check { feeds, json } => check::check(place, &feeds, json).await,
    }
}

impl From<Notify> for NotifyLevel {
    fn from(notify: Notify) -> Self {
        match notify {
            Notify::Always => Self::Always,
            Notify::Highlighted => Self::Highlighted,
            Notify::Urgent => Self::Urgent,
            Notify::Digest => Self::Digest,
            Notify::Never => Self::Never,
        }
    }
}

impl From<ConnectionArguments> for ConnectionEdit {
    fn from(given: ConnectionArguments) -> Self {
        Self {
            idle_seconds: given.idle_seconds,
            timeout_seconds: given.timeout_seconds,
            max_event_bytes: given.max_event_bytes,
            private_network: given.private_network,
            proxy: given.proxy,
            ca_file: given.ca_file,
            pin_sha256: given.pin_sha256,
            http_version: given.http_version,
            ..Self::default()
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
        place.mention("No feeds are configured. Add one with `tidings feeds add URL`.");
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
    connection: ConnectionArguments,
) -> Result<(), Failure> {
    let connection = Connection::from(ConnectionEdit::from(connection));
    let mut id = String::new();
    place.change(|config| {
        let feed = config::new_feed(config, url, name, format, notify);
        let feed = feed.map_err(EditError::Invalid)?;
        id = feed.id.to_string();
        Ok(vec![Edit::Add(Feed { connection, ..feed })])
    })?;
    Ok(output::line(&id)?)
}

fn switch(place: &Place, feed: &str, enabled: bool) -> Result<(), Failure> {
    let edit = FeedEdit { enabled: Some(enabled), ..FeedEdit::default() };
    place.edit(Edit::Change(id(place, feed)?, edit))
}

/// All of them or, where one is not there, none.
fn set_level(place: &Place, level: NotifyLevel, feeds: &[String]) -> Result<(), Failure> {
    let feeds = feeds.iter().map(|feed| id(place, feed)).collect::<Result<Vec<_>, _>>()?;
    let bell = FeedBellEdit { level: Some(level), ..FeedBellEdit::default() };
    let edit = FeedEdit { bell: Some(bell), ..FeedEdit::default() };
    place.change(|_| Ok(feeds.into_iter().map(|feed| Edit::Change(feed, edit.clone())).collect()))
}

/// Looks the file over, and adds what can be added unless only a look is wanted.
fn import(place: &Place, file: &Path, review_only: bool) -> Result<(), Failure> {
    let text = read(file)?;
    let unreadable = |error: exchange::Unreadable| Failure::Failed(format!("{}: {error}", file.display()));
    let mut reviewed = exchange::review(&text, &place.config()?).map_err(unreadable)?;
    if !review_only {
        place.change(|ours| {
            reviewed = exchange::review(&text, ours).map_err(|error| {
                EditError::Invalid(Wrong::new(WrongCode::NotToml, &[], error.to_string()))
            })?;
            Ok(reviewed.feeds.iter().filter(|f| can_be(f)).map(|f| Edit::Add(f.feed.clone())).collect())
        })?;
    }
    for adopted in &reviewed.feeds {
        if review_only {
            let problem = adopted.problem.as_ref().map_or("new", |problem| &problem.message);
            let state = if adopted.already { "here already" } else { problem };
            output::line(&format!("{}  {}  {state}", adopted.feed.name, address::shown(&adopted.feed.url)))?;
        } else if let Some(problem) = &adopted.problem {
            output::tell(&format!("{}: not added. {}", adopted.feed.name, problem.message));
        } else if !adopted.already {
            adopted.left_out.iter().for_each(|what| output::tell(&how_to_add(place, &adopted.feed, what)));
        }
    }
    reviewed.notes.iter().for_each(|note| place.mention(&note.message));
    let added = reviewed.feeds.iter().filter(|feed| can_be(feed)).count();
    let already = reviewed.feeds.iter().filter(|feed| feed.already).count();
    let verb = if review_only { "can be added" } else { "added" };
    place.mention(&format!("{added} {verb}, {already} here already."));
    Ok(())
}

fn can_be(adopted: &exchange::Adopted) -> bool {
    adopted.problem.is_none() && !adopted.already
}

fn read(file: &Path) -> Result<String, Failure> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    text.map_err(|error| Failure::Failed(format!("{} cannot be read: {error}.", file.display())))
}

fn how_to_add(place: &Place, feed: &Feed, what: &str) -> String {
    let (id, path) = (&feed.id, place.paths.config.display());
    format!(
        "{id}: {what} was left out, since it would take something of this machine. If {} is to have it, add it to \
         [feeds.{id}] in {path}.",
        address::shown(&feed.url)
    )
}

fn export(place: &Place, kind: FeedList) -> Result<(), Failure> {
    let kind = match kind {
        FeedList::Toml => "toml",
        FeedList::Opml => "opml",
    };
    let text = exchange::export(kind, &place.config()?.feeds);
    let text = text.ok_or_else(|| Failure::Failed("The feeds cannot be written so.".to_owned()))?;
    Ok(output::text(&text)?)
}
