//! A search of the history, as the search language states it.

use crate::{FeedId, Timestamp};

/// What an entry must be to be found: all of it. The empty search finds everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search(pub Vec<Clause>);

/// One word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Whether the entry must be so; otherwise it must not (a word with `-` before it).
    pub wanted: bool,
    /// How.
    pub what: Wanted,
}

/// What is asked of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its title, body or tags contain these words, one behind the other.
    Words(String),
    /// The same, and the last word may be only begun.
    Begun(String),
    /// It is of one of these feeds: what `feed:` and `folder:` name.
    Among(Vec<FeedId>),
    /// Its feed files it under this word: `tag:`.
    Tag(String),
    /// It was received at this time or later: `after:`.
    After(Timestamp),
    /// It was received before this time: `before:`.
    Before(Timestamp),
    /// What became of it: `is:`.
    Is(Trait),
    /// What there is to it: `has:`.
    Has(Part),
}

/// What an entry can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// Not yet read.
    Unread,
    /// Read.
    Read,
    /// Starred.
    Starred,
    /// Marked by a rule.
    Highlighted,
    /// Rung for, by itself or in a summary.
    Rang,
    /// Critical.
    Urgent,
}

/// What an entry can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A link.
    Link,
    /// A picture.
    Picture,
    /// A body.
    Body,
    /// A tag.
    Tag,
    /// An action.
    Action,
}
