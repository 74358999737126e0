//! The engine's state in the words of the wire.

use std::collections::HashMap;

use tidings_model::{EntryQuery, Feed, FeedId, ReadTarget, Search, Seq, Timestamp};
use tidings_wire as wire;

use crate::board::FeedStanding;
use crate::config::ConfigError;
use crate::error::Error;

/// The most rows of one page.
const PAGE: u32 = 500;

pub(crate) fn feed(
    feed: &Feed,
    standing: &FeedStanding,
    unread: &HashMap<FeedId, u32>,
    last_entries: &HashMap<FeedId, Timestamp>,
    now: Timestamp,
) -> wire::FeedView {
    wire::FeedView {
        id: feed.id.to_string(),
        name: feed.name.clone(),
        url: feed.url.clone(),
        format: feed.format.clone(),
        folder: feed.folder.clone(),
        enabled: feed.enabled,
        notify: feed.notify,
        state: (&standing.state).into(),
        unread: unread.get(&feed.id).copied().unwrap_or_default(),
        last_heard_at: standing.last_heard.map(wire::rfc3339),
        last_entry_at: last_entries.get(&feed.id).copied().map(wire::rfc3339),
        last_bad_event: standing.last_bad_event.clone(),
        template: feed.template.clone().into(),
        health: wire::FeedHealth {
            state_since: wire::rfc3339(now),
            idle_seconds: feed.connection.idle_seconds.unwrap_or(90),
            ..wire::FeedHealth::default()
        },
        connection: (&feed.connection).into(),
    }
}

pub(crate) fn problem(error: &ConfigError) -> wire::ConfigProblem {
    wire::ConfigProblem { line: error.line, message: error.message.clone() }
}

pub(crate) fn feed_id(text: &str) -> Result<FeedId, Error> {
    FeedId::parse(text).ok_or_else(|| Error::Invalid(format!("`{text}` is not the identifier of a feed.")))
}

/// The store's question for the window's: one row more than asked for tells whether others follow.
pub(crate) fn query(query: &wire::EntryQuery, search: Search) -> Result<(EntryQuery, usize), Error> {
    let limit = query.limit.clamp(1, PAGE);
    let asked = EntryQuery {
        feed: query.feed.as_deref().map(feed_id).transpose()?,
        search,
        since: None,
        unread: query.unread,
        starred: query.starred,
        current: true,
        before: query.before.map(Seq),
        limit: Some(limit + 1),
    };
    Ok((asked, limit as usize))
}

pub(crate) fn target(target: wire::ReadTarget) -> Result<ReadTarget, Error> {
    Ok(match target {
        wire::ReadTarget::Entries { seqs } => ReadTarget::Entries(seqs.into_iter().map(Seq).collect()),
        wire::ReadTarget::Feed { feed, up_to } => ReadTarget::Feed(feed_id(&feed)?, Seq(up_to)),
        wire::ReadTarget::All { up_to } => ReadTarget::All(Seq(up_to)),
    })
}
