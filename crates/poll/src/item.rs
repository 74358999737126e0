//! One item of a feed, as an item of JSON Feed 1.1.

use feed_rs::model::{Entry, MediaObject};
use html5gum::{Token, Tokenizer};
use serde::Serialize;

/// The longest text of an item, in bytes: what is beyond is not read in a timeline.
const TEXT: usize = 64 << 10;
/// Words it is filed under, and people who wrote it.
const LISTED: usize = 32;

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// What its words are known by, without their markup.
    #[serde(skip)]
    pub(crate) words: String,
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Author {
    name: String,
}

impl Item {
    pub(crate) fn of(entry: Entry) -> Self {
        let text = |text: feed_rs::model::Text| clipped(text.content);
        let content = entry.content.and_then(|content| content.body).and_then(clipped);
        let link = entry.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
        let image = entry.media.iter().find_map(image).or_else(|| enclosure(&entry.links));
        let mut item = Self {
            words: String::new(),
            id: entry.id,
            url: link.or(entry.links.first()).map(|link| link.href.clone()),
            title: entry.title.and_then(text),
            summary: entry.summary.and_then(text).filter(|summary| content.as_ref() != Some(summary)),
            content_html: content,
            image,
            date_published: entry.published.or(entry.updated).map(|at| at.to_rfc3339()),
            authors: entry
                .authors
                .into_iter()
                .take(LISTED)
                .filter_map(|by| by.name)
                .map(|name| Author { name })
                .collect(),
            tags: entry
                .categories
                .into_iter()
                .take(LISTED)
                .map(|tag| tag.label.unwrap_or(tag.term))
                .collect(),
        };
        if item.id.is_empty() {
            item.id = item.content_mark();
        }
        item.words = item.words_mark();
        item
    }

    /// What its identifier is known by.
    pub(crate) fn id_mark(&self) -> String {
        hash(&["id", &self.id])
    }

    /// What a person reads of it: the markup around it changes with each advertisement.
    fn words_mark(&self) -> String {
        let text = self.summary.as_ref().or(self.content_html.as_ref());
        hash(&[self.title.as_deref().unwrap_or_default(), &text.map(|text| words(text)).unwrap_or_default()])
    }

    /// What it is known by where its identifier is another each time: link and title, else all of its text.
    pub(crate) fn content_mark(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let (url, title) = (part(&self.url), part(&self.title));
        if url.is_empty() || title.is_empty() {
            return hash(&[&url, &title, &part(&self.summary), &part(&self.content_html)]);
        }
        hash(&[&url, &title])
    }

    pub(crate) fn json(&self) -> String {
        // Strings only: nothing in them can fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The words of a text that may be HTML.
fn words(text: &str) -> String {
    let mut words = String::new();
    for Ok(token) in Tokenizer::new(text) {
        if let Token::String(said) = token {
            words.extend(String::from_utf8_lossy(&said).split_whitespace().flat_map(|word| [word, " "]));
        }
    }
    words
}

fn clipped(mut text: String) -> Option<String> {
    text.truncate(text.floor_char_boundary(TEXT));
    (!text.trim().is_empty()).then_some(text)
}

fn image(media: &MediaObject) -> Option<String> {
    let picture = media.content.iter().find(|content| {
        content.content_type.as_ref().is_some_and(|of| of.ty() == "image") && content.url.is_some()
    });
    let thumbnail = || media.thumbnails.first().map(|thumbnail| thumbnail.image.uri.clone());
    picture.and_then(|content| content.url.as_ref().map(ToString::to_string)).or_else(thumbnail)
}

fn enclosure(links: &[feed_rs::model::Link]) -> Option<String> {
    let picture = |link: &&feed_rs::model::Link| {
        link.rel.as_deref() == Some("enclosure")
            && link.media_type.as_deref().is_some_and(|of| of.starts_with("image/"))
    };
    links.iter().find(picture).map(|link| link.href.clone())
}

/// Sixteen hexadecimal digits; two of a few thousand marks are the same once in a million billion documents.
fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
