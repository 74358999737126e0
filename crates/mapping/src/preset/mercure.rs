//! Mercure hubs, of both generations: 0.x and 1.0.
//!
//! By spec/mercure.md, docs/UPGRADE.md, event.go and subscribe.go of dunglas/mercure. What an update says is the publisher's own; the
//! hub adds an id, and says in the head of its answer from which id on it could resume.

use tidings_sse::Event;
use url::Url;

use serde_json::Value;
use tidings_model::{Entry, Gap, GapCode, Identity, Urgency};

use crate::auto::identity;
use crate::text::humanise;
use crate::{
    About, Fetch, Format, Glance, MappingError, Meaning, Opening, Outcome, Reader, auto, json, text,
};

#[cfg(test)]
mod tests;

/// A hub, with the topics of a subscription.
pub(crate) struct Mercure;

const PATH: &str = "/.well-known/mercure";

impl Format for Mercure {
    fn name(&self) -> &'static str {
        "mercure"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.path().ends_with(PATH)
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.kind == "mercure"
    }

    fn suggested_name(&self, url: &Url) -> String {
        let topics = topics(url);
        let telling = topics.iter().map(|topic| topic.rsplit("://").next().unwrap_or(topic).to_owned());
        text::title(&telling.collect::<Vec<_>>().join(", ")).unwrap_or_else(|| crate::address::name_of(url))
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(Subscription { endpoint: endpoint.clone(), inner: None, guesses: GUESSES, newer: false })
    }
}

/// What is subscribed to: `topic` of 0.x, `match` and its kin of 1.0.
fn topics(url: &Url) -> Vec<String> {
    let is_topic = |name: &str| name == "topic" || name.starts_with("match");
    url.query_pairs().filter(|(name, _)| is_topic(name)).map(|(_, topic)| topic.into_owned()).collect()
}

/// Updates that every format is asked about: a topic speaks one language, and asking for each update would cost as much as reading it.
const GUESSES: usize = 32;

/// The same topic as a hub of 1.0 asks for it; none where it is a template, which is no pattern there.
fn as_match(url: &Url) -> Option<Url> {
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let mut topics = pairs.iter().filter(|(name, _)| name == "topic").peekable();
    if topics.peek().is_none() || topics.any(|(_, topic)| topic.contains('{')) {
        return None;
    }
    let mut url = url.clone();
    let named = |name: String| match name.as_str() {
        "topic" => "match".to_owned(),
        "lastEventID" => "last_event_id".to_owned(),
        _ => name,
    };
    url.query_pairs_mut().clear().extend_pairs(pairs.into_iter().map(|(name, value)| (named(name), value)));
    Some(url)
}

struct Subscription {
    endpoint: Url,
    /// Whether the hub refused `topic`, as one of 1.0 does.
    newer: bool,
    /// Who reads the payloads, where they are of a format that can be told from them.
    inner: Option<(&'static str, Box<dyn Reader>)>,
    /// Updates left that all formats are asked about.
    guesses: usize,
}

impl Subscription {
    fn payload(&mut self, event: &Event, glance: Glance<'_>) -> Result<Meaning, MappingError> {
        if self.guesses > 0 {
            self.guesses -= 1;
            self.guess(&glance);
        }
        let read = match (&mut self.inner, glance.into_value()) {
            (Some((_, reader)), _) => reader.read(event),
            (None, Some(value)) => return Ok(auto::of(Some(value), event, &self.endpoint)),
            (None, None) => return Ok(auto::read(event, &self.endpoint)),
        };
        match read {
            // What is not of the topic's format is still an update.
            Err(MappingError::NotJson { .. } | MappingError::Missing { .. } | MappingError::Wrong { .. }) => {
                Ok(auto::read(event, &self.endpoint))
            }
            read => read,
        }
    }

    fn guess(&mut self, event: &Glance<'_>) {
        let spoken = |format: &&dyn Format| format.name() != Mercure.name() && format.recognises_event(event);
        if let Some(format) = crate::formats().find(spoken)
            && self.inner.as_ref().is_none_or(|(name, _)| *name != format.name())
        {
            self.inner = Some((format.name(), format.reader(&self.endpoint, None)));
        }
    }
}

impl Reader for Subscription {
    fn address(&self) -> Url {
        let newer = if self.newer { as_match(&self.endpoint) } else { None };
        newer.unwrap_or_else(|| self.endpoint.clone())
    }

