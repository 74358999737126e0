//! Questions to the history.

use crate::{FeedId, Search, Seq, Timestamp, Trait, Wanted};

/// Which entries, and how many. The default asks for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryQuery {
    /// Of this feed only.
    pub feed: Option<FeedId>,
    /// These only, such as those that a summary counted.
    pub only: Option<Vec<Seq>>,
    /// Found by this search.
    pub search: Search,
    /// Received at this time or later.
    pub since: Option<Timestamp>,
    /// Not yet read.
    pub unread: bool,
    /// Starred.
    pub starred: bool,
    /// What the timeline shows: the front of each live card only, not the entries it replaced (unless the question
    /// [asks for moments](Self::asks_for_moments)), and nothing of feeds that are no longer configured.
    pub current: bool,
    /// Stored before this one: the way to the next page.
    pub before: Option<Seq>,
    /// At most this many, the newest ones; none means all.
    pub limit: Option<u32>,
}

impl EntryQuery {
    /// Whether this looks for certain entries, wherever they stand: by their words, a star, a highlight or a ring. A goal is found after
    /// the match has gone on. Unread, and in its place in the timeline, is only the front of a card.
    #[must_use]
    pub fn asks_for_moments(&self) -> bool {
        let wanted = |what: &dyn Fn(&Wanted) -> bool| {
            self.search.0.iter().any(|clause| clause.wanted && what(&clause.what))
        };
        let certain = wanted(&|what| {
            use Trait::{Highlighted, Rang, Starred};
            matches!(what, Wanted::Words(_) | Wanted::Begun(_) | Wanted::Is(Starred | Highlighted | Rang))
        });
        let unread = self.unread || wanted(&|what| matches!(what, Wanted::Is(Trait::Unread)));
        (certain || self.starred || self.only.is_some()) && !unread
    }
}

/// Which entries a person marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadTarget {
    /// These.
    Entries(Vec<Seq>),
    /// All of a feed, up to and with this one: what came later was not yet seen.
    Feed(FeedId, Seq),
    /// All, up to and with this one.
    All(Seq),
    /// What a search finds in the timeline, up to and with this one.
    Found(Search, Seq),
}
