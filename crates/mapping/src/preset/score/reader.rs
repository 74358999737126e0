//! Who reads matches, and tells what changed since the last word about each.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};
use tidings_model::{Entry, Identity};
use tidings_sse::Event;
use url::Url;

use crate::auto::fields::{Fields, word};
use crate::auto::{self, identity, score};
use crate::text::limits;
use crate::{MappingError, Meaning, Outcome, Reader};

/// Matches remembered; the one heard of first goes.
const MATCHES: usize = 500;

/// The matches of a feed.
pub(crate) struct Matches {
    endpoint: Url,
    last: HashMap<String, score::State>,
    order: VecDeque<String>,
}

impl Matches {
    pub(crate) fn new(endpoint: &Url) -> Self {
        Self { endpoint: endpoint.clone(), last: HashMap::new(), order: VecDeque::new() }
    }

    /// What one object means: a moment of a match, or anything else.
    pub(crate) fn tell(&mut self, object: &Map<String, Value>, data: &str, event: &Event) -> Entry {
        let fields = Fields::of(object);
        let read =
            |object: &Map<String, Value>| auto::object::read(object, data.as_bytes(), event, &self.endpoint);
        let mut entry = read(object);
        let (Some(said), Some(id)) = (score::State::of(&fields), entry.replaces.clone()) else {
            return entry;
        };
        let mut state = said.clone();
        if let Some(before) = self.last.get(&id) {
            state = said.after(before);
            if let Some(completed) = score::completed(object, &fields, &said, before) {
                entry = read(&completed);
            }
            (entry.moment, entry.urgency) =
                state.told(before, entry.urgency).unwrap_or((entry.moment, entry.urgency));
        }
        if let (Identity::Stream { .. } | Identity::Content { .. }, Some(version)) =
            (&entry.identity, identity::version(&fields))
        {
            entry.identity = Identity::Own(identity::key(format!("{id}@{version}")));
        }
        self.remember(id, state);
        entry
    }

    fn item(&mut self, item: &Map<String, Value>, event: &Event) -> Outcome {
        let data = serde_json::to_string(item).unwrap_or_default();
        Outcome::item(self.tell(item, &data, event), data)
    }

    /// Whether an object is certainly of a match, or of one that is known: then it need not repeat the score.
    fn is_of_match(&self, object: &Map<String, Value>) -> bool {
        let fields = Fields::of(object);
        let known = || fields.first(&score::MATCHES, word).map(identity::key);
        score::is_match(&fields) || known().is_some_and(|id| self.last.contains_key(&id))
    }

    fn remember(&mut self, id: String, state: score::State) {
        if self.last.insert(id.clone(), state).is_none() {
            self.order.push_back(id);
        }
        if self.order.len() > MATCHES
            && let Some(oldest) = self.order.pop_front()
        {
            self.last.remove(&oldest);
        }
    }
}

impl Reader for Matches {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn recalls(&self) -> bool {
        true
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        match serde_json::from_str(&event.data) {
            Ok(Value::Object(object)) if self.is_of_match(&object) => {
                Ok(Meaning::of(vec![Outcome::Entry(self.tell(&object, &event.data, event))]))
            }
            Ok(Value::Array(items)) if items.iter().all(Value::is_object) => {
                let items = items.iter().take(limits::ITEMS).filter_map(Value::as_object);
                Ok(Meaning::of(items.map(|item| self.item(item, event)).collect()))
            }
            value => Ok(auto::of(value.ok(), event, &self.endpoint)),
        }
    }
}
