//! What stands at a place of the database, as `put` and `patch` change it.

use serde_json::{Map, Value};
use tidings_sse::Event;

use super::children::{self, Names};
use crate::{MappingError, json};

/// The deepest path: as deep as Firebase itself allows.
const DEPTH: usize = 32;

/// What an event of the stream does.
pub(super) enum Said {
    /// It brought all there is, where nothing was kept before.
    Whole,
    /// It changed what stands at these children.
    Changed(Names),
    /// It made the place larger than what is kept.
    TooLarge,
    /// It shows that the feed lives.
    Nothing,
}

/// The state of a place.
pub(super) struct Tree {
    pub(super) root: Value,
    /// What is kept at most, in bytes of memory. A larger tree is let go, and the next `put` at its root starts another.
    most: usize,
    bytes: usize,
    /// Whether what stands here is all there is. Until then nothing is kept.
    whole: bool,
}

impl Tree {
    pub(super) fn of_at_most(most: usize) -> Self {
        Self { root: Value::Null, most, bytes: 0, whole: false }
    }

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
        let begins = !self.whole;
        self.whole |= event.kind == "put" && steps(&path).next().is_none();
        if !self.whole {
            return Ok(Said::Nothing);
        }
        let changed = self.change(event.kind == "patch", &path, data);
        if self.bytes > self.most {
            *self = Self::of_at_most(self.most);
            return Ok(Said::TooLarge);
        }
        Ok(if begins { Said::Whole } else { Said::Changed(changed) })
    }

    fn change(&mut self, is_patch: bool, path: &str, data: Value) -> Names {
        let mut changed = Names::default();
        match data {
            // Each name may be a path of its own.
            Value::Object(children) if is_patch => {
                for (name, child) in children {
                    self.set(
                        &steps(path).chain(steps(&name)).take(DEPTH).collect::<Vec<_>>(),
                        child,
                        &mut changed,
                    );
                }
            }
            data => self.set(&steps(path).take(DEPTH).collect::<Vec<_>>(), data, &mut changed),
        }
        changed
    }

    /// Puts `data` at `path`, and names the children that are others then: what is there already changes nothing.
    fn set(&mut self, path: &[&str], data: Value, changed: &mut Names) {
        let there = at(&self.root, path);
        if there == Some(&data) || (data.is_null() && there.is_none()) {
            return;
        }
        if let Some(first) = path.first()
            && children::are_in(&self.root)
        {
            changed.add(first);
            self.put(path, data);
            return;
        }
        // What was one value has no children to be told apart, and what is put in the place of all may differ anywhere.
        let before = self.root.take();
        self.bytes = self.bytes.saturating_sub(weight(&before));
        self.put(path, data);
        children::differing(&before, &self.root, changed);
    }

    fn put(&mut self, path: &[&str], data: Value) {
        if data.is_null() {
            let freed = remove(&mut self.root, path);
            self.bytes = self.bytes.saturating_sub(freed);
            return;
        }
        let (mut made, mut freed) = (weight(&data), 0);
        let at = reach(&mut self.root, path, &mut made, &mut freed);
        freed += weight(&std::mem::replace(at, data));
        self.bytes = (self.bytes + made).saturating_sub(freed);
    }

    #[cfg(test)]
    pub(super) fn is_weighed(&self) -> bool {
        self.bytes == weight(&self.root)
    }
}

/// What stands under `path`, if anything does.
fn at<'a>(root: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter()
        .try_fold(root, |at, step| match at {
            Value::Object(fields) => fields.get(*step),
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
        .filter(|value| !value.is_null())
}

fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|step| !step.is_empty())
}

/// What a value takes of memory beside its own place, about.
fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(|item| size_of::<Value>() + weight(item)).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| of_name(name) + weight(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// What a place in an object takes.
fn of_name(name: &str) -> usize {
    size_of::<String>() + size_of::<Value>() + name.len()
}

/// Takes away what stands under `path`, and what is empty then: a database holds nothing empty. Gives back what that took.
fn remove(root: &mut Value, path: &[&str]) -> usize {
    let Some((step, rest)) = path.split_first() else { return weight(&root.take()) };
    let mut freed = 0;
    match root {
        Value::Object(children) => {
            freed += children.get_mut(*step).map_or(0, |child| remove(child, rest));
            if children.get(*step).is_some_and(Value::is_null) {
                children.remove(*step);
                freed += of_name(step);
            }
        }
        Value::Array(items) => {
            let item = step.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            freed += item.map_or(0, |item| remove(item, rest));
            while items.last().is_some_and(Value::is_null) {
                items.pop();
                freed += size_of::<Value>();
            }
        }
        _ => {}
    }
    let empty = match root {
        Value::Object(children) => children.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    if empty {
        *root = Value::Null;
    }
    freed
}

/// The place under `path`, made where it is missing; `made` and `freed` grow by what that takes and gives back.
fn reach<'a>(root: &'a mut Value, path: &[&str], made: &mut usize, freed: &mut usize) -> &'a mut Value {
    let mut at = root;
    for step in path {
        let index = step.parse::<usize>().ok();
        if let (Value::Array(items), Some(index)) = (&mut *at, index)
            && index <= items.len()
        {
            if index == items.len() {
                items.push(Value::Null);
                *made += size_of::<Value>();
            }
        } else if !at.is_object() {
            let before = at.take();
            *freed += weight(&before);
            *at = Value::Object(named(before));
            *made += weight(at);
        }
        at = match at {
            Value::Array(items) => &mut items[index.unwrap_or_default()],
            Value::Object(children) => children.entry((*step).to_owned()).or_insert_with(|| {
                *made += of_name(step);
                Value::Null
            }),
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
