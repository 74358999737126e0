//! What a template or a rule can see: the event and the entry, and nothing else.

use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use tidings_model::{Entry, Moment, RawEvent, Urgency};
use url::Url;

/// One entry and the event it was made of.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The feed's identifier.
    pub feed: &'a str,
    /// Where it is: a link without a server is taken there.
    pub endpoint: &'a Url,
    /// The event: the same for all its entries.
    pub event: &'a Arc<Payload>,
}

/// The names that a template and the rules find.
#[derive(Clone)]
pub struct Scene {
    pub(super) endpoint: Url,
    feed: Arc<str>,
    event: Arc<Payload>,
    pub(crate) entry: Arc<Entry>,
}

/// What an event carries. It is read when a name is first looked for in it, and once, however many entries the event holds.
#[derive(Debug)]
pub struct Payload {
    raw: RawEvent,
    value: OnceLock<Value>,
}

impl Payload {
    /// Of this event.
    #[must_use]
    pub fn new(raw: RawEvent) -> Arc<Self> {
        Arc::new(Self { raw, value: OnceLock::new() })
    }

    /// The event word for word.
    #[must_use]
    pub fn raw(&self) -> &RawEvent {
        &self.raw
    }

    /// The data as JSON, else as the text it is.
    fn value(&self) -> &Value {
        self.value.get_or_init(|| {
            serde_json::from_str(&self.raw.data).unwrap_or_else(|_| Value::from(self.raw.data.as_str()))
        })
    }
}

impl fmt::Debug for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scene").field("feed", &self.feed).finish_non_exhaustive()
    }
}

impl Scene {
    /// The scene of an entry.
    #[must_use]
    pub fn new(said: Said<'_>, entry: Entry) -> Self {
        Self {
            endpoint: said.endpoint.clone(),
            feed: said.feed.into(),
            event: said.event.clone(),
            entry: Arc::new(entry),
        }
    }

    /// The same event with other words.
    pub(crate) fn with(&self, entry: Entry) -> Self {
        Self { entry: Arc::new(entry), ..self.clone() }
    }

    /// The entry.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The entry by itself.
    #[must_use]
    pub fn into_entry(self) -> Entry {
        Arc::unwrap_or_clone(self.entry)
    }

    pub(crate) fn value(&self) -> Value {
        Value::from_object(self.clone())
    }

    fn field(&self, name: &str) -> Option<Value> {
        let entry = &*self.entry;
        let text = |text: &Option<String>| text.as_deref().map_or(Value::from(()), Value::from);
        Some(match name {
            "title" => Value::from(entry.title.as_str()),
            "body" => Value::from(entry.body.as_str()),
            "link" => text(&entry.link),
            "image" => text(&entry.image),
            "icon" => text(&entry.icon),
            "replaces" => text(&entry.replaces),
            "urgency" => Value::from(urgency(entry.urgency)),
            "moment" => Value::from(moment(entry.moment)),
            "time" => entry.published_at.map_or(Value::from(()), |at| Value::from(rfc3339(at.0))),
            "tags" => Value::from(entry.tags.clone()),
            _ => return None,
        })
    }
}

/// The names of an entry's own fields.
const FIELDS: [&str; 10] =
    ["title", "body", "link", "image", "icon", "replaces", "urgency", "moment", "time", "tags"];
/// The names of what is around it.
const AROUND: [&str; 6] = ["data", "entry", "event", "id", "raw", "feed"];

impl Object for Scene {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let raw = &self.event.raw;
        match key {
            "data" => Some(self.event.value().clone()),
            "entry" => {
                Some(Value::from_pairs(FIELDS.iter().filter_map(|name| Some((*name, self.field(name)?)))))
            }
            "event" => Some(Value::from(raw.kind.as_str())),
            "id" => Some(Value::from(raw.last_event_id.as_str())),
            "raw" => Some(Value::from(raw.data.as_str())),
            "feed" => Some(Value::from(&*self.feed)),
            name => self.field(name).or_else(|| {
                let found = self.event.value().get_attr(name).ok()?;
                (!found.is_undefined()).then_some(found)
            }),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(AROUND.iter().chain(&FIELDS).map(|name| Value::from(*name)).collect())
    }
}

fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Low => "low",
        Urgency::Normal => "normal",
        Urgency::Critical => "critical",
    }
}

fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::News => "news",
        Moment::Minor => "minor",
        Moment::Final => "final",
        Moment::Update => "update",
    }
}

fn rfc3339(millis: i64) -> String {
    jiff::Timestamp::from_millisecond(millis).map(|at| at.to_string()).unwrap_or_default()
}
