//! A person's own words for a feed's entries, and their own say in which of them are kept and ring.

use serde::{Deserialize, Serialize};

/// `[feeds.ID.template]`: minijinja texts and conditions, each in the place of what the format says. None leaves the format's word.
///
/// The order is: the format reads the event, the template rewords the entry, the [rules](crate::Rule) judge it, the bell decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Template {
    /// A template for the title. One that gives nothing leaves the format's.
    pub title: Option<String>,
    /// A template for the text.
    pub body: Option<String>,
    /// A template for the link; one that gives nothing takes it away.
    pub link: Option<String>,
    /// A template for the picture's address; one that gives nothing takes it away.
    pub image: Option<String>,
    /// A template for the urgency: `low`, `normal` or `critical`.
    pub urgency: Option<String>,
    /// A template for what makes two entries the same. One that gives nothing leaves the format's.
    pub key: Option<String>,
    /// A template for the card's key; one that gives nothing takes the entry out of every card.
    pub replaces: Option<String>,
    /// A template for the time: RFC 3339, RFC 2822, or seconds or milliseconds since 1970.
    pub time: Option<String>,
    /// A condition: only entries it holds for may ring.
    pub notify_if: Option<String>,
    /// A condition: only entries it holds for are kept.
    pub keep_if: Option<String>,
    /// A condition: entries it holds for are not kept.
    pub drop_if: Option<String>,
}

impl Template {
    /// The names of the texts and the conditions, in the order of the fields.
    pub const FIELDS: [&'static str; 11] = [
        "title",
        "body",
        "link",
        "image",
        "urgency",
        "key",
        "replaces",
        "time",
        "notify_if",
        "keep_if",
        "drop_if",
    ];

    /// Each field by name, in the order of [`Self::FIELDS`].
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&str>); 11] {
        let texts = [
            &self.title,
            &self.body,
            &self.link,
            &self.image,
            &self.urgency,
            &self.key,
            &self.replaces,
            &self.time,
            &self.notify_if,
            &self.keep_if,
            &self.drop_if,
        ];
        std::array::from_fn(|i| (Self::FIELDS[i], texts[i].as_deref()))
    }

    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields().iter().all(|(_, text)| text.is_none())
    }
}
