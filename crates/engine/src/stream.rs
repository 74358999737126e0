//! A feed's connection, as its configuration asks for it.

use std::time::Duration;

use tidings_mapping::Format;
use tidings_model::{Feed, Header, Trouble};
use tidings_net::Client;
use tidings_sse::{Config, EventSource, Gate};
use url::Url;

use crate::ports::World;
use crate::subscription::system_time;
use crate::trouble;

/// How many of a feed's first events may tell its format, where none is named.
pub(crate) const GUESSES: usize = 32;

/// The format a feed names, or the one its address suggests.
pub(crate) fn format_of(feed: &Feed, pasted: &Url) -> &'static dyn Format {
    let named = feed.format.as_deref().and_then(tidings_mapping::format);
    named.unwrap_or_else(|| tidings_mapping::recognise(pasted, &[]))
}

/// The subscription to `url`, with the feed's headers and limits. It connects when it is first asked what happens next.
pub(crate) fn open(
    client: &Client,
    gate: &Gate,
    world: &World,
    feed: &Feed,
    url: Url,
    last_event_id: &str,
) -> Result<EventSource, Trouble> {
    let mut config = Config::new(url);
    config.headers = headers(world, &feed.headers)?;
    last_event_id.clone_into(&mut config.last_event_id);
    config.gate = gate.clone();
    limit(&mut config, feed);
    Ok(source(client, world, config))
}

/// The feed's own limits.
pub(crate) fn limit(config: &mut Config, feed: &Feed) {
    if let Some(seconds) = feed.idle_seconds {
        config.idle = Some(Duration::from_secs(seconds.into()));
    }
    if let Some(bytes) = feed.max_event_bytes {
        config.max_event_bytes = bytes as usize;
    }
}

/// The same, with everything said in `config`.
pub(crate) fn source(client: &Client, world: &World, config: Config) -> EventSource {
    let chance = world.chance.clone();
    EventSource::new(
        client.clone(),
        config,
        Box::new(move || chance.fraction()),
        Box::new(system_time(world)),
    )
}

/// The feed's headers with their values.
pub(crate) fn headers(world: &World, headers: &[Header]) -> Result<Vec<(String, String)>, Trouble> {
    let read = |header: &Header| world.secrets.read(&header.source).map(|value| (header.name.clone(), value));
    headers.iter().map(read).collect::<Result<_, _>>().map_err(|error| trouble::of_secret(&error))
}
