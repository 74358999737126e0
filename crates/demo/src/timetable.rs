//! A feed that is a pure function of the time.

/// One event of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// When it happens, in milliseconds since 1970.
    pub(crate) at: i64,
    /// Its SSE id.
    pub(crate) id: String,
    /// JSON on one line.
    pub(crate) data: String,
}

/// What is on when. Asked twice, it answers the same, whether or not the hub was restarted in between.
pub(crate) trait Timetable: Send + Sync {
    /// When the event of this id happened; none where there is no such event.
    fn starts_at(&self, id: &str) -> Option<i64>;

    /// From where on a first visit is told of the recent past: what happened after this time.
    fn first(&self, now: i64) -> i64;

    /// What happens after the one and until the other time, in order. Times are strictly increasing.
    fn between(&self, after: i64, until: i64) -> Vec<Item>;
}

/// How far back a resume reaches. Whoever was away for longer is told of these hours only, and is not flooded.
pub(crate) const MEMORY_MS: i64 = 2 * 60 * 60 * 1_000;

/// After which time a visitor with this `Last-Event-ID` is to be told what happened.
pub(crate) fn position(timetable: &dyn Timetable, last_event_id: Option<&str>, now: i64) -> i64 {
    match last_event_id.and_then(|id| timetable.starts_at(id)).filter(|at| *at <= now) {
        Some(at) => at.max(now.saturating_sub(MEMORY_MS)),
        None => timetable.first(now),
    }
}

/// A time in RFC 3339, UTC.
pub(crate) fn rfc3339(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_string()
}
