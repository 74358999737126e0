//! From a directory to a sound database of the schema we know, or a clear refusal.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::{M, Migrations};
use tidings_model::Timestamp;

use crate::readers::Readers;
use crate::writer::Writer;
use crate::{Error, Store, files, salvage};

const FILE: &str = "tidings.db";
/// Stands beside a database in which damage was met.
const SUSPECT: &str = "tidings.suspect";

/// One file each, never edited once shipped. Their number is the version (`PRAGMA user_version`).
const SCHEMA: [M<'static>; 2] =
    [M::up(include_str!("schema/0001_history.sql")), M::up(include_str!("schema/0002_cards.sql"))];

/// A version above this was never released by anyone: it is damage, not the future.
const ABSURD_VERSION: u32 = 10_000;

/// A database up to this size, in bytes, is checked as a whole at each start. Above it that would take too long: damage then
/// shows when it is met, and leaves a mark that has the next start check it all.
const CHECKED_SIZE: u64 = 64 << 20;

/// An open history.
#[derive(Debug)]
pub struct Opened {
    /// The history.
    pub store: Store,
    /// What the person should know about it: that it was damaged and repaired. One sentence or two each.
    pub notices: Vec<String>,
}

/// Why the history cannot be opened. Nothing has been changed then.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A later Tidings wrote it.
    #[error(
        "{} was written by a newer Tidings (its schema is {found}, this one knows {known}): install the newer version, or choose \
         another data directory. Nothing was changed", path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest this program knows.
        known: u32,
    },
    /// An earlier Tidings wrote it, and it was asked for reading only.
    #[error("{} was written by an older Tidings: start Tidings once, and it is brought up to date", path.display())]
    Older {
        /// The database.
        path: PathBuf,
    },
    /// It cannot be written to.
    #[error("{} cannot be written to: check its permissions, or choose another data directory", path.display())]
    ReadOnly {
        /// The database or its directory.
        path: PathBuf,
    },
    /// No room on the disk.
    #[error("the disk is full: make room for {}, then start Tidings again", path.display())]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// Another program has it locked.
    #[error("{} is in use by another program: close that first", path.display())]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The operating system refuses.
    #[error("{} cannot be opened: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// SQLite refuses.
    #[error("{} cannot be opened: {source}", path.display())]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// What it says.
        source: Error,
    },
}

impl OpenError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Io { path, source },
        }
    }

    pub(crate) fn sqlite(path: &Path, source: impl Into<Error>) -> Self {
        let path = path.to_owned();
        match source.into() {
            Error::Full => Self::Full { path },
            Error::ReadOnly => Self::ReadOnly { path },
            Error::Sqlite(e)
                if matches!(
                    e.sqlite_error_code(),
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
                ) =>
            {
                Self::Busy { path }
            }
            source => Self::Sqlite { path, source },
        }
    }
}

pub(crate) fn open(dir: &Path, now: Timestamp) -> Result<Opened, OpenError> {
    files::private_dir(dir).map_err(|e| OpenError::io(dir, e))?;
    let path = dir.join(FILE);
    // Made before SQLite opens it: SQLite gives the mode on to the files it puts beside it.
    files::private_file(&path).map_err(|e| OpenError::io(&path, e))?;
    for beside in ["-wal", "-shm"].map(|suffix| files::with_suffix(&path, suffix)) {
        if beside.exists() {
            files::tighten(&beside).map_err(|e| OpenError::io(&beside, e))?;
        }
    }
    let mut notices = Vec::new();
    if !is_sound(&path)? {
        notices.push(salvage::replace(&path, now)?);
    }
    // What is left of it costs one check too many, no more.
    let _ = fs::remove_file(path.with_file_name(SUSPECT));
    let conn = open_writer(&path)?;
    let writer = Writer::start(conn).map_err(|e| OpenError::io(&path, e))?;
    Ok(Opened { store: Store::new(Readers::new(Some(&path)), Some(writer)), notices })
}

pub(crate) fn open_read_only(dir: &Path) -> Result<Store, OpenError> {
    let path = dir.join(FILE);
    let length = match fs::metadata(&path) {
        Ok(found) => found.len(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => 0,
        Err(e) => return Err(OpenError::io(&path, e)),
    };
    let empty = Store::new(Readers::new(None), None);
    if length == 0 {
        return Ok(empty);
    }
    let found = look(&path).and_then(|conn| version(&conn)).map_err(|e| OpenError::sqlite(&path, e))?;
    match found {
        // The app beside us is just making it.
        0 => Ok(empty),
        found if found > known() => Err(OpenError::Newer { path, found, known: known() }),
        found if found < known() => Err(OpenError::Older { path }),
        _ => Ok(Store::new(Readers::new(Some(&path)), None)),
    }
}

/// A database of the latest schema, ready for the writer.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags).map_err(|e| OpenError::sqlite(path, e))?;
    settle(&conn).and_then(|()| settle_writer(&conn)).map_err(|e| OpenError::sqlite(path, e))?;
    migrate(&mut conn, path, &SCHEMA)?;
    Ok(conn)
}

