//! A question to the history as SQL.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use tidings_model::{EntryQuery, Search, Seq, Trait, Wanted};

use crate::entries::json;
use crate::{Error, search};

// CROSS JOIN keeps the order: the status decides, the entry is only fetched.
pub(crate) const TABLES: &str =
    "statuses s CROSS JOIN entries e ON e.seq = s.seq CROSS JOIN feeds f ON f.id = s.feed";
const FOUND: &str = "search CROSS JOIN statuses s ON s.seq = search.rowid \
     CROSS JOIN entries e ON e.seq = s.seq CROSS JOIN feeds f ON f.id = s.feed";

/// Of a feed that is still configured.
pub(crate) const CONFIGURED: &str = "s.feed NOT IN (SELECT id FROM feeds WHERE gone_since IS NOT NULL)";

/// Not held back.
pub(crate) const SHOWN: &str = "s.standing <> 3";

/// A question as SQL: which tables, which conditions, and what stands for their question marks.
pub(crate) struct Question {
    tables: &'static str,
    seq: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Question {
    pub(crate) fn new(query: &EntryQuery) -> Self {
        let mut question = Self { tables: TABLES, seq: "s.seq", conditions: Vec::new(), values: Vec::new() };
        // The few starred ones are looked through one by one sooner than all that have a word in them.
        let few = query.starred || asks_for_few(&query.search);
        let words = if few { None } else { search::driving_match(&query.search) };
        if let Some(words) = &words {
            (question.tables, question.seq) = (FOUND, "search.rowid");
            question.with("search MATCH ?", words.clone().into());
        }
        for condition in search::conditions(&query.search, words.is_some()) {
            question.conditions.push(condition.sql);
            question.values.extend(condition.values);
        }
        question.plain(query);
        question
    }

    /// All that is not the search.
    fn plain(&mut self, query: &EntryQuery) {
        if let Some(feed) = &query.feed {
            self.with("s.feed = (SELECT id FROM feeds WHERE name = ?)", feed.as_str().to_owned().into());
        }
        if let Some(only) = &query.only {
            self.with(&format!("{} IN (SELECT value FROM json_each(?))", self.seq), json(only).into());
        }
        if let Some(since) = query.since {
            self.with("s.received_at >= ?", since.0.into());
        }
        if let Some(before) = query.before {
            self.with(&format!("{} < ?", self.seq), before.0.into());
        }
        let moments = query.asks_for_moments();
        let flags = [
            (query.unread, "s.read = 0"),
            (query.starred, "s.starred = 1"),
            (query.current && !moments, "s.standing = 0"),
            (query.current && moments, "s.standing <= 1"),
            (!query.current, SHOWN),
            (query.current, CONFIGURED),
        ];
        self.conditions.extend(flags.into_iter().filter(|(set, _)| *set).map(|(_, sql)| sql.to_owned()));
    }

    fn with(&mut self, condition: &str, value: Value) {
        self.conditions.push(condition.to_owned());
        self.values.push(value);
    }

    pub(crate) fn after(mut self, seq: Seq) -> Self {
        self.with(&format!("{} > ?", self.seq), seq.0.into());
        self
    }

    /// And read.
    pub(crate) fn read(mut self) -> Self {
        self.conditions.push("s.read = 1".to_owned());
        self
    }

    fn conditions(&self) -> String {
        if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") }
    }

    /// How many there are, counted up to `most`.
    pub(crate) fn count(mut self, conn: &Connection, most: u32) -> Result<u32, Error> {
        let conditions = self.conditions();
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {conditions} LIMIT ?)", self.tables);
        self.values.push(most.into());
        let mut statement = conn.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(self.values), |row| row.get(0))?)
    }

    /// Runs it: `what` of the rows, from the newest or the oldest, after `skip` of them.
    pub(crate) fn run<T>(
        mut self,
        conn: &Connection,
        what: &str,
        (order, limit, skip): (&str, i64, i64),
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let (tables, seq) = (self.tables, self.seq);
        let conditions = self.conditions();
        self.values.extend([limit.into(), skip.into()]);
        let sql =
            format!("SELECT {what} FROM {tables} WHERE {conditions} ORDER BY {seq} {order} LIMIT ? OFFSET ?");
        let mut statement = conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(self.values), read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Whether the search asks for what only few entries are.
fn asks_for_few(search: &Search) -> bool {
    let few = Wanted::Is(Trait::Starred);
    search
        .0
        .iter()
        .any(|clause| clause.wanted && (clause.what == few || clause.what == Wanted::Is(Trait::Highlighted)))
}
