//! The one thread that writes.
//!
//! Jobs that wait together share a transaction, because a commit costs a sync of the disk and a savepoint nearly nothing. Each
//! has a savepoint of its own: one that fails takes no other with it.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::Error;

/// Jobs that may wait. A sender waits for a place when all are taken: a feed is then read more slowly.
const QUEUE: usize = 256;
/// Entries in one transaction; a single job may bring more.
const GROUP: usize = 256;

/// The way to the thread.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Message>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

enum Message {
    Work(Box<dyn Work>),
    Close,
}

/// A job, whatever its result.
trait Work: Send {
    fn entries(&self) -> usize;
    /// May run again, after a rollback.
    fn run(&mut self, conn: &Connection) -> bool;
    /// Its transaction failed. If it did so itself, its own reason stands.
    fn failed(&mut self, error: Error);
    /// Answers whoever waits. Only called once all is committed, or has failed for good.
    fn answer(self: Box<Self>);
}

struct Job<T, F> {
    entries: usize,
    work: F,
    /// None before the first run.
    result: Option<Result<T, Error>>,
    reply: oneshot::Sender<Result<T, Error>>,
}

impl<T: Send, F: FnMut(&Connection) -> Result<T, Error> + Send> Work for Job<T, F> {
    fn entries(&self) -> usize {
        self.entries
    }

    fn run(&mut self, conn: &Connection) -> bool {
        let result = (self.work)(conn);
        self.result.insert(result).is_ok()
    }

    fn failed(&mut self, error: Error) {
        if !matches!(self.result, Some(Err(_))) {
            self.result = Some(Err(error));
        }
    }

    fn answer(self: Box<Self>) {
        // Nobody waits any more: what was written stays written.
        let _ = self.reply.send(self.result.unwrap_or(Err(Error::Closed)));
    }
}

impl Writer {
    /// Starts the thread; [`Writer::close`] and dropping it join it.
    pub fn start(conn: Connection) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread =
            thread::Builder::new().name("store-writer".to_owned()).spawn(move || work(conn, queue))?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Has `work` done in a transaction, and comes back once that is committed. `entries` says how much work it is.
    pub async fn write<T, F>(&self, entries: usize, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Job { entries, work, result: None, reply });
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::Closed)?;
        jobs.send(Message::Work(job)).await.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Does what is queued, then ends the thread.
    pub async fn close(&self) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(jobs) = jobs {
            // An error says that the thread has ended already.
            let _ = jobs.send(Message::Close).await;
        }
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A panic of the thread has said its word on stderr.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(thread) = self.thread.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

fn work(conn: Connection, mut queue: mpsc::Receiver<Message>) {
    while let Some(first) = queue.blocking_recv() {
        let mut next = Some(first);
        let mut group = Vec::new();
        let mut entries = 0;
        while let Some(message) = next.take() {
            match message {
                Message::Work(job) => {
                    entries += job.entries();
                    group.push(job);
                }
                // What stands in the queue by now is still done; nothing more is taken.
                Message::Close => queue.close(),
            }
            if entries < GROUP {
                next = queue.try_recv().ok();
            }
        }
        together(&conn, group);
    }
    finish(conn);
}

/// Runs jobs in one transaction; if that fails as a whole, each in its own.
fn together(conn: &Connection, mut group: Vec<Box<dyn Work>>) {
    if let Err(error) = transaction(conn, &mut group) {
        tracing::debug!(%error, jobs = group.len(), "a transaction failed as a whole");
        for job in &mut group {
            if let Err(error) = transaction(conn, std::slice::from_mut(job)) {
                job.failed(error);
            }
        }
    }
    group.into_iter().for_each(|job| job.answer());
}

fn transaction(conn: &Connection, group: &mut [Box<dyn Work>]) -> Result<(), Error> {
    let result = steps(conn, group);
    if result.is_err() && !conn.is_autocommit() {
        conn.execute_batch("ROLLBACK")?;
    }
    result
}

fn steps(conn: &Connection, group: &mut [Box<dyn Work>]) -> Result<(), Error> {
    cached(conn, "BEGIN IMMEDIATE")?;
    for job in group {
        cached(conn, "SAVEPOINT job")?;
        if !job.run(conn) {
            // SQLite ends the whole transaction by itself on some failures, such as a full disk: this then fails as well.
            cached(conn, "ROLLBACK TO job")?;
        }
        cached(conn, "RELEASE job")?;
    }
    cached(conn, "COMMIT")
}

fn cached(conn: &Connection, sql: &str) -> Result<(), Error> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn finish(conn: Connection) {
    let _ = conn.execute_batch("PRAGMA optimize;");
    // A reader in the way leaves a write-ahead log behind; the next start reads it.
    if let Err(error) = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the write-ahead log could not be merged");
    }
    if let Err((_, error)) = conn.close() {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}

#[cfg(test)]
mod tests;
