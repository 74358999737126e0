//! Remembers how the connections stood, so that a feed's last day can be shown.

use std::collections::HashMap;
use std::time::Duration;

use tidings_model::{Change, ConnectionState, EntryQuery, FeedId, StoredEntry, Timestamp, Trouble};
use tidings_store::{Reason, Span, Store};
use tidings_wire as wire;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::EngineHandle;
use crate::board::Board;
use crate::changes::Changes;
use crate::error::Error;
use crate::ports::World;
use crate::subscription::until;
use crate::view;

/// The length of a slot, in milliseconds, and how many there are: a day.
const SLOT: i64 = 10 * 60 * 1000;
const SLOTS: i64 = 144;
/// Changes of a connection shown.
const MOMENTS: usize = 50;
/// Entries in a log.
const LOGGED: u32 = 200;
/// How often what stands is drawn out: a crash costs no more of it.
const PACE: Duration = Duration::from_secs(60);
/// Changes are gathered for so long before they are written.
const GATHER: Duration = Duration::from_secs(2);

/// What the connections are, and what of it is not yet written.
pub(crate) struct Memory {
    pub(crate) store: Store,
    pub(crate) board: Board,
    pub(crate) world: World,
    /// The span that goes on, for each feed.
    now: HashMap<FeedId, Span>,
    /// Spans that ended, for the next writing. Bounded by [`MOST_UNWRITTEN`].
    ended: Vec<Span>,
    /// When they are written: from the first one on, however many changes follow.
    gathered: Option<Instant>,
}

/// More ended spans than this are not held between two writings: the oldest are lost.
const MOST_UNWRITTEN: usize = 2_000;

impl Memory {
    pub(crate) fn new(store: Store, board: Board, world: World) -> Self {
        Self { store, board, world, now: HashMap::new(), ended: Vec::new(), gathered: None }
    }

    /// Follows the changes until `stop`.
    pub(crate) async fn keep(mut self, changes: Changes, stop: CancellationToken) {
        let mut news = changes.subscribe();
        let mut pace = tokio::time::interval(PACE);
        loop {
            let gathered = self.gathered;
            tokio::select! {
                () = stop.cancelled() => return self.write().await,
                change = news.recv() => match change {
                    Ok(Change::Connection(feed)) => self.look(&feed),
                    Err(RecvError::Closed) => return self.write().await,
                    // What was missed is seen with the next look.
                    Err(RecvError::Lagged(_)) | Ok(_) => {}
                },
                _ = pace.tick() => self.write().await,
                () = until(gathered) => self.write().await,
            }
        }
    }

    fn look(&mut self, feed: &FeedId) {
        let (state, reason) = words(&self.board.read(feed).state);
        let at = self.world.clock.now();
        if let Some(span) = self.now.get_mut(feed) {
            span.until = at.max(span.since);
            if span.state == state && span.reason == reason {
                return;
            }
            self.ended.push(span.clone());
            self.gathered.get_or_insert_with(|| Instant::now() + GATHER);
            if self.ended.len() > MOST_UNWRITTEN {
                self.ended.remove(0);
            }
        }
        let span = Span { feed: feed.clone(), since: at, until: at, state: state.to_owned(), reason };
        self.now.insert(feed.clone(), span);
    }

    async fn write(&mut self) {
        let feeds: Vec<_> = self.now.keys().cloned().collect();
        feeds.iter().for_each(|feed| self.look(feed));
        self.gathered = None;
        let spans: Vec<_> = self.ended.drain(..).chain(self.now.values().cloned()).collect();
        if spans.is_empty() {
            return;
        }
        if let Err(error) = self.store.note_spans(spans, self.world.clock.now()).await {
            tracing::debug!(%error, "how the connections stood could not be written down");
        }
    }
}

fn words(state: &ConnectionState) -> (&'static str, Option<Reason>) {
    let reason = |trouble: &Trouble| {
        let Trouble { code, what, message, .. } = trouble.clone();
        Some(Reason { code: code.code().to_owned(), what, words: message })
    };
    match state {
        ConnectionState::Paused => ("paused", None),
        ConnectionState::Connecting => ("connecting", None),
        ConnectionState::Queued { trouble } => ("queued", reason(trouble)),
        ConnectionState::Open { .. } => ("open", None),
        ConnectionState::Waiting { trouble, .. } => ("waiting", reason(trouble)),
        ConnectionState::Stopped { trouble } => ("stopped", reason(trouble)),
    }
}

impl EngineHandle {
    /// How a feed did over the last day.
    ///
    /// # Errors
    /// Where there is no such feed, or the history cannot be read.
    pub async fn feed_history(&self, id: &str) -> Result<wire::FeedHistory, Error> {
        let id = view::feed_id(id)?;
        if self.loaded().config.feed(&id).is_none() {
            return Err(Error::NoFeed(id));
        }
        let now = self.parts.world.clock.now();
        let from = first_slot(now);
        let spans = self.parts.store.spans(id.clone(), from).await?;
        let arrivals = self.parts.store.arrivals(id, from, SLOT).await?;
        let moments = spans.iter().take(MOMENTS).filter_map(moment).collect();
        Ok(wire::FeedHistory { slots: slots(from, &spans, &arrivals), moments })
    }

