//! The guess for feeds of no known format: any JSON, text or value, read by the names that fields have in the wild.

pub(crate) mod actions;
pub(crate) mod fields;
pub(crate) mod identity;
pub(crate) mod object;
pub(crate) mod score;
#[cfg(test)]
mod tests;
pub(crate) mod urgency;

pub(crate) use fields::scalar;
use serde_json::{Map, Value};
use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

use crate::reader::Plain;
use crate::text::{self, humanise, limits};
use crate::{About, Format, Glance, Meaning, Outcome, Reader, html};

pub(crate) const NAME: &str = "auto";

/// The format of whatever no other format claims.
pub(crate) struct Auto;

impl Format for Auto {
    fn name(&self) -> &'static str {
        NAME
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, _event: &Glance<'_>) -> bool {
        false
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, |event, endpoint| Ok(read(event, endpoint)))
    }
}

/// What an event of an unknown feed means.
pub(crate) fn read(event: &Event, endpoint: &Url) -> Meaning {
    of(serde_json::from_str(&event.data).ok(), event, endpoint)
}

/// The same, where its JSON was read already; none where it is not JSON.
pub(crate) fn of(value: Option<Value>, event: &Event, endpoint: &Url) -> Meaning {
    Meaning::of(outcomes(value.map(opened), event, endpoint))
}

/// Names of events that say only that the connection lives.
const HEARTBEATS: [&str; 6] = ["ping", "heartbeat", "keepalive", "keep-alive", "keep_alive", "thump"];

/// Names of events that say only that the connection was made: django-eventstream's, PocketBase's, and what others call it.
const GREETINGS: [&str; 7] =
    ["connect", "connected", "connection", "hello", "pb_connect", "stream-open", "welcome"];

/// What a greeting may hold besides: whose connection it is, and when.
const CONNECTION: [&str; 8] =
    ["clientid", "connectionid", "event", "sessionid", "sid", "time", "timestamp", "type"];

/// What an event says, entry by entry.
fn outcomes(value: Option<Value>, event: &Event, endpoint: &Url) -> Vec<Outcome> {
    if is_heartbeat(event, value.as_ref()) || is_greeting(event, value.as_ref()) {
        return Vec::new();
    }
    let entry = match value {
        Some(Value::Object(mut object)) if holds_items(&object) => {
            let listed = |name: &&&str| object.get(**name).is_some_and(is_list);
            let items = ITEMS.iter().find(listed).and_then(|name| object.remove(*name));
            return match items {
                Some(Value::Array(items)) => of_items(items, event, endpoint),
                _ => Vec::new(),
            };
        }
        Some(Value::Object(mut object)) => of_object(&mut object, event.data.as_bytes(), event, endpoint),
        Some(Value::Array(items)) if items.iter().any(Value::is_object) => {
            return of_items(items, event, endpoint);
        }
        Some(Value::Array(items)) => of_text(&joined(&items), event),
        Some(Value::String(text)) => of_text(&text, event),
        Some(value) => of_value(&value, event),
        None => of_text(&event.data, event),
    };
    vec![Outcome::Entry(entry)]
}

/// Names of a list that is all an event is about.
const ITEMS: [&str; 7] = ["items", "data", "events", "results", "articles", "messages", "entries"];

/// Whether an object only wraps a list of others: it has no words of its own.
fn holds_items(object: &Map<String, Value>) -> bool {
    let own = ["title", "headline", "message", "body", "text", "description", "name", "subject"];
    let listed = ITEMS.iter().any(|name| object.get(*name).is_some_and(is_list));
    listed && !own.iter().any(|name| object.get(*name).is_some_and(Value::is_string))
}

/// Whether a value is a list of objects, with something in it.
fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
}

/// JSON that stands in a string is read once more.
fn opened(value: Value) -> Value {
    match value {
        Value::String(text) => fields::nested(&text).unwrap_or(Value::String(text)),
        value => value,
    }
}

/// Whether an event only shows that the connection lives: a heartbeat by name, with nothing of weight in it, or no content at all.
fn is_heartbeat(event: &Event, value: Option<&Value>) -> bool {
    let named = HEARTBEATS.iter().any(|name| event.kind.eq_ignore_ascii_case(name));
    let weightless = match value {
        Some(Value::Object(object)) => {
            object.len() <= 1 && object.values().all(|value| !value.is_object() && !value.is_array())
        }
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => true,
        None => event.data.len() <= 64,
    };
    (named && weightless) || (event.kind == "message" && !text::shows(&event.data))
}

/// Whether an event only greets: it would come anew, under another number, with every connection.
fn is_greeting(event: &Event, value: Option<&Value>) -> bool {
    let greets = |name: &str| GREETINGS.iter().any(|greeting| name.eq_ignore_ascii_case(greeting));
    let Some(Value::Object(object)) = value else {
        return greets(&event.kind) && !text::shows(&event.data);
    };
    let own = |(name, value): (&String, &Value)| {
        scalar(value).is_some() && CONNECTION.contains(&name.replace(['_', '-'], "").to_lowercase().as_str())
    };
    let typed =
        ["type", "event"].iter().any(|name| object.get(*name).and_then(Value::as_str).is_some_and(greets));
    (greets(&event.kind) || typed) && object.len() <= CONNECTION.len() && object.iter().all(own)
}

