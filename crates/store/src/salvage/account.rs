//! What a database says of its own tables (`sqlite_schema`), and what stands in for it where that is damaged.
//!
//! That account has pages of its own, and without them SQLite reads no table, however sound it is. It can be done without: the tables are
//! ours, and one that is made by the same statements in the same order begins at the same page. So the database is copied, the copy is given a
//! first page with an empty account, and SQLite writes into that where each table begins.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::{remove, rows};
use crate::open::{self, OpenError};
use crate::{Error, files};

/// The tables that are saved. The first five are of the first schema, and begin where they always do. The others do so where they were made
/// with them; of a database that was brought up to date, only what is left of its account knows where they are.
const TABLES: [&str; 10] =
    ["feeds", "cursors", "statuses", "entries", "counters", "figures", "spans", "snoozes", "told", "popups"];
const FIRST: usize = 5;
/// The size of a page, in every database of ours.
const PAGE: usize = 4096;

/// A line of the account: a table of ours, or the index of one that its constraints need.
struct Line {
    name: String,
    table: String,
    kind: String,
    root: i64,
    sql: Option<String>,
}

/// The damaged database as far as it can be read: as it is, or, where its account is damaged, as a copy at `copied` with a new one.
pub(super) fn open(path: &Path, copied: &Path) -> Result<Connection, OpenError> {
    let mut left = Vec::new();
    if let Ok(old) = look(path) {
        left = lines(&old);
        let has = |name: &&str| left.iter().any(|line| line.name == **name);
        // A sound account with nothing of ours in it is another program's.
        let foreign = is_sound(&old) && !TABLES.iter().any(has);
        if foreign || TABLES[..FIRST].iter().all(has) {
            return Ok(old);
        }
    }
    copy(path, copied).map_err(|e| OpenError::io(copied, e))?;
    write_account(copied, &left).map_err(|e| OpenError::sqlite(copied, e))?;
    look(copied).map_err(|e| OpenError::sqlite(copied, e))
}

/// Reads what the account has that can be understood, instead of nothing.
fn look(path: &Path) -> Result<Connection, Error> {
    let conn = open::look(path)?;
    conn.execute_batch("PRAGMA writable_schema = ON;")?;
    Ok(conn)
}

