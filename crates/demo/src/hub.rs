//! The server: streams, and the pages that their entries lead to.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, StreamExt as _, stream};
use tokio_util::sync::CancellationToken;

use crate::Clock;
use crate::football::{Football, Match, SLOT_MS};
use crate::news::{self, News};
use crate::page;
use crate::timetable::{self, Item, Timetable};

/// What the server asks its readers to wait before they come back.
const RETRY: Duration = Duration::from_secs(2);
/// How often a silent stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the clock is looked at. It is not the runtime's, so there is nothing to sleep until.
const LOOK: Duration = Duration::from_millis(250);

/// What every request needs.
#[derive(Clone)]
pub(crate) struct Hub {
    pub(crate) clock: Clock,
    pub(crate) stop: CancellationToken,
    pub(crate) port: u16,
}

/// The hub's routes.
pub(crate) fn router(hub: Hub) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/match", get(matches))
        .route("/match/{slot}", get(one_match))
        .route("/news", get(wire))
        .route("/news/{id}", get(one_story))
        .fallback(missing)
        .with_state(hub)
}

async fn index(State(hub): State<Hub>) -> Response {
    let now = (hub.clock)();
    html(StatusCode::OK, page::index(hub.port, &Match::of(now.div_euclid(SLOT_MS)), now))
}

/// The stream, or for a browser the page of the running match.
async fn matches(State(hub): State<Hub>, headers: HeaderMap) -> Response {
    if wants_page(&headers) {
        let now = (hub.clock)();
        return html(StatusCode::OK, page::game(&Match::of(now.div_euclid(SLOT_MS)), now));
    }
    subscribe(&hub, &headers, Arc::new(Football { port: hub.port }))
}

async fn one_match(State(hub): State<Hub>, Path(slot): Path<String>) -> Response {
    let now = (hub.clock)();
    let past = slot.parse::<i64>().ok().filter(|slot| (0..=now.div_euclid(SLOT_MS)).contains(slot));
    match past {
        Some(slot) => html(StatusCode::OK, page::game(&Match::of(slot), now)),
        None => missing().await,
    }
}

/// The stream, or for a browser the index, where the latest stories are.
async fn wire(State(hub): State<Hub>, headers: HeaderMap) -> Response {
    if wants_page(&headers) {
        return index(State(hub)).await;
    }
    subscribe(&hub, &headers, Arc::new(News { port: hub.port }))
}

async fn one_story(State(hub): State<Hub>, Path(id): Path<String>) -> Response {
    let now = (hub.clock)();
    match news::story(&id).filter(|story| story.at <= now) {
        Some(story) => html(StatusCode::OK, page::story(&story)),
        None => missing().await,
    }
}

async fn missing() -> Response {
    html(StatusCode::NOT_FOUND, page::missing())
}

fn html(status: StatusCode, page: String) -> Response {
    let policy = [(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'")];
    (status, policy, Html(page)).into_response()
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.contains("text/html") && !accepted.contains("text/event-stream")
}

fn subscribe(hub: &Hub, headers: &HeaderMap, timetable: Arc<dyn Timetable>) -> Response {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let after = timetable::position(timetable.as_ref(), last, (hub.clock)());
    let items = items(timetable, hub.clock.clone(), after).take_until(hub.stop.clone().cancelled_owned());
    let greeting = stream::once(async { Event::default().retry(RETRY).comment("Tidings demo hub") });
    let events = greeting
        .chain(items.map(|item| Event::default().id(item.id).data(item.data)))
        .map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

/// Everything that happens after a time, as it happens.
fn items(timetable: Arc<dyn Timetable>, clock: Clock, after: i64) -> impl Stream<Item = Item> {
    let rounds = stream::unfold(after, move |after| {
        let (timetable, clock) = (timetable.clone(), clock.clone());
        async move {
            loop {
                let due = timetable.between(after, clock());
                if let Some(last) = due.last().map(|item| item.at) {
                    return Some((stream::iter(due), last));
                }
                tokio::time::sleep(LOOK).await;
            }
        }
    });
    rounds.flatten()
}
