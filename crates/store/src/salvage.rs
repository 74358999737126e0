//! A damaged database is set aside, and what can be read of it goes into a new one.

mod account;
mod rows;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use tidings_model::{Ring, Seq, Timestamp};

use crate::open::{self, OpenError};
use crate::{Error, files};
use rows::{all, table};

/// Replaces the database by what can be read of it, and says so. The original stays, under a name with the time in it.
///
/// The new one is whole before the old one moves: if the disk is full, everything is as it was.
pub(crate) fn replace(path: &Path, now: Timestamp) -> Result<String, OpenError> {
    let [fresh, copied] = ["tidings.salvaged.db", "tidings.reread.db"].map(|name| path.with_file_name(name));
    for file in [&fresh, &copied] {
        remove(file).map_err(|e| OpenError::io(file, e))?;
    }
    files::private_file(&fresh).map_err(|e| OpenError::io(&fresh, e))?;
    let new = open::open_writer(&fresh)?;
    let old = account::open(path, &copied)?;
    let saved = copy(&old, &new, now).map_err(|e| OpenError::sqlite(&fresh, e))?;
    drop(old);
    remove(&copied).map_err(|e| OpenError::io(&copied, e))?;
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
fn copy(old: &Connection, new: &Connection, now: Timestamp) -> Result<u64, Error> {
    let transaction = new.unchecked_transaction()?;
    feeds(old, new)?;
    table(old, "cursors", "feed", &["last_event_id", "checkpoint", "stream"], |row| keep(new, CURSOR, row))?;
    statuses(old, new)?;
    connections(old, new)?;
    rings(old, new)?;
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
    table(old, "entries", "seq", &columns, |row| keep(new, ENTRY, row))?;
    finish(old, new, now)?;
    transaction.commit()?;
    Ok(new.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

const FEED: &str = "INSERT OR IGNORE INTO feeds (id, name, gone_since) VALUES (?1, ?2, ?3)";
const CURSOR: &str =
    "INSERT OR IGNORE INTO cursors (feed, last_event_id, checkpoint, stream) VALUES (?1, ?2, ?3, ?4)";
// Revisions are given out anew: a damaged one must not keep its row, or another's, out.
const STATUS: &str = "INSERT OR IGNORE INTO statuses (seq, feed, key, received_at, read, starred, highlighted, ring, standing, card, pruned_at, shown_at, rule, own_card, commanded, owed, revision)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, 0), ?8, ?9, ?10, ?11, iif(?9 = 3, coalesce(?12, 0), NULL), ?13, ?14, coalesce(?15, 0), ?16, (SELECT coalesce(max(revision), 0) + 1 FROM statuses))";
const FIGURES: &str = "INSERT OR IGNORE INTO figures (feed, day, reconnects, bytes, events, last_event_at, error_at, error_code, error_reason, error_advice, heard_at, gaps)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const SPAN: &str =
    "INSERT OR IGNORE INTO spans (feed, since, until, state, reason, kind) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const SNOOZE: &str = "INSERT OR IGNORE INTO snoozes (feed, until) VALUES (?1, ?2)";
const TOLD: &str = "INSERT OR IGNORE INTO told (id, ring, entries) VALUES (?1, ?2, ?3)";
const POPUP: &str = "INSERT OR IGNORE INTO popups (tag, id, service, entries) VALUES (?1, ?2, ?3, ?4)";
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
        "rule",
        "own_card",
        "commanded",
        "owed",
    ];
    table(old, "statuses", "seq", &columns, |row| {
        name_feed(new, row.get(1))?;
        keep(new, STATUS, row)
    })
}

/// The name of a row's feed may be lost; the row need not be.
fn name_feed(new: &Connection, feed: Option<&Value>) -> Result<(), Error> {
    match feed {
        Some(Value::Integer(feed)) => {
            let stand_in = [Value::Integer(*feed), format!("recovered-{feed}").into(), Value::Null];
            keep(new, FEED, &stand_in)
        }
        _ => Ok(()),
    }
}

/// What is known of the feeds' connections, and for how long they are to be quiet.
fn connections(old: &Connection, new: &Connection) -> Result<(), Error> {
    let columns = [
        "day",
        "reconnects",
        "bytes",
        "events",
        "last_event_at",
        "error_at",
        "error_code",
        "error_reason",
        "error_advice",
        "heard_at",
        "gaps",
    ];
    table(old, "figures", "feed", &columns, |row| keep(new, FIGURES, row))?;
    all(old, "spans", &["feed", "since", "until", "state", "reason", "kind"], |row| keep(new, SPAN, row))?;
    all(old, "snoozes", &["feed", "until"], |row| match row {
        [Value::Text(_), Value::Integer(_)] => keep(new, SNOOZE, row),
        _ => Ok(()),
    })
}

/// What was told and is not all written down yet, and what popups stand for. Without it a summary would be told twice.
fn rings(old: &Connection, new: &Connection) -> Result<(), Error> {
    let are_numbers = |text: &str| serde_json::from_str::<Vec<Seq>>(text).is_ok();
    table(old, "told", "id", &["ring", "entries"], |row| match row {
        [_, Value::Text(ring), Value::Text(entries)]
            if Ring::from_code(ring).is_some() && are_numbers(entries) =>
        {
            keep(new, TOLD, row)
        }
        _ => Ok(()),
    })?;
    all(old, "popups", &["tag", "id", "service", "entries"], |row| match row {
        [.., Value::Text(entries)] if are_numbers(entries) => keep(new, POPUP, row),
        _ => Ok(()),
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
        "UPDATE statuses SET pruned_at = ?1, read = 1, card = NULL, own_card = NULL WHERE pruned_at IS NULL AND seq NOT IN (SELECT seq FROM entries)",
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
