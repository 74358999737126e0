//! The words that feeds file their entries under.

use rusqlite::Connection;

use crate::Error;

/// Entries looked at: what was used long ago is used no more.
const RECENT: u32 = 2_000;

/// Those used the most among the latest entries, at most `most` of them; those used alike by the alphabet.
pub(crate) fn tags(conn: &Connection, most: u32) -> Result<Vec<String>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT tag.value FROM (SELECT tags FROM entries ORDER BY seq DESC LIMIT ?1) recent, json_each(recent.tags) tag
         WHERE recent.tags <> '[]' AND tag.type = 'text'
         GROUP BY tag.value ORDER BY count(*) DESC, tag.value LIMIT ?2",
    )?;
    let rows = statement.query_map((RECENT, most), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
