use serde_json::{Value, json};
use tidings_model::{Moment, Urgency};

use super::OpenHab;
use crate::preset::testing::{Run, denies, event, recognises, url, withdrawn};
use crate::{Meaning, recognise};

const BUS: &str = "http://openhab.local:8080/rest/events";

fn said(kind: &str, topic: &str, payload: &Value) -> Value {
    json!({ "topic": topic, "type": kind, "payload": payload.to_string() })
}

#[test]
fn each_kind_of_event_has_its_words_and_its_weight() {
    use Moment::{Minor, News};
    use Urgency::{Low, Normal};
    let (item, thing) = ("openhab/items/HallLamp/x", "openhab/things/zwave:1/x");
    let value = |value: &str| json!({ "value": value, "oldValue": "OFF" });
    let cases = [
        ("ItemStateChangedEvent", item, value("ON"), "Hall lamp: ON", News, Normal),
        ("ItemStateChangedEvent", item, value("4.2"), "Hall lamp: 4.2", Minor, Normal),
        ("ItemStateChangedEvent", item, value("-4.2"), "Hall lamp: -4.2", Minor, Normal),
        ("GroupItemStateChangedEvent", item, value("OPEN"), "Hall lamp: OPEN", News, Normal),
        ("ItemStateUpdatedEvent", item, value("ON"), "Hall lamp: ON", Minor, Low),
        ("ItemStatePredictedEvent", item, json!({ "predictedValue": "ON" }), "Hall lamp: ON", Minor, Low),
        ("ItemCommandEvent", item, value("ON"), "Hall lamp: command ON", News, Low),
        ("ThingStatusInfoEvent", thing, json!({ "status": "OFFLINE" }), "Zwave 1 is offline", News, Normal),
        ("ItemAddedEvent", item, json!({}), "Item added: Hall lamp", News, Low),
    ];
    for (kind, topic, payload, title, moment, urgency) in cases {
        let entry = Run::of(&OpenHab, BUS).entry(&said(kind, topic, &payload));
        assert_eq!((entry.title.as_str(), entry.moment, entry.urgency), (title, moment, urgency), "{kind}");
    }
}

#[test]
fn what_comes_back_after_a_start_of_openhab_is_no_news() {
    let from_to = |before: &str, value: &str| {
        let payload = json!({ "value": value, "oldValue": before });
        let entry =
            Run::of(&OpenHab, BUS).entry(&said("ItemStateChangedEvent", "openhab/items/Door/x", &payload));
        (entry.title, entry.moment, entry.urgency)
    };
    assert_eq!(from_to("NULL", "CLOSED"), ("Door: CLOSED".to_owned(), Moment::Minor, Urgency::Normal));
    assert_eq!(from_to("UNDEF", "OPEN"), ("Door: OPEN".to_owned(), Moment::Minor, Urgency::Normal));
    assert_eq!(from_to("OPEN", "UNDEF"), ("Door: UNDEF".to_owned(), Moment::Minor, Urgency::Low));
    assert_eq!(from_to("CLOSED", "OPEN").1, Moment::News);
}

#[test]
fn an_item_is_one_card_and_is_taken_back_when_it_is_removed() {
    let mut run = Run::of(&OpenHab, BUS);
    let entry = run.entry(&said(
        "ItemStateChangedEvent",
        "smarthome/items/Door/x",
        &json!({ "value": "OPEN", "oldValue": "CLOSED" }),
    ));
    assert_eq!((entry.replaces.as_deref(), entry.body.as_str()), (Some("Door"), "It was CLOSED."));
    let gone = run.reads(&said("ItemRemovedEvent", "openhab/items/Door/removed", &json!({})));
    assert_eq!(withdrawn(&gone), ["Door"]);
}

#[test]
fn alive_is_a_heartbeat_and_a_broken_payload_is_an_error() {
    let mut run = Run::of(&OpenHab, BUS);
    let alive = "{\"type\":\"ALIVE\",\"interval\":10}";
    assert_eq!(run.hears("alive", alive).unwrap(), Meaning::alive());
    assert_eq!(run.reads(alive), Meaning::alive());
    assert!(
        run.hears(
            "message",
            &json!({ "topic": "openhab/items/Door/x", "type": "ItemStateEvent", "payload": "{broken" })
        )
        .is_err()
    );
    assert!(run.hears("message", &json!({ "type": "ItemStateEvent", "payload": "{}" })).is_err());
}

#[test]
fn it_is_known_by_its_topics_and_another_stream_at_the_same_path_is_another_format() {
    assert!(recognises(&OpenHab, "message", &said("ItemStateEvent", "openhab/items/a/b", &json!({}))));
    assert!(!recognises(&OpenHab, "message", &said("ItemStateEvent", "news/items", &json!({}))));
    let other = event("message", "{\"title\":\"Tea\"}");
    assert!(denies(&OpenHab, &other));
    assert_eq!(recognise(&url(BUS), &[other]).name(), "auto");
}
