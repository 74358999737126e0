use serde_json::{Value, json};
use tidings_model::{Identity, Urgency};

use super::Gotify;
use crate::preset::testing::{Run, recognises};

const BRIDGE: &str = "https://push.example.com/stream";

fn message(also: &Value) -> Value {
    let mut message = json!({ "id": 25, "appid": 5, "message": "**Backup** was finished.", "date": "2018-02-27T19:36:10Z" });
    message.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    message
}

#[test]
fn each_priority_has_its_urgency() {
    use Urgency::{Critical, Low, Normal};
    for (priority, urgency) in [(0, Low), (3, Low), (4, Normal), (7, Normal), (8, Critical), (10, Critical)] {
        let entry = Run::of(&Gotify, BRIDGE).entry(&message(&json!({ "priority": priority })));
        assert_eq!(entry.urgency, urgency, "{priority}");
    }
    assert_eq!(Run::of(&Gotify, BRIDGE).entry(&message(&json!({}))).urgency, Normal);
}

#[test]
fn extras_say_where_it_leads_how_it_looks_and_whether_it_is_marked() {
    let entry = Run::of(&Gotify, BRIDGE).entry(&message(&json!({ "title": "Backup", "extras": {
        "client::display": { "contentType": "text/markdown" },
        "client::notification": { "click": { "url": "https://a.example/1" }, "bigImageUrl": "https://a.example/1.png" },
    }})));
    assert_eq!((entry.title.as_str(), entry.body.as_str()), ("Backup", "Backup was finished."));
    assert_eq!(
        (entry.link.as_deref(), entry.image.as_deref()),
        (Some("https://a.example/1"), Some("https://a.example/1.png"))
    );
    assert_eq!(
        (entry.identity, entry.published_at.unwrap().0),
        (Identity::Own("25".into()), 1_519_760_170_000)
    );
    // Without the mark its stars are its own.
    assert_eq!(Run::of(&Gotify, BRIDGE).entry(&message(&json!({}))).title, "**Backup** was finished.");
}

#[test]
fn what_is_no_message_is_read_as_any_other_feed() {
    let other = json!({ "id": 25, "message": "Tea" });
    assert!(recognises(&Gotify, "message", &message(&json!({}))) && !recognises(&Gotify, "message", &other));
    assert_eq!(Run::of(&Gotify, BRIDGE).entry(&other).title, "Tea");
}
