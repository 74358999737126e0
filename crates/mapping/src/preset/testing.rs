//! What the tests of the formats have in common.

use serde_json::Value;
use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

use crate::{Answer, Fetch, Format, Glance, MappingError, Meaning, Outcome, Reader};

pub(crate) fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

pub(crate) fn event(kind: &str, data: &(impl ToString + ?Sized)) -> Event {
    Event { kind: kind.to_owned(), data: data.to_string(), last_event_id: String::new(), id: None }
}

pub(crate) fn recognises(format: &dyn Format, kind: &str, data: &(impl ToString + ?Sized)) -> bool {
    format.recognises_event(&Glance::at(&event(kind, data)))
}

pub(crate) fn denies(format: &dyn Format, event: &Event) -> bool {
    format.denies_event(&Glance::at(event))
}

/// A feed of a format, as one run of the program reads it.
pub(crate) struct Run(pub(crate) Box<dyn Reader>);

impl Run {
    pub(crate) fn of(format: &dyn Format, address: &str) -> Self {
        Self::after(format, address, None)
    }

    /// A run that goes on where another ended.
    pub(crate) fn after(format: &dyn Format, address: &str, checkpoint: Option<&str>) -> Self {
        Self(format.reader(&format.endpoint(&url(address)), checkpoint))
    }

    pub(crate) fn hears(
        &mut self,
        kind: &str,
        data: &(impl ToString + ?Sized),
    ) -> Result<Meaning, MappingError> {
        self.0.read(&event(kind, data))
    }

    /// What a `message` means, which is in order.
    pub(crate) fn reads(&mut self, data: &(impl ToString + ?Sized)) -> Meaning {
        self.hears("message", data).unwrap()
    }

    /// The one entry that a `message` is.
    pub(crate) fn entry(&mut self, data: &(impl ToString + ?Sized)) -> Entry {
        let [entry] = <[Entry; 1]>::try_from(entries(&self.reads(data))).unwrap();
        entry
    }

    pub(crate) fn answered(&mut self, fetch: &Fetch, answer: &Value) -> Result<Meaning, MappingError> {
        self.0.answered(fetch, &Answer::Came { status: 200, text: answer.to_string() })
    }
}

/// The entries of a meaning, those that were found too.
pub(crate) fn entries(meaning: &Meaning) -> Vec<Entry> {
    let entry = |outcome: &Outcome| match outcome {
        Outcome::Entry(entry) | Outcome::Found { entry, .. } => Some(entry.clone()),
        _ => None,
    };
    meaning.outcomes.iter().filter_map(entry).collect()
}

pub(crate) fn titles(meaning: &Meaning) -> Vec<String> {
    entries(meaning).into_iter().map(|entry| entry.title).collect()
}

/// What is to be asked.
pub(crate) fn fetches(meaning: &Meaning) -> Vec<Fetch> {
    let fetch = |outcome: &Outcome| match outcome {
        Outcome::Fetch(fetch) => Some(fetch.clone()),
        _ => None,
    };
    meaning.outcomes.iter().filter_map(fetch).collect()
}

/// The replace keys of what is taken back.
pub(crate) fn withdrawn(meaning: &Meaning) -> Vec<&str> {
    let taken = meaning.outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Withdraw { replaces } => Some(replaces.as_str()),
        _ => None,
    });
    taken.collect()
}
