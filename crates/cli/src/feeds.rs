//! `tidings feeds`: the configured feeds, listed and changed. The comments of tidings.toml stay.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde::Serialize;
use tidings_engine::config::{self, Config, Edit, EditError};
use tidings_engine::mapping;
use tidings_model::{Connection, Feed, FeedId, Header, HeaderSource, NotifyLevel, ProxyChoice};
use tidings_wire::{ConnectionEdit, FeedEdit};

use crate::args::{ConnectionArguments, FeedsCommand, Notify};
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
        FeedsCommand::Import { file } => import(place, &file),
        FeedsCommand::Export => export(place),
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
        let feed = config::new_feed(config, url, name, format, notify).map_err(EditError::Invalid)?;
        id = feed.id.to_string();
        Ok(vec![Edit::Add(Feed { connection, ..feed })])
    })?;
    Ok(output::line(&id)?)
}

fn switch(place: &Place, feed: &str, enabled: bool) -> Result<(), Failure> {
    let edit = FeedEdit { enabled: Some(enabled), ..FeedEdit::default() };
    place.edit(Edit::Change(id(place, feed)?, edit))
}

fn import(place: &Place, file: &Path) -> Result<(), Failure> {
    let theirs = config::parse(&read(file)?)
        .map_err(|error| Failure::Failed(format!("{}: {error}", file.display())))?;
    let all = theirs.feeds.len();
    let mut adopted = Vec::new();
    place.change(|ours| {
        adopted = adopt(ours, theirs.feeds);
        Ok(adopted.iter().map(|(feed, _)| Edit::Add(feed.clone())).collect())
    })?;
    for (feed, left_out) in &adopted {
        left_out.iter().for_each(|what| output::tell(&how_to_add(place, feed, what)));
    }
    place.mention(&format!("{} added, {} here already.", adopted.len(), all - adopted.len()));
    Ok(())
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

/// Those of `feeds` that are not among `ours`, under identifiers of their own; and what is left out of each: the file of another may not
/// say which secrets of this machine go to which server, by which way, or whom to trust.
fn adopt(ours: &Config, feeds: Vec<Feed>) -> Vec<(Feed, Vec<String>)> {
    let mut all = ours.clone();
    let mut adopted = Vec::new();
    for feed in feeds {
        if mapping::parse_address(&feed.url).is_ok_and(|url| all.feed_at(&url).is_some()) {
            continue;
        }
        let id = config::free_id(&all, feed.id.as_str());
        let left_out = left_out(&feed.connection);
        let connection = harmless(feed.connection);
        let feed = Feed { id, connection, ..feed };
        all.feeds.push(feed.clone());
        adopted.push((feed, left_out));
    }
    adopted
}

fn left_out(theirs: &Connection) -> Vec<String> {
    let mut left_out: Vec<_> = theirs.secrets().map(|(what, _)| what).collect();
    if matches!(theirs.proxy, ProxyChoice::Url { .. }) {
        left_out.push("proxy".to_owned());
    }
    left_out.extend(theirs.ca_file.iter().map(|_| "ca_file".to_owned()));
    left_out
}

fn harmless(theirs: Connection) -> Connection {
    let plain = |header: &Header| matches!(header.source, HeaderSource::Plain(_));
    let headers = theirs.headers.into_iter().filter(plain).collect();
    let proxy = match theirs.proxy {
        ProxyChoice::Url { .. } => ProxyChoice::System,
        other => other,
    };
    let none = Connection::default();
    Connection { headers, proxy, query: none.query, basic: None, bearer: None, ca_file: None, ..theirs }
}

fn how_to_add(place: &Place, feed: &Feed, what: &str) -> String {
    let (id, path) = (&feed.id, place.paths.config.display());
    format!(
        "{id}: {what} was left out, since it would take something of this machine. If {} is to have it, add it to \
         [feeds.{id}] in {path}.",
        address::shown(&feed.url)
    )
}

fn export(place: &Place) -> Result<(), Failure> {
    let config = place.config()?;
    let text =
        config.feeds.into_iter().try_fold(String::new(), |text, feed| config::apply(&text, &Edit::Add(feed)));
    Ok(output::text(&text.map_err(Failure::of)?)?)
}
