//! What waits: entries held back from the window, entries held back from the bell, and snoozes.

use rusqlite::{Connection, OptionalExtension};
use tidings_model::{FeedId, Held, Revision, Ring, Seq, Standing, StoredEntry, Timestamp};

use crate::append::replace_front;
use crate::counters::Counters;
use crate::owed::Owed;
use crate::{Error, entries};

/// Entries that came into sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// In the order of their arrival.
    pub entries: Vec<StoredEntry>,
    /// Entries whose place on their cards they took: old, new.
    pub replaced: Vec<(Seq, Seq)>,
    /// The revision this leads up to.
    pub revision: Revision,
}

/// Which entries held back are to be shown.
#[derive(Clone, Debug)]
pub enum Release {
    /// Those whose time has come.
    Due(Timestamp),
    /// All of a feed.
    Feed(FeedId),
}

/// Shows what was held back: each takes the front of its card, in the order of arrival.
pub(crate) fn release(conn: &Connection, release: &Release, limit: u32) -> Result<Released, Error> {
    let mut counters = Counters::load(conn)?;
    let mut released = Released { entries: Vec::new(), replaced: Vec::new(), revision: counters.revision() };
    for (seq, feed, card) in waiting(conn, release, limit)? {
        if let Some(card) = card {
            take_over(conn, seq, feed, &card)?;
            let gone = replace_front(conn, &mut counters, feed, &card)?;
            released.replaced.extend(gone.into_iter().map(|old| (old, seq)));
        }
        let mut show = conn.prepare_cached(
            "UPDATE statuses SET standing = 0, shown_at = NULL, revision = ?2 WHERE seq = ?1",
        )?;
        show.execute((seq.0, counters.next_revision()))?;
        released.entries.extend(entries::one(conn, seq)?.map(|(stored, _)| stored));
    }
    // One that was replaced by a later one of the same batch is not in front any more.
    for stored in &mut released.entries {
        if released.replaced.iter().any(|(old, _)| *old == stored.seq) {
            stored.standing = Standing::Replaced;
        }
    }
    counters.save(conn)?;
    released.revision = counters.revision();
    Ok(released)
}

/// A small change that comes into sight in place of news that was not told yet is that news.
fn take_over(conn: &Connection, seq: Seq, feed: i64, card: &str) -> Result<(), Error> {
    let Some((stored, _)) = entries::one(conn, seq)? else { return Ok(()) };
    if !Owed::falls_to(&stored.entry, stored.status.ring) {
        return Ok(());
    }
    let Some(owed) = Owed::of(conn, feed, card)? else { return Ok(()) };
    entries::take_over(conn, seq, &owed.onto(&stored.entry))?;
    let mut status =
        conn.prepare_cached("UPDATE statuses SET ring = ?2, highlighted = highlighted OR ?3 WHERE seq = ?1")?;
    status.execute((seq.0, owed.ring.code(), owed.highlighted))?;
    owed.note(conn, seq)
}

type Waiting = (Seq, i64, Option<String>);

fn waiting(conn: &Connection, release: &Release, limit: u32) -> Result<Vec<Waiting>, Error> {
    let read = |row: &rusqlite::Row<'_>| Ok((Seq(row.get(0)?), row.get(1)?, row.get(2)?));
    let rows = match release {
        Release::Due(now) => conn
            .prepare_cached(
                "SELECT seq, feed, card FROM statuses WHERE shown_at <= ?1 ORDER BY shown_at, seq LIMIT ?2",
            )?
            .query_map((now.0, limit), read)?
            .collect::<Result<_, _>>()?,
        Release::Feed(feed) => conn
            .prepare_cached(
                "SELECT seq, feed, card FROM statuses WHERE shown_at IS NOT NULL
                 AND feed = (SELECT id FROM feeds WHERE name = ?1) ORDER BY seq LIMIT ?2",
            )?
            .query_map((feed.as_str(), limit), read)?
            .collect::<Result<_, _>>()?,
    };
    Ok(rows)
}

pub(crate) fn next_release(conn: &Connection) -> Result<Option<Timestamp>, Error> {
    let mut statement =
        conn.prepare_cached("SELECT min(shown_at) FROM statuses WHERE shown_at IS NOT NULL")?;
    let next: Option<i64> = statement.query_row([], |row| row.get(0)).optional()?.flatten();
    Ok(next.map(Timestamp))
}

pub(crate) fn held_back(conn: &Connection) -> Result<Vec<(FeedId, u32)>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT f.name, count(*) FROM statuses s JOIN feeds f ON f.id = s.feed
         WHERE s.shown_at IS NOT NULL GROUP BY f.name ORDER BY f.name",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0).map(|name| FeedId::from_name(&name))?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Entries of one feed that wait for the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGroup {
    /// The feed.
    pub feed: FeedId,
    /// What they wait for.
    pub held: Held,
    /// How many.
    pub count: u32,
    /// When the first of them was received.
    pub oldest: Timestamp,
}

pub(crate) fn held_groups(conn: &Connection) -> Result<Vec<HeldGroup>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT f.name, s.ring, count(*), min(s.received_at) FROM statuses s JOIN feeds f ON f.id = s.feed
         WHERE s.ring >= 'held:' AND s.ring < 'held;' GROUP BY s.ring, s.feed",
    )?;
    let rows = statement.query_map([], |row| {
        let (feed, ring): (String, String) = (row.get(0)?, row.get(1)?);
        let Some(Ring::Held(held)) = Ring::from_code(&ring) else { return Ok(None) };
        let (count, oldest) = (row.get(2)?, Timestamp(row.get(3)?));
        Ok(Some(HeldGroup { feed: FeedId::from_name(&feed), held, count, oldest }))
    })?;
    let groups: Vec<_> = rows.collect::<Result<_, _>>()?;
    Ok(groups.into_iter().flatten().collect())
}

pub(crate) fn snoozes(conn: &Connection) -> Result<Vec<(Option<FeedId>, Timestamp)>, Error> {
    let mut statement = conn.prepare_cached("SELECT feed, until FROM snoozes ORDER BY feed")?;
    let rows = statement.query_map([], |row| {
        let feed: String = row.get(0)?;
        Ok((FeedId::parse(&feed), Timestamp(row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn snooze(
    conn: &Connection,
    feed: Option<&FeedId>,
    until: Option<Timestamp>,
) -> Result<(), Error> {
    let name = feed.map_or("", FeedId::as_str);
    match until {
        Some(until) => {
            conn.execute("INSERT OR REPLACE INTO snoozes (feed, until) VALUES (?1, ?2)", (name, until.0))?
        }
        None => conn.execute("DELETE FROM snoozes WHERE feed = ?1", [name])?,
    };
    Ok(())
}
