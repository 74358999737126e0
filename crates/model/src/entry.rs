//! What a feed says.

use serde::{Deserialize, Serialize};

use crate::{Action, FeedId, Ring, Timestamp};

/// One thing that happened, in words: what the formats make of an SSE event.
///
/// An entry never changes once stored; what a person does with it is its [`EntryStatus`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What makes two entries the same.
    pub identity: Identity,
    /// One line; never empty.
    pub title: String,
    /// Plain text, possibly empty or of several lines.
    pub body: String,
    /// Where it leads: an `http` or `https` address.
    pub link: Option<String>,
    /// The address of a picture of what happened.
    pub image: Option<String>,
    /// The address of a small picture of who says it.
    pub icon: Option<String>,
    /// When it happened, as the feed says.
    pub published_at: Option<Timestamp>,
    /// How much it matters.
    pub urgency: Urgency,
    /// Entries of one feed with the same value here are one live card, the newest in front.
    pub replaces: Option<String>,
    /// What it is to its card.
    pub moment: Moment,
    /// Words the feed files it under.
    pub tags: Vec<String>,
    /// What else can be done with it.
    pub actions: Vec<Action>,
}

impl Entry {
    /// An entry that says no more than its title.
    #[must_use]
    pub fn new(identity: Identity, title: String) -> Self {
        Self {
            identity,
            title,
            body: String::new(),
            link: None,
            image: None,
            icon: None,
            published_at: None,
            urgency: Urgency::default(),
            replaces: None,
            moment: Moment::default(),
            tags: Vec::new(),
            actions: Vec::new(),
        }
    }
}

/// What an entry is to its card: whether the change is worth a sound, and whether more is to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Something to hear of. Without a card, all is.
    #[default]
    News,
    /// A change that a glance is enough for: the minute of a match, the progress of a job. It never makes a sound.
    Minor,
    /// News, and the last of its card: the end of a match, a job that is done.
    Final,
    /// The same thing told anew, such as how far a job has come. It is news, but for a card whose popup is up: that changes without a sound,
    /// unless it is more urgent than before.
    Update,
}

/// What makes two entries of one feed the same, strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The payload's own identifier.
    Own(String),
    /// The SSE id sent in this very block, with a hash of the data: the id alone is a cursor, and may repeat.
    Stream {
        /// The block's `id:`.
        id: String,
        /// A hash of kind and data, in hexadecimal.
        hash: String,
    },
    /// A hash of kind and data. It tells a replay from news only within the window after a reconnect.
    Content {
        /// In hexadecimal.
        hash: String,
    },
}

/// How much an entry matters, in the words of the desktop notifications specification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// By the way.
    Low,
    /// As most things.
    #[default]
    Normal,
    /// Now.
    Critical,
}

/// The event an entry was made of, kept word for word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawEvent {
    /// The SSE event type, `message` where none was sent.
    pub kind: String,
    /// The data lines, joined by line feeds.
    pub data: String,
    /// The last event ID in force after this event.
    pub last_event_id: String,
}

/// The order in which entries were stored: 1, 2, 3 …, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub i64);

/// What became of an entry here. Mutable, and apart from the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryStatus {
    /// Seen by the person.
    pub read: bool,
    /// Kept by the person.
    pub starred: bool,
    /// Marked by a rule, when it came.
    pub highlighted: bool,
    /// The identifier of the rule that hushed, gathered, rang, raised or marked it, when it came.
    pub rule: Option<String>,
    /// Whether it rang, and if not, why.
    pub ring: Ring,
}

/// An entry as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its place in the order of arrival.
    pub seq: Seq,
    /// The revision of its last change: grows with each write, so that "what changed since" is one question.
    pub revision: u64,
    /// The feed that said it.
    pub feed: FeedId,
    /// Its identity as one word, unique within the feed.
    pub key: String,
    /// When it reached us.
    pub received_at: Timestamp,
    /// What it says.
    pub entry: Entry,
    /// What became of it.
    pub status: EntryStatus,
    /// Whether it is the front of its card.
    pub standing: Standing,
}

/// Where an entry stands among those of its card. Only a current one is in the timeline; none is ever lost from history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// In front.
    #[default]
    Current,
    /// A newer entry with the same replace key stands in front of it.
    Replaced,
    /// The feed took it back.
    Withdrawn,
    /// It is not to be seen yet: the feed has a spoiler delay.
    HeldBack,
}

impl Standing {
    /// The word for it on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Replaced => "replaced",
            Self::Withdrawn => "withdrawn",
            Self::HeldBack => "held_back",
        }
    }
}
