//! RSS, Atom and JSON Feed: polled, since nothing comes by itself.
//!
//! By JSON Feed 1.1 (jsonfeed.org), which `tidings-poll` puts all of them into: RSS 2.0 and 1.0, Atom 1.0 (RFC 4287) and JSON Feed itself.
//! - Recognised by addresses that end as such feeds' do, and by the kinds of the poller's events.
//! - `feed-item` is an entry; `feed-edited` one that was told and reads differently; `feed-earlier` one that was there before the first look, which does not ring; `feed-checkpoint` is where
//!   the next look goes on.
//! - The identity is the item's `id`: the guid of RSS, the id of Atom.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::Value;
use tidings_model::{Entry, Identity};
use tidings_sse::Event;
use url::Url;

use crate::reader::Plain;
use crate::text::{self, limits};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, html, link, time};

/// A feed that has to be asked.
pub(crate) struct Feed;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        let path = url.path().trim_end_matches('/').to_ascii_lowercase();
        let ends = [
            ".rss",
            ".atom",
            ".rdf",
            "/rss",
            "/atom",
            "/rss.xml",
            "/atom.xml",
            "/feed.xml",
            "/index.xml",
            "/feed.json",
        ];
        ends.iter().any(|end| path.ends_with(end)) || path.contains("/feeds/rss/")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        KINDS.contains(&event.kind.as_str())
    }

    fn is_polled(&self) -> bool {
        true
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

const KINDS: [&str; 4] = ["feed-item", "feed-edited", "feed-earlier", "feed-checkpoint"];

const ABOUT: About = About {
    subscribe: &[("A feed", "https://{server}/feed.xml"), ("A web page that names one", "https://{server}/")],
    recognised: "By an address that ends as theirs do (.rss, .atom, /feed.xml and the like), or else by what it answers: RSS, Atom or JSON Feed, or a page with a link to one.",
    heartbeat: "None: it is asked again and again, every 5 to 60 minutes by its own rhythm, or as poll_seconds says.",
    cursor: "ETag, Last-Modified and marks of the items that were seen.",
    identity: "guid (RSS), id (Atom, JSON Feed), a long one by its hash; without one, link and title. An item with the same link and title is the same, unless the document has both.",
    replaces: "Nothing. An item whose title or text changes changes its row in place, without ringing, five times at most.",
    fields: &[
        ("title", "\"title\", or else the first sentence of the text"),
        ("text", "the summary, or else the content, its HTML read; or else the authors"),
        ("link", "\"link\""),
        ("image", "a picture among the media or the enclosures"),
        ("time", "\"pubDate\" (RSS), \"published\" or \"updated\" (Atom)"),
        ("tags", "the categories"),
    ],
    urgency: "Normal.",
    actions: "None.",
    errors: "A document with a type declaration (DOCTYPE), of more than 10 MiB, or that is none of these feeds is refused, and asked for again later. A refusal that cannot heal stops the feed: any 4xx but 408, 425 and 429.",
    source: "RSS 2.0 (rssboard.org), RFC 4287, JSON Feed 1.1 (jsonfeed.org), RFC 9110 and RFC 9111 for the requests.",
    ..About::titled("RSS, Atom or JSON Feed")
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    id: Value,
    url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    image: Option<String>,
    date_published: Value,
    authors: Vec<Author>,
    tags: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Author {
    name: String,
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    if event.kind == "feed-checkpoint" {
        return Ok(Meaning { checkpoint: Some(event.data.clone()), ..Meaning::default() });
    }
    let item: Item = serde_json::from_str(&event.data)
        .map_err(|error| MappingError::NotJson { reason: error.to_string() })?;
    let entry = entry(item, endpoint)?;
    Ok(Meaning::of(vec![match event.kind.as_str() {
        "feed-earlier" => Outcome::Found { entry, data: event.data.clone(), earlier: true },
        "feed-edited" => Outcome::Edit(entry),
        _ => Outcome::Entry(entry),
    }]))
}

fn entry(item: Item, endpoint: &Url) -> Result<Entry, MappingError> {
    let id = match &item.id {
        Value::String(id) if text::shows(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return Err(MappingError::Missing { field: "id" }),
    };
    // A long guid is told from another by its hash: only its beginning would fit.
    let id = if id.len() > limits::KEY { blake3::hash(id.as_bytes()).to_hex().to_string() } else { id };
    let body = item.summary.or(item.content_text).or(item.content_html).unwrap_or_default();
    let body = html::plain(&body);
    let title = item.title.map(|title| html::plain(&title)).and_then(|title| text::title(&title));
    let (title, body) = match title {
        Some(title) => (title, body),
        None => text::heading(&body).unwrap_or_else(|| ("New item".to_owned(), String::new())),
    };
    let by: Vec<_> =
        item.authors.iter().map(|author| author.name.trim()).filter(|name| text::shows(name)).collect();
    let body = if body.is_empty() && !by.is_empty() { by.join(", ") } else { body };
    let address = |given: Option<String>| given.and_then(|given| link::web(&given, endpoint));
    Ok(Entry {
        body: text::body(&body),
        link: address(item.url),
        image: address(item.image),
        published_at: time::read(&item.date_published),
        tags: text::tags(&item.tags),
        ..Entry::new(Identity::Own(id), title)
    })
}