    /// A page names its hub, and not the hub's generation.
    fn refused(&mut self, status: u16) -> Option<Vec<Fetch>> {
        let other = status == 400 && !self.newer && as_match(&self.endpoint).is_some();
        self.newer |= other;
        other.then(Vec::new)
    }

    /// A hub that no longer has what came after the id answers with another one.
    fn opened(&mut self, opening: &Opening<'_>) -> Meaning {
        let lost = !opening.asked.is_empty() && opening.stated.is_some_and(|stated| stated != opening.asked);
        let gap = lost.then(|| Gap::found(GapCode::Forgotten, ""));
        Meaning { gap, ..Meaning::alive() }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let glance = Glance::at(event);
        let value = glance.object();
        // 1.0 writes it small, and only in events of its own kind.
        let kind = |value: &Value| {
            value["type"] == "Subscription" || (event.kind == "mercure" && value["type"] == "subscription")
        };
        if let Some(subscription) = value.filter(|value| kind(value)) {
            return Ok(Meaning::of(vec![Outcome::Entry(subscriber(subscription, event))]));
        }
        // An update has one id for ever, whatever it says; JSON-LD names the thing that it is about.
        let id = event.id.as_deref().filter(|id| !id.is_empty());
        let about =
            value.and_then(|value| json::text(value, "/@id")).map(|about| identity::key(about.to_owned()));
        let mut meaning = self.payload(event, glance)?;
        if let (Some(id), [Outcome::Entry(entry)]) = (id, &mut meaning.outcomes[..]) {
            entry.identity = Identity::Own(identity::key(id.to_owned()));
        }
        for outcome in &mut meaning.outcomes {
            if let Outcome::Entry(entry) = outcome {
                entry.replaces = entry.replaces.take().or_else(|| about.clone());
            }
        }
        Ok(meaning)
    }
}

/// Someone came to a topic, or left it: hubs say so to whoever asks for it.
fn subscriber(value: &Value, event: &Event) -> Entry {
    let topic = json::first(value, &["/topic", "/match"]).unwrap_or("a topic");
    let did = if value["active"] == true { "Subscribed to" } else { "Unsubscribed from" };
    Entry {
        urgency: Urgency::Low,
        replaces: json::text(value, "/id").map(|id| identity::key(id.to_owned())),
        ..Entry::new(
            identity::of_stream(event, event.data.as_bytes()),
            json::title(&format!("{did} {topic}"), &humanise("subscription")),
        )
    }
}

const ABOUT: About = About {
    subscribe: &[
        ("A topic of a 0.x hub", "https://{server}/.well-known/mercure?topic={topic}"),
        ("A topic of a 1.0 hub", "https://{server}/.well-known/mercure?match={topic}"),
        ("A page that names its hub in a Link header", "https://{server}/{page}"),
    ],
    recognised: "By a path that ends in /.well-known/mercure, by an answer with Link: rel=\"mercure\" (the topic is what the page calls itself by rel=\"self\" or \"canonical\"; where the header states last-event-id, the feed begins behind that update), and by events `mercure`.",
    heartbeat: "An empty comment every 40 s. The hub ends each connection after 10 minutes by default; reconnecting is no trouble.",
    cursor: "The `id:`, as `Last-Event-ID`. The answer's `Last-Event-ID` (1.0: `Mercure-Last-Event-ID`) that differs from it says that something was lost: the feed says so.",
    identity: "The `id:` of the update.",
    replaces: "\"@id\" of JSON-LD, and what any other feed's payload names.",
    fields: &[("all", "as of any other feed: what an update says is the publisher's own")],
    urgency: "As the payload states it; who subscribes and leaves is low.",
    actions: "As the payload states them.",
    errors: "401 (1.0: `invalid_token`): the topic is private; give the header Authorization: Bearer TOKEN. 403 (`insufficient_scope`): the token does not name this topic. 400 with `match…`: the hub is of the other generation; use topic=. 400 with `topic` is tried once more with match=, which a hub of 1.0 wants.",
    source: "spec/mercure.md, docs/UPGRADE.md, event.go and subscribe.go of dunglas/mercure, tags v0.13 to v0.21, and of 1.0 as of November 2026: match=, match_urlpattern=, one topic for an update, subscriptions told as `mercure` events. A 1.0 hub was not seen at work.",
    ..About::titled("Mercure hub")
};
