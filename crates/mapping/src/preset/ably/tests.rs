use serde_json::{Value, json};
use tidings_model::Identity;

use super::Ably;
use crate::preset::testing::{Run, entries, event, recognises, titles, url};
use crate::{Format as _, Meaning, Outcome};

const CHANNELS: &str = "https://main.realtime.ably.net/sse?v=1.2&channels=news,alerts";

fn message(also: &Value) -> Value {
    let mut message = json!({ "id": "m:0:0", "timestamp": 1_523_280_000_000_i64, "channel": "news" });
    message.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    message
}

#[test]
fn data_are_read_however_they_are_packed() {
    let cases = [
        (json!({ "data": "{\"title\":\"Tea\"}", "encoding": "json" }), "Tea"),
        (json!({ "data": { "title": "Tea" } }), "Tea"),
        (json!({ "data": "SGVsbG8=", "encoding": "base64" }), "Hello"),
        (json!({ "data": "/w==", "encoding": "base64" }), "Binary message"),
        (json!({ "data": "plain words" }), "plain words"),
    ];
    for (data, title) in cases {
        let entry = Run::of(&Ably, CHANNELS).entry(&message(&data));
        assert_eq!((entry.title.as_str(), entry.identity), (title, Identity::Own("m:0:0".into())), "{data}");
        assert_eq!(entry.published_at.unwrap().0, 1_523_280_000_000);
    }
}

#[test]
fn each_of_several_items_has_an_identity_of_its_own() {
    let meaning =
        Run::of(&Ably, CHANNELS).reads(&message(&json!({ "data": [{ "title": "a" }, { "title": "b" }] })));
    assert_eq!(titles(&meaning), ["a", "b"]);
    let said = entries(&meaning);
    assert_ne!(said[0].identity, said[1].identity);
}

#[test]
fn an_item_is_kept_in_its_message_and_reads_there_as_it_did_among_the_others() {
    let packed = json!({ "name": "log", "data": "[{\"v\":1},{\"v\":2}]", "encoding": "json" });
    let meaning = Run::of(&Ably, CHANNELS).reads(&message(&packed));
    let [_, Outcome::Found { data, .. }] = &meaning.outcomes[..] else { panic!("{meaning:?}") };
    assert_eq!(*data, message(&json!({ "name": "log", "data": [{ "v": 2 }] })).to_string());
    assert_eq!(Run::of(&Ably, CHANNELS).reads(data).outcomes[0], meaning.outcomes[1]);
}

#[test]
fn it_goes_on_behind_the_last_event_in_another_run_too() {
    let mut run = Run::of(&Ably, CHANNELS);
    let mut said = event("message", &message(&json!({ "data": "a" })));
    said.id = Some("e@1-0".to_owned());
    let checkpoint = run.0.read(&said).unwrap().checkpoint;
    assert_eq!(checkpoint.as_deref(), Some("e@1-0"));
    let later = Run::after(&Ably, CHANNELS, checkpoint.as_deref());
    assert_eq!(later.0.address().query(), Some("v=1.2&channels=news,alerts&lastEvent=e%401-0"));
    assert_eq!(later.0.address(), run.0.address());
}

#[test]
fn a_heartbeat_is_one_and_an_error_is_in_its_words() {
    let mut run = Run::of(&Ably, CHANNELS);
    assert_eq!(run.hears("heartbeat", "").unwrap(), Meaning::alive());
    let error = run.hears("error", &json!({ "code": 40142, "message": "Token expired" })).unwrap_err();
    assert_eq!(error.to_string(), "the server reports: Token expired");
}

#[test]
fn it_is_known_by_its_host_and_its_envelope() {
    assert!(Ably.recognises_url(&url(CHANNELS)));
    assert!(!Ably.recognises_url(&url("https://example.com/sse?channels=a")));
    assert_eq!(Ably.suggested_name(&url(CHANNELS)), "news, alerts");
    assert!(recognises(&Ably, "message", &message(&json!({ "data": "a" }))));
    assert!(!recognises(&Ably, "message", &message(&json!({}))));
    assert!(Ably.recent(&url(CHANNELS)).query().unwrap().ends_with("rewind=10"));
}
