//! The numbers given out: places in the order of arrival, and revisions.

use rusqlite::Connection;
use tidings_model::{Revision, Seq};

use crate::Error;

/// Lives for one job: loaded from the transaction, saved into it, and so undone with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counters {
    seq: i64,
    revision: u64,
    /// Readers older than this have to read anew.
    pub reset: u64,
}

impl Counters {
    pub fn load(conn: &Connection) -> Result<Self, Error> {
        let mut statement = conn.prepare_cached("SELECT seq, revision, reset FROM counters WHERE id = 1")?;
        let found = statement.query_row([], |row| {
            let unsigned = |i| row.get(i).map(|n: i64| n.max(0).unsigned_abs());
            Ok(Self { seq: row.get(0)?, revision: unsigned(1)?, reset: unsigned(2)? })
        })?;
        Ok(found)
    }

    pub fn save(&self, conn: &Connection) -> Result<(), Error> {
        let mut statement =
            conn.prepare_cached("UPDATE counters SET seq = ?1, revision = ?2, reset = ?3 WHERE id = 1")?;
        statement.execute((self.seq, signed(self.revision), signed(self.reset)))?;
        Ok(())
    }

    pub fn next_seq(&mut self) -> Seq {
        self.seq += 1;
        Seq(self.seq)
    }

    /// The next revision, as SQLite takes it.
    pub fn next_revision(&mut self) -> i64 {
        self.revision += 1;
        signed(self.revision)
    }

    pub fn revision(&self) -> Revision {
        Revision(self.revision)
    }

    /// The last place given out.
    pub fn newest(&self) -> Seq {
        Seq(self.seq)
    }

    /// Rows went away: whoever read before now has to read anew.
    pub fn mark_reset(&mut self) {
        self.next_revision();
        self.reset = self.revision;
    }
}

pub(crate) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
