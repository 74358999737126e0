//! Whether a feed's server answers now.

use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use serde::Serialize;
use tidings_engine::{Client, Seen, Watch, WatchOptions};
use tidings_model::{ConnectionState, Feed, Trouble};

use crate::place::Place;

/// How long a feed may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Feeds asked at a time: forty dead ones take a minute and a half, and no server is stormed.
const AT_ONCE: usize = 8;

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Whether it can be heard.
    pub ok: bool,
    /// What is wrong, and what to do.
    pub reason: Option<String>,
}

impl Answer {
    /// Such as "open".
    pub fn words(&self) -> String {
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}"));
        format!("{}{}", word(self.ok), reason.unwrap_or_default())
    }
}

/// Whether a feed is heard.
pub const fn word(ok: bool) -> &'static str {
    if ok { "open" } else { "not open" }
}

/// Connects to each feed, a few at a time, and hangs up once it answered. They come in their order.
pub fn probes<'a>(
    client: &'a Client,
    place: &'a Place,
    feeds: Vec<Feed>,
) -> impl Stream<Item = (Feed, Answer)> + Unpin + 'a {
    // A clone waits at the same gate: a host that takes few connections is asked by as many.
    let options = WatchOptions { no_reconnect: true, ..WatchOptions::default() };
    let ask = move |feed: Feed| {
        let options = options.clone();
        async move { (feed.clone(), probe(client, place, feed, options).await) }
    };
    Box::pin(stream::iter(feeds).map(ask).buffered(AT_ONCE))
}

async fn probe(client: &Client, place: &Place, feed: Feed, options: WatchOptions) -> Answer {
    let trouble = match Watch::new(client, &place.world, feed, options).await {
        Err(trouble) => Some(trouble),
        Ok(mut watch) => match tokio::time::timeout(PATIENCE, answer(&mut watch)).await {
            Ok(trouble) => trouble,
            Err(_) => {
                let reason = format!("No answer within {} s.", PATIENCE.as_secs());
                return Answer { ok: false, reason: Some(reason) };
            }
        },
    };
    let reason =
        trouble.map(|trouble| format!("{} {}", trouble.message, trouble.advice).trim_end().to_owned());
    Answer { ok: reason.is_none(), reason }
}

async fn answer(watch: &mut Watch) -> Option<Trouble> {
    loop {
        match watch.next().await {
            Seen::State(ConnectionState::Open { .. }) => return None,
            Seen::Stopped { trouble, .. } => return Some(trouble),
            Seen::State(_) | Seen::Event(_) | Seen::Entry(_) | Seen::Bad(_) => {}
        }
    }
}
