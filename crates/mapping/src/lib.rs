//! What each kind of feed means by what it says: [`Event`] to [`Entry`](tidings_model::Entry).
//!
//! Each [`Format`] is a pure function of an event and the feed's address: no I/O, no clock, no state. Whatever a feed sends,
//! mapping it takes time linear in its size, never panics, and gives text within its [`limits`].

mod address;
mod auto;
mod format;
mod html;
mod link;
mod markdown;
mod preset;
mod text;
mod time;

use tidings_sse::Event;
use url::Url;

pub use address::{AddressError, parse_address};
pub use format::{Format, MappingError, Meaning, Outcome};
pub use text::limits;

/// Every format there is; the last takes whatever the others do not claim.
const FORMATS: [&dyn Format; 2] = [&preset::ntfy::Ntfy, &auto::Auto];

/// The format of this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static dyn Format> {
    formats().find(|format| format.name() == name)
}

/// Every format there is.
pub fn formats() -> impl Iterator<Item = &'static dyn Format> {
    FORMATS.into_iter()
}

/// The format of a feed, by its address and, where some came already, its first events; `auto` where none claims it.
///
/// Events weigh more than the address: many a stream ends in `/sse`.
#[must_use]
pub fn recognise(url: &Url, events: &[Event]) -> &'static dyn Format {
    let spoken = |format: &&dyn Format| events.iter().any(|event| format.recognises_event(event));
    let addressed = |format: &&dyn Format| events.is_empty() && format.recognises_url(url);
    formats().find(spoken).or_else(|| formats().find(addressed)).unwrap_or(&auto::Auto)
}