fn of_object(object: &mut Map<String, Value>, data: &[u8], event: &Event, endpoint: &Url) -> Entry {
    fields::unfold(object);
    object::read(object, data, event, endpoint)
}

/// One entry for each object of an array, each with an identity of its own.
fn of_items(items: Vec<Value>, event: &Event, endpoint: &Url) -> Vec<Outcome> {
    let more = items.len().saturating_sub(limits::ITEMS);
    let mut outcomes = Vec::with_capacity(items.len().min(limits::ITEMS) + 1);
    for item in items.into_iter().take(limits::ITEMS) {
        let data = item.to_string();
        let entry = match item {
            Value::Object(mut object) => of_object(&mut object, data.as_bytes(), event, endpoint),
            item => Entry { identity: identity::of_stream(event, data.as_bytes()), ..of_value(&item, event) },
        };
        outcomes.push(Outcome::item(entry, data));
    }
    if more > 0 {
        outcomes.push(Outcome::Entry(of_text(&format!("… and {more} more in the same event"), event)));
    }
    outcomes
}

/// Single values in a row.
fn joined(items: &[Value]) -> String {
    let shown = items.iter().take(limits::ITEMS).filter_map(scalar);
    shown.collect::<Vec<_>>().join(", ")
}

/// Running text: its first line or sentence is the title.
fn of_text(text: &str, event: &Event) -> Entry {
    let (title, body) =
        text::heading(&html::plain(text)).unwrap_or_else(|| (object::fallback(event), String::new()));
    plain(title, body, event)
}

/// A bare value, with the event's name before it where it has one.
fn of_value(value: &Value, event: &Event) -> Entry {
    let value = scalar(value).unwrap_or_default();
    let name = if event.kind == "message" { String::new() } else { humanise(&event.kind) };
    let title = match (name.is_empty(), value.is_empty()) {
        (false, false) => format!("{name}: {value}"),
        (true, false) => value,
        (_, true) => name,
    };
    plain(text::title(&title).unwrap_or_else(|| object::fallback(event)), String::new(), event)
}

fn plain(title: String, body: String, event: &Event) -> Entry {
    Entry { body, ..Entry::new(identity::of_stream(event, event.data.as_bytes()), title) }
}

const ABOUT: About = About {
    subscribe: &[("Any stream of events", "https://{server}/{path}")],
    recognised: "It takes whatever no other format claims.",
    heartbeat: "Comments; events called `ping`, `heartbeat`, `keepalive` or `thump` with nothing of weight in them; events without any text; greetings such as `connected` that hold nothing but whose connection it is, and when.",
    cursor: "The `id:`, as `Last-Event-ID`.",
    identity: "\"id\", \"guid\", \"uuid\" and their like, with a version such as \"sequence\" or \"updated_at\" where there is one; or else the `id:` of this very block with a hash of the event; or else the hash, within the time after a reconnect.",
    replaces: "\"sequence_id\", \"collapse_key\", \"match_id\", \"entity_id\" and their like; the \"tag\" of a web notification.",
    fields: &[
        (
            "title",
            "\"title\", \"headline\", \"name\", \"subject\"; or else a short \"summary\"; or else the first sentence of the text; two sides with a score read as a match",
        ),
        (
            "text",
            "\"message\", \"body\", \"description\", \"text\", \"content\" and their like, without HTML; or else the fields that nothing else shows, one a line",
        ),
        ("link", "\"click\", \"url\", \"link\", \"href\" and their like: http and https only"),
        ("picture", "\"image\", \"thumbnail\", \"banner_image\" and their like, or an attached image"),
        ("icon", "\"icon\", \"avatar\" and their like"),
        (
            "time",
            "\"time\", \"timestamp\", \"published\", \"created_at\" and their like: seconds, milliseconds, micro- or nanoseconds, RFC 3339 or RFC 2822",
        ),
        ("tags", "\"tags\", \"categories\", \"labels\" and their like"),
        (
            "several entries",
            "an array, or an object that only wraps one (\"items\", \"data\", \"events\", \"articles\" …): one entry each, 500 at most",
        ),
    ],
    urgency: "\"priority\", \"urgency\", \"severity\" or \"level\", as numbers or words; otherwise normal.",
    actions: "\"actions\", as ntfy and web notifications have them.",
    errors: "None: what cannot be read as JSON is read as text.",
    source: "The names that fields have in the wild; there is no standard. Case and separators do not matter: \"created_at\", \"createdAt\" and \"Created-At\" are one.",
    ..About::titled("any other feed")
};
