//! What can go wrong while the store is open.

use rusqlite::ErrorCode;

/// Why a read or a write did not happen. A write that failed changed nothing: no entry, no status, no cursor.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No room on the disk. The next write works once there is.
    #[error("the disk is full: nothing more can be kept until there is room")]
    Full,
    /// The disk does not do what it is asked (EIO). The next write works once it does.
    #[error("the disk fails: it may be broken, or gone")]
    Disk,
    /// The database cannot be written to.
    #[error("the history is read-only: check the permissions of the data directory")]
    ReadOnly,
    /// The database is damaged. The next [`crate::Store::open`] sets it aside and saves what it can.
    #[error("the history is damaged: restart Tidings to repair it")]
    Corrupt,
    /// The store was closed.
    #[error("the history is closed")]
    Closed,
    /// Anything else SQLite says.
    #[error("the history could not be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::SystemIoFailure) => Self::Disk,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            _ => Self::Sqlite(error),
        }
    }
}
