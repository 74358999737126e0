//! An event that many formats look at to say whether it is theirs.

use std::cell::OnceCell;
use std::ops::Deref;

use serde_json::Value;
use tidings_sse::Event;

/// An event whose JSON is read once, whoever looks at it.
pub struct Glance<'a> {
    event: &'a Event,
    value: OnceCell<Option<Value>>,
}

impl<'a> Glance<'a> {
    /// A look at `event`.
    #[must_use]
    pub fn at(event: &'a Event) -> Self {
        Self { event, value: OnceCell::new() }
    }

    /// The data, if they are a JSON object or array.
    pub(crate) fn value(&self) -> Option<&Value> {
        let likely = || self.event.data.trim_start().starts_with(['{', '[']);
        let read = || likely().then(|| serde_json::from_str(&self.event.data).ok()).flatten();
        self.value.get_or_init(read).as_ref()
    }

    /// The same, for whoever looks last.
    pub(crate) fn into_value(self) -> Option<Value> {
        self.value();
        self.value.into_inner().flatten()
    }

    /// The data, if they are a JSON object.
    pub(crate) fn object(&self) -> Option<&Value> {
        self.value().filter(|value| value.is_object())
    }
}

impl Deref for Glance<'_> {
    type Target = Event;

    fn deref(&self) -> &Event {
        self.event
    }
}
