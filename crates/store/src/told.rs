//! What long summaries told, kept whole at once: it is written down entry by entry later, and a crash before that has none told again.

use rusqlite::Connection;
use tidings_model::{Ring, Seq};

use crate::Error;

/// Entries that were told together, and not all written down yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number, to let go of it.
    pub id: i64,
    /// How they rang.
    pub ring: Ring,
    /// Which they are.
    pub entries: Vec<Seq>,
}

/// Keeps these; gives their number.
pub(crate) fn keep(conn: &Connection, entries: &[Seq], ring: Ring) -> Result<i64, Error> {
    let entries = serde_json::to_string(entries).unwrap_or_default();
    let mut insert = conn.prepare_cached("INSERT INTO told (ring, entries) VALUES (?1, ?2)")?;
    Ok(insert.insert((ring.code(), entries))?)
}

/// In the order in which they were kept.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Told>, Error> {
    let mut statement = conn.prepare_cached("SELECT id, ring, entries FROM told ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let (ring, entries): (String, String) = (row.get(1)?, row.get(2)?);
        let ring = Ring::from_code(&ring).unwrap_or(Ring::Gathered);
        Ok(Told { id: row.get(0)?, ring, entries: serde_json::from_str(&entries).unwrap_or_default() })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Lets go of what is all written down.
pub(crate) fn forget(conn: &Connection, id: i64) -> Result<(), Error> {
    conn.prepare_cached("DELETE FROM told WHERE id = ?1")?.execute([id])?;
    Ok(())
}
