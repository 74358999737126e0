//! Items of JSON Feed, alone or in their feed.
//!
//! By jsonfeed.org/version/1.1.

#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Entry, Identity};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, limits};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, html, json};

/// Items of JSON Feed.
pub(crate) struct JsonFeed;

impl Format for JsonFeed {
    fn name(&self) -> &'static str {
        "json-feed"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| is_feed(value) || is_item(value))
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn is_feed(value: &Value) -> bool {
    json::text(value, "/version").is_some_and(|version| version.contains("jsonfeed.org"))
        && value["items"].is_array()
}

fn is_item(value: &Value) -> bool {
    let content = value["content_html"].is_string() || value["content_text"].is_string();
    content && json::word(value, "/id").is_some()
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    if is_feed(&value) {
        let items = value["items"].as_array().into_iter().flatten().take(limits::ITEMS);
        // A feed has its newest item in front.
        let mut entries: Vec<_> = items.filter(|item| is_item(item) || item["id"].is_string()).collect();
        entries.reverse();
        let told = |item: &Value| Outcome::item(entry(item, endpoint), item.to_string());
        return Ok(Meaning::of(entries.into_iter().map(told).collect()));
    }
    if !is_item(&value) {
        return Ok(auto::of(Some(value), event, endpoint));
    }
    Ok(Meaning::of(vec![Outcome::Entry(entry(&value, endpoint))]))
}

fn entry(item: &Value, endpoint: &Url) -> Entry {
    let id = json::word(item, "/id").unwrap_or_default();
    let content = match json::text(item, "/content_text") {
        Some(text) => text.to_owned(),
        None => json::html(item, "/content_html"),
    };
    let content = if text::shows(&content) {
        content
    } else {
        json::text(item, "/summary").unwrap_or_default().to_owned()
    };
    let (title, body) = match json::text(item, "/title") {
        Some(title) => (html::plain(title), content),
        None => text::heading(&content).unwrap_or_default(),
    };
    let version = json::word(item, "/date_modified")
        .filter(|modified| json::word(item, "/date_published").as_ref() != Some(modified));
    let own = version.map_or_else(|| id.clone(), |version| format!("{id}@{version}"));
    let author = json::first(item, &["/authors/0/name", "/author/name"]);
    let body = match author {
        Some(author) => format!("{}\n{}", body.trim_end(), text::one_line(author)),
        None => body,
    };
    Entry {
        body: text::body(&body),
        link: json::first_link(item, &["/url", "/external_url"], endpoint),
        image: json::first_link(item, &["/image", "/banner_image"], endpoint),
        icon: json::first_link(item, &["/authors/0/avatar", "/author/avatar"], endpoint),
        published_at: json::time(item, "/date_published").or_else(|| json::time(item, "/date_modified")),
        replaces: Some(identity::key(id)),
        tags: json::tags(item, "/tags"),
        ..Entry::new(Identity::Own(identity::key(own)), json::title(&title, "New item"))
    }
}

const ABOUT: About = About {
    subscribe: &[("Any server that sends items of JSON Feed", "https://{server}/{path}")],
    recognised: "By events with \"id\" and \"content_html\" or \"content_text\", or with a \"version\" of jsonfeed.org and \"items\".",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "\"id\"; that of an item that was changed is the id and \"date_modified\".",
    replaces: "\"id\": a later version takes the item's place.",
    fields: &[
        ("title", "\"title\", or else the first sentence of the content"),
        (
            "text",
            "\"content_text\", or else \"content_html\" without its HTML, or else \"summary\"; and the first author's name",
        ),
        ("link", "\"url\", or else \"external_url\""),
        ("picture", "\"image\", or else \"banner_image\""),
        ("icon", "the first author's \"avatar\""),
        ("time", "\"date_published\", or else \"date_modified\""),
        ("tags", "\"tags\""),
    ],
    urgency: "Normal.",
    actions: "None.",
    errors: "None of its own.",
    source: "jsonfeed.org/version/1.1.",
    ..About::titled("JSON Feed items")
};
