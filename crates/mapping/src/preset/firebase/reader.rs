//! Who reads any place of a database: what is new or changed among its children.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;
use serde_json::Value;
use tidings_model::{Entry, Gap, GapCode, Identity};
use tidings_sse::Event;
use url::Url;

use super::tree::{Said, Tree};
use crate::auto::{self, identity};
use crate::text::{self, humanise};
use crate::{MappingError, Meaning, Outcome, Reader, json};

/// What is kept of a place at most, in bytes of memory.
const MOST: usize = 16 << 20;
/// Children remembered for another run. Of a place with more, only what is live is news.
const REMEMBERED: usize = 500;
/// The same, in bytes: it is written with every change.
const REMEMBERED_BYTES: usize = 64 << 10;
/// Changes told of one event.
const TOLD: usize = 100;
/// How much of the children that an event touches is looked at, in bytes as JSON, beside as much as the event itself brought: a small patch in
/// a large child must not cost as much as the child.
const LOOKED_AT: usize = 256 << 10;
/// What a value grows to at most where it is written anew: `1e9` is `1000000000.0`.
const GROWS: usize = 4;

/// A place, and what was known there.
pub(super) struct Place {
    endpoint: Url,
    tree: Tree,
    /// A hash of each child, empty for one that was too large to look at; none before the first snapshot ever.
    known: Option<BTreeMap<String, String>>,
}

/// What one event changed.
#[derive(Default)]
struct Changes {
    outcomes: Vec<Outcome>,
    /// How many changes are not among them.
    untold: usize,
}

impl Changes {
    fn tell(&mut self, outcome: impl FnOnce() -> Outcome) {
        if self.outcomes.len() < TOLD {
            self.outcomes.push(outcome());
        } else {
            self.untold += 1;
        }
    }

    fn gap(&self) -> Option<Gap> {
        (self.untold > 0).then(|| Gap::found(GapCode::Untold, self.untold.to_string()))
    }
}

impl Place {
    pub(super) fn new(endpoint: &Url, checkpoint: Option<&str>) -> Self {
        let known = checkpoint.and_then(|text| serde_json::from_str(text).ok());
        Self { endpoint: endpoint.clone(), tree: Tree::of_at_most(MOST), known }
    }

    /// What changed among the children named, or among all.
    fn difference(&mut self, event: &Event, named: Option<BTreeSet<String>>) -> Changes {
        let mut changes = Changes::default();
        let begins = self.known.is_none();
        let known = self.known.get_or_insert_default();
        let names =
            named.unwrap_or_else(|| self.tree.names().into_iter().chain(known.keys().cloned()).collect());
        let mut room = LOOKED_AT + event.data.len().saturating_mul(GROWS);
        for name in names {
            let Some(child) = self.tree.child(&name) else {
                if known.remove(&name).is_some() {
                    changes.tell(|| Outcome::Withdraw { replaces: key_of(&name) });
                }
                continue;
            };
            let Some(data) = written(child, room) else {
                room = 0;
                changes.untold += usize::from(!begins);
                known.insert(name, String::new());
                continue;
            };
            room -= data.len();
            let now = hash(&data);
            let before = known.get(&name).cloned();
            // What was too large to look at is not known to be another now.
            if !begins && before.as_ref().is_none_or(|before| !before.is_empty() && *before != now) {
                changes.tell(|| told(&name, child, data, event, &self.endpoint));
            }
            known.insert(name, now);
        }
        changes
    }

    fn checkpoint(&self) -> Option<String> {
        let known = self.known.as_ref().filter(|known| known.len() <= REMEMBERED)?;
        written(known, REMEMBERED_BYTES)
    }
}

fn hash(data: &str) -> String {
    let mut hash = identity::hash("", data.as_bytes());
    hash.truncate(12);
    hash
}

/// A value as JSON, unless that takes more than `room` bytes.
fn written(value: &impl Serialize, room: usize) -> Option<String> {
    let mut written = Written { text: Vec::new(), room };
    serde_json::to_writer(&mut written, value).ok()?;
    String::from_utf8(written.text).ok()
}

struct Written {
    text: Vec<u8>,
    room: usize,
}

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.text.len() + bytes.len() > self.room {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The replace key of a child; the place itself has one too.
fn key_of(name: &str) -> String {
    identity::key(if name.is_empty() { "/".to_owned() } else { name.to_owned() })
}

/// What a child says that is written as `data`.
fn told(name: &str, child: &Value, data: String, event: &Event, endpoint: &Url) -> Outcome {
    let key = key_of(name);
    let said = match child {
        Value::Object(object) => auto::object::read(object, data.as_bytes(), event, endpoint),
        value => {
            let subject = if name.is_empty() { crate::address::name_of(endpoint) } else { humanise(name) };
            let value = auto::scalar(value).unwrap_or_else(|| data.clone());
            Entry::new(Identity::Own(String::new()), json::title(&format!("{subject}: {value}"), "New value"))
        }
    };
    // `put` is how the protocol says it, and no word for a person.
    let title = if said.title == humanise(&event.kind) { humanise(name) } else { said.title };
    let entry = Entry {
        identity: Identity::Own(identity::key(format!("{key}@{}", hash(&data)))),
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
        match told(name, &child, kept.data.clone(), kept, &self.endpoint) {
            Outcome::Found { entry, .. } => Some(entry),
            _ => None,
        }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let changed = match self.tree.take(event)? {
            Said::Changed(changed) => changed,
            Said::TooLarge => return Ok(Meaning { gap: Some(too_large()), ..Meaning::alive() }),
            Said::Nothing => return Ok(Meaning::alive()),
        };
        let changes = self.difference(event, changed);
        let gap = changes.gap();
        Ok(Meaning { checkpoint: self.checkpoint(), gap, ..Meaning::of(changes.outcomes) })
    }
}

/// What a person reads of a place that is not followed any more.
pub(super) fn too_large() -> Gap {
    Gap::found(GapCode::TooLarge, "")
}
