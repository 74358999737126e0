//! Messages as Gotify has them. Gotify itself streams by WebSocket: these come from bridges, and from servers that took its form.
//!
//! By gotify.net/api-docs and gotify.net/docs/msgextras.

#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Entry, Identity, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity, urgency};
use crate::reader::Plain;
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json, markdown, text};

/// Gotify's messages.
pub(crate) struct Gotify;

impl Format for Gotify {
    fn name(&self) -> &'static str {
        "gotify"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(is_message)
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn is_message(value: &Value) -> bool {
    value["appid"].is_number() && value["id"].is_number() && value["message"].is_string()
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    if !is_message(&value) {
        return Ok(auto::of(Some(value), event, endpoint));
    }
    let id = json::required(&value, "/id", "id")?;
    let message = json::text(&value, "/message").unwrap_or_default();
    let marked = json::text(&value, "/extras/client::display/contentType") == Some("text/markdown");
    let words = if marked { markdown::plain(message) } else { message.to_owned() };
    let (title, body) = match json::text(&value, "/title") {
        Some(title) => (title.to_owned(), words),
        None => text::heading(&words).unwrap_or_default(),
    };
    let priority = value["priority"].as_f64().and_then(|priority| urgency::by_priority(priority, true));
    let pictures = ["/extras/client::notification/bigImageUrl", "/image"];
    Ok(Meaning::of(vec![Outcome::Entry(Entry {
        body: text::body(&body),
        link: json::link(&value, "/extras/client::notification/click/url", endpoint),
        image: json::first_link(&value, &pictures, endpoint),
        published_at: json::time(&value, "/date"),
        urgency: priority.unwrap_or(Urgency::Normal),
        ..Entry::new(Identity::Own(identity::key(id)), json::title(&title, "New message"))
    })]))
}

const ABOUT: About = About {
    subscribe: &[("A bridge from Gotify to SSE", "https://{server}/{path}")],
    recognised: "By events with \"appid\", \"id\" and \"message\".",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "\"id\".",
    replaces: "Nothing.",
    fields: &[
        ("title", "\"title\", or else the first sentence of the message"),
        (
            "text",
            "\"message\", without Markdown's marks where \"extras.client::display.contentType\" says so",
        ),
        ("link", "\"extras.client::notification.click.url\""),
        ("picture", "\"extras.client::notification.bigImageUrl\", or else \"image\""),
        ("time", "\"date\""),
    ],
    urgency: "\"priority\": 0 to 3 low, 4 to 7 normal, 8 to 10 critical, as Gotify's own app has it.",
    actions: "None.",
    errors: "Gotify's own /stream is a WebSocket, which is no feed: use a bridge, or its ntfy plugin.",
    source: "gotify.net/api-docs and gotify.net/docs/msgextras.",
    ..About::titled("Gotify messages")
};
