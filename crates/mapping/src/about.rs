//! What a person is to know of a format: shown where feeds are added, and in docs/feeds.

/// A format in words. Each sentence stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// What it is called among people: `ntfy topic`.
    pub title: &'static str,
    /// What to type to subscribe: what it is, and the address with its parts in braces.
    pub subscribe: &'static [(&'static str, &'static str)],
    /// How it is recognised.
    pub recognised: &'static str,
    /// What shows that the feed lives while it has no news.
    pub heartbeat: &'static str,
    /// Where it goes on from after a connection was lost.
    pub cursor: &'static str,
    /// What makes two entries the same.
    pub identity: &'static str,
    /// What takes the place of what.
    pub replaces: &'static str,
    /// Which field becomes what.
    pub fields: &'static [(&'static str, &'static str)],
    /// How much its entries matter.
    pub urgency: &'static str,
    /// Which buttons they have.
    pub actions: &'static str,
    /// What may go wrong, and what to do.
    pub errors: &'static str,
    /// What it follows: the documents, and what in them could not be seen at work.
    pub source: &'static str,
}

impl About {
    /// A format of which only the title is known; the rest is added by name.
    pub(crate) const fn titled(title: &'static str) -> Self {
        Self {
            title,
            subscribe: &[],
            recognised: "",
            heartbeat: "",
            cursor: "",
            identity: "",
            replaces: "",
            fields: &[],
            urgency: "",
            actions: "",
            errors: "",
            source: "",
        }
    }
}
