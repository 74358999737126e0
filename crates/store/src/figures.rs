//! What each feed's connection did on its last day, so that "today" outlives the program.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use tidings_model::{FeedId, Gap, GapCode, Timestamp};

use crate::Error;
use crate::append::feed_row;
use crate::counters::signed;
use crate::kind;

/// A feed's figures of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The day by the local calendar, as 20261122.
    pub day: i32,
    /// How often it was connected anew.
    pub reconnects: u32,
    /// Bytes of its stream.
    pub bytes: u64,
    /// Its events.
    pub events: u64,
    /// When its last event came, on whatever day.
    pub last_event_at: Option<Timestamp>,
    /// When its last byte came, on whatever day.
    pub heard_at: Option<Timestamp>,
    /// Why something may be missing: the newest first.
    pub gaps: Vec<Gap>,
    /// The last thing that went wrong, on whatever day.
    pub last_error: Option<Fault>,
}

/// Something that went wrong, in words that hold no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// When.
    pub at: Timestamp,
    /// Its kind.
    pub code: String,
    /// What belongs to its kind.
    pub what: Vec<String>,
    /// What happened.
    pub reason: String,
    /// What to do.
    pub advice: String,
}

/// Writes what changed; a feed without entries gets its row here.
pub(crate) fn note(conn: &Connection, all: &[(FeedId, Figures)]) -> Result<(), Error> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO figures (feed, day, reconnects, bytes, events, last_event_at, error_at, error_code, error_reason, error_advice, heard_at, gaps)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (feed) DO UPDATE SET day = excluded.day, reconnects = excluded.reconnects, bytes = excluded.bytes,
             events = excluded.events, last_event_at = excluded.last_event_at, error_at = excluded.error_at,
             error_code = excluded.error_code, error_reason = excluded.error_reason, error_advice = excluded.error_advice,
             heard_at = excluded.heard_at, gaps = excluded.gaps",
    )?;
    for (feed, figures) in all {
        let Figures { day, reconnects, bytes, events, last_event_at, heard_at, gaps, last_error } = figures;
        let error = last_error.as_ref();
        statement.execute(params![
            feed_row(conn, feed)?,
            day,
            reconnects,
            signed(*bytes),
            signed(*events),
            last_event_at.map(|at| at.0),
            error.map(|error| error.at.0),
            error.map(|error| kind::written(&error.code, &error.what)),
            error.map(|error| error.reason.as_str()),
            error.map(|error| error.advice.as_str()),
            heard_at.map(|at| at.0),
            written(gaps),
        ])?;
    }
    Ok(())
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<(FeedId, Figures)>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT name, day, reconnects, bytes, events, last_event_at, error_at, error_code, error_reason, error_advice, heard_at, gaps
         FROM figures JOIN feeds ON feeds.id = figures.feed",
    )?;
    let rows = statement.query_map([], |row| {
        let unsigned = |i| row.get(i).map(|n: i64| n.max(0).unsigned_abs());
        let at: Option<i64> = row.get(6)?;
        let fault = |at| {
            let text = |i| row.get::<_, Option<String>>(i).map(Option::unwrap_or_default);
            let (code, what) = kind::read(&text(7)?);
            let (reason, advice) = (text(8)?, text(9)?);
            Ok::<_, rusqlite::Error>(Fault { at: Timestamp(at), code, what, reason, advice })
        };
        let figures = Figures {
            day: row.get(1)?,
            reconnects: u32::try_from(unsigned(2)?).unwrap_or(u32::MAX),
            bytes: unsigned(3)?,
            events: unsigned(4)?,
            last_event_at: row.get::<_, Option<i64>>(5)?.map(Timestamp),
            heard_at: row.get::<_, Option<i64>>(10)?.map(Timestamp),
            gaps: row.get::<_, Option<String>>(11)?.map(|text| read(&text)).unwrap_or_default(),
            last_error: at.map(fault).transpose()?,
        };
        Ok((row.get::<_, String>(0)?, figures))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (name, figures) = row?;
        found.extend(FeedId::parse(&name).map(|feed| (feed, figures)));
    }
    Ok(found)
}

/// A gap as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    code: String,
    from: Option<i64>,
    to: Option<i64>,
    what: String,
}

/// As a JSON array; null where there are none.
fn written(gaps: &[Gap]) -> Option<String> {
    let kept = |gap: &Gap| Kept {
        code: gap.code.code().to_owned(),
        from: gap.from.map(|at| at.0),
        to: gap.to.map(|at| at.0),
        what: gap.what.clone(),
    };
    let kept: Vec<_> = gaps.iter().map(kept).collect();
    (!kept.is_empty()).then(|| serde_json::to_string(&kept).ok()).flatten()
}

/// A kind that this program does not know is left out.
fn read(text: &str) -> Vec<Gap> {
    let kept: Vec<Kept> = serde_json::from_str(text).unwrap_or_default();
    let gap = |Kept { code, from, to, what }: Kept| {
        let (from, to) = (from.map(Timestamp), to.map(Timestamp));
        Some(Gap { code: GapCode::of(&code)?, from, to, what })
    };
    kept.into_iter().filter_map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_read_as_they_were_written() {
        let gaps = vec![
            Gap::between(GapCode::NoIds, Timestamp(3), Timestamp(7)),
            Gap::found(GapCode::NotAllowed, "a, b"),
        ];
        assert_eq!(read(&written(&gaps).unwrap()), gaps);
        assert_eq!(written(&[]), None);
        for text in ["", "{}", "It was away.", r#"[{"code":"later","from":1,"to":2,"what":""}]"#] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
