//! The popups that outlive the program.

use rusqlite::Connection;
use tidings_model::Seq;

use crate::Error;

/// A popup that was up when the program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPopup {
    /// Our name for it.
    pub tag: String,
    /// The notification service's number for it.
    pub id: u32,
    /// Which run of which service counts so.
    pub service: String,
    /// What it stands for.
    pub entries: Vec<Seq>,
}

/// Keeps these in place of the ones before.
pub(crate) fn set(conn: &Connection, popups: &[StoredPopup]) -> Result<(), Error> {
    conn.execute("DELETE FROM popups", [])?;
    let mut insert = conn.prepare_cached(
        "INSERT OR REPLACE INTO popups (tag, id, service, entries) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for popup in popups {
        let entries = serde_json::to_string(&popup.entries).unwrap_or_default();
        insert.execute((&popup.tag, popup.id, &popup.service, entries))?;
    }
    Ok(())
}

/// In the order in which they were kept.
pub(crate) fn all(conn: &Connection) -> Result<Vec<StoredPopup>, Error> {
    let mut statement = conn.prepare_cached("SELECT tag, id, service, entries FROM popups ORDER BY rowid")?;
    let rows = statement.query_map([], |row| {
        let entries: String = row.get(3)?;
        let entries = serde_json::from_str(&entries).unwrap_or_default();
        Ok(StoredPopup { tag: row.get(0)?, id: row.get(1)?, service: row.get(2)?, entries })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
