//! Wikimedia EventStreams: what changes in Wikipedia and its sisters, as it changes.
//!
//! By stream.wikimedia.org/?spec, the schemas at schema.wikimedia.org and the README of KafkaSSE. The `id:` is a JSON array of
//! positions, taken as it is and sent back as it is.

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde_json::Value;
use tidings_model::{Entry, Identity, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::identity;
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json};

/// One or several streams of the EventStreams service.
pub(crate) struct Wikimedia;

impl Format for Wikimedia {
    fn name(&self) -> &'static str {
        "wikimedia"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.host_str() == Some("stream.wikimedia.org") || url.path().starts_with("/v2/stream/")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| {
            json::text(value, "/meta/stream").is_some() && json::text(value, "/meta/domain").is_some()
        })
    }

    fn denies_event(&self, event: &Glance<'_>) -> bool {
        !event.object().is_some_and(|value| value["meta"].is_object())
    }

    /// What it keeps at the least: topics of Kafka do so for a week.
    fn keeps(&self) -> Option<Duration> {
        Some(Duration::from_secs(7 * 24 * 3_600))
    }

    /// A position that is too old.
    fn refuses_resume(&self, status: u16) -> bool {
        status == 400
    }

    fn suggested_name(&self, url: &Url) -> String {
        let streams = url.path().rsplit('/').next().unwrap_or_default();
        let named = streams.split(',').filter(|stream| !stream.is_empty()).map(|stream| {
            humanise(stream.trim_start_matches("mediawiki.")).replace("Recentchange", "Recent changes")
        });
        let named = named.collect::<Vec<_>>().join(", ");
        if named.is_empty() {
            "Wikimedia".to_owned()
        } else {
            json::title(&format!("Wikimedia: {named}"), "Wikimedia")
        }
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    // Sent at least hourly into every stream, so that consumers see that it lives.
    if json::text(&value, "/meta/domain") == Some("canary") {
        return Ok(Meaning::alive());
    }
    let id = json::required(&value, "/meta/id", "meta.id")?;
    let page = json::first(&value, &["/title", "/page_title", "/page/page_title"]).unwrap_or("a page");
    let page = page.replace('_', " ");
    let user = json::first(&value, &["/user", "/performer/user_text"]);
    let bot =
        ["/bot", "/performer/user_is_bot"].iter().any(|at| value.pointer(at) == Some(&Value::Bool(true)));
    let wiki = json::first(&value, &["/server_name", "/meta/domain"]).unwrap_or_default();
    let mut tags: Vec<&str> = vec![wiki];
    tags.extend(bot.then_some("bot"));
    tags.extend((value["minor"] == true).then_some("minor"));
    let entry = Entry {
        body: text::body(&body(&value, user)),
        link: json::first_link(&value, &["/notify_url", "/title_url", "/meta/uri"], endpoint),
        published_at: json::time(&value, "/meta/dt").or_else(|| json::time(&value, "/timestamp")),
        // Tens of them come in a second: none is worth more unless a rule says so.
        urgency: Urgency::Low,
        tags: text::tags(tags),
        ..Entry::new(Identity::Own(identity::key(id)), json::title(&title(&value, &page), "Wikimedia"))
    };
    Ok(Meaning::of(vec![Outcome::Entry(entry)]))
}

fn title(value: &Value, page: &str) -> String {
    let stream = json::text(value, "/meta/stream").unwrap_or_default().trim_start_matches("mediawiki.");
    match (stream, json::text(value, "/type")) {
        ("recentchange", Some("edit")) | ("revision-create", _) => format!("Edited: {page}"),
        ("recentchange", Some("new")) | ("page-create", _) => format!("New page: {page}"),
        ("recentchange", Some("categorize")) => format!("Categorised: {page}"),
        ("recentchange", Some("log")) => {
            let log = json::first(value, &["/log_action", "/log_type"]).unwrap_or("log");
            format!("{}: {page}", humanise(log))
        }
        ("page-delete", _) => format!("Deleted: {page}"),
        ("page-undelete", _) => format!("Restored: {page}"),
        ("page-move", _) => match json::text(value, "/prior_state/page_title") {
            Some(before) => format!("Moved: {} → {page}", before.replace('_', " ")),
            None => format!("Moved: {page}"),
        },
        (stream, _) => format!("{}: {page}", humanise(stream)),
    }
}

/// The comment, and who changed how much.
fn body(value: &Value, user: Option<&str>) -> String {
    let parsed = json::html(value, "/parsedcomment");
    let comment = if parsed.is_empty() { json::text(value, "/comment").unwrap_or_default() } else { &parsed };
    let length = |at: &str| value.pointer(at).and_then(Value::as_i64);
    let change = match (length("/length/old"), length("/length/new")) {
        (Some(old), Some(new)) => Some(format!("{:+} bytes", new.saturating_sub(old))),
        (None, Some(new)) => Some(format!("{new} bytes")),
        _ => None,
    };
    let by = user.map(|user| format!("by {user}"));
    let last = [by, change].into_iter().flatten().collect::<Vec<_>>().join(", ");
    format!("{comment}\n{last}")
}

const ABOUT: About = About {
    subscribe: &[
        ("Recent changes in all wikis", "https://stream.wikimedia.org/v2/stream/recentchange"),
        ("Several streams in one connection", "https://stream.wikimedia.org/v2/stream/{stream},{stream}"),
    ],
    recognised: "By the host stream.wikimedia.org or a path of /v2/stream/, and by events with \"meta.stream\" and \"meta.domain\".",
    heartbeat: "Canary events (\"meta.domain\" is `canary`), at least hourly in each stream; they are never shown.",
    cursor: "The `id:`, a JSON array of positions, sent back word for word as `Last-Event-ID`. The service keeps a week or a few; after a longer outage the feed says that something may be missing.",
    identity: "\"meta.id\".",
    replaces: "Nothing: each change is news of its own.",
    fields: &[
        (
            "title",
            "what was done (\"type\", or the stream's name), and the page's \"title\" or \"page_title\"",
        ),
        ("text", "\"parsedcomment\" or \"comment\", the \"user\", and the change of \"length\""),
        ("link", "\"notify_url\" (the difference), or else \"title_url\", or else \"meta.uri\""),
        ("time", "\"meta.dt\""),
        ("tags", "the wiki, `bot`, `minor`"),
    ],
    urgency: "Low: tens of them come in a second. A rule or a filter raises what matters.",
    actions: "None.",
    errors: "429 or a connection that is not let in: the service allows two connections per address; put the streams of several feeds in one, with commas. 400 on resuming: what was missed is too old (so one user reports; it was not seen). It is asked once more without the position, and the feed says what is missing.",
    source: "stream.wikimedia.org/?spec, the EventStreams service's configuration, and the README of KafkaSSE. How many events come in a second was not measured.",
    ..About::titled("Wikimedia stream")
};
