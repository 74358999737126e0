//! The guess for feeds of no known format.

use tidings_model::{Entry, Identity, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::{Format, MappingError, Meaning, Outcome};

/// Any JSON, text or value, read by the names that fields have in the wild.
pub(crate) struct Auto;

impl Format for Auto {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, _event: &Event) -> bool {
        false
    }

    fn map(&self, event: &Event, _endpoint: &Url) -> Result<Meaning, MappingError> {
        let entry = Entry {
            identity: Identity::Content { hash: event.data.clone() },
            title: if event.data.is_empty() { event.kind.clone() } else { event.data.clone() },
            body: String::new(),
            link: None,
            image: None,
            published_at: None,
            urgency: Urgency::Normal,
            replaces: None,
            tags: Vec::new(),
            actions: Vec::new(),
        };
        Ok(Meaning::of(vec![Outcome::Entry(entry)]))
    }
}
