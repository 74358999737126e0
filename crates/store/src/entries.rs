//! Entries: written once, and read in pages.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use tidings_model::{
    Action, Entry, EntryQuery, EntryStatus, FeedId, Moment, RawEvent, Ring, Search, Seq, Standing,
    StoredEntry, Timestamp, Urgency,
};

use crate::question::{Question, SHOWN, TABLES};
use crate::{Error, key};

pub(crate) const COLUMNS: &str = "s.seq, s.revision, f.name, s.key, s.received_at, s.read, s.starred, s.ring, s.standing, s.card, \
     e.title, e.body, e.link, e.image, e.published_at, e.urgency, e.tags, e.actions, e.icon, e.moment, s.highlighted, s.rule";
/// The event behind them.
const RAW: &str = "e.raw_kind, e.raw_id, e.raw_data";
pub(crate) fn insert(conn: &Connection, seq: Seq, entry: &Entry, raw: &RawEvent) -> Result<(), Error> {
    let tags = json(&entry.tags);
    let mut statement = conn.prepare_cached(
        "INSERT INTO entries (seq, title, body, link, image, published_at, urgency, tags, actions, icon, moment, raw_kind, raw_id, raw_data)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    statement.execute(params![
        seq.0,
        entry.title,
        entry.body,
        entry.link,
        entry.image,
        entry.published_at.map(|t| t.0),
        urgency_code(entry.urgency),
        tags,
        json(&entry.actions),
        entry.icon,
        moment_code(entry.moment),
        raw.kind,
        raw.last_event_id,
        raw.data,
    ])?;
    let mut index =
        conn.prepare_cached("INSERT INTO search (rowid, title, body, tags) VALUES (?1, ?2, ?3, ?4)")?;
    index.execute(params![seq.0, entry.title, entry.body, tags])?;
    Ok(())
}

/// Changes how an entry reads; says whether there is one.
pub(crate) fn update(conn: &Connection, seq: Seq, entry: &Entry, raw: &RawEvent) -> Result<bool, Error> {
    let there = remove(conn, seq)?;
    if there {
        insert(conn, seq, entry, raw)?;
    }
    Ok(there)
}

/// Takes an entry away from behind its status; says whether there was one.
pub(crate) fn remove(conn: &Connection, seq: Seq) -> Result<bool, Error> {
    // The index is told what it held: it keeps no copy of its own.
    let mut index = conn.prepare_cached(
        "INSERT INTO search (search, rowid, title, body, tags) SELECT 'delete', seq, title, body, tags FROM entries WHERE seq = ?1",
    )?;
    index.execute([seq.0])?;
    Ok(conn.prepare_cached("DELETE FROM entries WHERE seq = ?1")?.execute([seq.0])? > 0)
}

pub(crate) fn page(conn: &Connection, query: &EntryQuery) -> Result<Vec<StoredEntry>, Error> {
    let question = Question::new(query);
    let limit = query.limit.map_or(-1, i64::from);
    question.run(conn, COLUMNS, ("DESC", limit, 0), stored)
}

pub(crate) fn page_with_events(
    conn: &Connection,
    query: &EntryQuery,
) -> Result<Vec<(StoredEntry, RawEvent)>, Error> {
    let limit = query.limit.map_or(-1, i64::from);
    Question::new(query).run(conn, &format!("{COLUMNS}, {RAW}"), ("DESC", limit, 0), with_event)
}

/// How many there are after a place, counted up to `most`.
pub(crate) fn count(conn: &Connection, query: &EntryQuery, after: Seq, most: u32) -> Result<u32, Error> {
    Question::new(query).after(after).count(conn, most)
}

/// The place before the oldest of the newest `limit` entries: where reading forward begins.
pub(crate) fn start(conn: &Connection, query: &EntryQuery) -> Result<Seq, Error> {
    let Some(limit) = query.limit else { return Ok(Seq(0)) };
    if limit == 0 {
        return Ok(Seq(i64::MAX));
    }
    let last =
        Question::new(query).run(conn, "s.seq", ("DESC", 1, i64::from(limit) - 1), |row| row.get(0))?;
    Ok(Seq(last.first().map_or(0, |seq: &i64| seq - 1)))
}

/// The next entries after a place, oldest first.
pub(crate) fn forward(
    conn: &Connection,
    query: &EntryQuery,
    after: Seq,
    at_most: u32,
) -> Result<Vec<StoredEntry>, Error> {
    Question::new(query).after(after).run(conn, COLUMNS, ("ASC", i64::from(at_most), 0), stored)
}

/// All that a search finds in the timeline up to and with a place, and that is read, or unread; oldest first.
pub(crate) fn found(conn: &Connection, search: &Search, up_to: Seq, read: bool) -> Result<Vec<Seq>, Error> {
    let before = Some(Seq(up_to.0.saturating_add(1)));
    let query =
        EntryQuery { search: search.clone(), unread: !read, current: true, before, ..EntryQuery::default() };
    let question = Question::new(&query);
    let question = if read { question.read() } else { question };
    question.run(conn, "s.seq", ("ASC", -1, 0), |row| row.get(0).map(Seq))
}

