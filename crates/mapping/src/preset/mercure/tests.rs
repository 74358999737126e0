use serde_json::json;

use super::{GUESSES, Mercure, PATH};
use crate::preset::testing::{Run, event, titles, url};
use crate::{Format as _, Meaning, Opening};

const HUB: &str = "https://hub.example.com/.well-known/mercure?topic=https%3A%2F%2Fexample.com%2Fnews";

#[test]
fn a_topic_is_read_in_the_format_that_its_first_updates_speak() {
    let message =
        json!({ "attachments": [{ "title": "Build failed", "fallback": "x", "text": "<b|two> tests" }] });
    let mut run = Run::of(&Mercure, HUB);
    // What chats mark is taken off only where chats are read; what is no chat is read as anything.
    for _ in 0..2 * GUESSES {
        let entry = run.entry(&message);
        assert_eq!((entry.title.as_str(), entry.body.as_str()), ("Build failed", "two tests"));
        assert_eq!(run.entry(&json!({ "title": "Tea" })).title, "Tea");
    }
}

#[test]
fn formats_are_asked_about_the_first_updates_only() {
    let mut run = Run::of(&Mercure, HUB);
    for n in 0..GUESSES {
        run.entry(&json!({ "title": n.to_string() }));
    }
    // No match is recognised any more: it is read as any other payload, which has its own words for it.
    let board = |score: u32| json!({ "match_id": 7, "clock": score, "home": { "name": "A", "score": score }, "away": { "name": "B", "score": 0 } });
    assert_eq!([0, 1].map(|score| run.entry(&board(score)).title)[1], "⚽ 1': A 1–0 B");
    let mut early = Run::of(&Mercure, HUB);
    assert_eq!([0, 1].map(|score| early.entry(&board(score)).title)[1], "⚽ 1' Goal: A 1–0 B");
}

#[test]
fn an_update_that_breaks_the_format_of_its_topic_is_still_an_update() {
    let change = json!({ "meta": { "stream": "x", "domain": "a.example", "id": "1" }, "title": "Page" });
    let mut run = Run::of(&Mercure, HUB);
    run.entry(&change);
    assert_eq!(run.entry(&json!({ "title": "No change at all" })).title, "No change at all");
    assert_eq!(titles(&run.reads("plain words")), ["plain words"]);
}

#[test]
fn an_update_is_known_by_the_id_of_the_hub() {
    let mut update = event("message", "{\"@id\":\"https://example.com/1\",\"id\":5,\"title\":\"Tea\"}");
    update.id = Some("urn:uuid:1".to_owned());
    let meaning = Run::of(&Mercure, HUB).0.read(&update).unwrap();
    let [entry] = <[_; 1]>::try_from(crate::preset::testing::entries(&meaning)).unwrap();
    assert_eq!(entry.identity, tidings_model::Identity::Own("urn:uuid:1".into()));
    assert_eq!(entry.replaces.as_deref(), Some("https://example.com/1"));
}

#[test]
fn a_hub_that_resumes_elsewhere_has_lost_something() {
    let mut run = Run::of(&Mercure, HUB);
    let mut gap = |asked, stated| run.0.opened(&Opening { asked, stated }).gap.is_some();
    assert!(gap("a", Some("b")));
    assert!(!gap("a", Some("a")) && !gap("a", None) && !gap("", Some("b")));
    assert_eq!(Run::of(&Mercure, HUB).0.opened(&Opening::default()), Meaning::alive());
}

#[test]
fn it_is_called_by_its_topics() {
    assert!(Mercure.recognises_url(&url(HUB)));
    assert_eq!(Mercure.suggested_name(&url(HUB)), "example.com/news");
    let two = "https://hub.example.com/.well-known/mercure?match=a&match=https%3A%2F%2Fb.example%2Fc";
    assert_eq!(Mercure.suggested_name(&url(two)), "a, b.example/c");
}

#[test]
fn a_hub_that_refuses_topic_is_asked_for_a_match() {
    let reader = |query: &str| Mercure.reader(&url(&format!("https://a.example{PATH}?{query}")), None);
    let mut hub = reader("topic=https%3A%2F%2Fa.example%2F1&topic=b&lastEventID=7&authorization=t");
    assert_eq!((hub.refused(401), hub.address().query().unwrap().contains("topic=b")), (None, true));
    assert_eq!(hub.refused(400), Some(Vec::new()));
    assert_eq!(
        hub.address().query(),
        Some("match=https%3A%2F%2Fa.example%2F1&match=b&last_event_id=7&authorization=t")
    );
    assert_eq!(hub.refused(400), None, "it is tried once");
    for kept in ["match=b", "topic=%2Fbooks%2F%7Bid%7D", ""] {
        let mut hub = reader(kept);
        let before = hub.address();
        assert_eq!((hub.refused(400), hub.address()), (None, before), "{kept}");
    }
}
