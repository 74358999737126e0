//! Looking into JSON of a known format, by pointers (RFC 6901). Formats are read leniently: what is not as documented is not there.

use serde_json::Value;
use tidings_model::Timestamp;
use tidings_sse::Event;
use url::Url;

use crate::text::{self, limits};
use crate::{MappingError, auto, html, link, time};

/// The data of an event, which has to be JSON.
pub(crate) fn data(event: &Event) -> Result<Value, MappingError> {
    parse(&event.data)
}

/// A text that has to be JSON.
pub(crate) fn parse(text: &str) -> Result<Value, MappingError> {
    serde_json::from_str(text).map_err(|error| MappingError::NotJson { reason: error.to_string() })
}

/// The data of an event, if it is a JSON object.
pub(crate) fn object(event: &Event) -> Option<Value> {
    let likely = event.data.trim_start().starts_with('{');
    likely.then(|| serde_json::from_str(&event.data).ok()).flatten().filter(Value::is_object)
}

/// A text that shows something.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str().filter(|text| text::shows(text))
}

/// The first of several that is there.
pub(crate) fn first<'a>(value: &'a Value, pointers: &[&str]) -> Option<&'a str> {
    pointers.iter().find_map(|pointer| text(value, pointer))
}

/// A text or a number, as text on one line.
pub(crate) fn word(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(word) if text::shows(word) => Some(text::clip(text::one_line(word), limits::TITLE)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A word that the format demands.
pub(crate) fn required(value: &Value, pointer: &str, field: &'static str) -> Result<String, MappingError> {
    word(value, pointer).ok_or(MappingError::Missing { field })
}

/// A time, however it is written.
pub(crate) fn time(value: &Value, pointer: &str) -> Option<Timestamp> {
    time::read(value.pointer(pointer)?)
}

/// A web address.
pub(crate) fn link(value: &Value, pointer: &str, endpoint: &Url) -> Option<String> {
    link::web(value.pointer(pointer)?.as_str()?, endpoint)
}

/// The first of several that is a web address.
pub(crate) fn first_link(value: &Value, pointers: &[&str], endpoint: &Url) -> Option<String> {
    pointers.iter().find_map(|pointer| link(value, pointer, endpoint))
}

/// The readable text of HTML; empty where there is none.
pub(crate) fn html(value: &Value, pointer: &str) -> String {
    text(value, pointer).map(html::strip).unwrap_or_default()
}

/// The words of a list, or of the objects in it by one of their fields.
pub(crate) fn tags(value: &Value, pointer: &str) -> Vec<String> {
    value.pointer(pointer).and_then(auto::object::tags).unwrap_or_default()
}

/// A title out of any text, and never an empty one.
pub(crate) fn title(words: &str, otherwise: &str) -> String {
    text::title(words).or_else(|| text::title(otherwise)).unwrap_or_else(|| "New event".to_owned())
}

/// An error that the server reports in an event.
pub(crate) fn reported(words: &str) -> MappingError {
    MappingError::Reported { words: text::clip(text::one_line(words), limits::TITLE) }
}
