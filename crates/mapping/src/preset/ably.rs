//! Ably channels over SSE.
//!
//! By ably.com/docs/protocols/sse: enveloped messages (the default) carry `id`, `timestamp`, `channel`, `name`, `data` and
//! `encoding`; `lastEvent` resumes, for two minutes back.

#[cfg(test)]
mod tests;

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tidings_model::{Entry, Identity};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::preset::envelope::Envelope;
use crate::text;
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, address, json};

/// Channels of Ably.
pub(crate) struct Ably;

impl Format for Ably {
    fn name(&self) -> &'static str {
        "ably"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let known =
            host.ends_with(".ably.io") || host.ends_with(".ably.net") || host.ends_with(".ably-realtime.com");
        known && matches!(url.path(), "/sse" | "/event-stream")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        let texts = |value: &Value| {
            ["/id", "/channel"].iter().all(|at| json::text(value, at).is_some())
                && value["timestamp"].is_i64()
                && value.get("data").is_some()
        };
        event.object().is_some_and(texts)
    }

    fn suggested_name(&self, url: &Url) -> String {
        let channels = url.query_pairs().find(|(name, _)| matches!(name.as_ref(), "channels" | "channel"));
        let named = channels.and_then(|(_, channels)| text::title(&channels.replace(',', ", ")));
        named.unwrap_or_else(|| "Ably".to_owned())
    }

    fn keeps(&self) -> Option<Duration> {
        Some(Duration::from_secs(120))
    }

    /// The last ten messages, as far back as the channel keeps them: two minutes where it keeps no history.
    fn recent(&self, endpoint: &Url) -> Url {
        address::with_query(endpoint, "rewind", "10")
    }

    fn reader(&self, endpoint: &Url, checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(Channels { endpoint: endpoint.clone(), last: checkpoint.map(str::to_owned) })
    }
}

struct Channels {
    endpoint: Url,
    last: Option<String>,
}

impl Reader for Channels {
    fn address(&self) -> Url {
        match &self.last {
            Some(last) => address::with_query(&self.endpoint, "lastEvent", last),
            None => self.endpoint.clone(),
        }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        if event.kind == "heartbeat" {
            return Ok(Meaning::alive());
        }
        if event.kind == "error" {
            let value = json::data(event)?;
            return Err(json::reported(
                json::first(&value, &["/message", "/error/message"]).unwrap_or(&event.data),
            ));
        }
        let id = event.id.clone().filter(|id| !id.is_empty());
        let envelope = json::object(event).filter(|value| value["channel"].is_string());
        let meaning = match envelope {
            Some(envelope) => Meaning::of(message(&envelope, event, &self.endpoint)),
            None => auto::read(event, &self.endpoint),
        };
        self.last = id.or(self.last.take());
        Ok(Meaning { checkpoint: self.last.clone(), ..meaning })
    }
}

/// A message, its data read as any other feed's payload.
fn message(envelope: &Value, event: &Event, endpoint: &Url) -> Vec<Outcome> {
    let encoding = json::text(envelope, "/encoding").unwrap_or_default();
    let data = match envelope.get("data") {
        Some(Value::String(data)) if encoding.contains("base64") => BASE64_STANDARD
            .decode(data)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_else(|| "Binary message".to_owned()),
        Some(Value::String(data)) => data.clone(),
        Some(Value::Null) | None => String::new(),
        Some(data) => data.to_string(),
    };
    let name = json::text(envelope, "/name");
    let kind = name.unwrap_or("message").to_owned();
    let said = auto::read(&Event { kind, data, ..event.clone() }, endpoint);
    let id = json::word(envelope, "/id").unwrap_or_default();
    let whole = |said: Entry, listed: bool| Entry {
        identity: match listed || id.is_empty() {
            true => said.identity,
            false => Identity::Own(identity::key(id.clone())),
        },
        published_at: said.published_at.or_else(|| json::time(envelope, "/timestamp")),
        ..said
    };
    Envelope::of(envelope, &["encoding"]).tell(said.outcomes, whole)
}

const ABOUT: About = About {
    subscribe: &[("Channels", "https://main.realtime.ably.net/sse?v=1.2&channels={channel},{channel}")],
    recognised: "By /sse or /event-stream at a host of Ably, and by events with \"id\", \"channel\", \"timestamp\" and \"data\".",
    heartbeat: "Comments (`:keepalive`); with heartbeats=true `heartbeat` events.",
    cursor: "The `id:`, as `lastEvent=`; Ably keeps two minutes; after a longer outage the feed says that something may be missing.",
    identity: "\"id\"; where the data are a list, that of each item, as of any other feed.",
    replaces: "As the message's data states it.",
    fields: &[
        ("title, text and the rest", "\"data\", as of any other feed, JSON in a string and base64 read"),
        ("title", "\"name\", where the data has none"),
        ("time", "that of the data, or else \"timestamp\""),
    ],
    urgency: "As the data states it.",
    actions: "As the data states them.",
    errors: "`error` events are told in the server's own words. With 40142: the token has expired; give a new one. 401: give the header Authorization: Basic with the key as base64, or Bearer with a token, rather than key= in the address.",
    source: "ably.com/docs/api/sse and ably.com/docs/protocols/sse; checked in November 2026 against the page's own text in ably/docs (api/sse). No account was at hand.",
    ..About::titled("Ably channels")
};
