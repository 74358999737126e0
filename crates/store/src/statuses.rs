//! What became of the entries: read, starred, rung.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};
use tidings_model::{FeedId, ReadTarget, Revision, Ring, Seq, Silence, Timestamp};

use crate::counters::Counters;
use crate::owed::Owed;
use crate::{Error, entries};

/// What a marking changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The entries that were not so before: marking these the other way undoes it.
    pub seqs: Vec<Seq>,
    /// The revision this leads up to.
    pub revision: Revision,
}

pub(crate) fn mark_read(conn: &Connection, target: &ReadTarget, read: bool) -> Result<Marked, Error> {
    let mut counters = Counters::load(conn)?;
    let seqs = differing(conn, target, read)?;
    for seq in &seqs {
        set_read(conn, &mut counters, *seq, read)?;
    }
    counters.save(conn)?;
    Ok(Marked { seqs, revision: counters.revision() })
}

fn differing(conn: &Connection, target: &ReadTarget, read: bool) -> Result<Vec<Seq>, Error> {
    match target {
        ReadTarget::Entries(seqs) => {
            let mut statement = conn.prepare_cached(
                "SELECT seq FROM statuses WHERE seq = ?1 AND read <> ?2 AND pruned_at IS NULL",
            )?;
            let mut found = Vec::new();
            for seq in seqs {
                found.extend(statement.query_row((seq.0, read), |row| row.get(0).map(Seq)).optional()?);
            }
            found.dedup();
            Ok(found)
        }
        ReadTarget::Feed(feed, up_to) => {
            let mut statement = conn.prepare_cached(
                "SELECT seq FROM statuses WHERE feed = (SELECT id FROM feeds WHERE name = ?1) AND seq <= ?2
                 AND read <> ?3 AND pruned_at IS NULL AND standing <> 3 ORDER BY seq",
            )?;
            let rows = statement.query_map((feed.as_str(), up_to.0, read), |row| row.get(0).map(Seq))?;
            Ok(rows.collect::<Result<_, _>>()?)
        }
        ReadTarget::All(up_to) => {
            let mut statement = conn.prepare_cached(
                "SELECT seq FROM statuses WHERE seq <= ?1 AND read <> ?2 AND pruned_at IS NULL AND standing <> 3
                 ORDER BY seq",
            )?;
            let rows = statement.query_map((up_to.0, read), |row| row.get(0).map(Seq))?;
            Ok(rows.collect::<Result<_, _>>()?)
        }
        ReadTarget::Found(search, up_to) => entries::found(conn, search, *up_to, !read),
    }
}

/// Marks one entry; what was to ring and is read no longer is.
pub(crate) fn set_read(
    conn: &Connection,
    counters: &mut Counters,
    seq: Seq,
    read: bool,
) -> Result<(), Error> {
    let mut statement = conn.prepare_cached(
        "UPDATE statuses SET read = ?2, revision = ?3, 
         ring = iif(?2 AND (ring = 'pending' OR ring >= 'held:' AND ring < 'held;'), ?4, ring) WHERE seq = ?1",
    )?;
    let silent = Ring::Silent(Silence::AlreadyRead).code();
    statement.execute((seq.0, read, counters.next_revision(), silent))?;
    Ok(())
}

pub(crate) fn is_unread(conn: &Connection, seq: Seq) -> Result<bool, Error> {
    let mut statement = conn.prepare_cached("SELECT read = 0 FROM statuses WHERE seq = ?1")?;
    Ok(statement.query_row([seq.0], |row| row.get(0)).optional()?.unwrap_or(false))
}

pub(crate) fn feeds_of(conn: &Connection, seqs: &[Seq]) -> Result<Vec<FeedId>, Error> {
    let mut of = conn.prepare_cached("SELECT feed FROM statuses WHERE seq = ?1")?;
    let mut feeds = BTreeSet::new();
    for seq in seqs {
        feeds.extend(of.query_row([seq.0], |row| row.get::<_, i64>(0)).optional()?);
    }
    let mut name = conn.prepare_cached("SELECT name FROM feeds WHERE id = ?1")?;
    let names = feeds.into_iter().map(|feed| name.query_row([feed], feed_id));
    Ok(names.collect::<Result<_, _>>()?)
}

