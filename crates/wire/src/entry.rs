//! Entries, as shown and printed.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::code::RingCode;
use crate::{Explained, PayloadField, rfc3339};

/// An entry: a line of `tidings watch --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Entry {
    /// The feed's identifier, or the address where none is configured.
    pub feed: String,
    /// Unique within the feed.
    pub key: String,
    /// One line, never empty.
    pub title: String,
    /// Plain text, possibly empty.
    pub body: String,
    /// `http` or `https`.
    pub link: Option<String>,
    /// The address of a picture of what happened.
    pub image: Option<String>,
    /// The address of a small picture of who says it.
    pub icon: Option<String>,
    /// RFC 3339, as the feed says.
    pub published_at: Option<String>,
    /// RFC 3339, when it reached Tidings.
    pub received_at: String,
    /// How much it matters.
    #[ts(type = "'low' | 'normal' | 'critical'")]
    pub urgency: model::Urgency,
    /// Entries with the same value are one live card.
    pub replaces: Option<String>,
    /// What it is to its card: `minor` ones make no sound, and after a `final` one nothing more is to come.
    #[ts(type = "'news' | 'minor' | 'final' | 'update'")]
    pub moment: model::Moment,
    /// Words the feed files it under.
    pub tags: Vec<String>,
    /// What else can be done with it.
    pub actions: Vec<Action>,
}

/// A button of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Action {
    /// What it does.
    #[ts(type = "'open' | 'copy' | 'http'")]
    pub kind: &'static str,
    /// The button's text.
    pub label: String,
    /// The address, for `open` and `http`.
    pub url: Option<String>,
    /// What `copy` copies, and what `http` sends along, if anything.
    pub text: Option<String>,
    /// How it is sent, for `http`.
    #[ts(type = "'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null")]
    pub method: Option<&'static str>,
}

/// An entry with what became of it: a line of `tidings history --json`, a row of the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HistoryEntry {
    /// The order of arrival.
    #[ts(type = "number")]
    pub seq: i64,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// Seen by the person.
    pub read: bool,
    /// Kept by the person.
    pub starred: bool,
    /// Marked by a rule.
    pub highlighted: bool,
    /// The identifier of the rule that hushed, gathered, rang, raised or marked it, when it came.
    pub rule: Option<String>,
    /// Whether it rang: by itself, or counted in a summary.
    pub rang: bool,
    /// How it rang or why not: `rang`, `updated`, `gathered`, `pending`, `failed`; `held:quiet_hours`, `held:snoozed`,
    /// `held:do_not_disturb`, `held:digest`; `silent:bell_off`, `silent:feed_never`, `silent:not_urgent`, `silent:not_highlighted`,
    /// `silent:rule`, `silent:minor`, `silent:quiet_hours`, `silent:snoozed`, `silent:do_not_disturb`, `silent:already_read`,
    /// `silent:replaced`, `silent:earlier`.
    #[ts(as = "RingCode")]
    pub ring: &'static str,
    /// Only a `current` entry is in the timeline; `replaced` ones are behind the front of their card, and `withdrawn` ones the feed
    /// took back; one that is `held_back` is not to be seen yet.
    #[ts(type = "'current' | 'replaced' | 'withdrawn' | 'held_back'")]
    pub standing: &'static str,
}

/// A page of the timeline, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct EntryPage {
    /// The rows.
    pub entries: Vec<HistoryEntry>,
    /// Whether older ones follow: ask again with `before` = the last row's `seq`.
    pub more: bool,
    /// The revision these rows show: ask for what changed since.
    #[ts(type = "number")]
    pub revision: u64,
}

/// What changed since a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct EntryDelta {
    /// The rows as they are now, oldest change first; new ones and changed ones alike. One whose `standing` is no
    /// longer `current` has left the timeline.
    pub entries: Vec<HistoryEntry>,
    /// The revision these rows lead up to.
    #[ts(type = "number")]
    pub revision: u64,
    /// Whether more changed than fits: ask again from `revision`.
    pub more: bool,
    /// Whether rows went away (a feed was removed, or history shortened): read the page anew.
    pub reset: bool,
    /// Where new rows are not told, because they are only to be counted or too much changed: how many of the view are newer than
    /// those that were seen, counted up to 501. `entries` then tells of the rows that the window holds, and of nothing else.
    pub waiting: Option<u32>,
    /// The newest row there is in the timeline, whatever is shown.
    #[ts(type = "number")]
    pub latest: i64,
}

/// One entry with all there is to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct EntryDetail {
    /// The entry.
    pub entry: HistoryEntry,
    /// The event it was made of.
    pub raw: RawEvent,
    /// The event as a table; empty where it is no JSON.
    pub fields: Vec<PayloadField>,
    /// Which field became what.
    pub explanation: Vec<Explained>,
    /// Earlier entries of the same card, newest first, at most 50.
    pub earlier: Vec<HistoryEntry>,
}

