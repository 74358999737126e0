//! A damaged database is set aside, and what can be read of it goes into a new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};
use tidings_model::Timestamp;

use crate::open::{self, OpenError};
use crate::{Error, files};

/// Damaged places that are stepped over before the rest of a table is given up.
const MOST_GAPS: u32 = 2_000;

/// Replaces the database by what can be read of it, and says so. The original stays, under a name with the time in it.
///
/// The new one is whole before the old one moves: if the disk is full, everything is as it was.
pub(crate) fn replace(path: &Path, now: Timestamp) -> Result<String, OpenError> {
    let fresh = path.with_file_name("tidings.salvaged.db");
    remove(&fresh).map_err(|e| OpenError::io(&fresh, e))?;
    files::private_file(&fresh).map_err(|e| OpenError::io(&fresh, e))?;
    let new = open::open_writer(&fresh)?;
    let saved = copy(path, &new, now).map_err(|e| OpenError::sqlite(&fresh, e))?;
    new.close().map_err(|(_, e)| OpenError::sqlite(&fresh, e))?;
    let aside = aside(path, now);
    let moved = set_aside(path, &aside).and_then(|()| fs::rename(&fresh, path));
    moved.map_err(|e| OpenError::io(&aside, e))?;
    Ok(notice(&aside, saved))
}

fn notice(aside: &Path, saved: u64) -> String {
    let name = aside.file_name().unwrap_or_default().to_string_lossy();
    let saved = match saved {
        0 => "no entry could be saved from it".to_owned(),
        1 => "1 entry was saved from it".to_owned(),
        n => format!("{} entries were saved from it", grouped(n)),
    };
    format!("The history was damaged. It was set aside as {name}; {saved}.")
}

fn grouped(n: u64) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", grouped(n / 1000), n % 1000) }
}

/// A name that is not taken.
fn aside(path: &Path, now: Timestamp) -> PathBuf {
    let time =
        jiff::Timestamp::from_millisecond(now.0).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string();
    let name = |tail: String| path.with_file_name(format!("tidings.damaged-{time}{tail}.db"));
    let first = name(String::new());
    if !first.exists() {
        return first;
    }
    (2u32..).map(|n| name(format!("-{n}"))).find(|path| !path.exists()).unwrap_or(first)
}

/// The log goes with it, so that the two stay readable together.
fn set_aside(path: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(path, aside)?;
    let log = files::with_suffix(path, "-wal");
    if log.exists() {
        fs::rename(&log, files::with_suffix(aside, "-wal"))?;
    }
    remove_one(&files::with_suffix(path, "-shm"))
}

fn remove(path: &Path) -> io::Result<()> {
    ["", "-wal", "-shm"].iter().try_for_each(|suffix| remove_one(&files::with_suffix(path, suffix)))
}

