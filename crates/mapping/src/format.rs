//! What a format of feeds is able to answer, whichever it is.

use std::time::Duration;

use tidings_model::{Entry, Gap};
use url::Url;

use crate::about::About;
use crate::glance::Glance;
use crate::reader::{Fetch, Reader};

/// One way of speaking that feeds have: how to recognise it, how to subscribe, and who reads its events.
///
/// A format holds no state and does no I/O; what it learns of a feed is in the [`Reader`] that it makes for it.
pub trait Format: Send + Sync {
    /// The word for it in `tidings.toml` and on the command line, such as `ntfy`.
    fn name(&self) -> &'static str;

    /// What a person is to know of it.
    fn about(&self) -> &'static About;

    /// Whether an address is most likely of this format.
    fn recognises_url(&self, url: &Url) -> bool;

    /// Whether an event can only be of this format.
    fn recognises_event(&self, event: &Glance<'_>) -> bool;

    /// Whether an event cannot be of this format, so that the address misleads.
    fn denies_event(&self, _event: &Glance<'_>) -> bool {
        false
    }

    /// Whether it is a document that has to be asked for, and no stream.
    fn is_polled(&self) -> bool {
        false
    }

    /// The address to connect to for the one a person pasted.
    fn endpoint(&self, pasted: &Url) -> Url {
        pasted.clone()
    }

    /// The address that begins with what the server has kept of late, for a look before subscribing; most servers do so by themselves.
    fn recent(&self, endpoint: &Url) -> Url {
        endpoint.clone()
    }

    /// How long servers of this format keep what they said, where that is little and known: whoever was away for longer has missed something.
    fn keeps(&self) -> Option<Duration> {
        None
    }

    /// Whether a server that answers so may be refusing what it was asked to go on from, and no more.
    fn refuses_resume(&self, _status: u16) -> bool {
        false
    }

    /// What to call a feed until its person calls it something else; never empty.
    fn suggested_name(&self, url: &Url) -> String {
        crate::address::name_of(url)
    }

    /// Who reads the feed at `endpoint`, from `checkpoint` on: the last [`Meaning::checkpoint`] that was stored.
    fn reader(&self, endpoint: &Url, checkpoint: Option<&str>) -> Box<dyn Reader>;
}

/// What one event means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// What happened, in the order it was said. None means that the feed is alive, and no more.
    pub outcomes: Vec<Outcome>,
    /// What [`Format::reader`] is to know in another run of the program, once all this is stored; none leaves it as it was.
    pub checkpoint: Option<String>,
    /// Why something may be missing before this. The times are known where the connection is.
    pub gap: Option<Gap>,
}

impl Meaning {
    /// The feed is alive, and says no more.
    #[must_use]
    pub fn alive() -> Self {
        Self::default()
    }

    /// These things happened.
    #[must_use]
    pub fn of(outcomes: Vec<Outcome>) -> Self {
        Self { outcomes, ..Self::default() }
    }

    /// This must be asked before more can be said.
    #[must_use]
    pub fn asking(fetches: Vec<Fetch>) -> Self {
        Self::of(fetches.into_iter().map(Outcome::Fetch).collect())
    }
}

/// One thing that an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something happened. It is kept with the whole event, so an event means one such at most.
    Entry(Entry),
    /// Something was found that is not the event itself: in an answer, in what the event changed, or in the list that it is.
    Found {
        /// What it says.
        entry: Entry,
        /// What it was made of, kept in the event's place.
        data: String,
        /// Whether it was there before us: it is kept, and does not ring.
        earlier: bool,
    },
    /// What was said reads differently: what is stored under the same identity. Where nothing is, nothing happens.
    Edit(Entry),
    /// Something is to be asked; what the answer means stands in this place.
    Fetch(Fetch),
    /// The feed takes back what stands under this replace key.
    Withdraw {
        /// [`Entry::replaces`] of what is taken back.
        replaces: String,
    },
    /// The person has read elsewhere what stands under this replace key.
    Read {
        /// [`Entry::replaces`] of what was read.
        replaces: String,
    },
}

impl Outcome {
    /// What one item of a list says. It is kept with what is its own: the whole list with each would be many times the list.
    pub(crate) fn item(entry: Entry, data: String) -> Self {
        Self::Found { entry, data, earlier: false }
    }
}

/// An event that breaks its format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The data is not JSON, and has to be.
    #[error("the event is not valid JSON: {reason}")]
    NotJson {
        /// What the parser found, and where.
        reason: String,
    },
    /// A field is not there, and has to be.
    #[error("the event has no \"{field}\"")]
    Missing {
        /// Its name.
        field: &'static str,
    },
    /// A field is not what it has to be.
    #[error("the event's \"{field}\" should be {expected}, and is {found}")]
    Wrong {
        /// Its name.
        field: &'static str,
        /// What the format says.
        expected: &'static str,
        /// What was there, shortened.
        found: String,
    },
    /// The server says that something is wrong, in an event.
    #[error("the server reports: {words}")]
    Reported {
        /// Its words, shortened.
        words: String,
    },
    /// What had to be asked could not be had: no fault of the event's.
    #[error("{what} could not be fetched: {reason}")]
    NotFetched {
        /// What was asked for.
        what: &'static str,
        /// What was wrong.
        reason: String,
    },
}

impl MappingError {
    /// What a person reads on the feed.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFetched { .. } => crate::text::sentence(&self.to_string()),
            _ => format!("An event was passed over: {self}."),
        }
    }
}