pub(crate) fn read_among(conn: &Connection, seqs: &[Seq]) -> Result<Vec<Seq>, Error> {
    let mut read = Vec::new();
    for seq in seqs {
        if !is_unread(conn, *seq)? {
            read.push(*seq);
        }
    }
    Ok(read)
}

pub(crate) fn star(conn: &Connection, seqs: &[Seq], starred: bool) -> Result<Marked, Error> {
    let mut counters = Counters::load(conn)?;
    let mut statement = conn.prepare_cached(
        "UPDATE statuses SET starred = ?2, revision = ?3 WHERE seq = ?1 AND starred <> ?2 AND pruned_at IS NULL",
    )?;
    let mut changed = Vec::new();
    for seq in seqs {
        let mut next = counters;
        if statement.execute((seq.0, starred, next.next_revision()))? > 0 {
            counters = next;
            changed.push(*seq);
        }
    }
    counters.save(conn)?;
    Ok(Marked { seqs: changed, revision: counters.revision() })
}

/// What was read or replaced meanwhile waits no longer: its reason stays. Nor does what waited in the place of news that are told.
pub(crate) fn set_rings(conn: &Connection, rings: &[(Seq, Ring)]) -> Result<Revision, Error> {
    let mut counters = Counters::load(conn)?;
    let mut statement = conn.prepare_cached(
        "UPDATE statuses SET ring = ?2, revision = ?3 WHERE seq = ?1 AND ring <> ?2
         AND NOT ((read OR standing IN (1, 2)) AND (?2 = 'pending' OR ?2 >= 'held:' AND ?2 < 'held;'))",
    )?;
    for (seq, ring) in rings {
        statement.execute((seq.0, ring.code(), counters.next_revision()))?;
        if !matches!(ring, Ring::Pending | Ring::Held(_)) {
            Owed::was_told(conn, &mut counters, *seq)?;
        }
    }
    counters.save(conn)?;
    Ok(counters.revision())
}

/// Which of these entries of a feed its command was not started for yet; from here on it counts as started.
pub(crate) fn claim_commands(conn: &Connection, feed: &FeedId, seqs: &[Seq]) -> Result<Vec<Seq>, Error> {
    let mut statement = conn.prepare_cached(
        "UPDATE statuses SET commanded = 1 WHERE seq = ?1 AND commanded = 0
         AND feed = (SELECT id FROM feeds WHERE name = ?2)",
    )?;
    let mut claimed = Vec::new();
    for seq in seqs {
        if statement.execute((seq.0, feed.as_str()))? > 0 {
            claimed.push(*seq);
        }
    }
    Ok(claimed)
}

pub(crate) fn unread(conn: &Connection) -> Result<Vec<(FeedId, u32)>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT f.name, u.n FROM (SELECT feed, count(*) AS n FROM statuses WHERE read = 0 AND standing = 0 GROUP BY feed) u
         JOIN feeds f ON f.id = u.feed ORDER BY f.name",
    )?;
    let rows = statement.query_map([], |row| Ok((feed_id(row)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn last_entry_times(conn: &Connection) -> Result<Vec<(FeedId, Timestamp)>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT name, at FROM (SELECT f.name, (SELECT s.received_at FROM statuses s WHERE s.feed = f.id
         ORDER BY s.seq DESC LIMIT 1) AS at FROM feeds f) WHERE at IS NOT NULL ORDER BY name",
    )?;
    let rows = statement.query_map([], |row| Ok((feed_id(row)?, Timestamp(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn feed_id(row: &rusqlite::Row<'_>) -> rusqlite::Result<FeedId> {
    row.get::<_, String>(0).map(|name| FeedId::from_name(&name))
}
