//! `tidings feeds check`: whether each feed can be heard now.

use std::time::Duration;

use serde::Serialize;
use tidings_engine::{Client, Seen, Watch, WatchOptions};
use tidings_model::{ConnectionState, Feed};

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
    let mut bad = 0;
    for feed in feeds {
        let standing = standing(&client, place, feed).await;
        bad += usize::from(!standing.ok);
        if json { output::json_line(&standing)? } else { output::line(&standing.words())? }
    }
    if bad == 0 { Ok(()) } else { Err(Failure::Failed(format!("{bad} of the feeds cannot be heard."))) }
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
                return Standing { feed: id, url, ok: false, reason: Some("No answer within 15 s.".into()) };
            }
        },
    };
    let reason =
        reason.map(|trouble| format!("{} {}", trouble.message, trouble.advice).trim_end().to_owned());
    Standing { feed: id, url, ok: reason.is_none(), reason }
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
