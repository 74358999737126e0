//! A message of an ntfy topic.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;
use tidings_model::{Action, Entry, Identity, Moment, Timestamp, Urgency};
use url::Url;

use super::address;
use crate::auto::{actions, identity, object, urgency};
use crate::text::{self, limits};
use crate::{MappingError, link, markdown};

/// The fields of server/types.go that a person gets to see. Those of doubtful type are read leniently, one by one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Message {
    id: Value,
    time: Value,
    event: Value,
    topic: Value,
    title: Value,
    message: Value,
    priority: Value,
    tags: Value,
    click: Value,
    icon: Value,
    actions: Value,
    attachment: Value,
    content_type: Value,
    encoding: Value,
    sequence_id: Value,
}

/// Whether only ntfy says such a thing.
pub(super) fn is_certain(object: &Value) -> bool {
    const EVENTS: [&str; 6] =
        ["open", "keepalive", "message", "poll_request", "message_delete", "message_clear"];
    let named = object["event"].as_str().is_some_and(|event| EVENTS.contains(&event));
    named && object["id"].is_string() && object["time"].is_i64() && object["topic"].is_string()
}

/// Whether it may be ntfy's, be it broken.
pub(super) fn is_likely(object: &Value) -> bool {
    likely(&object["topic"], &object["event"], &object["time"])
}

fn likely(topic: &Value, event: &Value, time: &Value) -> bool {
    !topic.is_null() && (!event.is_null() || !time.is_null())
}

impl Message {
    /// Reads the data of an event, if it is an object at all.
    pub(super) fn read(data: &str) -> Option<Self> {
        serde_json::from_str(data).ok()
    }

    /// Whether it may be ntfy's, be it broken.
    pub(super) fn is_likely(&self) -> bool {
        likely(&self.topic, &self.event, &self.time)
    }

    /// What it is: by its own word, else by the name of the SSE event.
    pub(super) fn event<'a>(&'a self, kind: &'a str) -> &'a str {
        self.event.as_str().unwrap_or(kind)
    }

    /// The server's time in seconds.
    pub(super) fn seconds(&self) -> Option<i64> {
        self.time.as_i64().filter(|time| *time > 0)
    }

    /// The replace key of the message that this one is about.
    pub(super) fn about(&self) -> Result<String, MappingError> {
        let about = required(&self.sequence_id, "sequence_id", "text", non_empty)?;
        Ok(identity::key(about.to_owned()))
    }

    /// The entry that the message is.
    ///
    /// # Errors
    /// Where there is no id, or no time: without these nothing can be told from what comes again after a reconnect.
    pub(super) fn entry(&self, endpoint: &Url) -> Result<Entry, MappingError> {
        let id = required(&self.id, "id", "text", non_empty)?;
        let seconds = required(&self.time, "time", "a number of seconds", Value::as_i64)?;
        let sequence = non_empty(&self.sequence_id).unwrap_or(id);
        let (marks, tags) = self.marks_and_tags();
        let attachment = Attachment::of(&self.attachment, endpoint);
        Ok(Entry {
            body: self.body(attachment.as_ref()),
            link: self
                .link(&self.click, endpoint)
                .or_else(|| attachment.as_ref().map(|file| file.url.clone())),
            image: attachment.as_ref().filter(|file| file.is_image).map(|file| file.url.clone()),
            icon: self.link(&self.icon, endpoint),
            published_at: Some(Timestamp(seconds.saturating_mul(1_000))),
            urgency: self.urgency(),
            replaces: Some(identity::key(sequence.to_owned())),
            // Of a sequence: where none of it is up, the bell takes it for news.
            moment: if sequence == id { Moment::News } else { Moment::Update },
            tags,
            actions: self.actions(attachment.as_ref(), endpoint),
            ..Entry::new(Identity::Own(identity::key(id.to_owned())), self.title(&marks, endpoint))
        })
    }

    fn link(&self, value: &Value, endpoint: &Url) -> Option<String> {
        link::web(value.as_str()?, endpoint)
    }