pub(crate) fn one(conn: &Connection, seq: Seq) -> Result<Option<(StoredEntry, RawEvent)>, Error> {
    let sql = format!("SELECT {COLUMNS}, {RAW} FROM {TABLES} WHERE s.seq = ?1");
    let mut statement = conn.prepare_cached(&sql)?;
    Ok(statement.query_row([seq.0], with_event).optional()?)
}

pub(crate) fn card(
    conn: &Connection,
    feed: &FeedId,
    replaces: &str,
    limit: u32,
) -> Result<Vec<StoredEntry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE s.feed = (SELECT id FROM feeds WHERE name = ?1) AND s.card = ?2
         AND {SHOWN} ORDER BY s.seq DESC LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map((feed.as_str(), replaces, limit), stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn pending(conn: &Connection, after: Seq, limit: u32) -> Result<Vec<StoredEntry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE s.ring = 'pending' AND s.seq > ?1 AND {SHOWN} ORDER BY s.seq LIMIT ?2"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map((after.0, limit), stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What waits for the end of a quiet time or for a digest.
pub(crate) fn held(conn: &Connection, after: Seq, limit: u32) -> Result<Vec<StoredEntry>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE s.ring >= 'held:' AND s.ring < 'held;' AND s.seq > ?1 AND {SHOWN}
         ORDER BY s.seq LIMIT ?2"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map((after.0, limit), stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What an entry is to its card.
pub(crate) fn set_moment(conn: &Connection, seq: Seq, moment: Moment) -> Result<(), Error> {
    let mut statement = conn.prepare_cached("UPDATE entries SET moment = ?2 WHERE seq = ?1")?;
    statement.execute((seq.0, moment_code(moment)))?;
    Ok(())
}

/// An entry that came into sight takes over what the front of its card had not told yet.
pub(crate) fn take_over(conn: &Connection, seq: Seq, entry: &Entry) -> Result<(), Error> {
    let mut statement = conn.prepare_cached("UPDATE entries SET moment = ?2, urgency = ?3 WHERE seq = ?1")?;
    statement.execute((seq.0, moment_code(entry.moment), urgency_code(entry.urgency)))?;
    Ok(())
}

/// A row of [`COLUMNS`] and [`RAW`] behind them.
fn with_event(row: &Row<'_>) -> rusqlite::Result<(StoredEntry, RawEvent)> {
    let raw = RawEvent { kind: text(row, 22)?, last_event_id: text(row, 23)?, data: text(row, 24)? };
    Ok((stored(row)?, raw))
}

/// A row of [`COLUMNS`]. A damaged cell costs itself, never the row.
pub(crate) fn stored(row: &Row<'_>) -> rusqlite::Result<StoredEntry> {
    let key = text(row, 3)?;
    let entry = Entry {
        body: text(row, 11)?,
        link: optional(row, 12)?,
        image: optional(row, 13)?,
        published_at: row.get::<_, Option<i64>>(14)?.map(Timestamp),
        urgency: urgency(row.get(15)?),
        replaces: optional(row, 9)?,
        tags: serde_json::from_str(&text(row, 16)?).unwrap_or_default(),
        actions: serde_json::from_str::<Vec<Action>>(&text(row, 17)?).unwrap_or_default(),
        icon: optional(row, 18)?,
        moment: moment(row.get(19)?),
        ..Entry::new(key::identity(&key), text(row, 10)?)
    };
    let ring = Ring::from_code(&text(row, 7)?).unwrap_or(Ring::Failed);
    Ok(StoredEntry {
        seq: Seq(row.get(0)?),
        revision: row.get::<_, i64>(1)?.max(0).unsigned_abs(),
        feed: FeedId::from_name(&text(row, 2)?),
        key,
        received_at: Timestamp(row.get(4)?),
        entry,
        status: EntryStatus {
            read: row.get(5)?,
            starred: row.get(6)?,
            highlighted: row.get(20)?,
            rule: optional(row, 21)?,
            ring,
        },
        standing: standing(row.get(8)?),
    })
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(optional(row, column)?.unwrap_or_default())
}

fn optional(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}

pub(crate) fn json(value: &impl serde::Serialize) -> String {
    // Lists of strings and of plain structs: nothing in them can fail.
    serde_json::to_string(value).unwrap_or_else(|_| "[]".to_owned())
}

fn urgency_code(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::Low => 0,
        Urgency::Normal => 1,
        Urgency::Critical => 2,
    }
}

pub(crate) fn urgency(code: i64) -> Urgency {
    match code {
        0 => Urgency::Low,
        2 => Urgency::Critical,
        _ => Urgency::Normal,
    }
}

fn moment_code(moment: Moment) -> i64 {
    match moment {
        Moment::News => 0,
        Moment::Minor => 1,
        Moment::Final => 2,
        Moment::Update => 3,
    }
}

pub(crate) fn moment(code: i64) -> Moment {
    match code {
        1 => Moment::Minor,
        2 => Moment::Final,
        3 => Moment::Update,
        _ => Moment::News,
    }
}

fn standing(code: i64) -> Standing {
    match code {
        1 => Standing::Replaced,
        2 => Standing::Withdrawn,
        3 => Standing::HeldBack,
        _ => Standing::Current,
    }
}
