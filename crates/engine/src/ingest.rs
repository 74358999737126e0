//! Events to what the store is to write. A bad event is reported and passed over: it never costs the good ones around it.

use tidings_mapping::{Format, Outcome};
use tidings_model::{Feed, RawEvent, Ring, Settings, Timestamp};
use tidings_sse::Event;
use tidings_store::{Cursor, Write};
use url::Url;

use crate::policy;

/// What became of a batch of events.
#[derive(Debug, Default)]
pub(crate) struct Ingested {
    /// For the store, in the order the feed said it.
    pub(crate) writes: Vec<Write>,
    /// Why the last bad event among them was passed over.
    pub(crate) bad: Option<String>,
}

/// Where a feed goes on from, as it grows with each event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The stream this is the progress of.
    pub(crate) stream: String,
    pub(crate) last_event_id: String,
    pub(crate) checkpoint: Option<String>,
}

impl Progress {
    pub(crate) fn cursor(&self) -> Cursor {
        let Self { stream, last_event_id, checkpoint } = self.clone();
        Cursor { last_event_id, checkpoint, stream }
    }

    /// Goes on from `cursor` if that is of the stream at `endpoint`. A feed whose address was changed begins anew: the
    /// path says which stream it is, while a server may move to another host with its ids. It is hashed, since paths can hold secrets.
    pub(crate) fn resume(cursor: Option<Cursor>, endpoint: &Url) -> Self {
        let stream = blake3::hash(endpoint.path().as_bytes()).to_hex()[..32].to_owned();
        let cursor = cursor.filter(|cursor| cursor.stream == stream).unwrap_or_default();
        Self { stream, last_event_id: cursor.last_event_id, checkpoint: cursor.checkpoint }
    }
}

/// Maps a batch of events.
///
/// `replay_before` is the time of the connection while a replay is possible: entries that came before it may come again.
pub(crate) fn ingest(
    events: &[Event],
    format: &dyn Format,
    endpoint: &Url,
    feed: &Feed,
    settings: &Settings,
    replay_before: Option<Timestamp>,
    progress: &mut Progress,
) -> Ingested {
    let mut ingested = Ingested::default();
    for event in events {
        match format.map(event, endpoint) {
            Ok(meaning) => {
                if meaning.checkpoint.is_some() {
                    progress.checkpoint = meaning.checkpoint;
                } else if progress.checkpoint.is_none() {
                    progress.checkpoint = meaning.baseline;
                }
                let write = |outcome| write(outcome, event, feed, settings, replay_before);
                ingested.writes.extend(meaning.outcomes.into_iter().map(write));
            }
            Err(error) => ingested.bad = Some(format!("An event was passed over: {error}.")),
        }
        progress.last_event_id.clone_from(&event.last_event_id);
    }
    ingested
}

fn write(
    outcome: Outcome,
    event: &Event,
    feed: &Feed,
    settings: &Settings,
    replay_before: Option<Timestamp>,
) -> Write {
    match outcome {
        Outcome::Entry(entry) => {
            let ring: Ring = policy::decide(&entry, feed.notify, settings);
            Write::Entry { entry, raw: raw(event), ring, replay_before }
        }
        Outcome::Withdraw { replaces } => Write::Withdraw { replaces },
        Outcome::Read { replaces } => Write::Read { replaces },
    }
}

/// The event word for word.
pub(crate) fn raw(event: &Event) -> RawEvent {
    RawEvent {
        kind: event.kind.clone(),
        data: event.data.clone(),
        last_event_id: event.last_event_id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use tidings_model::FeedId;

    use super::*;

    fn feed() -> Feed {
        Feed::new(FeedId::parse("f").unwrap(), "http://127.0.0.1/t/sse".into())
    }

    fn event(data: &str, last_event_id: &str) -> Event {
        Event { kind: "message".into(), data: data.into(), last_event_id: last_event_id.into(), id: None }
    }

    #[test]
    fn one_bad_event_among_good_ones() {
        let ntfy = tidings_mapping::format("ntfy").unwrap();
        let good = |id: &str, time: u32| {
            event(
                &format!(r#"{{"id":"{id}","time":{time},"event":"message","topic":"t","message":"hi"}}"#),
                "",
            )
        };
        let events = [good("a", 100), event("{broken", ""), good("b", 101)];
        let mut progress = Progress::default();
        let url = Url::parse("http://127.0.0.1/t/sse").unwrap();
        let ingested = ingest(&events, ntfy, &url, &feed(), &Settings::default(), None, &mut progress);
        assert_eq!(ingested.writes.len(), 2);
        assert!(ingested.bad.unwrap().starts_with("An event was passed over: "));
        assert_eq!(progress.checkpoint.as_deref(), Some("101"));
    }

    #[test]
    fn a_feed_with_another_address_begins_anew() {
        let at = |url: &str| Url::parse(url).unwrap();
        let mut progress = Progress::resume(None, &at("http://a.example/x"));
        progress.last_event_id = "7".into();
        let cursor = Some(progress.cursor());
        assert_eq!(Progress::resume(cursor.clone(), &at("https://b.example:8443/x?k=1")), progress);
        assert_eq!(Progress::resume(cursor, &at("http://a.example/y")).last_event_id, "");
    }

    #[test]
    fn the_cursor_follows_every_event_even_a_bad_one() {
        let auto = tidings_mapping::format("auto").unwrap();
        let mut progress = Progress::default();
        let url = Url::parse("http://127.0.0.1/").unwrap();
        ingest(
            &[event("x", "1"), event("y", "2")],
            auto,
            &url,
            &feed(),
            &Settings::default(),
            None,
            &mut progress,
        );
        assert_eq!(progress.last_event_id, "2");
    }
}