    /// What is known of a feed's last day, and the titles of its last entries: a text to send to whoever runs the feed. No secret is in it.
    ///
    /// # Errors
    /// Where there is no such feed, or the history cannot be read.
    pub async fn feed_log(&self, id: &str) -> Result<String, Error> {
        let history = self.feed_history(id).await?;
        let feed = Some(view::feed_id(id)?);
        let query = EntryQuery { feed, limit: Some(LOGGED), ..EntryQuery::default() };
        let entries = self.parts.store.entries(query).await?;
        let mut lines = vec![format!("{id}: its connection, newest first")];
        let moment = |moment: &wire::HealthMoment| {
            let reason = moment.reason.as_ref().map_or("", |reason| &reason.reason);
            format!("{}  {}  {reason}", moment.at, moment.state)
        };
        lines.extend(history.moments.iter().map(moment));
        lines.push("Its last entries, newest first".to_owned());
        let entry =
            |stored: &StoredEntry| format!("{}  {}", wire::rfc3339(stored.received_at), stored.entry.title);
        lines.extend(entries.iter().map(entry));
        let plain = |line: String| line.trim_end().replace(char::is_control, " ");
        Ok(lines.into_iter().map(plain).collect::<Vec<_>>().join("\n") + "\n")
    }

    /// What the history takes up.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub async fn storage(&self) -> Result<wire::Storage, Error> {
        let (bytes, entries, oldest) = self.parts.store.storage().await?;
        Ok(wire::Storage { bytes, entries, oldest: oldest.map(wire::rfc3339) })
    }
}

/// Where the first slot begins, such that the last holds `now`.
fn first_slot(now: Timestamp) -> Timestamp {
    Timestamp((now.0.div_euclid(SLOT) - (SLOTS - 1)) * SLOT)
}

fn moment(span: &Span) -> Option<wire::HealthMoment> {
    let known = ["connecting", "queued", "open", "waiting", "stopped", "paused"];
    let state = known.into_iter().find(|state| *state == span.state)?;
    let reason = span.reason.clone();
    let reason = reason.map(|Reason { code, what, words }| wire::HealthReason { code, what, reason: words });
    Some(wire::HealthMoment { at: wire::rfc3339(span.since), state, reason })
}

fn slots(from: Timestamp, spans: &[Span], arrivals: &[(u32, u32)]) -> Vec<wire::HealthSlot> {
    let slot = |number: i64| {
        let (begin, end) = (from.0 + number * SLOT, from.0 + (number + 1) * SLOT);
        let seconds = |states: &[&str]| {
            let of = spans.iter().filter(|span| states.contains(&span.state.as_str()));
            let millis: i64 = of.map(|span| (span.until.0.min(end) - span.since.0.max(begin)).max(0)).sum();
            u32::try_from(millis / 1000).unwrap_or_default()
        };
        let events = arrivals.iter().find(|(at, _)| i64::from(*at) == number).map_or(0, |(_, count)| *count);
        wire::HealthSlot {
            at: wire::rfc3339(Timestamp(begin)),
            events,
            open_seconds: seconds(&["open"]),
            waiting_seconds: seconds(&["connecting", "queued", "waiting"]),
            stopped_seconds: seconds(&["stopped"]),
        }
    };
    (0..SLOTS).map(slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_says_why_in_its_parts() {
        let trouble = Trouble {
            code: tidings_model::TroubleCode::Dns,
            what: vec!["a.example".into()],
            message: "In English.".into(),
            advice: String::new(),
        };
        let (state, reason) = words(&ConnectionState::Stopped { trouble });
        let (since, until) = (Timestamp(0), Timestamp(1));
        let span = Span { feed: FeedId::from_name("a"), since, until, state: state.to_owned(), reason };
        let reason = moment(&span).and_then(|moment| moment.reason).unwrap();
        assert_eq!((reason.code.as_str(), reason.what), ("dns", vec!["a.example".to_owned()]));
    }

    #[test]
    fn spans_fill_the_slots_they_reach_into() {
        let from = first_slot(Timestamp(1_800_000_123_456));
        let span = |since: i64, until: i64, state: &str| Span {
            feed: FeedId::from_name("a"),
            since: Timestamp(from.0 + since),
            until: Timestamp(from.0 + until),
            state: state.to_owned(),
            reason: None,
        };
        let spans = [span(SLOT + 60_000, 3 * SLOT, "open"), span(-5_000, 30_000, "waiting")];
        let slots = slots(from, &spans, &[(1, 7)]);
        assert_eq!(slots.len(), 144);
        assert_eq!((slots[0].waiting_seconds, slots[0].open_seconds), (30, 0));
        assert_eq!((slots[1].open_seconds, slots[1].events), (540, 7));
        assert_eq!((slots[2].open_seconds, slots[3].open_seconds), (600, 0));
    }
}