    /// The title, else the topic; emoji in front; the topic behind where the feed has several.
    fn title(&self, marks: &str, endpoint: &Url) -> String {
        let topic = self.topic.as_str().unwrap_or("ntfy");
        let given = self.title.as_str().and_then(text::title);
        let several = address::topics(endpoint).len() > 1;
        let words = match given {
            Some(title) if several => format!("{title} ({topic})"),
            Some(title) => title,
            None => topic.to_owned(),
        };
        text::title(&format!("{marks} {words}")).unwrap_or_else(|| "New message".to_owned())
    }

    fn body(&self, attachment: Option<&Attachment>) -> String {
        let message = self.message.as_str().unwrap_or_default();
        let mut body = match self.encoding.as_str() {
            Some("base64") => decoded(message),
            _ => message.to_owned(),
        };
        if self.content_type.as_str() == Some("text/markdown") {
            body = markdown::plain(&body);
        }
        if let Some(file) = attachment.filter(|file| !file.is_image) {
            body = format!("{body}\n{}", file.describe());
        }
        text::body(&body)
    }

    /// 3 is the default, and left out on the wire.
    fn urgency(&self) -> Urgency {
        let priority = self.priority.as_f64().filter(|priority| *priority > 0.0);
        priority.and_then(|priority| urgency::by_priority(priority, false)).unwrap_or_default()
    }

    /// The emoji that tags stand for, as ntfy's own apps show them, and the tags that stand for none.
    fn marks_and_tags(&self) -> (String, Vec<String>) {
        let all = object::tags(&self.tags).unwrap_or_default();
        let emoji = |tag: &String| emojis::get_by_shortcode(tag);
        let marks = all.iter().filter_map(emoji).map(|emoji| emoji.as_str()).collect();
        (marks, all.iter().filter(|tag| emoji(tag).is_none()).cloned().collect())
    }

    /// A message that leads elsewhere keeps its attachment as a button.
    fn actions(&self, attachment: Option<&Attachment>, endpoint: &Url) -> Vec<Action> {
        let mut actions = actions::read(&self.actions, endpoint);
        let elsewhere = self.link(&self.click, endpoint).is_some();
        if let Some(file) = attachment.filter(|_| elsewhere && actions.len() < limits::ACTIONS) {
            let label = text::clip(format!("Open {}", file.name), limits::LABEL);
            actions.push(Action::Open { label, url: file.url.clone(), clear: false });
        }
        actions
    }
}

fn non_empty(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

fn required<'a, T>(
    value: &'a Value,
    field: &'static str,
    expected: &'static str,
    read: impl Fn(&'a Value) -> Option<T>,
) -> Result<T, MappingError> {
    if value.is_null() {
        return Err(MappingError::Missing { field });
    }
    let found = || text::clip(text::one_line(&value.to_string()), limits::TAG);
    read(value).ok_or_else(|| MappingError::Wrong { field, expected, found: found() })
}

/// A body that ntfy carries as base64: as text where it is text, else its size.
fn decoded(message: &str) -> String {
    match BASE64_STANDARD.decode(message.trim()) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => format!("Binary message, {}", size(error.as_bytes().len() as u64)),
        },
        Err(_) => message.to_owned(),
    }
}

struct Attachment {
    name: String,
    url: String,
    bytes: Option<u64>,
    is_image: bool,
}

impl Attachment {
    fn of(value: &Value, endpoint: &Url) -> Option<Self> {
        let url = link::web(value.get("url")?.as_str()?, endpoint)?;
        let name = value
            .get("name")
            .and_then(Value::as_str)
            .filter(|name| text::shows(name))
            .unwrap_or("attachment");
        let name = text::clip(text::one_line(name), limits::TAG);
        let kind = value.get("type").and_then(Value::as_str);
        let is_image = kind.map_or_else(|| has_image_name(&name), |kind| kind.starts_with("image/"));
        Some(Self {
            name,
            url,
            bytes: value.get("size").and_then(Value::as_u64).filter(|bytes| *bytes > 0),
            is_image,
        })
    }

    fn describe(&self) -> String {
        match self.bytes {
            Some(bytes) => format!("Attachment: {} ({})", self.name, size(bytes)),
            None => format!("Attachment: {}", self.name),
        }
    }
}

/// ntfy leaves the type out for files that it does not store itself.
fn has_image_name(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["jpg", "jpeg", "png", "gif", "webp"].contains(&end.as_str())
}

/// A size as people read it, in decimal units.
fn size(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
