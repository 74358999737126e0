//! Who reads matches, and tells what changed since the last word about each.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};
use tidings_model::{Entry, Identity, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::fields::Fields;
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
        let (Some(state), Some(id)) = (score::State::of(&fields), entry.replaces.clone()) else {
            return entry;
        };
        if let Some(before) = self.last.get(&id).filter(|_| !state.named) {
            if state.score != before.score {
                let named = object.iter().map(|(name, value)| (name.clone(), value.clone()));
                let kind = score::step(&fields, &state, before);
                entry = read(&named.chain([("type".to_owned(), kind.into())]).collect());
            }
            (entry.moment, entry.urgency) = told(&entry, &state, before);
        }
        if let (Identity::Stream { .. } | Identity::Content { .. }, Some(version)) =
            (&entry.identity, identity::version(&fields))
        {
            entry.identity = Identity::Own(identity::key(format!("{id}@{version}")));
        }
        self.remember(id, state);
        entry
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

/// The moment that an event does not name follows from what was known before.
fn told(entry: &Entry, state: &score::State, before: &score::State) -> (Moment, Urgency) {
    if state.score != before.score {
        (Moment::News, entry.urgency)
    } else if state.period != before.period {
        (Moment::News, Urgency::Low)
    } else {
        (Moment::Minor, Urgency::Low)
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
        let mut entries = Vec::new();
        match serde_json::from_str(&event.data) {
            Ok(Value::Object(object)) if score::is_match(&Fields::of(&object)) => {
                entries.push(self.tell(&object, &event.data, event));
            }
            Ok(Value::Array(items)) if items.iter().all(Value::is_object) => {
                for item in items.iter().take(limits::ITEMS).filter_map(Value::as_object) {
                    let data = Value::Object(item.clone()).to_string();
                    entries.push(self.tell(item, &data, event));
                }
            }
            _ => return Ok(auto::read(event, &self.endpoint)),
        }
        Ok(Meaning::of(entries.into_iter().map(Outcome::Entry).collect()))
    }
}
