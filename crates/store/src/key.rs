//! The identity of an entry as one word, unique within its feed.

use tidings_model::{Identity, Timestamp};

/// Longer identifiers are kept as their hash: a key stands in two places of the database.
const LONGEST: usize = 512;

/// How long an event without an identifier can be recognised as a replay, in milliseconds.
const REPLAY_WINDOW: i64 = 24 * 60 * 60 * 1000;

/// The word an identity alone comes to. An entry stored by content has the time of arrival behind it as well, because the
/// same content may be news again.
#[must_use]
pub fn key(identity: &Identity) -> String {
    match identity {
        Identity::Own(id) => format!("id:{}", bounded(id)),
        Identity::Stream { id, hash } => format!("sse:{}#{}", bounded(id), bounded(hash)),
        Identity::Content { hash } => format!("data:{}", bounded(hash)),
    }
}

/// What an identity was, as far as its word tells: an identifier that was too long comes back as its hash.
pub(crate) fn identity(key: &str) -> Identity {
    if let Some(id) = key.strip_prefix("id:") {
        return Identity::Own(id.to_owned());
    }
    if let Some((id, hash)) = key.strip_prefix("sse:").and_then(|rest| rest.rsplit_once('#')) {
        return Identity::Stream { id: id.to_owned(), hash: hash.to_owned() };
    }
    let rest = key.strip_prefix("data:").unwrap_or(key);
    let hash = rest.rsplitn(3, ':').nth(2).unwrap_or(rest);
    Identity::Content { hash: hash.to_owned() }
}

/// The key of content at a moment. Fixed widths let keys sort by time, which makes each question a range of the index.
pub(crate) fn at(word: &str, received_at: Timestamp, nth: u32) -> String {
    format!("{}{nth:06}", prefix(word, received_at))
}

/// What the keys of this content at this moment begin with.
pub(crate) fn prefix(word: &str, received_at: Timestamp) -> String {
    format!("{word}:{:015}:", received_at.0.max(0))
}

/// The keys this content has if it was received before `replay_before`, and not too long before now: from, and up to but
/// without.
pub(crate) fn replayed(word: &str, replay_before: Timestamp, now: Timestamp) -> (String, String) {
    (prefix(word, now.plus_millis(-REPLAY_WINDOW)), prefix(word, replay_before))
}

fn bounded(id: &str) -> String {
    if id.len() <= LONGEST {
        id.to_owned()
    } else {
        format!("blake3-{}", blake3::hash(id.as_bytes()).to_hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(id: &str, hash: &str) -> Identity {
        Identity::Stream { id: id.to_owned(), hash: hash.to_owned() }
    }

    #[test]
    fn every_identity_has_its_own_word() {
        assert_eq!(key(&Identity::Own("7".to_owned())), "id:7");
        assert_eq!(key(&stream("7", "ab")), "sse:7#ab");
        assert_eq!(key(&Identity::Content { hash: "ab".to_owned() }), "data:ab");
    }

    #[test]
    fn a_word_leads_back() {
        let own = Identity::Own("a:b#c".to_owned());
        assert_eq!(identity(&key(&own)), own);
        let odd = stream("a#b", "cd");
        assert_eq!(identity(&key(&odd)), odd);
        let content = Identity::Content { hash: "ab".to_owned() };
        assert_eq!(identity(&at(&key(&content), Timestamp(5), 3)), content);
        assert_eq!(identity(&key(&content)), content);
    }

    #[test]
    fn an_absurd_identifier_is_hashed() {
        let long = "x".repeat(1 << 20);
        let word = key(&Identity::Own(long.clone()));
        assert_eq!(word.len(), "id:blake3-".len() + 64);
        assert_ne!(word, key(&Identity::Own(format!("{long}y"))));
        assert!(key(&Identity::Own("x".repeat(512))).ends_with("xx"));
    }

    #[test]
    fn keys_of_content_sort_by_time() {
        let (from, to) = replayed("data:ab", Timestamp(2_000), Timestamp(REPLAY_WINDOW + 1_000));
        let inside = |t, n| (from.clone()..to.clone()).contains(&at("data:ab", Timestamp(t), n));
        assert!(inside(1_000, 0) && inside(1_999, 999_999));
        assert!(!inside(999, 7) && !inside(2_000, 0));
    }
}
