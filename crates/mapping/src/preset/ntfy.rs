//! ntfy, by its documentation and source.

use tidings_sse::Event;
use url::Url;

use crate::{Format, MappingError, Meaning};

/// A topic of an ntfy server, or several.
pub(crate) struct Ntfy;

impl Format for Ntfy {
    fn name(&self) -> &'static str {
        "ntfy"
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.scheme() == "ntfy"
    }

    fn recognises_event(&self, _event: &Event) -> bool {
        false
    }

    fn map(&self, event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
        crate::auto::Auto.map(event, endpoint)
    }
}
