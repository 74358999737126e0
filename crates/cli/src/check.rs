//! `tidings feeds check`: whether each feed can be heard now.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;
use tidings_engine::store::{Fault, Figures, Span, Store};
use tidings_engine::{Client, Seen, Watch, WatchOptions};
use tidings_model::{ConnectionState, Feed, FeedId, Timestamp};
use tidings_wire::{LastError, rfc3339};

use crate::failure::Failure;
use crate::place::Place;
use crate::{address, output};

/// How long a feed may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// How one feed stands: a line of `feeds check --json`.
#[derive(Serialize)]
pub struct Standing {
    feed: String,
    url: String,
    /// Whether it can be heard.
    pub ok: bool,
    /// What is wrong, and what to do.
    reason: Option<String>,
    /// What `tidings run` or the window noted of it; null where neither ever ran.
    noted: Option<Noted>,
}

/// What was noted of a feed's connection: the facts that the window shows of it.
#[derive(Serialize)]
struct Noted {
    /// How it stood when that was noted last, and from when until when; null after two days without.
    state: Option<String>,
    state_since: Option<String>,
    state_until: Option<String>,
    last_heard_at: Option<String>,
    last_event_at: Option<String>,
    reconnects_today: u32,
    bytes_today: u64,
    events_today: u64,
    last_error: Option<LastError>,
    /// Why something may be missing.
    gap: Option<String>,
}

impl Noted {
    fn new(figures: Figures, span: Option<Span>, today: i32) -> Self {
        let Figures { day, reconnects, bytes, events, last_event_at, heard_at, gap, last_error } = figures;
        let of_today = day == today;
        let error = |Fault { at, code, reason, advice }| LastError { at: rfc3339(at), code, reason, advice };
        Self {
            state_since: span.as_ref().map(|span| rfc3339(span.since)),
            state_until: span.as_ref().map(|span| rfc3339(span.until)),
            state: span.map(|span| span.state),
            last_heard_at: heard_at.map(rfc3339),
            last_event_at: last_event_at.map(rfc3339),
            reconnects_today: if of_today { reconnects } else { 0 },
            bytes_today: if of_today { bytes } else { 0 },
            events_today: if of_today { events } else { 0 },
            last_error: last_error.map(error),
            gap: gap.filter(|_| of_today),
        }
    }

    fn words(&self) -> String {
        let mut words = format!(
            "    today: {} events, {} bytes, {} reconnects",
            self.events_today, self.bytes_today, self.reconnects_today
        );
        if let (Some(state), Some(since), Some(until)) = (&self.state, &self.state_since, &self.state_until) {
            words.push_str(&format!("; {state} since {since}, noted {until}"));
        }
        for (what, at) in [("last heard", &self.last_heard_at), ("last event", &self.last_event_at)] {
            words.extend(at.as_ref().map(|at| format!("; {what} {at}")));
        }
        if let Some(LastError { at, reason, .. }) = &self.last_error {
            words.push_str(&format!("; last error {at}: {reason}"));
        }
        words.extend(self.gap.as_ref().map(|gap| format!("; {gap}")));
        words
    }
}

impl Standing {
    /// In words.
    pub fn words(&self) -> String {
        let state = if self.ok { "open" } else { "not open" };
        let reason = self.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        format!("{}  {}  {state}{reason}", self.feed, self.url)
    }
}

pub async fn check(place: &Place, names: &[String], json: bool) -> Result<(), Failure> {
    let config = place.config()?;
    let feeds: Vec<Feed> = match names {
        [] => config.feeds.iter().filter(|feed| feed.enabled).cloned().collect(),
        _ => names.iter().map(|name| place.feed(&config, name)).collect::<Result<_, _>>()?,
    };
    let client = Place::client()?;
    let mut noted = noted(place).await;
    let mut bad = 0;
    for feed in feeds {
        let day = place.world.clock.day();
        let noted = noted.remove(&feed.id).map(|(figures, span)| Noted::new(figures, span, day));
        let standing = Standing { noted, ..standing(&client, place, feed).await };
        bad += usize::from(!standing.ok);
        if json {
            output::json_line(&standing)?;
            continue;
        }
        output::line(&standing.words())?;
        if let Some(noted) = &standing.noted {
            output::line(&noted.words())?;
        }
    }
    if bad == 0 { Ok(()) } else { Err(Failure::Failed(format!("{bad} of the feeds cannot be heard."))) }
}

/// What is noted of each feed, beside a running app too; nothing where there is no history yet.
async fn noted(place: &Place) -> HashMap<FeedId, (Figures, Option<Span>)> {
    let Ok(store) = Store::open_read_only(&place.paths.data) else { return HashMap::new() };
    let mut noted = HashMap::new();
    for (feed, figures) in store.figures().await.unwrap_or_default() {
        let spans = store.spans(feed.clone(), Timestamp(0)).await.unwrap_or_default();
        noted.insert(feed, (figures, spans.into_iter().next()));
    }
    noted
}

/// Connects to a feed, and hangs up once it answered.
pub async fn standing(client: &Client, place: &Place, feed: Feed) -> Standing {
    let (id, url) = (feed.id.to_string(), address::shown(&feed.url));
    let options = WatchOptions { no_reconnect: true, ..WatchOptions::default() };
    let reason = match Watch::new(client, &place.world, feed, options).await {
        Err(trouble) => Some(trouble),
        Ok(mut watch) => match tokio::time::timeout(PATIENCE, answer(&mut watch)).await {
            Ok(trouble) => trouble,
            Err(_) => {
                let reason = Some("No answer within 15 s.".to_owned());
                return Standing { feed: id, url, ok: false, reason, noted: None };
            }
        },
    };
    let reason =
        reason.map(|trouble| format!("{} {}", trouble.message, trouble.advice).trim_end().to_owned());
    Standing { feed: id, url, ok: reason.is_none(), reason, noted: None }
}

async fn answer(watch: &mut Watch) -> Option<tidings_model::Trouble> {
    loop {
        match watch.next().await {
            Seen::State(ConnectionState::Open { .. }) => return None,
            Seen::Stopped { trouble, .. } => return Some(trouble),
            Seen::State(_) | Seen::Event(_) | Seen::Entry(_) | Seen::Bad(_) => {}
        }
    }
}
