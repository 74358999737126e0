//! What changed: all of it, or of the rows that a reader holds.

use rusqlite::{Connection, Params, params};
use tidings_model::{FeedId, Revision, Seq, Standing, StoredEntry};

use crate::Error;
use crate::counters::{Counters, signed};
use crate::entries::{COLUMNS, json, stored};
use crate::question::{CONFIGURED, SHOWN, TABLES};

/// What changed since a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The entries as they are now, oldest change first.
    pub entries: Vec<StoredEntry>,
    /// The revision these lead up to.
    pub revision: Revision,
    /// Whether more changed than fits: ask again from `revision`.
    pub more: bool,
    /// Whether rows went away since: read anew.
    pub reset: bool,
    /// The newest entry that is the front of its card or has none.
    pub latest: Seq,
}

/// The rows that a reader holds, and is told of however much else changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Of this feed only, from `oldest` to `newest`, as they were at `since`.
    pub feed: Option<FeedId>,
    /// The first of them.
    pub oldest: Seq,
    /// The last of them.
    pub newest: Seq,
    /// The revision they show.
    pub since: Revision,
    /// And these,
    pub also: Vec<Seq>,
    /// as they were at this revision.
    pub also_since: Revision,
}

/// Of all rows.
pub(crate) fn since(conn: &Connection, since: Revision, limit: u32) -> Result<Changed, Error> {
    // One snapshot: the counters and the rows have to tell of the same moment.
    let snapshot = conn.unchecked_transaction()?;
    changed(&snapshot, "s.revision > ?1", params![signed(since.0), i64::from(limit) + 1], since, limit)
}

/// Of those that a reader holds; with what was replaced among them comes the front that stands for it.
pub(crate) fn among(conn: &Connection, held: &Holding, limit: u32) -> Result<Changed, Error> {
    let snapshot = conn.unchecked_transaction()?;
    let since = held.since.min(held.also_since);
    // By revision, however many rows are held: the sign keeps SQLite from looking them up one by one.
    let condition = "s.revision > ?1 AND ((s.revision > ?3 AND +s.seq IN (SELECT value FROM json_each(?4)))
         OR (s.revision > ?5 AND +s.seq BETWEEN ?6 AND ?7 AND (?8 IS NULL OR s.feed = (SELECT id FROM feeds WHERE name = ?8))))";
    let feed = held.feed.as_ref().map(FeedId::as_str);
    let values = params![
        signed(since.0),
        i64::from(limit) + 1,
        signed(held.also_since.0),
        json(&held.also),
        signed(held.since.0),
        held.oldest.0,
        held.newest.0,
        feed
    ];
    let mut changed = changed(&snapshot, condition, values, since, limit)?;
    let replaced: Vec<_> =
        changed.entries.iter().filter(|entry| entry.standing == Standing::Replaced).cloned().collect();
    for entry in replaced {
        let front = front(&snapshot, &entry)?;
        changed
            .entries
            .extend(front.filter(|front| changed.entries.iter().all(|told| told.seq != front.seq)));
    }
    Ok(changed)
}

/// Rows by a condition; `?1` is the revision and `?2` how many.
fn changed(
    conn: &Connection,
    condition: &str,
    values: impl Params,
    since: Revision,
    limit: u32,
) -> Result<Changed, Error> {
    let counters = Counters::load(conn)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {condition} AND {CONFIGURED} AND {SHOWN} ORDER BY s.revision LIMIT ?2"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut entries: Vec<_> = statement.query_map(values, stored)?.collect::<Result<_, _>>()?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let reached = entries.last().map_or(since, |entry| Revision(entry.revision));
    let revision = if more { reached } else { counters.revision() };
    let reset = since.0 < counters.reset || since > counters.revision();
    Ok(Changed { entries, revision, more, reset, latest: latest(conn)? })
}

fn latest(conn: &Connection) -> Result<Seq, Error> {
    let sql = "SELECT seq FROM statuses WHERE standing = 0 ORDER BY seq DESC LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = statement.query_map([], |row| row.get(0).map(Seq))?;
    Ok(found.next().transpose()?.unwrap_or(Seq(0)))
}

/// What stands for the card of an entry.
fn front(conn: &Connection, entry: &StoredEntry) -> Result<Option<StoredEntry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE s.feed = (SELECT id FROM feeds WHERE name = ?1) AND s.card = ?2
         AND s.standing = 0"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut found = statement.query_map((entry.feed.as_str(), entry.entry.replaces.as_deref()), stored)?;
    Ok(found.next().transpose()?)
}
