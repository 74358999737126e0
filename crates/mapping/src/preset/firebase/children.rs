//! The children of a place, and which of them are others than before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

/// Children named of one event at most.
const NAMED: usize = 500;

/// The children that an event changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Those that are named, [`NAMED`] at most.
    pub(super) named: BTreeSet<String>,
    /// How many there are beside them.
    pub(super) more: usize,
}

impl Names {
    pub(super) fn add(&mut self, name: &str) {
        if self.named.len() < NAMED {
            self.named.insert(name.to_owned());
        } else if !self.named.contains(name) {
            self.more += 1;
        }
    }
}

/// Whether a place has children, and is not one value.
pub(super) fn are_in(place: &Value) -> bool {
    place.is_object() || place.is_array()
}

/// How many children there are; one value counts as one.
pub(super) fn count(place: &Value) -> usize {
    match place {
        Value::Object(children) => children.len(),
        Value::Array(items) => items.len(),
        Value::Null => 0,
        _ => 1,
    }
}

/// The children with their names; those of an array are its numbers, and one value alone has an empty one.
pub(super) fn all(place: &Value) -> Box<dyn Iterator<Item = (Cow<'_, str>, &Value)> + '_> {
    match place {
        Value::Object(children) => {
            Box::new(children.iter().map(|(name, child)| (Cow::Borrowed(name.as_str()), child)))
        }
        Value::Array(items) => {
            Box::new(items.iter().enumerate().map(|(number, item)| (Cow::Owned(number.to_string()), item)))
        }
        Value::Null => Box::new(std::iter::empty()),
        value => Box::new(std::iter::once((Cow::Borrowed(""), value))),
    }
}

/// What stands at a child, if anything does.
pub(super) fn child<'a>(place: &'a Value, name: &str) -> Option<&'a Value> {
    let child = match place {
        Value::Object(children) => children.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        value => Some(value).filter(|_| name.is_empty()),
    };
    child.filter(|child| !child.is_null())
}

/// The children that are not `now` as they were `before`.
pub(super) fn differing(before: &Value, now: &Value, names: &mut Names) {
    for (name, now) in all(now) {
        if child(before, &name).unwrap_or(&Value::Null) != now {
            names.add(&name);
        }
    }
    all(before)
        .filter(|(name, was)| !was.is_null() && child(now, name).is_none())
        .for_each(|(name, _)| names.add(&name));
}
