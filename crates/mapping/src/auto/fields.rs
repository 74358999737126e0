//! Looking fields up by the names that feeds give them.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

/// How many fields of one object are looked at.
const FIELDS: usize = 512;

/// Fields that may hold what an event is about, while the object around them says only that it came.
const INNER: [&str; 13] = [
    "data",
    "payload",
    "notification",
    "embeds.0",
    "attachments.0",
    "item",
    "object",
    "article",
    "post",
    "status",
    "message",
    "event",
    "content",
];

/// The objects of one payload, the one to be asked first in front.
///
/// Names are found however they are written: `created_at`, `createdAt`, `Created-At` are one.
pub(crate) struct Fields<'a> {
    layers: Vec<HashMap<String, &'a Value>>,
    envelope: bool,
}

impl<'a> Fields<'a> {
    /// The fields of `object`, those of a CloudEvents envelope behind those of its data.
    pub(crate) fn of(object: &'a Map<String, Value>) -> Self {
        let outer = index(object);
        let inner: Vec<_> =
            INNER.iter().filter_map(|path| walk(&outer, path)?.as_object()).map(index).collect();
        let envelope = outer.contains_key("specversion") && outer.contains_key("source");
        let mut layers = vec![outer];
        layers.splice(if envelope { 0..0 } else { 1..1 }, inner);
        Self { layers, envelope }
    }

    /// Whether the object is a CloudEvents envelope.
    pub(crate) fn is_envelope(&self) -> bool {
        self.envelope
    }

    /// The value at a path such as `meta.id` or `embeds.0.title`, in the first object that has it.
    pub(crate) fn get(&self, path: &str) -> Option<&'a Value> {
        self.layers.iter().find_map(|layer| walk(layer, path)).filter(|value| !value.is_null())
    }

    /// The same, of the object that is asked first only.
    pub(crate) fn own(&self, path: &str) -> Option<&'a Value> {
        walk(self.layers.first()?, path).filter(|value| !value.is_null())
    }

    /// A field of the CloudEvents envelope itself.
    pub(crate) fn envelope_field(&self, path: &str) -> Option<&'a Value> {
        walk(self.layers.last()?, path).filter(|value| !value.is_null())
    }

    /// What `read` makes of the first of `paths` that it can make something of; the outer object is asked for all of them first.
    pub(crate) fn first<T>(&self, paths: &[&str], read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        self.first_named(paths, read).map(|(_, value)| value)
    }

    /// The same, with the path that held it.
    pub(crate) fn first_named<'p, T>(
        &self,
        paths: &[&'p str],
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<(&'p str, T)> {
        self.layers
            .iter()
            .find_map(|layer| paths.iter().find_map(|path| Some((*path, read(walk(layer, path)?)?))))
    }
}

fn index(object: &Map<String, Value>) -> HashMap<String, &Value> {
    let mut fields = HashMap::with_capacity(object.len().min(FIELDS));
    for (name, value) in object.iter().take(FIELDS).filter(|(name, _)| name.len() <= 64) {
        fields.entry(squash(name).into_owned()).or_insert(value);
    }
    fields
}

fn walk<'a>(layer: &HashMap<String, &'a Value>, path: &str) -> Option<&'a Value> {
    let mut steps = path.split('.');
    let first = *layer.get(squash(steps.next()?).as_ref())?;
    steps.try_fold(first, step)
}

fn step<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        Value::Object(object) => object.get(name).or_else(|| {
            let wanted = squash(name);
            object.iter().take(FIELDS).find(|(key, _)| squash(key) == wanted).map(|(_, value)| value)
        }),
        _ => None,
    }
}

/// A name without case and separators.
pub(crate) fn squash(name: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'$';
    if name.bytes().all(plain) {
        return Cow::Borrowed(name);
    }
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .map(|c| c.to_ascii_lowercase())
        .collect::<String>()
        .into()
}

/// Whether a field of this name only wraps what an event is about.
pub(crate) fn is_wrapper(name: &str) -> bool {
    INNER.contains(&squash(name).as_ref())
}

/// Whether two names are one, however they are written.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    squash(one) == squash(other)
}

/// Text that shows something; numbers and truth values are no text.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| crate::text::shows(text))
}

/// A word that names something: text, or a number.
pub(crate) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if crate::text::shows(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A single value as a person would write it.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        other => word(other),
    }
}

/// Reads JSON that stands in a string where an object is expected, once, in the object and in its inner ones.
pub(crate) fn unfold(object: &mut Map<String, Value>) {
    for (name, value) in object.iter_mut().take(FIELDS) {
        if INNER.contains(&squash(name).as_ref())
            && let Some(parsed) = value.as_str().and_then(nested)
        {
            *value = parsed;
        }
    }
}

/// The object or array that a text holds as JSON.
pub(crate) fn nested(text: &str) -> Option<Value> {
    text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}
