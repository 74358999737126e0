//! CloudEvents 1.0 in JSON, whatever server sends them.
//!
//! By the CloudEvents specification 1.0.2 and its JSON event format: `data` is any JSON, `data_base64` any bytes.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tidings_model::{Entry, Identity};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::preset::envelope::Envelope;
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json};

#[cfg(test)]
mod tests;

/// Envelopes of CloudEvents.
pub(crate) struct CloudEvents;

impl Format for CloudEvents {
    fn name(&self) -> &'static str {
        "cloudevents"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        let there = |value: &Value| {
            ["/specversion", "/type", "/source", "/id"].iter().all(|at| json::text(value, at).is_some())
        };
        event.object().is_some_and(there)
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let Some(value) = json::object(event).filter(|value| value["specversion"].is_string()) else {
        return Ok(auto::read(event, endpoint));
    };
    let (id, source) = (json::required(&value, "/id", "id")?, json::required(&value, "/source", "source")?);
    let kind = json::required(&value, "/type", "type")?;
    // com.example.shop.order.shipped: the last words say what happened.
    let last: Vec<&str> = kind.rsplit('.').take(2).collect();
    let named = humanise(&last.into_iter().rev().collect::<Vec<_>>().join(" "));
    let inner = Event { kind: "message".to_owned(), data: data(&value), ..event.clone() };
    let subject = json::text(&value, "/subject");
    let unnamed = || json::title(&[named.as_str(), subject.unwrap_or_default()].join(" "), "New event");
    let key = format!("{source} {id}");
    let own = |said: &Identity| match said {
        Identity::Own(item) | Identity::Stream { hash: item, .. } | Identity::Content { hash: item } => {
            format!("{key} {item}")
        }
    };
    let at = json::time(&value, "/time");
    let whole = |said: Entry, listed: bool| Entry {
        identity: Identity::Own(identity::key(if listed { own(&said.identity) } else { key.clone() })),
        title: if said.title == "New event" { unnamed() } else { said.title },
        // Each of several has a time of its own.
        published_at: if listed { said.published_at.or(at) } else { at.or(said.published_at) },
        tags: if said.tags.is_empty() { text::tags([named.to_lowercase()]) } else { said.tags },
        ..said
    };
    let mut said = auto::read(&inner, endpoint).outcomes;
    if said.is_empty() {
        said.push(Outcome::Entry(Entry::new(Identity::Own(key.clone()), unnamed())));
    }
    Ok(Meaning::of(Envelope::of(&value, &["data_base64"]).tell(said, whole)))
}

fn data(envelope: &Value) -> String {
    let bytes = json::text(envelope, "/data_base64").and_then(|text| BASE64_STANDARD.decode(text).ok());
    match (bytes.and_then(|bytes| String::from_utf8(bytes).ok()), envelope.get("data")) {
        (Some(text), _) => text,
        (None, Some(Value::String(text))) => text.clone(),
        (None, Some(Value::Null) | None) => String::new(),
        (None, Some(data)) => data.to_string(),
    }
}

const ABOUT: About = About {
    subscribe: &[("Any server that sends CloudEvents", "https://{server}/{path}")],
    recognised: "By events with \"specversion\", \"type\", \"source\" and \"id\".",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "\"source\" and \"id\"; where the data are a list of items, also that of the item, as of any other feed.",
    replaces: "As \"data\" states it.",
    fields: &[
        ("title, text and the rest", "\"data\" or \"data_base64\", as of any other feed"),
        ("title", "the last words of \"type\", and \"subject\", where the data has none"),
        ("time", "\"time\"; of items of a list their own, where they have one"),
        ("tags", "those of the data, or else the last words of \"type\""),
    ],
    urgency: "As the data states it.",
    actions: "As the data states them.",
    errors: "An envelope without \"id\", \"source\" or \"type\" is passed over, and the feed says so.",
    source: "CloudEvents 1.0.2, and its JSON event format.",
    ..About::titled("CloudEvents")
};
