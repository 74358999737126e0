//! The document of a feed: bytes to items. It takes RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 1.0 and JSON Feed 1.0 and 1.1.

use feed_rs::parser::{self, ParseFeedError};

use crate::MOST_ITEMS;
use crate::item::Item;

/// A feed that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it calls itself.
    pub title: Option<String>,
    /// Its items, newest first as they stand in it.
    pub(crate) items: Vec<Item>,
    /// How many minutes it may be kept, as RSS 2.0 says by `ttl`.
    pub(crate) ttl: Option<u32>,
}

/// What came is no feed. The text is a part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Document {
    /// Reads a document that came from `address`, which its own relative links are meant from.
    ///
    /// # Errors
    /// Where it is no feed, or has a document type declaration: no feed needs one, and it is how a few bytes become gigabytes.
    pub fn read(bytes: &[u8], address: &str) -> Result<Self, Unreadable> {
        if has_doctype(bytes) {
            let page = looks_like_html(bytes);
            let what = if page { "an HTML page" } else { "a document with a type declaration (DOCTYPE)" };
            return Err(Unreadable(what.to_owned()));
        }
        let parser = parser::Builder::new().base_uri(Some(address)).id_generator(identity).build();
        let feed = parser.parse(bytes).map_err(|error| Unreadable(reason(&error, bytes)))?;
        Ok(Self {
            title: feed.title.map(|title| title.content.trim().to_owned()).filter(|title| !title.is_empty()),
            items: feed.entries.into_iter().take(MOST_ITEMS).map(Item::of).collect(),
            ttl: feed.ttl,
        })
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// An item without an identifier has none: the library would draw one by chance, and each look would bring the item anew.
fn identity(_: &[feed_rs::model::Link], _: &Option<feed_rs::model::Text>, _: Option<&str>) -> String {
    String::new()
}

fn reason(error: &ParseFeedError, bytes: &[u8]) -> String {
    if looks_like_html(bytes) {
        return "an HTML page".to_owned();
    }
    match error {
        ParseFeedError::JsonSerde(_) | ParseFeedError::JsonUnsupportedVersion(_) => {
            "JSON that is no JSON Feed".to_owned()
        }
        ParseFeedError::ParseError(_) | ParseFeedError::IoError(_) => "a document that is no feed".to_owned(),
        ParseFeedError::XmlReader(_) => "XML that is broken".to_owned(),
    }
}

/// What stands before the first element: white space, declarations and comments are passed over.
fn first(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => return rest,
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else { return &[] };
        rest = &rest[at + end.len()..];
    }
}

fn starts_with(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn has_doctype(bytes: &[u8]) -> bool {
    starts_with(first(bytes), b"<!doctype")
}

/// Whether it is a web page.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let first = first(bytes);
    starts_with(first, b"<html") || starts_with(first, b"<!doctype html") || starts_with(first, b"<head")
}

#[cfg(test)]
mod tests;
