//! Who reads one feed, and what is asked of the engine on its behalf.

use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

use crate::{MappingError, Meaning};

/// Reads the events of one feed, over all its connections. It may remember; it does no I/O, and knows no time.
///
/// What it remembers is bounded, and what a later run of the program needs of it is in [`Meaning::checkpoint`].
pub trait Reader: Send {
    /// The address for the next connect.
    fn address(&self) -> Url;

    /// What a new connection means, before its first event.
    fn opened(&mut self, _opening: &Opening<'_>) -> Meaning {
        Meaning::alive()
    }

    /// What an event means.
    ///
    /// # Errors
    /// Where the event breaks the format; the error says which field, and what was wrong with it.
    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError>;

    /// Whether what it remembers is in the fronts of its cards. Where a run begins, their events are read once more, oldest first, and what
    /// that means is passed over: it was told.
    fn recalls(&self) -> bool {
        false
    }

    /// The entry of a [`Found`](crate::Outcome::Found) once more, of the event that was kept for it and its replace key; none where
    /// [`Reader::read`] tells it.
    fn found(&self, _kept: &Event, _replaces: Option<&str>) -> Option<Entry> {
        None
    }

    /// What the answer to a [`Fetch`] of this reader means. It may ask on.
    ///
    /// # Errors
    /// Where the answer is of no use.
    fn answered(&mut self, _fetch: &Fetch, _answer: &Answer) -> Result<Meaning, MappingError> {
        Ok(Meaning::alive())
    }

    /// What to ask where the server refused the connection for good with this status, or with 200 that is no stream; none lets it stand. Once all is answered,
    /// [`Reader::address`] is tried where it is another than before.
    fn refused(&mut self, _status: u16) -> Option<Vec<Fetch>> {
        None
    }
}

/// A connection that was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening<'a> {
    /// The `Last-Event-ID` that was asked for; empty where none was.
    pub asked: &'a str,
    /// The `Last-Event-ID` that the answer states, as Mercure hubs do (`Mercure-Last-Event-ID` since 1.0).
    pub stated: Option<&'a str>,
}

/// Something to be asked by GET, on the feed's own server, with the feed's own headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Where. A reader makes it of its endpoint, and never of an address that stands in an event.
    pub url: Url,
    /// Which of the reader's questions it is.
    pub about: String,
    /// Whether the answer is the same for everyone, and for the next minutes.
    pub common: bool,
}

/// What came of a [`Fetch`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An answer of the server: its status, and its text up to the engine's limit.
    Came {
        /// 200, 404 …
        status: u16,
        /// The body.
        text: String,
    },
    /// None came.
    Failed {
        /// What was wrong, in words.
        reason: String,
    },
}

impl Answer {
    /// The body of a good answer.
    ///
    /// # Errors
    /// [`MappingError::NotFetched`], which says that it is about `what`.
    pub fn text(&self, what: &'static str) -> Result<&str, MappingError> {
        let reason = match self {
            Self::Came { status: 200, text } => return Ok(text),
            Self::Came { status, .. } => format!("the server answered {status}"),
            Self::Failed { reason } => reason.clone(),
        };
        Err(MappingError::NotFetched { what, reason })
    }
}

/// A reader that remembers nothing: what an event means is in the event.
pub(crate) struct Plain {
    endpoint: Url,
    read: fn(&Event, &Url) -> Result<Meaning, MappingError>,
}

impl Plain {
    pub(crate) fn boxed(
        endpoint: &Url,
        read: fn(&Event, &Url) -> Result<Meaning, MappingError>,
    ) -> Box<dyn Reader> {
        Box::new(Self { endpoint: endpoint.clone(), read })
    }
}

impl Reader for Plain {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        (self.read)(event, &self.endpoint)
    }
}
