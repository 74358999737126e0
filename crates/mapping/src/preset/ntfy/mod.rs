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

use serde::de::IgnoredAny;
use tidings_sse::Event;
use url::Url;

use crate::{Format, MappingError, Meaning, Outcome, auto};
use message::Message;

/// A topic of an ntfy server, or several.
pub(crate) struct Ntfy;

/// Keepalives are sent beside messages, not behind them: what was published in the seconds before one may still follow.
const SLACK_SECONDS: i64 = 10;

impl Format for Ntfy {
    fn name(&self) -> &'static str {
        "ntfy"
    }

    fn recognises_url(&self, url: &Url) -> bool {
        address::is_ntfy(url)
    }

    fn recognises_event(&self, event: &Event) -> bool {
        Message::read(&event.data).is_some_and(|message| message.is_certain())
    }

    fn endpoint(&self, pasted: &Url) -> Url {
        address::endpoint(pasted)
    }

    fn resume(&self, endpoint: &Url, checkpoint: Option<&str>) -> Url {
        match checkpoint {
            Some(seconds) => address::with_query(endpoint, "since", seconds),
            None => endpoint.clone(),
        }
    }

    /// The server keeps messages for 12 hours by default.
    fn recent(&self, endpoint: &Url) -> Url {
        address::with_query(endpoint, "since", "12h")
    }

    fn suggested_name(&self, url: &Url) -> String {
        let topics = address::topics(url);
        if topics.is_empty() { crate::address::name_of(url) } else { topics.join(", ") }
    }

    fn map(&self, event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
        let Some(message) = Message::read(&event.data).filter(Message::is_likely) else {
            return not_ntfy(event, endpoint);
        };
        match message.event(&event.kind) {
            "open" => Ok(Meaning { baseline: message.seconds_before(0), ..Meaning::alive() }),
            "keepalive" => {
                Ok(Meaning { checkpoint: message.seconds_before(SLACK_SECONDS), ..Meaning::alive() })
            }
            "poll_request" => Ok(Meaning::alive()),
            "message_delete" => message.about(|replaces| Outcome::Withdraw { replaces }),
            "message_clear" => message.about(|replaces| Outcome::Read { replaces }),
            _ => message.entry(endpoint).map(|entry| message.meaning(Outcome::Entry(entry))),
        }
    }
}

/// The address may mislead: many a stream ends in `/sse`. What is not ntfy's at all is read as any other feed's.
fn not_ntfy(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let broken = || {
        serde_json::from_str::<IgnoredAny>(&event.data)
            .err()
            .filter(|_| event.data.trim_start().starts_with('{'))
    };
    match broken() {
        Some(error) => Err(MappingError::NotJson { reason: error.to_string() }),
        None => auto::Auto.map(event, endpoint),
    }
}

#[cfg(test)]
mod tests;
