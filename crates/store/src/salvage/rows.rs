//! The rows of a damaged table, as many as can be read.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};

use crate::Error;

/// Damaged places that are stepped over before the rest of a table is given up.
const MOST_GAPS: u32 = 2_000;

/// Hands out the rows of a table that can be read, in order of their number: a damaged page costs its own rows only.
pub(super) fn table(
    old: &Connection,
    name: &str,
    id: &str,
    columns: &[&str],
    mut each: impl FnMut(&[Value]) -> Result<(), Error>,
) -> Result<(), Error> {
    let last =
        old.query_row(&format!("SELECT max({id}) FROM {name}"), [], |row| row.get::<_, Option<i64>>(0));
    let last = last.ok().flatten().unwrap_or(1 << 32);
    let columns = known(old, name, columns);
    let sql = format!("SELECT {id}, {columns} FROM {name} WHERE {id} BETWEEN ?1 AND ?2 ORDER BY {id}");
    let mut ranges = vec![(0, last)];
    let mut gaps = 0;
    while let Some((from, to)) = ranges.pop() {
        let reached = range(old, &sql, (from, to), &mut each)?;
        let Some(next) = reached else { continue };
        gaps += 1;
        if gaps < MOST_GAPS && next < to {
            // Somewhere from here on it can be read again: look in each half.
            let middle = next.midpoint(to);
            ranges.push((middle + 1, to));
            ranges.push((next, middle));
        }
    }
    Ok(())
}

/// Hands out the rows of a small table up to the first that cannot be read.
pub(super) fn all(
    old: &Connection,
    name: &str,
    columns: &[&str],
    mut each: impl FnMut(&[Value]) -> Result<(), Error>,
) -> Result<(), Error> {
    let sql = format!("SELECT {} FROM {name}", columns.join(", "));
    let Ok(mut statement) = old.prepare(&sql) else { return Ok(()) };
    let Ok(mut rows) = statement.query([]) else { return Ok(()) };
    while let Ok(Some(row)) = rows.next() {
        each(&values(row))?;
    }
    Ok(())
}

/// The columns as they can be asked for: an older schema lacks some.
fn known(old: &Connection, name: &str, columns: &[&str]) -> String {
    let there = |column: &&str| old.prepare(&format!("SELECT {column} FROM {name}")).is_ok();
    let asked = columns.iter().map(|column| if there(column) { *column } else { "NULL" });
    asked.collect::<Vec<_>>().join(", ")
}

/// Reads rows until one cannot be read; gives the first number that was not reached then.
fn range(
    old: &Connection,
    sql: &str,
    (from, to): (i64, i64),
    each: &mut impl FnMut(&[Value]) -> Result<(), Error>,
) -> Result<Option<i64>, Error> {
    let mut next = from;
    let Ok(mut statement) = old.prepare_cached(sql) else { return Ok(None) };
    let Ok(mut rows) = statement.query([from, to]) else { return Ok(Some(next)) };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => values(row),
            Ok(None) => return Ok(None),
            Err(_) => return Ok(Some(next)),
        };
        match row.first() {
            // A damaged tree may lead backwards.
            Some(Value::Integer(id)) if *id >= next => next = id.saturating_add(1),
            _ => return Ok(Some(next)),
        }
        each(&row)?;
    }
}

fn values(row: &Row<'_>) -> Vec<Value> {
    (0..row.as_ref().column_count()).map(|i| row.get_ref(i).map_or(Value::Null, value)).collect()
}

fn value(found: ValueRef<'_>) -> Value {
    match found {
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
