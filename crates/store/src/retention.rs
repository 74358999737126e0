//! How much history is kept.

use rusqlite::Connection;
use tidings_model::{FeedId, Retention, Revision, Seq, Timestamp};

use crate::counters::Counters;
use crate::{Error, entries};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// A feed that was removed keeps its entries so long: it may come back.
const GONE_FEED_DAYS: i64 = 30;
/// A status outlives its entry so long: a server may replay what is pruned here.
const STATUS_DAYS: i64 = 90;
/// Entries that go in one transaction.
const STEP: u32 = 500;

/// Notes which feeds are no longer configured, and which are again: the timeline shows the others.
pub(crate) fn note_configured(
    conn: &Connection,
    configured: &[FeedId],
    now: Timestamp,
) -> Result<Revision, Error> {
    let mut statement = conn.prepare_cached("SELECT id, name, gone_since IS NOT NULL FROM feeds")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let feeds: Vec<(i64, String, bool)> = rows.collect::<Result<_, _>>()?;
    let mut counters = Counters::load(conn)?;
    for (id, name, noted) in feeds {
        let gone = !configured.iter().any(|feed| feed.as_str() == name);
        if gone != noted {
            let since = gone.then_some(now.0);
            conn.execute("UPDATE feeds SET gone_since = ?2 WHERE id = ?1", (id, since))?;
            counters.mark_reset();
        }
    }
    counters.save(conn)?;
    Ok(counters.revision())
}

/// Lets a few entries go; gives their number, 0 when all is done.
pub(crate) fn step(conn: &Connection, retention: Retention, now: Timestamp) -> Result<u64, Error> {
    let mut seqs = Vec::new();
    for (feed, gone_since) in feeds(conn)? {
        seqs = too_many(conn, feed, &bounds(conn, feed, gone_since, retention, now)?)?;
        if !seqs.is_empty() {
            break;
        }
    }
    if seqs.is_empty() {
        forget(conn, now)?;
        return Ok(0);
    }
    let mut counters = Counters::load(conn)?;
    counters.mark_reset();
    for seq in &seqs {
        drop_entry(conn, *seq, now)?;
    }
    counters.save(conn)?;
    Ok(seqs.len() as u64)
}

fn feeds(conn: &Connection) -> Result<Vec<(i64, Option<i64>)>, Error> {
    let mut statement = conn.prepare_cached("SELECT id, gone_since FROM feeds")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What goes: received before this time, or stored up to and with this place.
struct Bounds {
    received_before: i64,
    up_to: i64,
}

fn bounds(
    conn: &Connection,
    feed: i64,
    gone_since: Option<i64>,
    retention: Retention,
    now: Timestamp,
) -> Result<Bounds, Error> {
    if gone_since.is_some_and(|since| now.0.saturating_sub(since) >= GONE_FEED_DAYS * DAY) {
        return Ok(Bounds { received_before: i64::MIN, up_to: i64::MAX });
    }
    let received_before = match retention.days {
        0 => i64::MIN,
        days => now.0.saturating_sub(i64::from(days) * DAY),
    };
    let up_to = match retention.entries_per_feed {
        0 => 0,
        most => beyond(conn, feed, most)?,
    };
    Ok(Bounds { received_before, up_to })
}

const BEYOND: &str = "SELECT coalesce((SELECT seq FROM statuses INDEXED BY statuses_kept
     WHERE feed = ?1 AND pruned_at IS NULL ORDER BY seq DESC LIMIT 1 OFFSET ?2), 0)";

const TOO_MANY: &str =
    "SELECT seq FROM statuses INDEXED BY statuses_kept WHERE feed = ?1 AND pruned_at IS NULL AND starred = 0
     AND (received_at < ?2 OR seq <= ?3) ORDER BY seq LIMIT ?4";

/// The newest entry of a feed that is too many; 0 if there is none.
fn beyond(conn: &Connection, feed: i64, most: u32) -> Result<i64, Error> {
    let mut statement = conn.prepare_cached(BEYOND)?;
    Ok(statement.query_row((feed, most), |row| row.get(0))?)
}

fn too_many(conn: &Connection, feed: i64, bounds: &Bounds) -> Result<Vec<i64>, Error> {
    let mut statement = conn.prepare_cached(TOO_MANY)?;
    let rows = statement.query_map((feed, bounds.received_before, bounds.up_to, STEP), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn drop_entry(conn: &Connection, seq: i64, now: Timestamp) -> Result<(), Error> {
    entries::remove(conn, Seq(seq))?;
    // What is left only tells a replay from news: it is neither unread, nor to ring, nor the front of a card.
    let mut status = conn.prepare_cached(
        "UPDATE statuses SET pruned_at = ?2, read = 1, card = NULL, own_card = NULL,
         ring = iif(ring = 'pending', 'silent:already_read', ring) WHERE seq = ?1",
    )?;
    status.execute((seq, now.0))?;
    Ok(())
}

/// Forgets statuses that have outlived their entries long enough, and cursors of feeds long gone.
fn forget(conn: &Connection, now: Timestamp) -> Result<(), Error> {
    conn.execute("DELETE FROM statuses WHERE pruned_at < ?1", [now.0.saturating_sub(STATUS_DAYS * DAY)])?;
    let gone_before = now.0.saturating_sub(GONE_FEED_DAYS * DAY);
    for table in ["cursors", "figures"] {
        conn.execute(
            &format!("DELETE FROM {table} WHERE feed IN (SELECT id FROM feeds WHERE gone_since <= ?1)"),
            [gone_before],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::{Params, StatementStatus};

    use super::*;

    /// A history that keeps ten entries of one feed, behind so many that are gone.
    fn after(gone: u32) -> Connection {
        let conn = crate::open::empty().unwrap();
        conn.execute("INSERT INTO feeds (id, name) VALUES (1, 'a')", []).unwrap();
        conn.execute(
            "WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ?1 + 10)
             INSERT INTO statuses (seq, feed, key, received_at, revision, ring, pruned_at)
             SELECT seq, 1, seq, 0, seq, 'rang', iif(seq <= ?1, 1, NULL) FROM n",
            [gone],
        )
        .unwrap();
        conn
    }

    fn steps(conn: &Connection, sql: &str, values: impl Params) -> i32 {
        let mut statement = conn.prepare(sql).unwrap();
        let found = statement.query_map(values, |row| row.get::<_, i64>(0)).unwrap().count();
        assert!(found > 0);
        statement.get_status(StatementStatus::VmStep)
    }

    #[test]
    fn what_is_long_gone_costs_a_step_nothing() {
        for gone in [0, 100_000] {
            let conn = after(gone);
            assert!(steps(&conn, BEYOND, (1, 5)) < 200, "{gone}");
            assert!(steps(&conn, TOO_MANY, (1, 0, gone + 5, STEP)) < 200, "{gone}");
        }
    }
}
