//! A look at an address before it is added: what it is, and how its events will read.

use std::collections::VecDeque;
use std::time::Duration;

use tidings_model::{Connection, ConnectionState, Feed, FeedId, NotifyLevel, TroubleCode, Wrong};
use tidings_net::Client;
use tidings_poll::Discovered;
use tidings_sse::Gate;
use tidings_wire as wire;
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::error::Error;
use crate::ports::World;
use crate::stream::Means;
use crate::watching::{Seen, Watch, WatchOptions};

/// Entries shown.
const SHOWN: usize = 8;
/// How long to wait for an answer.
const TO_OPEN: Duration = Duration::from_secs(12);
/// How long to wait for a first event.
const TO_SPEAK: Duration = Duration::from_secs(4);
/// A server that sends what it has kept pauses for this long after it.
const QUIET: Duration = Duration::from_millis(700);
/// However much it says, the look ends.
const ENOUGH: Duration = Duration::from_secs(6);

/// What a look is made with.
pub(crate) struct Looking<'a> {
    pub(crate) client: &'a Client,
    pub(crate) world: &'a World,
    /// That of the feeds that run: a look takes no place at a host that one of them has.
    pub(crate) gate: &'a Gate,
}

/// Connects to `pasted`, listens for a few seconds, and says what came. Nothing is saved.
///
/// # Errors
/// Where what was pasted is no address, or no such format exists. A server that refuses is no error but a state of the preview.
pub(crate) async fn preview(
    looking: &Looking<'_>,
    pasted: &str,
    format: Option<&str>,
    connection: Connection,
) -> Result<wire::Preview, Error> {
    let url = tidings_mapping::parse_address(pasted)?;
    let first = preview_of(looking, &url, format, connection.clone()).await?;
    let wire::StateView::Stopped { code, .. } = &first.state else { return Ok(first) };
    // An API that has no event stream there refuses to send one (406).
    let may_be_page =
        [TroubleCode::NotAStream, TroubleCode::Unreadable, TroubleCode::NotHttp, TroubleCode::OtherStatus]
            .iter()
            .any(|of| *code == of.code());
    if !may_be_page || format.is_some() {
        return Ok(first);
    }
    // A page of the web most likely names the feed that is meant.
    match led_to(looking, &url, &connection).await {
        Some((found, format)) => {
            // The person's word that its name may mean a private address was about the host that was pasted.
            let private_network = connection.private_network && found.host() == url.host();
            preview_of(looking, &found, format, Connection { private_network, ..connection }).await
        }
        None => Ok(first),
    }
}

/// Where the page at `url` leads to, and the format of what is there where it is known.
async fn led_to(
    looking: &Looking<'_>,
    url: &Url,
    connection: &Connection,
) -> Option<(Url, Option<&'static str>)> {
    let means = Means::of(looking.client, looking.world, connection).await.ok()?;
    match tidings_poll::discover(&means.client, url, &means.headers, means.private_network).await.ok()? {
        Discovered::Feed { url, .. } | Discovered::Linked(url) => Some((url, Some("feed"))),
        Discovered::Stream(url) => Some((url, None)),
        Discovered::Nothing => None,
    }
}

async fn preview_of(
    looking: &Looking<'_>,
    url: &Url,
    format: Option<&str>,
    connection: Connection,
) -> Result<wire::Preview, Error> {
    let feed = Feed { connection, ..feed_of(url, format) };
    let options = WatchOptions {
        no_reconnect: true,
        recent: true,
        gate: looking.gate.clone(),
        ..WatchOptions::default()
    };
    let watch = Watch::new(looking.client, looking.world, feed, options).await;
    let mut watch = watch.map_err(|trouble| Error::from(Wrong::of_trouble(trouble)))?;
    let (state, entries) = look(&mut watch).await;
    let title = watch.title().map(|title| title.chars().take(60).collect::<String>());
    Ok(wire::Preview {
        url: url.to_string(),
        name: title.unwrap_or_else(|| watch.format().suggested_name(url)),
        format: watch.format().name().to_owned(),
        format_name: watch.format().about().title.to_owned(),
        explanation: watch.explanation(),
        state: (&state).into(),
        entries: entries.into(),
        already: None,
    })
}

/// A feed for looking only.
fn feed_of(url: &Url, format: Option<&str>) -> Feed {
    let plain = Feed::new(FeedId::from_name("preview"), url.to_string());
    Feed { format: format.map(str::to_owned), notify: NotifyLevel::Never, ..plain }
}

async fn look(watch: &mut Watch) -> (ConnectionState, VecDeque<wire::Entry>) {
    let mut state = ConnectionState::Connecting;
    let mut entries = VecDeque::new();
    let mut end = Instant::now() + TO_OPEN;
    let mut at_most = end;
    loop {
        let seen = tokio::select! {
            seen = watch.next() => seen,
            () = sleep_until(end.min(at_most)) => break,
        };
        match seen {
            Seen::State(new) => {
                if matches!(new, ConnectionState::Open { .. }) {
                    end = Instant::now() + TO_SPEAK;
                    at_most = Instant::now() + ENOUGH;
                }
                if matches!(new, ConnectionState::Queued { .. }) {
                    // The places are taken by feeds that stay.
                    return (new, entries);
                }
                state = new;
            }
            Seen::Stopped { trouble, refused: true } => {
                return (ConnectionState::Stopped { trouble }, entries);
            }
            Seen::Stopped { trouble, refused: false } => {
                // A stream that ended after it spoke is as good as an open one: it would be reconnected.
                if entries.is_empty() {
                    let until = tidings_model::Timestamp(0);
                    state = ConnectionState::Waiting { until, retry_in_ms: 0, trouble };
                }
                break;
            }
            Seen::Entry(entry) => {
                entries.push_front(entry);
                entries.truncate(SHOWN);
                end = Instant::now() + QUIET;
            }
            Seen::Event(_) | Seen::Bad(_) => {}
        }
    }
    (state, entries)
}
