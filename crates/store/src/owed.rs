//! News of a card that nobody was told of when a small change took its place: the bell owes it, and the change is that news then.

use rusqlite::{Connection, OptionalExtension};
use tidings_model::{Entry, Moment, Ring, Seq, Silence, Urgency};

use crate::counters::Counters;
use crate::{Error, entries};

/// What a small change takes over from the front of its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The news itself, however many small changes took it over since.
    pub news: Seq,
    /// What the news waits for.
    pub ring: Ring,
    /// What it is to its card.
    pub moment: Moment,
    /// How much it matters, at least.
    pub urgency: Urgency,
    /// Whether a rule marks it.
    pub highlighted: bool,
}

impl Owed {
    /// What the front of a card still has to tell, if something does.
    pub(crate) fn of(conn: &Connection, feed: i64, card: &str) -> Result<Option<Self>, Error> {
        let mut statement = conn.prepare_cached(
            "SELECT s.ring, e.moment, e.urgency, s.highlighted, coalesce(s.owed, s.seq) FROM statuses s JOIN entries e ON e.seq = s.seq
             WHERE s.feed = ?1 AND s.card = ?2 AND s.standing = 0 AND e.moment <> 1
             AND (s.ring = 'pending' OR s.ring >= 'held:' AND s.ring < 'held;')",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let ring = Ring::from_code(&row.get::<_, String>(0)?).unwrap_or(Ring::Pending);
            let (moment, urgency) = (entries::moment(row.get(1)?), entries::urgency(row.get(2)?));
            Ok(Self { news: Seq(row.get(4)?), ring, moment, urgency, highlighted: row.get(3)? })
        };
        Ok(statement.query_row((feed, card), read).optional()?)
    }

    /// Whether an entry that is to become `ring` takes it over: not one that a rule or the person keeps silent.
    pub(crate) fn falls_to(entry: &Entry, ring: Ring) -> bool {
        let waits = matches!(ring, Ring::Pending | Ring::Held(_));
        let too_small = matches!(ring, Ring::Silent(Silence::NotUrgent | Silence::NotHighlighted));
        entry.moment == Moment::Minor && (waits || too_small)
    }

    /// The entry as one that takes it over.
    pub(crate) fn onto(self, entry: &Entry) -> Entry {
        let urgency = self.urgency.max(entry.urgency);
        Entry { moment: self.moment, urgency, ..entry.clone() }
    }

    /// Notes whose news an entry took over.
    pub(crate) fn note(self, conn: &Connection, heir: Seq) -> Result<(), Error> {
        let mut statement = conn.prepare_cached("UPDATE statuses SET owed = ?2 WHERE seq = ?1")?;
        statement.execute((heir.0, self.news.0))?;
        Ok(())
    }

    /// The bell says late that it told these news: what took them over meanwhile is a small change again.
    pub(crate) fn was_told(conn: &Connection, counters: &mut Counters, news: Seq) -> Result<(), Error> {
        let mut heirs = conn.prepare_cached(
            "UPDATE statuses SET owed = NULL, ring = ?2, revision = ?3
             WHERE owed = ?1 AND (ring = 'pending' OR ring >= 'held:' AND ring < 'held;') RETURNING seq",
        )?;
        let mut next = *counters;
        let silent = Ring::Silent(Silence::Minor).code();
        let rows = heirs.query_map((news.0, silent, next.next_revision()), |row| row.get(0).map(Seq))?;
        for heir in rows.collect::<Result<Vec<_>, _>>()? {
            *counters = next;
            entries::set_moment(conn, heir, Moment::Minor)?;
        }
        Ok(())
    }
}
