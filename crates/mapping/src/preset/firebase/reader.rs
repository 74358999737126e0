//! Who reads any place of a database: what is new or changed among its children.

use std::collections::BTreeMap;

use serde_json::Value;
use tidings_model::{Entry, Identity};
use tidings_sse::Event;
use url::Url;

use super::tree::{Said, Tree};
use crate::auto::{self, identity};
use crate::text::{self, humanise};
use crate::{MappingError, Meaning, Outcome, Reader, json};

/// Children remembered for another run. Of a place with more, only what is live is news.
const REMEMBERED: usize = 500;
/// The same, in bytes: it is written with every change.
const REMEMBERED_BYTES: usize = 64 << 10;
/// Changes told of one event.
const TOLD: usize = 100;

/// A place, and what was known there.
pub(super) struct Place {
    endpoint: Url,
    tree: Tree,
    /// A hash of each child; none before the first snapshot ever.
    known: Option<BTreeMap<String, String>>,
}

impl Place {
    pub(super) fn new(endpoint: &Url, checkpoint: Option<&str>) -> Self {
        let known = checkpoint.and_then(|text| serde_json::from_str(text).ok());
        Self { endpoint: endpoint.clone(), tree: Tree::default(), known }
    }

    /// What changed among the children named, or among all.
    fn difference(&mut self, event: &Event, named: Option<&[String]>) -> Vec<Outcome> {
        let hashed = |(name, child): (String, &Value)| (name, hash(child));
        let now: BTreeMap<String, String> = self.tree.children().into_iter().map(hashed).collect();
        let Some(known) = self.known.replace(now) else { return Vec::new() };
        let now = self.known.as_ref().unwrap_or(&known);
        let looked_at = |name: &str| named.is_none_or(|named| named.iter().any(|one| one == name));
        let gone = known.keys().filter(|name| looked_at(name) && !now.contains_key(*name));
        let mut outcomes: Vec<_> =
            gone.take(TOLD).map(|name| Outcome::Withdraw { replaces: key_of(name) }).collect();
        for (name, child) in self.tree.children() {
            if outcomes.len() < TOLD && looked_at(&name) && known.get(&name) != now.get(&name) {
                outcomes.push(told(&name, child, event, &self.endpoint));
            }
        }
        outcomes
    }

    fn checkpoint(&self) -> Option<String> {
        let known = self.known.as_ref().filter(|known| known.len() <= REMEMBERED)?;
        serde_json::to_string(known).ok().filter(|text| text.len() <= REMEMBERED_BYTES)
    }
}

fn hash(child: &Value) -> String {
    let mut hash = identity::hash("", child.to_string().as_bytes());
    hash.truncate(12);
    hash
}

/// The replace key of a child; the place itself has one too.
fn key_of(name: &str) -> String {
    identity::key(if name.is_empty() { "/".to_owned() } else { name.to_owned() })
}

fn told(name: &str, child: &Value, event: &Event, endpoint: &Url) -> Outcome {
    let data = child.to_string();
    let key = key_of(name);
    let said = match child {
        Value::Object(object) => auto::object::read(object, data.as_bytes(), event, endpoint),
        value => {
            let subject = if name.is_empty() { crate::address::name_of(endpoint) } else { humanise(name) };
            let value = auto::scalar(value).unwrap_or_else(|| value.to_string());
            Entry::new(Identity::Own(String::new()), json::title(&format!("{subject}: {value}"), "New value"))
        }
    };
    // `put` is how the protocol says it, and no word for a person.
    let title = if said.title == humanise(&event.kind) { humanise(name) } else { said.title };
    let entry = Entry {
        identity: Identity::Own(identity::key(format!("{key}@{}", hash(child)))),
        title: text::title(&title).unwrap_or_else(|| "New value".to_owned()),
        replaces: Some(key),
        ..said
    };
    Outcome::Found { entry, data, earlier: false }
}

impl Reader for Place {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn found(&self, kept: &Event, replaces: Option<&str>) -> Option<Entry> {
        let child: Value = serde_json::from_str(&kept.data).ok()?;
        let name = replaces.filter(|name| *name != "/").unwrap_or_default();
        match told(name, &child, kept, &self.endpoint) {
            Outcome::Found { entry, .. } => Some(entry),
            _ => None,
        }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let Said::Changed(named) = self.tree.take(event)? else { return Ok(Meaning::alive()) };
        if !self.tree.whole {
            return Ok(Meaning::alive());
        }
        let outcomes = self.difference(event, named.as_deref());
        Ok(Meaning { checkpoint: self.checkpoint(), ..Meaning::of(outcomes) })
    }
}
