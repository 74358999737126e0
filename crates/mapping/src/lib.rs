//! What each kind of feed means by what it says: [`Event`] to [`Entry`](tidings_model::Entry).
//!
//! A [`Format`] makes a [`Reader`] for each feed, which remembers what its format needs and does no I/O: what it must ask, the engine
//! asks. Whatever a feed sends, reading it takes time linear in its size, never panics, and gives text within its [`limits`].

mod about;
mod address;
mod auto;
mod explain;
mod format;
mod glance;
mod html;
mod json;
mod link;
mod markdown;
mod preset;
mod reader;
pub mod rules;
pub mod template;
mod text;
mod time;

use tidings_sse::Event;
use url::Url;

pub use about::About;
pub use address::{AddressError, parse_address};
pub use explain::{Reason, Row, explain, table};
pub use format::{Format, MappingError, Meaning, Outcome};
pub use glance::Glance;
pub use reader::{Answer, Fetch, Opening, Reader};
pub use text::limits;

/// Every format there is; the last takes whatever the others do not claim.
const FORMATS: [&dyn Format; 22] = [
    &preset::feed::Feed,
    &preset::ntfy::Ntfy,
    &preset::wikimedia::Wikimedia,
    &preset::mastodon::Mastodon,
    &preset::firebase::Firebase,
    &preset::mercure::Mercure,
    &preset::couchdb::CouchDb,
    &preset::home_assistant::HomeAssistant,
    &preset::openhab::OpenHab,
    &preset::hue::Hue,
    &preset::horizon::Horizon,
    &preset::ably::Ably,
    &preset::github::GitHub,
    &preset::optic_odds::OpticOdds,
    &preset::txline::TxLine,
    &preset::cloud_events::CloudEvents,
    &preset::activity::ActivityStreams,
    &preset::json_feed::JsonFeed,
    &preset::gotify::Gotify,
    &preset::chat::Chat,
    &preset::score::Score,
    &auto::Auto,
];

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
/// The address weighs more than what an event holds, since a hub of one format may carry the payloads of another; but not where an
/// event cannot be of the format: many a stream ends in `/sse`.
#[must_use]
pub fn recognise(url: &Url, events: &[Event]) -> &'static dyn Format {
    let glances: Vec<_> = events.iter().map(Glance::at).collect();
    let spoken = |format: &&dyn Format| glances.iter().any(|event| format.recognises_event(event));
    let addressed = |format: &&dyn Format| {
        format.recognises_url(url) && !glances.iter().any(|event| format.denies_event(event))
    };
    formats().find(addressed).or_else(|| formats().find(spoken)).unwrap_or(&auto::Auto)
}

/// The format of a feed that was taken for `current` until now, by further events. One that was recognised once stays, unless
/// events say otherwise: a heartbeat tells nothing.
#[must_use]
pub fn reconsider(current: &'static dyn Format, url: &Url, events: &[Event]) -> &'static dyn Format {
    let denied = events.iter().any(|event| current.denies_event(&Glance::at(event)));
    match recognise(url, events) {
        other if other.name() == auto::NAME && !denied => current,
        other => other,
    }
}