/// An empty history in memory, for a reader that comes before the first write.
pub(crate) fn empty() -> Result<Connection, Error> {
    let mut conn = Connection::open_in_memory()?;
    Migrations::from_slice(&SCHEMA).to_latest(&mut conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => Error::from(err),
        other => unreachable!("the schema is ours, and tested: {other}"),
    })?;
    Ok(conn)
}

/// What holds for every connection.
pub(crate) fn settle(conn: &Connection) -> Result<(), Error> {
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.execute_batch("PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON;")?;
    Ok(())
}

fn settle_writer(conn: &Connection) -> Result<(), Error> {
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;
         PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8192;",
    )?;
    Ok(())
}

/// Brings the schema up to date. Of a database that holds something a copy is kept first.
fn migrate(conn: &mut Connection, path: &Path, schema: &[M<'_>]) -> Result<(), OpenError> {
    let found = version(conn).map_err(|e| OpenError::sqlite(path, e))?;
    if found > 0 && (found as usize) < schema.len() {
        back_up(conn, path, found)?;
    }
    Migrations::from_slice(schema).to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => OpenError::sqlite(path, err),
        other => OpenError::io(path, io::Error::other(other)),
    })
}

fn back_up(conn: &Connection, path: &Path, found: u32) -> Result<(), OpenError> {
    let copy = path.with_file_name(format!("tidings.schema-{found}.db"));
    if copy.exists() {
        // An earlier attempt was stopped half-way; the original is still there, whole.
        fs::remove_file(&copy).map_err(|e| OpenError::io(&copy, e))?;
    }
    files::private_file(&copy).map_err(|e| OpenError::io(&copy, e))?;
    let name = copy.to_string_lossy();
    conn.execute("VACUUM INTO ?1", [&name]).map_err(|e| OpenError::sqlite(&copy, e))?;
    Ok(())
}

/// Whether the database can be used as it is. Changes nothing in it.
fn is_sound(path: &Path) -> Result<bool, OpenError> {
    let length = fs::metadata(path).map_err(|e| OpenError::io(path, e))?.len();
    if length == 0 {
        // SQLite would take an empty file for a new database, and throw away the log beside it.
        let log = fs::metadata(files::with_suffix(path, "-wal")).map_or(0, |found| found.len());
        return Ok(log == 0);
    }
    refuse_newer(path, version_in_header(path).map_err(|e| OpenError::io(path, e))?)?;
    match look(path)
        .and_then(|conn| check(&conn, length <= CHECKED_SIZE || path.with_file_name(SUSPECT).exists()))
    {
        Ok((sound, found)) => refuse_newer(path, found).map(|()| sound),
        Err(Error::Corrupt) => Ok(false),
        Err(error) => match OpenError::sqlite(path, error) {
            OpenError::Sqlite { source: Error::Sqlite(e), .. } if !is_outside(&e) => Ok(false),
            clear => Err(clear),
        },
    }
}

/// Whether the trouble is with the machine (no memory, no file handles, a failing disk), not with what stands in the file: a
/// sound database must not be set aside for that.
fn is_outside(error: &rusqlite::Error) -> bool {
    use ErrorCode::{CannotOpen, OutOfMemory, PermissionDenied, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | OutOfMemory | PermissionDenied | SystemIoFailure))
}

/// Has the next start check the whole database.
pub(crate) fn suspect(path: &Path) {
    if let Err(error) = files::private_file(&path.with_file_name(SUSPECT)) {
        tracing::warn!(%error, "the damage that was met could not be noted");
    }
}

/// A connection that reads only, and leaves the log alone when it closes.
pub(crate) fn look(path: &Path) -> Result<Connection, Error> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    settle(&conn)?;
    Ok(conn)
}

fn check(conn: &Connection, whole: bool) -> Result<(bool, u32), Error> {
    let found = version(conn)?;
    if found > ABSURD_VERSION {
        return Ok((false, 0));
    }
    if found > known() || !whole {
        return Ok((true, found));
    }
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('feeds', 'cursors', 'statuses', 'entries', 'search', 'counters')
         OR name IN ('figures', 'snoozes', 'spans', 'told', 'popups')";
    let tables: u32 = conn.query_row(tables, [], |row| row.get(0))?;
    let wanted = match found {
        0 => 0,
        1 => 6,
        _ => 11,
    };
    Ok((verdict == "ok" && tables >= wanted, found))
}

fn refuse_newer(path: &Path, found: u32) -> Result<(), OpenError> {
    if (known() + 1..=ABSURD_VERSION).contains(&found) {
        return Err(OpenError::Newer { path: path.to_owned(), found, known: known() });
    }
    Ok(())
}

/// The version as the file's header has it (SQLite file format, offset 60): read without SQLite, which would write beside it.
fn version_in_header(path: &Path) -> io::Result<u32> {
    let mut header = [0; 64];
    let mut file = File::open(path)?;
    match file.read_exact(&mut header) {
        Ok(()) if header.starts_with(b"SQLite format 3\0") => {}
        Ok(()) => return Ok(0),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(0),
        Err(e) => return Err(e),
    }
    Ok(header[60..].iter().fold(0, |n, byte| n << 8 | u32::from(*byte)))
}

fn version(conn: &Connection) -> Result<u32, Error> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

fn known() -> u32 {
    u32::try_from(SCHEMA.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
