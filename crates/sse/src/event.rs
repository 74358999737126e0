//! The event of the HTML standard's server-sent events section.

/// One event, as the standard dispatches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The event type; `message` where the stream named none.
    pub kind: String,
    /// The data lines, joined by line feeds, without the last one.
    pub data: String,
    /// The last event ID in force: sticky, so that a block without `id:` carries the one before it.
    pub last_event_id: String,
    /// The `id:` of this very block, where it had one.
    pub id: Option<String>,
}
