//! What a person subscribes to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Connection, FeedBell, Template};

/// The name of a feed in `tidings.toml`, on the command line and in the database: `[a-z0-9-]`, 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeedId(String);

impl FeedId {
    /// The longest identifier, in characters.
    pub const MAX_LEN: usize = 64;

    /// Takes `text` if it is an identifier.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len());
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        (fits && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// Makes an identifier of any name: `"Élan: 2nd XI!"` becomes `"lan-2nd-xi"`, and a name with nothing usable `"feed"`.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let mut id = String::new();
        for c in name.to_lowercase().chars() {
            if c.is_ascii_lowercase() || c.is_ascii_digit() {
                id.push(c);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        // Room is left for the "-2" that tells two feeds of one name apart.
        id.truncate(Self::MAX_LEN - 4);
        let id = id.trim_end_matches('-');
        Self(if id.is_empty() { "feed".to_owned() } else { id.to_owned() })
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A subscription, as `tidings.toml` states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its key under `[feeds]`.
    pub id: FeedId,
    /// What the window and the popups call it.
    pub name: String,
    /// The address as the person gave it, `http` or `https`.
    pub url: String,
    /// The name of the format that reads its events (`"ntfy"`, `"auto"`); none lets the address decide.
    pub format: Option<String>,
    /// The folder it is shown in; none shows it beside the folders.
    pub folder: Option<String>,
    /// Whether it connects; a paused feed keeps its history.
    pub enabled: bool,
    /// Which of its entries ring.
    pub notify: NotifyLevel,
    /// How they ring.
    pub bell: FeedBell,
    /// How its server is reached.
    pub connection: Connection,
    /// Asked this often, in seconds, where it has to be asked; none lets its own rhythm tell.
    pub poll_seconds: Option<u32>,
    /// Its entries in the person's own words.
    pub template: Template,
}

impl Feed {
    /// A feed with nothing but its place, and every default.
    #[must_use]
    pub fn new(id: FeedId, url: String) -> Self {
        Self {
            name: id.to_string(),
            id,
            url,
            format: None,
            folder: None,
            enabled: true,
            notify: NotifyLevel::default(),
            bell: FeedBell::default(),
            connection: Connection::default(),
            poll_seconds: None,
            template: Template::default(),
        }
    }
}

/// Which entries of a feed ring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotifyLevel {
    /// Each entry rings.
    #[default]
    Always,
    /// Those ring that a rule highlights or raises.
    Highlighted,
    /// Those ring from an urgency on.
    Urgent,
    /// They are summed up every so many minutes.
    Digest,
    /// None rings; they are in the window all the same.
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_identifier() {
        let ids = ["Match Centre", "  BBC -- News  ", "日本", "a/b?c=d", &"x".repeat(200)];
        let made = ids.map(|name| FeedId::from_name(name).to_string());
        assert_eq!(made[..4], ["match-centre", "bbc-news", "feed", "a-b-c-d"]);
        assert_eq!(made[4].len(), 60);
        assert!(made.iter().all(|id| FeedId::parse(id).is_some()));
    }

    #[test]
    fn only_plain_identifiers_are_taken() {
        for bad in ["", "A", "a b", "ä", "a.b", "a/b", &"x".repeat(65)] {
            assert_eq!(FeedId::parse(bad), None, "{bad:?}");
        }
    }
}
