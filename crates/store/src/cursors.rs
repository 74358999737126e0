//! Where each feed's stream is to go on.

use rusqlite::{Connection, OptionalExtension, params};
use tidings_model::FeedId;

use crate::Error;

/// Where a stream is to go on after a reconnect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Sent as `Last-Event-ID` (HTML standard); empty means that none is sent.
    pub last_event_id: String,
    /// What the feed's format needs beside it.
    pub checkpoint: Option<String>,
    /// What stream it belongs to, as the caller names streams: to another one it means nothing.
    pub stream: String,
}

pub(crate) fn set(conn: &Connection, feed: i64, cursor: &Cursor) -> Result<(), Error> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO cursors (feed, last_event_id, checkpoint, stream) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (feed) DO UPDATE SET
             last_event_id = excluded.last_event_id, checkpoint = excluded.checkpoint, stream = excluded.stream",
    )?;
    statement.execute(params![feed, cursor.last_event_id, cursor.checkpoint, cursor.stream])?;
    Ok(())
}

pub(crate) fn get(conn: &Connection, feed: &FeedId) -> Result<Option<Cursor>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT last_event_id, checkpoint, stream FROM cursors WHERE feed = (SELECT id FROM feeds WHERE name = ?1)",
    )?;
    let found = statement.query_row([feed.as_str()], |row| {
        Ok(Cursor { last_event_id: row.get(0)?, checkpoint: row.get(1)?, stream: row.get(2)? })
    });
    Ok(found.optional()?)
}
