//! What a format of feeds is able to answer, whichever it is.

use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

/// One way of speaking that feeds have: how to recognise it, how to subscribe, and what its events mean.
///
/// A format holds no state and does no I/O; what it knows of a feed is the address and the event in hand.
pub trait Format: Send + Sync {
    /// The word for it in `tidings.toml` and on the command line, such as `ntfy`.
    fn name(&self) -> &'static str;

    /// Whether an address is most likely of this format.
    fn recognises_url(&self, url: &Url) -> bool;

    /// Whether an event can only be of this format.
    fn recognises_event(&self, event: &Event) -> bool;

    /// The address to connect to for the one a person pasted.
    fn endpoint(&self, pasted: &Url) -> Url {
        pasted.clone()
    }

    /// The address to connect to after `checkpoint`, for formats that do not resume by `Last-Event-ID`.
    ///
    /// Entries may come again: the entry's identity tells them from news. No checkpoint leaves the address as it is.
    fn resume(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Url {
        endpoint.clone()
    }

    /// The address that begins with what the server has kept of late, for a look before subscribing; most servers do so by themselves.
    fn recent(&self, endpoint: &Url) -> Url {
        endpoint.clone()
    }

    /// What to call a feed until its person calls it something else; never empty.
    fn suggested_name(&self, url: &Url) -> String {
        crate::address::name_of(url)
    }

    /// What an event of the feed at `endpoint` means.
    ///
    /// # Errors
    /// Where the event breaks the format; the error says which field, and what was wrong with it.
    fn map(&self, event: &Event, endpoint: &Url) -> Result<Meaning, MappingError>;
}

/// What one event means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// What happened, in the order it was said. None means that the feed is alive, and no more.
    pub outcomes: Vec<Outcome>,
    /// Where [`Format::resume`] goes on from once this event is stored.
    pub checkpoint: Option<String>,
    /// Where [`Format::resume`] goes on from if no checkpoint is known yet. It never takes the place of one: such an event comes
    /// before the backlog.
    pub baseline: Option<String>,
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
}

/// One thing that an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are entries; a box each would cost more than the rare others waste"
)]
pub enum Outcome {
    /// Something happened.
    Entry(Entry),
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
}
