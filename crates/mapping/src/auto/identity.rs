//! What makes two entries of an unknown feed the same.

use tidings_model::Identity;
use tidings_sse::Event;

use super::fields::{Fields, word};
use super::score::MATCHES;
use crate::text::limits;

const IDS: [&str; 8] = ["id", "guid", "uuid", "_id", "event_id", "message_id", "meta.id", "$id"];

/// Fields that tell one state of a thing from the next.
const VERSIONS: [&str; 14] = [
    "sequence",
    "seq",
    "version",
    "revision",
    "rev",
    "updated",
    "updated_at",
    "modified",
    "modified_at",
    "date_modified",
    "last_modified",
    "last_updated",
    "last_changed",
    "edited_at",
];

/// Fields that name the thing an event is about.
const SUBJECTS: [&str; 7] =
    ["sequence_id", "collapse_key", "game_id", "fixture_id", "match_id", "entity_id", "notification.tag"];

/// `tag` and `group` replace only where the object is a notification by its other fields: elsewhere they are a topic, and
/// a topic's news would hide one another.
const NOTIFICATION: [&str; 5] = ["renotify", "require_interaction", "vibrate", "silent", "badge"];

/// Blake3 of kind, NUL and data: 128 bits in hexadecimal.
pub(crate) fn hash(kind: &str, data: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes()).update(b"\0").update(data);
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(32);
    hex
}

/// The identity of an entry whose payload has no identifier of its own: `data` is the whole event, or its item of an array.
pub(crate) fn of_stream(event: &Event, data: &[u8]) -> Identity {
    let hash = hash(&event.kind, data);
    match event.id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Identity::Stream { id: id.to_owned(), hash },
        None => Identity::Content { hash },
    }
}

/// A key within its limit: a long one is represented by its hash.
pub(crate) fn key(text: String) -> String {
    if text.len() <= limits::KEY { text } else { format!("blake3:{}", hash("", text.as_bytes())) }
}

/// The replace key that an object names.
pub(crate) fn subject(fields: &Fields<'_>) -> Option<String> {
    let notification = || NOTIFICATION.iter().any(|name| fields.own(name).is_some());
    fields
        .first(&SUBJECTS, word)
        .or_else(|| fields.first(&["tag", "group"], word).filter(|_| notification()))
        .map(key)
}

/// The identity of an object, and the replace key that follows from it.
///
/// The payload's own id stands for the event, unless it names the thing that the event is about: then every later event of the
/// thing would be swallowed as known. It does where the object also carries a version of itself, or the id is the replace key
/// too. The version then belongs to the identity, or the hash of the data where there is none, and the id is the replace key.
pub(crate) fn of_object(
    fields: &Fields<'_>,
    event: &Event,
    data: &[u8],
    about: bool,
) -> (Identity, Option<String>) {
    let subject = subject(fields).or_else(|| fields.first(&MATCHES, word).filter(|_| about).map(key));
    let Some(id) = own_id(fields) else {
        return (of_stream(event, data), subject);
    };
    let version = version(fields);
    if version.is_none() && !about && subject.as_ref() != Some(&key(id.clone())) {
        return (Identity::Own(key(id)), subject);
    }
    let version = version.unwrap_or_else(|| hash(&event.kind, data));
    let own = Identity::Own(key(format!("{id}@{version}")));
    (own, subject.or_else(|| Some(key(id))))
}

fn own_id(fields: &Fields<'_>) -> Option<String> {
    if fields.is_envelope() {
        let part = |name| fields.envelope_field(name).and_then(word);
        return Some(format!("{} {}", part("source")?, part("id")?));
    }
    fields.first(&IDS, word)
}

/// What tells one state of a thing from the next.
pub(crate) fn version(fields: &Fields<'_>) -> Option<String> {
    // An envelope's id is new with each event, whatever its data says.
    if fields.is_envelope() {
        return None;
    }
    fields.first(&VERSIONS, word)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(object: &serde_json::Value, id: Option<&str>, about: bool) -> (Identity, Option<String>) {
        let id = id.map(str::to_owned);
        let data = object.to_string();
        let event = Event { kind: "message".into(), data: data.clone(), last_event_id: "9".into(), id };
        of_object(&Fields::of(object.as_object().unwrap()), &event, data.as_bytes(), about)
    }

    fn own(id: &str) -> Identity {
        Identity::Own(id.to_owned())
    }

    #[test]
    fn the_strongest_identity_is_taken() {
        let hash = || hash("message", br#"{"a":1}"#);
        assert_eq!(read(&json!({"id": 7, "a": 1}), Some("s"), false).0, own("7"));
        assert_eq!(read(&json!({"messageId": "m"}), None, false).0, own("m"));
        assert_eq!(read(&json!({"meta": {"id": "m"}}), None, false).0, own("m"));
        assert_eq!(
            read(&json!({"a": 1}), Some("s"), false).0,
            Identity::Stream { id: "s".into(), hash: hash() }
        );
        // The sticky id of an earlier block is no identity.
        assert_eq!(read(&json!({"a": 1}), None, false).0, Identity::Content { hash: hash() });
    }

    #[test]
    fn an_id_that_names_the_subject_does_not_swallow_its_updates() {
        let versioned = |sequence| read(&json!({"id": "game-1", "sequence": sequence}), None, false);
        assert_eq!(versioned(1), (own("game-1@1"), Some("game-1".into())));
        assert_ne!(versioned(1), versioned(2));
        let same = |score| read(&json!({"id": "g", "match_id": "g", "score": score}), None, false);
        assert_ne!(same(1).0, same(2).0);
        assert_eq!(same(1), same(1));
        // A score board without any other mark: the id is the match's.
        let board = |score| read(&json!({"id": "g", "score": score}), None, true);
        assert_ne!(board(1).0, board(2).0);
        assert_eq!(board(1).1.as_deref(), Some("g"));
    }

    #[test]
    fn an_envelope_is_known_by_source_and_id() {
        let cloud = |id| json!({"specversion": "1.0", "source": "/s", "id": id, "type": "t", "data": {"id": "inner", "version": 3}});
        assert_eq!(read(&cloud("1"), None, false).0, own("/s 1"));
    }

    #[test]
    fn a_topic_is_no_replace_key_but_a_notification_tag_is() {
        assert_eq!(read(&json!({"title": "x", "tag": "politics"}), None, false).1, None);
        let notification = json!({"title": "x", "tag": "mail", "renotify": true});
        assert_eq!(read(&notification, None, false).1.as_deref(), Some("mail"));
    }

    #[test]
    fn long_keys_are_hashed() {
        let (identity, _) = read(&json!({"id": "x".repeat(5_000)}), None, false);
        assert!(matches!(identity, Identity::Own(id) if id.len() < limits::KEY));
    }
}
