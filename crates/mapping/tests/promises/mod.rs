//! What holds of every meaning, whatever was sent: the property tests and the fuzzing both hold the formats to it.

use tidings_mapping::{Fetch, Format, MappingError, Meaning, Outcome, limits, recognise};
use tidings_model::{Action, Entry, Identity};
use tidings_sse::Event;
use unicode_segmentation::UnicodeSegmentation as _;
use url::Url;

pub fn endpoint() -> Url {
    Url::parse("https://ntfy.example.com/a,b/sse?x=1").expect("an address")
}

pub fn event(kind: &str, data: String) -> Event {
    Event { kind: kind.to_owned(), data, last_event_id: "7".to_owned(), id: Some("7".to_owned()) }
}

fn at_most(text: &str, characters: usize) {
    assert!(text.graphemes(true).count() <= characters, "{} characters", text.graphemes(true).count());
    assert!(text.len() <= characters * limits::BYTES_PER_CHARACTER, "{} bytes", text.len());
}

fn check_link(link: &str) {
    assert!(
        link.len() <= limits::LINK && (link.starts_with("http://") || link.starts_with("https://")),
        "{link}"
    );
}

fn check_entry(entry: &Entry) {
    assert!(!entry.title.trim().is_empty() && !entry.title.contains(['\n', '\r', '\0']), "{:?}", entry.title);
    at_most(&entry.title, limits::TITLE);
    at_most(&entry.body, limits::BODY);
    entry.link.iter().chain(&entry.image).for_each(|link| check_link(link));
    assert!(entry.replaces.as_ref().is_none_or(|key| (1..=limits::KEY).contains(&key.len())));
    assert!(!matches!(&entry.identity, Identity::Own(id) if id.is_empty() || id.len() > limits::KEY));
    assert!(entry.tags.len() <= limits::TAGS && entry.actions.len() <= limits::ACTIONS);
    entry.tags.iter().for_each(|tag| at_most(tag, limits::TAG));
    for action in &entry.actions {
        at_most(action.label(), limits::LABEL);
        match action {
            Action::Open { url, .. } => check_link(url),
            Action::Http { request, .. } => {
                check_link(&request.url);
                assert!(request.body.len() <= limits::REQUEST_BODY);
                assert!(request.headers.len() <= limits::REQUEST_HEADERS);
            }
            Action::Copy { text, .. } => at_most(text, limits::COPY),
        }
    }
}

pub fn check(format: &dyn Format, event: &Event) {
    check_meaning(format.reader(&endpoint(), None).read(event));
}

/// What a meaning says is within the limits; gives back what it asks.
pub fn check_meaning(meaning: Result<Meaning, MappingError>) -> Vec<Fetch> {
    let mut fetches = Vec::new();
    if let Ok(meaning) = meaning {
        assert!(meaning.outcomes.len() <= 2 * limits::ITEMS + 1, "{} outcomes", meaning.outcomes.len());
        assert!(meaning.checkpoint.as_ref().is_none_or(|checkpoint| checkpoint.len() <= 64 << 10));
        let whole = |outcome: &&Outcome| matches!(outcome, Outcome::Entry(_) | Outcome::Edit(_));
        assert!(meaning.outcomes.iter().filter(whole).count() <= 1, "each is kept with the whole event");
        for outcome in &meaning.outcomes {
            match outcome {
                Outcome::Entry(entry) | Outcome::Edit(entry) | Outcome::Found { entry, .. } => {
                    check_entry(entry);
                }
                Outcome::Fetch(fetch) => {
                    assert_eq!(fetch.url.origin(), endpoint().origin());
                    fetches.push(fetch.clone());
                }
                Outcome::Withdraw { replaces } | Outcome::Read { replaces } => {
                    assert!((1..=limits::KEY).contains(&replaces.len()));
                }
            }
        }
    }
    fetches
}

/// What was pasted and taken is an address that can be asked, whatever the format makes of it.
pub fn check_address(url: &Url) {
    assert!(matches!(url.scheme(), "http" | "https" | "ntfy"));
    assert!(url.username().is_empty() && url.host_str().is_some_and(|host| !host.is_empty()));
    let format = recognise(url, &[]);
    assert!(!format.suggested_name(url).is_empty());
    let endpoint = format.endpoint(url);
    assert!(matches!(endpoint.scheme(), "http" | "https"), "{endpoint}");
    let address = format.reader(&endpoint, Some("1")).address();
    assert!(matches!(address.scheme(), "http" | "https"), "{address}");
}
