//! A few connections that read beside the writer.

use std::panic;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use crate::Error;
use crate::open::settle;

/// Reads at once; more wait their turn.
const AT_ONCE: usize = 3;

/// Connections are opened when first needed, and kept.
#[derive(Debug)]
pub(crate) struct Readers {
    /// None where there is no database: nothing has been written yet.
    path: Option<PathBuf>,
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Readers {
    pub fn new(path: Option<&Path>) -> Self {
        Self { path: path.map(Path::to_owned), idle: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }

    /// Reads off the async threads.
    pub async fn read<T, F>(self: &Arc<Self>, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    {
        let _turn = self.turns.acquire().await.map_err(|_| Error::Closed)?;
        let readers = Arc::clone(self);
        match tokio::task::spawn_blocking(move || readers.read_blocking(work)).await {
            Ok(result) => result,
            Err(error) if error.is_panic() => panic::resume_unwind(error.into_panic()),
            Err(_) => Err(Error::Closed),
        }
    }

    pub fn read_blocking<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let idle = self.idle().pop();
        let conn = idle.map_or_else(|| self.open(), Ok)?;
        let result = self.note_damage(work(&conn));
        if self.idle().len() < AT_ONCE {
            self.idle().push(conn);
        }
        result
    }

    /// Has the next start check the whole database, however large, if this says that it is damaged.
    pub fn note_damage<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if let (Err(Error::Corrupt), Some(path)) = (&result, &self.path) {
            crate::open::suspect(path);
        }
        result
    }

    /// Closes the connections that nobody uses now.
    pub fn rest(&self) {
        self.idle().clear();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<Connection, Error> {
        let Some(path) = &self.path else { return crate::open::empty() };
        let conn = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        settle(&conn)?;
        conn.execute_batch("PRAGMA query_only = ON;")?;
        Ok(conn)
    }
}