/// An SSE event word for word: a line of `tidings watch --raw --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RawEvent {
    /// The event type.
    pub event: String,
    /// The data.
    pub data: String,
    /// The last event ID in force.
    pub last_event_id: String,
}

/// Which rows the timeline wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct EntryQuery {
    /// Of this feed only.
    pub feed: Option<String>,
    /// These rows only, by `seq`: what a summary counted. At most 1,000.
    #[serde(default)]
    #[ts(optional, type = "number[]")]
    pub only: Option<Vec<i64>>,
    /// Containing these words.
    pub search: Option<String>,
    /// Unread only.
    #[serde(default)]
    pub unread: bool,
    /// Starred only.
    #[serde(default)]
    pub starred: bool,
    /// Older than this row.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// At most this many; 500 is the most.
    pub limit: u32,
}

/// What a window shows, and so is to be told of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct ChangeQuery {
    /// The revision that its rows show.
    #[ts(type = "number")]
    pub since: u64,
    /// Which rows it shows; `before` and `limit` say nothing here.
    pub view: EntryQuery,
    /// It holds rows of this view from here,
    #[ts(type = "number")]
    pub oldest: i64,
    /// up to here,
    #[ts(type = "number")]
    pub newest: i64,
    /// and these, of any view: at most 1,000,
    #[ts(type = "number[]")]
    pub also: Vec<i64>,
    /// of which it knows what was up to this revision.
    #[ts(type = "number")]
    pub also_since: u64,
    /// Rows after this one are new to it.
    #[ts(type = "number")]
    pub seen: i64,
    /// New rows are only to be counted: somebody reads further down.
    pub count: bool,
}

/// Which rows are to be marked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[ts(export)]
pub enum ReadTarget {
    /// These.
    Entries {
        /// By `seq`.
        #[ts(type = "number[]")]
        seqs: Vec<i64>,
    },
    /// A whole feed, up to and with a row.
    Feed {
        /// Its identifier.
        feed: String,
        /// The newest row seen.
        #[ts(type = "number")]
        up_to: i64,
    },
    /// Everything, up to and with a row.
    All {
        /// The newest row seen.
        #[ts(type = "number")]
        up_to: i64,
    },
    /// What a search finds in the timeline, up to and with a row.
    Found {
        /// As a person writes it.
        search: String,
        /// The newest row seen.
        #[ts(type = "number")]
        up_to: i64,
    },
}

impl Entry {
    /// Puts an entry that is not stored (yet) into the wire's shape.
    #[must_use]
    pub fn new(feed: &str, key: &str, received_at: model::Timestamp, entry: &model::Entry) -> Self {
        Self {
            feed: feed.to_owned(),
            key: key.to_owned(),
            title: entry.title.clone(),
            body: entry.body.clone(),
            link: entry.link.clone(),
            image: entry.image.clone(),
            icon: entry.icon.clone(),
            published_at: entry.published_at.map(rfc3339),
            received_at: rfc3339(received_at),
            urgency: entry.urgency,
            replaces: entry.replaces.clone(),
            moment: entry.moment,
            tags: entry.tags.clone(),
            actions: entry.actions.iter().map(Action::from).collect(),
        }
    }
}

impl From<&model::Action> for Action {
    fn from(action: &model::Action) -> Self {
        let (kind, url, text, method) = match action {
            model::Action::Open { url, .. } => ("open", Some(url), None, None),
            model::Action::Copy { text, .. } => ("copy", None, Some(text), None),
            model::Action::Http { request, .. } => {
                let body = Some(&request.body).filter(|body| !body.is_empty());
                ("http", Some(&request.url), body, Some(request.method.as_str()))
            }
        };
        let label = action.label().to_owned();
        Self { kind, label, url: url.cloned(), text: text.cloned(), method }
    }
}

impl From<&model::StoredEntry> for HistoryEntry {
    fn from(stored: &model::StoredEntry) -> Self {
        let ring = stored.status.ring;
        Self {
            seq: stored.seq.0,
            entry: Entry::new(stored.feed.as_str(), &stored.key, stored.received_at, &stored.entry),
            read: stored.status.read,
            starred: stored.status.starred,
            highlighted: stored.status.highlighted,
            rule: stored.status.rule.clone(),
            rang: matches!(ring, model::Ring::Rang | model::Ring::Updated | model::Ring::Gathered),
            ring: ring.code(),
            standing: stored.standing.code(),
        }
    }
}

impl From<&model::RawEvent> for RawEvent {
    fn from(raw: &model::RawEvent) -> Self {
        Self { event: raw.kind.clone(), data: raw.data.clone(), last_event_id: raw.last_event_id.clone() }
    }
}
