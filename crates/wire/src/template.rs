//! A feed's template, and what it would do.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::{Entry, Flaw, RawEvent};

/// A feed's own words and conditions, as `[feeds.ID.template]` has them. Null leaves what the format says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(export)]
pub struct Template {
    /// The title.
    pub title: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// The link.
    pub link: Option<String>,
    /// The picture's address.
    pub image: Option<String>,
    /// `low`, `normal` or `critical`.
    pub urgency: Option<String>,
    /// What makes two entries the same.
    pub key: Option<String>,
    /// What makes entries one card.
    pub replaces: Option<String>,
    /// When it happened.
    pub time: Option<String>,
    /// Only entries this holds for ring.
    pub notify_if: Option<String>,
    /// Only entries this holds for are kept.
    pub keep_if: Option<String>,
    /// Entries this holds for are not kept.
    pub drop_if: Option<String>,
}

/// What a template would do with what a feed said of late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TemplateTrial {
    /// The last events, newest first, at most 50.
    pub rows: Vec<TrialRow>,
    /// What is wrong with the template; with any of these the feed's own entries stand in the rows.
    pub problems: Vec<Flaw>,
    /// How many of the last seven days' entries would have been kept and rung for.
    pub would_ring_last_week: u32,
    /// Of how many: at most 5,000, the newest.
    pub of_last_week: u32,
    /// Whether more came in those days than were looked at.
    pub more_last_week: bool,
}

/// One event, and what would come of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TrialRow {
    /// The event.
    pub raw: RawEvent,
    /// The entry in the template's words; null where none comes of it.
    pub entry: Option<Entry>,
    /// Whether the template or a rule drops it.
    pub dropped: bool,
    /// Whether it would ring.
    pub rings: bool,
    /// The code of that, as in [`crate::HistoryEntry`]'s `ring`; `dropped` for one that is not kept.
    pub ring_reason: String,
}

impl From<model::Template> for Template {
    fn from(from: model::Template) -> Self {
        let model::Template {
            title,
            body,
            link,
            image,
            urgency,
            key,
            replaces,
            time,
            notify_if,
            keep_if,
            drop_if,
        } = from;
        Self { title, body, link, image, urgency, key, replaces, time, notify_if, keep_if, drop_if }
    }
}

impl From<Template> for model::Template {
    /// An empty field is none: that is how a form says it.
    fn from(from: Template) -> Self {
        let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let Template { title, body, link, image, urgency, key, replaces, time, notify_if, keep_if, drop_if } =
            from;
        Self {
            title: some(title),
            body: some(body),
            link: some(link),
            image: some(image),
            urgency: some(urgency),
            key: some(key),
            replaces: some(replaces),
            time: some(time),
            notify_if: some(notify_if),
            keep_if: some(keep_if),
            drop_if: some(drop_if),
        }
    }
}
