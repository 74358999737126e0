//! What a person wants done with entries of any feed.

use serde::{Deserialize, Serialize};

use crate::FeedId;

/// `[rules.ID]`: whatever all of its conditions hold for is treated as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its key under `[rules]`: of the same letters as a feed's.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether it counts.
    pub enabled: bool,
    /// What it holds for.
    pub condition: Condition,
    /// What becomes of such an entry.
    pub then: Then,
}

impl Rule {
    /// Whether something of this feed may wait for a digest by it.
    #[must_use]
    pub fn digests(&self, feed: &FeedId) -> bool {
        let feeds = &self.condition.feeds;
        self.enabled && self.then == Then::Digest && (feeds.is_empty() || feeds.contains(feed))
    }
}

/// What a rule holds for: everything that is said here, at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Words and phrases, set apart by commas: one of them stands in the title, the text or the tags, as a whole word, in any case.
    pub words: Option<String>,
    /// A regular expression of the `regex` crate that the title, the text or the tags match.
    pub pattern: Option<String>,
    /// Only entries of these feeds; none means of every feed.
    pub feeds: Vec<FeedId>,
    /// A minijinja expression that is true, over the same names as in a [`Template`](crate::Template).
    pub holds: Option<String>,
}

/// What becomes of an entry that a rule holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// It is marked, in the timeline and for the bell.
    Highlight,
    /// It rings, whatever its feed's level says, as urgent as it is.
    Ring,
    /// It is critical, whatever its feed says.
    Raise,
    /// It waits for its feed's next digest, whatever its feed's level says.
    Digest,
    /// It is kept, and never rings.
    Hush,
    /// It is not kept at all.
    Drop,
}

impl Then {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Highlight => "highlight",
            Self::Ring => "ring",
            Self::Raise => "raise",
            Self::Digest => "digest",
            Self::Hush => "hush",
            Self::Drop => "drop",
        }
    }
}

/// What the template and the rules say of an entry that is kept, for the policy of the bell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// A rule marks it.
    pub highlighted: bool,
    /// A rule has it ring, whatever its feed's level says.
    pub rings: bool,
    /// A rule made it critical.
    pub raised: bool,
    /// A rule has it wait for its feed's next digest.
    pub digested: bool,
    /// The rule that has it stay silent.
    pub hushed: Option<String>,
    /// The rule that decided: the one that hushes it, has it ring, wait or raises it, else the last that marks it.
    pub rule: Option<String>,
    /// What the template's `notify_if` said, where there is one.
    pub notify: Option<bool>,
}