fn remove_one(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Copies what can be read; gives the number of entries. An error is one of the new database.
fn copy(path: &Path, new: &Connection, now: Timestamp) -> Result<u64, Error> {
    let Ok(old) = open::look(path) else { return Ok(0) };
    // Reads what the schema has that can be understood, instead of nothing.
    let _ = old.execute_batch("PRAGMA writable_schema = ON;");
    let transaction = new.unchecked_transaction()?;
    feeds(&old, new)?;
    table(&old, "cursors", "feed", &["last_event_id", "checkpoint", "stream"], |row| keep(new, CURSOR, row))?;
    statuses(&old, new)?;
    let columns = [
        "title",
        "body",
        "link",
        "image",
        "published_at",
        "urgency",
        "tags",
        "actions",
        "icon",
        "moment",
        "raw_kind",
        "raw_id",
        "raw_data",
    ];
    table(&old, "entries", "seq", &columns, |row| keep(new, ENTRY, row))?;
    finish(&old, new, now)?;
    transaction.commit()?;
    Ok(new.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

const FEED: &str = "INSERT OR IGNORE INTO feeds (id, name, gone_since) VALUES (?1, ?2, ?3)";
const CURSOR: &str =
    "INSERT OR IGNORE INTO cursors (feed, last_event_id, checkpoint, stream) VALUES (?1, ?2, ?3, ?4)";
// Revisions are given out anew: a damaged one must not keep its row, or another's, out.
const STATUS: &str = "INSERT OR IGNORE INTO statuses (seq, feed, key, received_at, read, starred, highlighted, ring, standing, card, pruned_at, shown_at, revision)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, 0), ?8, ?9, ?10, ?11, iif(?9 = 3, coalesce(?12, 0), NULL), (SELECT coalesce(max(revision), 0) + 1 FROM statuses))";
const ENTRY: &str = "INSERT OR IGNORE INTO entries (seq, title, body, link, image, published_at, urgency, tags, actions, icon, moment, raw_kind, raw_id, raw_data)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, coalesce(?11, 0), ?12, ?13, ?14)";

fn feeds(old: &Connection, new: &Connection) -> Result<(), Error> {
    table(old, "feeds", "id", &["name", "gone_since"], |row| keep(new, FEED, row))
}

fn statuses(old: &Connection, new: &Connection) -> Result<(), Error> {
    let columns = [
        "feed",
        "key",
        "received_at",
        "read",
        "starred",
        "highlighted",
        "ring",
        "standing",
        "card",
        "pruned_at",
        "shown_at",
    ];
    table(old, "statuses", "seq", &columns, |row| {
        if let Some(Value::Integer(feed)) = row.get(1) {
            // The name of its feed may be lost; the row need not be.
            let stand_in = [Value::Integer(*feed), format!("recovered-{feed}").into(), Value::Null];
            keep(new, FEED, &stand_in)?;
        }
        keep(new, STATUS, row)
    })
}

/// Writes a row; one that the schema does not accept is left out.
fn keep(new: &Connection, sql: &str, row: &[Value]) -> Result<(), Error> {
    match new.prepare_cached(sql)?.execute(params_from_iter(row)).map_err(Error::from) {
        Err(Error::Sqlite(error)) => {
            tracing::debug!(%error, "a row of the damaged history is not one");
            Ok(())
        }
        Err(error) => Err(error),
        Ok(_) => Ok(()),
    }
}

fn finish(old: &Connection, new: &Connection, now: Timestamp) -> Result<(), Error> {
    let counted = |column: &str| {
        let found = old.query_row(&format!("SELECT {column} FROM counters"), [], |row| row.get::<_, i64>(0));
        // A damaged counter must not use up all there is.
        found.ok().filter(|n| (0..1 << 48).contains(n)).unwrap_or(0)
    };
    new.execute(
        "UPDATE statuses SET pruned_at = ?1, read = 1, card = NULL WHERE pruned_at IS NULL AND seq NOT IN (SELECT seq FROM entries)",
        [now.0],
    )?;
    new.execute(
        "UPDATE counters SET seq = max(?1, (SELECT coalesce(max(seq), 0) FROM statuses)),
         revision = 1 + max(?2, (SELECT coalesce(max(revision), 0) FROM statuses))",
        (counted("seq"), counted("revision")),
    )?;
    new.execute_batch(
        "UPDATE counters SET reset = revision; INSERT INTO search (search) VALUES ('rebuild');",
    )?;
    Ok(())
}

/// Hands out the rows of a table that can be read, in order of their number: a damaged page costs its own rows only.
fn table(
    old: &Connection,
    name: &str,
    id: &str,
    columns: &[&str],
    mut each: impl FnMut(&[Value]) -> Result<(), Error>,
) -> Result<(), Error> {
    let last =
        old.query_row(&format!("SELECT max({id}) FROM {name}"), [], |row| row.get::<_, Option<i64>>(0));
    let last = last.ok().flatten().unwrap_or(1 << 32);
    let columns = known(old, name, columns);
    let sql = format!("SELECT {id}, {columns} FROM {name} WHERE {id} BETWEEN ?1 AND ?2 ORDER BY {id}");
    let mut ranges = vec![(0, last)];
    let mut gaps = 0;
    while let Some((from, to)) = ranges.pop() {
        let reached = range(old, &sql, (from, to), &mut each)?;
        let Some(next) = reached else { continue };
        gaps += 1;
        if gaps < MOST_GAPS && next < to {
            // Somewhere from here on it can be read again: look in each half.
            let middle = next.midpoint(to);
            ranges.push((middle + 1, to));
            ranges.push((next, middle));
        }
    }
    Ok(())
}

/// The columns as they can be asked for: an older schema lacks some.
fn known(old: &Connection, name: &str, columns: &[&str]) -> String {
    let there = |column: &&str| old.prepare(&format!("SELECT {column} FROM {name}")).is_ok();
    let asked = columns.iter().map(|column| if there(column) { *column } else { "NULL" });
    asked.collect::<Vec<_>>().join(", ")
}

/// Reads rows until one cannot be read; gives the first number that was not reached then.
fn range(
    old: &Connection,
    sql: &str,
    (from, to): (i64, i64),
    each: &mut impl FnMut(&[Value]) -> Result<(), Error>,
) -> Result<Option<i64>, Error> {
    let mut next = from;
    let Ok(mut statement) = old.prepare_cached(sql) else { return Ok(None) };
    let Ok(mut rows) = statement.query([from, to]) else { return Ok(Some(next)) };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => values(row),
            Ok(None) => return Ok(None),
            Err(_) => return Ok(Some(next)),
        };
        match row.first() {
            // A damaged tree may lead backwards.
            Some(Value::Integer(id)) if *id >= next => next = id.saturating_add(1),
            _ => return Ok(Some(next)),
        }
        each(&row)?;
    }
}

fn values(row: &Row<'_>) -> Vec<Value> {
    (0..row.as_ref().column_count()).map(|i| row.get_ref(i).map_or(Value::Null, value)).collect()
}

fn value(found: ValueRef<'_>) -> Value {
    match found {
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
