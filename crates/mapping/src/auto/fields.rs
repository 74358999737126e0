//! Looking fields up by the names that feeds give them.

use std::borrow::Cow;

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
    layers: Vec<Layer<'a>>,
    /// Those of all layers.
    beginnings: u128,
    envelope: bool,
}

impl<'a> Fields<'a> {
    /// The fields of `object`, those of a CloudEvents envelope behind those of its data.
    pub(crate) fn of(object: &'a Map<String, Value>) -> Self {
        let outer = Layer::of(object);
        let inner: Vec<_> =
            INNER.iter().filter_map(|path| outer.walk(path)?.as_object()).map(Layer::of).collect();
        let envelope = outer.walk("specversion").is_some() && outer.walk("source").is_some();
        let mut layers = vec![outer];
        layers.splice(if envelope { 0..0 } else { 1..1 }, inner);
        let beginnings = layers.iter().fold(0, |all, layer| all | layer.beginnings);
        Self { layers, beginnings, envelope }
    }

    /// Whether the object is a CloudEvents envelope.
    pub(crate) fn is_envelope(&self) -> bool {
        self.envelope
    }

    /// The value at a path such as `meta.id` or `embeds.0.title`, in the first object that has it.
    pub(crate) fn get(&self, path: &str) -> Option<&'a Value> {
        let mut layers = self.layers.iter().filter(|_| self.may_have(path));
        layers.find_map(|layer| layer.walk(path)).filter(|value| !value.is_null())
    }

    /// The same, of the object that is asked first only.
    pub(crate) fn own(&self, path: &str) -> Option<&'a Value> {
        self.layers.first()?.walk(path).filter(|value| !value.is_null())
    }

    /// A field of the CloudEvents envelope itself.
    pub(crate) fn envelope_field(&self, path: &str) -> Option<&'a Value> {
        self.layers.last()?.walk(path).filter(|value| !value.is_null())
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
        let paths: Vec<&'p str> = paths.iter().copied().filter(|path| self.may_have(path)).collect();
        let mut layers = self.layers.iter().filter(|_| !paths.is_empty());
        layers.find_map(|layer| paths.iter().find_map(|path| Some((*path, read(layer.walk(path)?)?))))
    }

    fn may_have(&self, path: &str) -> bool {
        self.beginnings & beginning(path) != 0
    }
}

/// The fields of one object by their squashed names. Hundreds of names are looked for in each object, and few are there.
struct Layer<'a> {
    /// By name; of two that are one, the first in front.
    fields: Vec<(Cow<'a, str>, &'a Value)>,
    /// A bit for each beginning that a name here has.
    beginnings: u128,
}

impl<'a> Layer<'a> {
    fn of(object: &'a Map<String, Value>) -> Self {
        let named = object.iter().take(FIELDS).filter(|(name, _)| name.len() <= LONGEST);
        let mut fields: Vec<_> = named.map(|(name, value)| (squash(name), value)).collect();
        fields.sort_by(|(one, _), (other, _)| one.cmp(other));
        let beginnings = fields.iter().fold(0, |all, (name, _)| all | beginning(name));
        Self { fields, beginnings }
    }

    fn walk(&self, path: &str) -> Option<&'a Value> {
        if self.beginnings & beginning(path) == 0 {
            return None;
        }
        let (mut first, mut length, mut rest) = ([0; LONGEST], 0, "");
        for (at, b) in path.bytes().enumerate() {
            if b == b'.' {
                rest = &path[at + 1..];
                break;
            }
            if !is_separator(b) {
                *first.get_mut(length)? = b.to_ascii_lowercase();
                length += 1;
            }
        }
        let first = &first[..length];
        let at = self.fields.partition_point(|(name, _)| name.as_bytes() < first);
        let (_, value) = self.fields.get(at).filter(|(name, _)| name.as_bytes() == first)?;
        let mut steps = rest.split('.').filter(|_| !rest.is_empty());
        steps.try_fold(*value, step)
    }
}

/// The longest name that is looked at, in bytes.
const LONGEST: usize = 64;

/// A bit for the first two letters of a name, or of a path's first step: most names that are looked for are told apart by it.
pub(crate) const fn beginning(path: &str) -> u128 {
    let path = path.as_bytes();
    let (mut letters, mut seen, mut at) = (0, 0, 0);
    while at < path.len() && path[at] != b'.' && seen < 2 {
        if !is_separator(path[at]) {
            letters = letters * 31 + path[at].to_ascii_lowercase() as usize;
            seen += 1;
        }
        at += 1;
    }
    1 << (letters % 128)
}

/// Those of all these names.
pub(crate) const fn beginnings(names: &[&str]) -> u128 {
    let (mut all, mut at) = (0, 0);
    while at < names.len() {
        all |= beginning(names[at]);
        at += 1;
    }
    all
}

fn step<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        Value::Object(object) => object.get(name).or_else(|| {
            object.iter().take(FIELDS).find(|(key, _)| is_same(key, name)).map(|(_, value)| value)
        }),
        _ => None,
    }
}

/// A name without case and separators.
pub(crate) fn squash(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|b| !is_separator(b) && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .map(|c| c.to_ascii_lowercase())
        .collect::<String>()
        .into()
}

const fn is_separator(b: u8) -> bool {
    matches!(b, b'_' | b'-' | b' ')
}

/// Whether a field of this name only wraps what an event is about.
pub(crate) fn is_wrapper(name: &str) -> bool {
    INNER.iter().any(|inner| is_same(inner, name))
}

/// Whether two names are one, however they are written.
#[inline]
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    // Most are told apart by their first letters.
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if let (Some(a), Some(b)) = (one.first(), other.first())
        && a.is_ascii_alphabetic()
        && b.is_ascii_alphabetic()
        && !a.eq_ignore_ascii_case(b)
    {
        return false;
    }
    is_same_in_full(one, other)
}

fn is_same_in_full(one: &[u8], other: &[u8]) -> bool {
    let (mut at, mut there) = (0, 0);
    loop {
        at += one[at..].iter().take_while(|b| is_separator(**b)).count();
        there += other[there..].iter().take_while(|b| is_separator(**b)).count();
        match (one.get(at), other.get(there)) {
            (None, None) => return true,
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
            _ => return false,
        }
        (at, there) = (at + 1, there + 1);
    }
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
        if let Value::String(text) = value
            && is_wrapper(name)
            && let Some(parsed) = nested(text)
        {
            *value = parsed;
        }
    }
}

/// The object or array that a text holds as JSON.
pub(crate) fn nested(text: &str) -> Option<Value> {
    text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}
