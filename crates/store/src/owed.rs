//! News of a card that nobody was told of when a small change took its place: the bell owes it, and the change is that news then.

use rusqlite::{Connection, OptionalExtension};
use tidings_model::{Entry, Moment, Ring, Silence, Urgency};

use crate::{Error, entries};

/// What a small change takes over from the front of its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
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
            "SELECT s.ring, e.moment, e.urgency, s.highlighted FROM statuses s JOIN entries e ON e.seq = s.seq
             WHERE s.feed = ?1 AND s.card = ?2 AND s.standing = 0 AND e.moment <> 1
             AND (s.ring = 'pending' OR s.ring >= 'held:' AND s.ring < 'held;')",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let ring = Ring::from_code(&row.get::<_, String>(0)?).unwrap_or(Ring::Pending);
            let (moment, urgency) = (entries::moment(row.get(1)?), entries::urgency(row.get(2)?));
            Ok(Self { ring, moment, urgency, highlighted: row.get(3)? })
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
}
