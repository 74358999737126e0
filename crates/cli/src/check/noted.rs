//! How the feeds stand: by the Tidings that runs, or by what the last one noted.

use std::collections::HashMap;

use tidings_engine::ports::Clock;
use tidings_engine::store::{Fault, Figures, Hold, HoldError, Span, Store};
use tidings_engine::{Errand, ask_running, gap};
use tidings_model::Timestamp;
use tidings_wire::{LastError, Standing, rfc3339};

use crate::place::Place;

/// What is known of the feeds, by their identifiers.
pub struct Noted {
    pub standings: HashMap<String, Standing>,
    /// A Tidings runs, and said it just now.
    pub running: bool,
}

/// Asks the one that runs; where none does, or it does not answer, the history tells.
pub async fn read(place: &Place) -> Noted {
    if let Some(standings) = of_running(place).await {
        let standings = standings.into_iter().map(|standing| (standing.feed.clone(), standing)).collect();
        return Noted { standings, running: true };
    }
    Noted { standings: of_history(place).await, running: false }
}

async fn of_running(place: &Place) -> Option<Vec<Standing>> {
    let data = &place.paths.data;
    // Taking a place that is not there would make it.
    if !data.exists() || !matches!(Hold::take(data, "tidings feeds check"), Err(HoldError::Taken { .. })) {
        return None;
    }
    let told = ask_running(data, Errand::Standings, place.world.clock.now()).await;
    let told = told.map_err(|error| place.mention(&format!("Tidings is running, but {error}.")));
    serde_json::from_str(&told.ok()??).ok()
}

async fn of_history(place: &Place) -> HashMap<String, Standing> {
    let Ok(store) = Store::open_read_only(&place.paths.data) else { return HashMap::new() };
    let mut noted = HashMap::new();
    for (feed, figures) in store.figures().await.unwrap_or_default() {
        let spans = store.spans(feed.clone(), Timestamp(0)).await.unwrap_or_default();
        let standing = standing(figures, spans.into_iter().next(), &*place.world.clock);
        noted.insert(feed.to_string(), Standing { feed: feed.to_string(), ..standing });
    }
    noted
}

fn standing(figures: Figures, span: Option<Span>, clock: &dyn Clock) -> Standing {
    let Figures { day, reconnects, bytes, events, last_event_at, heard_at, gaps, last_error } = figures;
    let of_today = day == clock.day();
    let error =
        |Fault { at, code, what, reason, advice }| LastError { at: rfc3339(at), code, what, reason, advice };
    let (at, since) = span.as_ref().map(|span| (rfc3339(span.until), rfc3339(span.since))).unzip();
    let (state, reason) = span.map(|span| (span.state, span.reason)).unzip();
    Standing {
        noted_at: at,
        state,
        reason: reason.flatten().map(|reason| reason.words),
        state_since: since,
        last_heard_at: heard_at.map(rfc3339),
        last_event_at: last_event_at.map(rfc3339),
        reconnects_today: if of_today { reconnects } else { 0 },
        bytes_today: if of_today { bytes } else { 0 },
        events_today: if of_today { events } else { 0 },
        last_error: last_error.map(error),
        gaps: gaps.iter().filter(|_| of_today).map(|missed| gap(missed, clock)).collect(),
        ..Standing::default()
    }
}
