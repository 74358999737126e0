//! ntfy: topics that anyone may publish to over HTTP, at ntfy.sh or on a server of one's own.
//!
//! By docs/subscribe/api.md, server/types.go and server/message_cache.go of the ntfy project:
//! - Recognised by `/TOPIC/sse`, by `ntfy.sh/TOPIC`, by `ntfy://HOST/TOPIC`, and by events with `id`, `time`, `event` and `topic`.
//! - The stream has no `id:` lines. It resumes by `since=SECONDS`, which is inclusive: what comes again is known by its id.
//!   `since=ID` is not used, because servers differ on an id that they no longer have.
//! - `open` and `keepalive` (every 45 s) say that the feed lives; `poll_request` is for phones.
//! - `message` is an entry. Its `sequence_id`, or else its id, is the replace key: a later message with the same one takes its
//!   place, `message_delete` takes it back, `message_clear` marks it read.

mod address;
mod message;

mod reader;

use std::time::Duration;

use serde::de::IgnoredAny;
use tidings_sse::Event;
use url::Url;

use crate::{About, Format, Glance, MappingError, Meaning, Reader, auto};

/// A topic of an ntfy server, or several.
pub(crate) struct Ntfy;

impl Format for Ntfy {
    fn name(&self) -> &'static str {
        "ntfy"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        address::is_ntfy(url)
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(message::is_certain)
    }

    fn denies_event(&self, event: &Glance<'_>) -> bool {
        !event.object().is_some_and(message::is_likely)
    }

    fn endpoint(&self, pasted: &Url) -> Url {
        address::endpoint(pasted)
    }

    /// By default.
    fn keeps(&self) -> Option<Duration> {
        Some(Duration::from_secs(12 * 3_600))
    }

    /// The server keeps messages for 12 hours by default.
    fn recent(&self, endpoint: &Url) -> Url {
        address::with_query(endpoint, "since", "12h")
    }

    fn suggested_name(&self, url: &Url) -> String {
        let topics = address::topics(url);
        if topics.is_empty() { crate::address::name_of(url) } else { topics.join(", ") }
    }

    fn reader(&self, endpoint: &Url, checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(reader::Topics::new(endpoint, checkpoint))
    }
}

const ABOUT: About = About {
    subscribe: &[
        ("A topic at ntfy.sh", "https://ntfy.sh/{topic}"),
        ("Several topics of a server", "https://{server}/{topic},{topic}"),
        ("A topic as the phone apps share it", "ntfy://{server}/{topic}"),
    ],
    recognised: "By https://ntfy.sh/TOPIC, https://ntfy.HOST/TOPIC, HOST/TOPIC/sse or ntfy://HOST/TOPIC, and by events with \"id\", \"time\", \"event\" and \"topic\".",
    heartbeat: "`keepalive` every 45 s; `open` at the start.",
    cursor: "The time of the last message, as `since=SECONDS`: the stream has no ids. It includes that second; what comes again is known by its id. Servers keep 12 hours by default: after a longer outage the feed says that something may be missing.",
    identity: "\"id\".",
    replaces: "\"sequence_id\", or else \"id\": a later message with the same one takes its place, `message_delete` takes it back, `message_clear` marks it read.",
    fields: &[
        ("title", "\"title\", or else the topic, with the emoji of the tags in front"),
        ("text", "\"message\", its Markdown or base64 read, and the name and size of an attachment"),
        ("link", "\"click\", or else the attachment"),
        ("picture", "an attachment that is an image"),
        ("icon", "\"icon\""),
        ("time", "\"time\""),
        ("tags", "those tags that name no emoji"),
    ],
    urgency: "\"priority\": 1 and 2 low, 3 and 4 normal, 5 critical.",
    actions: "`view` opens, `copy` copies; `http` sends its request (GET, POST, PUT, PATCH or DELETE, with its headers and its body) once you have allowed its host; with `clear` the entry is read after that. `broadcast` is for phones. A request that is too large to be kept whole has no button.",
    errors: "401 and 403: the topic wants a token; give the header Authorization. With several topics, one that is refused is left out, and the feed says so. 429: the server allows 30 connections at a time; put the topics of one server in one feed.",
    source: "docs/subscribe/api.md, server/types.go, server/server.go and server/message_cache.go of the ntfy project.",
    ..About::titled("ntfy topic")
};

/// The address may mislead: many a stream ends in `/sse`. What is not ntfy's at all is read as any other feed's.
fn not_ntfy(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let broken = || {
        serde_json::from_str::<IgnoredAny>(&event.data)
            .err()
            .filter(|_| event.data.trim_start().starts_with('{'))
    };
    match broken() {
        Some(error) => Err(MappingError::NotJson { reason: error.to_string() }),
        None => Ok(auto::read(event, endpoint)),
    }
}

#[cfg(test)]
mod tests;
