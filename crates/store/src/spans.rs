//! How the feeds' connections stood over the last days.

use rusqlite::{Connection, params};
use tidings_model::{FeedId, Timestamp};

use crate::Error;
use crate::append::feed_row;
use crate::kind;

/// Kept so long, in milliseconds.
const KEPT: i64 = 48 * 60 * 60 * 1000;
/// A feed that comes and goes keeps only so many.
const MOST: u32 = 1_000;

/// A time through which a connection stood as it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The feed.
    pub feed: FeedId,
    /// From this time.
    pub since: Timestamp,
    /// Until this time.
    pub until: Timestamp,
    /// The state as the wire calls it.
    pub state: String,
    /// Why, where there was a reason.
    pub reason: Option<Reason>,
}

/// Why a connection stood so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The kind of trouble.
    pub code: String,
    /// What belongs to it.
    pub what: Vec<String>,
    /// The whole, in English.
    pub words: String,
}

/// Writes spans down; one that began at the same time is drawn out.
pub(crate) fn note(conn: &Connection, spans: &[Span], now: Timestamp) -> Result<(), Error> {
    for span in spans {
        let feed = feed_row(conn, &span.feed)?;
        let reason = span.reason.as_ref();
        let (kind, words) =
            reason.map(|reason| (kind::written(&reason.code, &reason.what), &reason.words)).unzip();
        conn.prepare_cached(
            "INSERT INTO spans (feed, since, until, state, kind, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (feed, since) DO UPDATE SET until = excluded.until, state = excluded.state, kind = excluded.kind, reason = excluded.reason",
        )?
        .execute(params![feed, span.since.0, span.until.0, span.state, kind, words])?;
        conn.prepare_cached(
            "DELETE FROM spans WHERE feed = ?1 AND (until < ?2
             OR since <= (SELECT since FROM spans WHERE feed = ?1 ORDER BY since DESC LIMIT 1 OFFSET ?3))",
        )?
        .execute((feed, now.0.saturating_sub(KEPT), MOST))?;
    }
    Ok(())
}

/// The spans of a feed that reach beyond `after`, newest first.
pub(crate) fn get(conn: &Connection, feed: &FeedId, after: Timestamp) -> Result<Vec<Span>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT since, until, state, reason, kind FROM spans WHERE feed = (SELECT id FROM feeds WHERE name = ?1) AND until > ?2
         ORDER BY since DESC",
    )?;
    let span = |row: &rusqlite::Row<'_>| {
        let (since, until) = (Timestamp(row.get(0)?), Timestamp(row.get(1)?));
        let (words, kind): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
        let reason = words.map(|words| {
            let (code, what) = kind::read(&kind.unwrap_or_default());
            Reason { code, what, words }
        });
        Ok(Span { feed: feed.clone(), since, until, state: row.get(2)?, reason })
    };
    let rows = statement.query_map((feed.as_str(), after.0), span)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many entries of a feed came in each slot of `slot` milliseconds since `from`: the number of the slot, and the entries.
pub(crate) fn arrivals(
    conn: &Connection,
    feed: &FeedId,
    from: Timestamp,
    slot: i64,
) -> Result<Vec<(u32, u32)>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT (received_at - ?2) / ?3, count(*) FROM statuses
         WHERE feed = (SELECT id FROM feeds WHERE name = ?1) AND received_at >= ?2 GROUP BY 1 ORDER BY 1",
    )?;
    let rows = statement.query_map((feed.as_str(), from.0, slot), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the history takes up: bytes, entries, and when the oldest was received.
pub(crate) fn storage(conn: &Connection) -> Result<(u64, u64, Option<Timestamp>), Error> {
    let number = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
    let bytes = number("PRAGMA page_count")? * number("PRAGMA page_size")?;
    let entries = number("SELECT count(*) FROM entries")?;
    let oldest =
        "SELECT s.received_at FROM entries e JOIN statuses s ON s.seq = e.seq ORDER BY e.seq LIMIT 1";
    let mut statement = conn.prepare_cached(oldest)?;
    let mut rows = statement.query([])?;
    let oldest = rows.next()?.map(|row| row.get(0).map(Timestamp)).transpose()?;
    Ok((bytes, entries, oldest))
}