/// Whether each line of the account can be read.
fn is_sound(conn: &Connection) -> bool {
    let Ok(mut statement) = conn.prepare("SELECT name, sql FROM sqlite_schema") else { return false };
    let Ok(mut lines) = statement.query([]) else { return false };
    loop {
        match lines.next() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// Every line of ours that can be read.
fn lines(conn: &Connection) -> Vec<Line> {
    let mut found = Vec::new();
    let columns = ["name", "tbl_name", "type", "rootpage", "sql"];
    let read = rows::table(conn, "sqlite_schema", "rowid", &columns, |row| {
        if let [_, Value::Text(name), Value::Text(table), Value::Text(kind), Value::Integer(root), sql] = row
        {
            let sql = if let Value::Text(sql) = sql { Some(sql.clone()) } else { None };
            let (name, table, kind) = (name.clone(), table.clone(), kind.clone());
            found.push(Line { name, table, kind, root: *root, sql });
        }
        Ok(())
    });
    debug_assert!(read.is_ok(), "only what is done with a row can fail");
    found.retain(|line| TABLES.contains(&&*line.table) && (line.kind == "table" || line.sql.is_none()));
    found
}

/// Copies the database, with what its log holds, and gives the copy an empty account.
fn copy(path: &Path, copied: &Path) -> io::Result<()> {
    files::private_file(copied)?;
    fs::copy(path, copied)?;
    let [log, copied_log] = [path, copied].map(|path| files::with_suffix(path, "-wal"));
    if log.exists() {
        files::private_file(&copied_log)?;
        fs::copy(&log, &copied_log)?;
        // The log is taken in by whoever reads it, which takes a first page that can be read: its own, or else ours.
        if take_log(copied).is_err() {
            clear_account(copied)?;
            if let Err(error) = take_log(copied) {
                tracing::warn!(%error, "the log of the damaged history could not be read");
            }
        }
    }
    ["-wal", "-shm"].iter().try_for_each(|suffix| remove(&files::with_suffix(copied, suffix)))?;
    clear_account(copied)
}

fn take_log(copied: &Path) -> Result<(), Error> {
    let conn = open_to_write(copied)?;
    let left: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(1))?;
    if left > 0 { Err(Error::Corrupt) } else { Ok(()) }
}

/// Puts an empty account on the first page.
fn clear_account(copied: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(copied)?;
    let pages = file.metadata()?.len() / PAGE as u64;
    file.write_all(&first_page(u32::try_from(pages).unwrap_or(u32::MAX).max(1)))
}

/// The first page of a database with so many, of which none is in use (<https://www.sqlite.org/fileformat2.html>).
fn first_page(pages: u32) -> [u8; PAGE] {
    let mut page = [0; PAGE];
    let mut put = |at: usize, bytes: &[u8]| page[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"SQLite format 3\0");
    // The size of a page, no log, nothing kept free in a page, and the three fractions that never differ.
    put(16, &[0x10, 0, 1, 1, 0, 64, 32, 32]);
    // What counts the changes is as it was when the number of pages was written, so that the number counts.
    put(24, &1_u32.to_be_bytes());
    put(28, &pages.to_be_bytes());
    put(92, &1_u32.to_be_bytes());
    // The fourth format of an account, and UTF-8.
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    // A leaf of a table with no cell, whose cells would grow down from the end of the page.
    put(100, &[13, 0, 0, 0, 0, 0x10, 0]);
    page
}

/// Writes the account of our schema, each table at the page that is left of its own, or else at the one where it always begins.
fn write_account(copied: &Path, left: &[Line]) -> Result<(), Error> {
    let conn = open_to_write(copied)?;
    for line in lines(&open::empty()?) {
        let own = left.iter().find(|own| own.name == line.name && own.kind == line.kind);
        conn.execute(
            "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?1, ?2, ?3, ?4, ?5)",
            (&line.kind, &line.name, &line.table, own.map_or(line.root, |own| own.root), &line.sql),
        )?;
    }
    conn.close().map_err(|(_, error)| error.into())
}

fn open_to_write(copied: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(copied, flags)?;
    conn.execute_batch("PRAGMA writable_schema = ON;")?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_ours_begins_where_an_account_of_ours_says() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        files::private_file(&path).unwrap();
        let conn = open::open_writer(&path).unwrap();
        let roots = |conn: &Connection| {
            let mut roots: Vec<_> = lines(conn).into_iter().map(|line| (line.name, line.root)).collect();
            roots.sort();
            roots
        };
        assert_eq!(roots(&conn), roots(&open::empty().unwrap()));
        let size: i64 = conn.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
        assert_eq!(usize::try_from(size), Ok(PAGE));
        let names: Vec<_> = lines(&conn).into_iter().filter(|line| line.kind == "table").collect();
        assert_eq!(names.len(), TABLES.len());
    }

    #[test]
    fn what_is_in_the_log_alone_is_read_too() {
        let dir = tempfile::tempdir().unwrap();
        let [path, torn] = ["a.db", "torn.db"].map(|name| dir.path().join(name));
        files::private_file(&path).unwrap();
        let conn = open::open_writer(&path).unwrap();
        conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO feeds (name) VALUES ('match');")
            .unwrap();
        for damage in [0, PAGE] {
            fs::copy(files::with_suffix(&path, "-wal"), files::with_suffix(&torn, "-wal")).unwrap();
            let mut bytes = fs::read(&path).unwrap();
            bytes[damage..damage + PAGE].fill(0xa5);
            fs::write(&torn, bytes).unwrap();
            let copied = dir.path().join("copied.db");
            let old = open(&torn, &copied).unwrap();
            let name: String = old.query_row("SELECT name FROM feeds", [], |row| row.get(0)).unwrap();
            assert_eq!(name, "match", "page {damage}");
            remove(&copied).unwrap();
        }
    }
}
