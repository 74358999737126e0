//! What stands at a place of the database, as `put` and `patch` change it.

use serde_json::{Map, Value};
use tidings_sse::Event;

use crate::{MappingError, json};

/// The most data a tree is kept of, in bytes as they came. Beyond it, it is let go, and the next `put` at its root starts another.
const MOST: usize = 8 << 20;
/// The deepest path: as deep as Firebase itself allows.
const DEPTH: usize = 32;

/// What an event of the stream does.
pub(super) enum Said {
    /// It changed what stands at these children; none of them means the whole place.
    Changed(Option<Vec<String>>),
    /// It shows that the feed lives.
    Nothing,
}

/// The state of a place.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) root: Value,
    bytes: usize,
    /// Whether what stands here is all there is.
    pub(super) whole: bool,
}

impl Tree {
    /// Does what an event says.
    ///
    /// # Errors
    /// Where it is no event of the protocol, or ends the permission to listen.
    pub(super) fn take(&mut self, event: &Event) -> Result<Said, MappingError> {
        match event.kind.as_str() {
            "put" | "patch" => {}
            "cancel" => return Err(json::reported("the rules of the database do not allow this place")),
            "auth_revoked" => return Err(json::reported("the sign-in has expired; give the feed a new one")),
            _ => return Ok(Said::Nothing),
        }
        let mut value = json::data(event)?;
        let path = json::required(&value, "/path", "path")?;
        let data = value.get_mut("data").map(Value::take).unwrap_or_default();
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).take(DEPTH).collect();
        self.grow(event.data.len(), steps.is_empty() && event.kind == "put");
        if event.kind == "put" {
            self.whole |= steps.is_empty();
            *reach(&mut self.root, &steps) = data;
        } else if let Value::Object(children) = data {
            let changed = children.keys().take(1_000).cloned().collect();
            for (name, child) in children {
                let inner: Vec<&str> = steps.iter().copied().chain(name.split('/')).take(DEPTH).collect();
                *reach(&mut self.root, &inner) = child;
            }
            return Ok(Said::Changed(Some(match steps.first() {
                Some(first) => vec![(*first).to_owned()],
                None => changed,
            })));
        }
        Ok(Said::Changed(steps.first().map(|first| vec![(*first).to_owned()])))
    }

    fn grow(&mut self, bytes: usize, anew: bool) {
        self.bytes = if anew { bytes } else { self.bytes.saturating_add(bytes) };
        if self.bytes > MOST {
            *self = Self::default();
        }
    }

    /// The children by name; those of an array by number.
    pub(super) fn children(&self) -> Vec<(String, &Value)> {
        match &self.root {
            Value::Object(children) => children
                .iter()
                .filter(|(_, child)| !child.is_null())
                .map(|(name, child)| (name.clone(), child))
                .collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(n, child)| (n.to_string(), child)).collect()
            }
            Value::Null => Vec::new(),
            value => vec![(String::new(), value)],
        }
    }
}

/// The place under `steps`, made where it is missing.
fn reach<'a>(root: &'a mut Value, steps: &[&str]) -> &'a mut Value {
    let mut at = root;
    for step in steps {
        let index = step.parse::<usize>().ok();
        if let (Value::Array(items), Some(index)) = (&mut *at, index)
            && index <= items.len()
        {
            if index == items.len() {
                items.push(Value::Null);
            }
        } else if !at.is_object() {
            *at = Value::Object(named(at.take()));
        }
        at = match at {
            Value::Array(items) => &mut items[index.unwrap_or_default()],
            Value::Object(children) => children.entry((*step).to_owned()).or_insert(Value::Null),
            other => other,
        };
    }
    at
}

/// The items of an array by their numbers; of anything else, nothing.
fn named(value: Value) -> Map<String, Value> {
    match value {
        Value::Array(items) => items.into_iter().enumerate().map(|(n, item)| (n.to_string(), item)).collect(),
        _ => Map::new(),
    }
}
