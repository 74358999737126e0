//! Who reads any place of a database: what is new or changed among its children.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::Value;
use tidings_model::{Entry, Gap, GapCode, Identity};
use tidings_sse::Event;
use url::Url;

use super::children::{self, Names};
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
    /// Whether a snapshot was seen, now or in an earlier run.
    begun: bool,
    /// A hash of each child for another run, empty for one that was too large to look at; none where there are more than are remembered.
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
        let known: Option<BTreeMap<String, String>> =
            checkpoint.and_then(|text| serde_json::from_str(text).ok());
        Self { endpoint: endpoint.clone(), tree: Tree::of_at_most(MOST), begun: known.is_some(), known }
    }

    /// What is news where all there is came anew: what an earlier run did not know, or knew otherwise.
    fn begins(&mut self, event: &Event) -> Changes {
        let begins = !std::mem::replace(&mut self.begun, true);
        match self.known.take().filter(|_| !begins) {
            Some(known) => {
                let names = self.unlike(&known, event);
                self.known = Some(known);
                self.difference(event, names)
            }
            None => {
                self.remember_all(event);
                Changes::default()
            }
        }
    }

    /// The children that are not as they are `known`. What was too large to look at is not known to be another now.
    fn unlike(&self, known: &BTreeMap<String, String>, event: &Event) -> Names {
        let mut names = Names::default();
        let mut room = room(event);
        for (name, child) in children::all(&self.tree.root).filter(|(_, child)| !child.is_null()) {
            let is_same = match known.get(&*name).map(String::as_str) {
                None => false,
                Some("") => true,
                Some(known) => room.written(child).is_none_or(|data| hash(&data) == known),
            };
            if !is_same {
                names.add(&name);
            }
        }
        known
            .keys()
            .filter(|name| children::child(&self.tree.root, name).is_none())
            .for_each(|name| names.add(name));
        names
    }

    /// Tells what is at these children now.
    fn difference(&mut self, event: &Event, names: Names) -> Changes {
        let mut changes = Changes { untold: names.more, ..Changes::default() };
        let mut room = room(event);
        for name in names.named {
            let child = children::child(&self.tree.root, &name);
            let data = child.and_then(|child| room.written(child));
            match (child, &data) {
                (None, _) => changes.tell(|| Outcome::Withdraw { replaces: key_of(&name) }),
                (Some(_), None) => changes.untold += 1,
                (Some(child), Some(data)) => changes.tell(|| told(&name, child, data, event, &self.endpoint)),
            }
            let Some(known) = &mut self.known else { continue };
            match child {
                None => drop(known.remove(&name)),
                Some(_) => drop(known.insert(name, data.as_deref().map(hash).unwrap_or_default())),
            }
        }
        if names.more > 0 || self.known.is_none() || children::count(&self.tree.root) > REMEMBERED {
            self.remember_all(event);
        }
        changes
    }

    fn remember_all(&mut self, event: &Event) {
        let mut room = room(event);
        let known =
            children::all(&self.tree.root).filter(|(_, child)| !child.is_null()).map(|(name, child)| {
                (name.into_owned(), room.written(child).as_deref().map(hash).unwrap_or_default())
            });
        self.known = (children::count(&self.tree.root) <= REMEMBERED).then(|| known.collect());
    }

    /// Of what is too much to remember nothing is: an older checkpoint would make news of what it does not know.
    fn checkpoint(&self) -> String {
        let known = self.known.as_ref().and_then(|known| written(known, REMEMBERED_BYTES));
        known.unwrap_or_else(|| "null".to_owned())
    }
}

/// How much of the children may still be looked at for one event, in bytes.
struct Room(usize);

fn room(event: &Event) -> Room {
    Room(LOOKED_AT + event.data.len().saturating_mul(GROWS))
}

impl Room {
    /// A child as JSON. Once one was too large, nothing more is looked at.
    fn written(&mut self, child: &Value) -> Option<String> {
        let data = written(child, self.0);
        self.0 -= data.as_ref().map_or(self.0, String::len);
        data
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
fn told(name: &str, child: &Value, data: &str, event: &Event, endpoint: &Url) -> Outcome {
    let key = key_of(name);
    let said = match child {
        Value::Object(object) => auto::object::read(object, data.as_bytes(), event, endpoint),
        value => {
            let subject = if name.is_empty() { crate::address::name_of(endpoint) } else { humanise(name) };
            let value = auto::scalar(value).unwrap_or_else(|| data.to_owned());
            Entry::new(Identity::Own(String::new()), json::title(&format!("{subject}: {value}"), "New value"))
        }
    };
    // `put` is how the protocol says it, and no word for a person.
    let title = if said.title == humanise(&event.kind) { humanise(name) } else { said.title };
    let entry = Entry {
        identity: Identity::Own(identity::key(format!("{key}@{}", hash(data)))),
        title: text::title(&title).unwrap_or_else(|| "New value".to_owned()),
        replaces: Some(key),
        ..said
    };
    Outcome::Found { entry, data: data.to_owned(), earlier: false }
}

impl Reader for Place {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn found(&self, kept: &Event, replaces: Option<&str>) -> Option<Entry> {
        let child: Value = serde_json::from_str(&kept.data).ok()?;
        let name = replaces.filter(|name| *name != "/").unwrap_or_default();
        match told(name, &child, &kept.data, kept, &self.endpoint) {
            Outcome::Found { entry, .. } => Some(entry),
            _ => None,
        }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let changes = match self.tree.take(event)? {
            Said::Whole => self.begins(event),
            Said::Changed(names) => self.difference(event, names),
            Said::TooLarge => return Ok(Meaning { gap: Some(too_large()), ..Meaning::alive() }),
            Said::Nothing => return Ok(Meaning::alive()),
        };
        let gap = changes.gap();
        Ok(Meaning { checkpoint: Some(self.checkpoint()), gap, ..Meaning::of(changes.outcomes) })
    }
}

/// What a person reads of a place that is not followed any more.
pub(super) fn too_large() -> Gap {
    Gap::found(GapCode::TooLarge, "")
}
