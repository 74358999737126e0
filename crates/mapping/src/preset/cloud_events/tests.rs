use serde_json::{Value, json};
use tidings_model::Identity;

use super::CloudEvents;
use crate::Outcome;
use crate::preset::testing::{Run, entries, recognises, titles};

const HUB: &str = "https://hub.example.com/events";

fn envelope(also: &Value) -> Value {
    let mut envelope = json!({ "specversion": "1.0", "id": "1", "source": "/shop", "type": "com.example.order.shipped", "time": "2024-05-01T10:00:00Z" });
    envelope.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    envelope
}

#[test]
fn each_of_several_items_is_an_entry_of_its_own() {
    let items =
        envelope(&json!({ "data": [{ "title": "Tea" }, { "title": "Milk", "time": 1_700_000_000 }] }));
    let meaning = Run::of(&CloudEvents, HUB).reads(&items);
    assert_eq!(titles(&meaning), ["Tea", "Milk"]);
    let said = entries(&meaning);
    assert!(matches!(&said[0].identity, Identity::Own(id) if id.starts_with("/shop 1 ")));
    assert_ne!(said[0].identity, said[1].identity);
    assert_eq!(said[0].published_at.unwrap().0, 1_714_557_600_000);
    assert_eq!(said[1].published_at.unwrap().0, 1_700_000_000_000);
    assert_eq!(Run::of(&CloudEvents, HUB).reads(&items), meaning);
}

#[test]
fn an_item_is_kept_in_its_envelope_and_reads_there_as_it_did_among_the_others() {
    for wrapped in [json!([{ "id": "a" }, { "v": 2 }]), json!({ "items": [{ "id": "a" }, { "v": 2 }] })] {
        let meaning =
            Run::of(&CloudEvents, HUB).reads(&envelope(&json!({ "subject": "tea", "data": wrapped })));
        let [Outcome::Found { entry, data, earlier: false }, Outcome::Found { .. }] = &meaning.outcomes[..]
        else {
            panic!("{meaning:?}")
        };
        assert_eq!(*data, envelope(&json!({ "subject": "tea", "data": [{ "id": "a" }] })).to_string());
        assert_eq!(entry.identity, Identity::Own("/shop 1 a".into()));
        assert_eq!(Run::of(&CloudEvents, HUB).reads(data).outcomes[0], meaning.outcomes[0]);
    }
}

#[test]
fn data_is_read_however_it_is_packed() {
    for data in [
        json!({ "data": { "title": "Tea" } }),
        json!({ "data": "{\"title\":\"Tea\"}" }),
        json!({ "data_base64": "eyJ0aXRsZSI6IlRlYSJ9" }),
    ] {
        let entry = Run::of(&CloudEvents, HUB).entry(&envelope(&data));
        assert_eq!(
            (entry.title.as_str(), entry.identity),
            ("Tea", Identity::Own("/shop 1".into())),
            "{data}"
        );
    }
}

#[test]
fn one_without_data_is_called_by_its_type_and_subject() {
    let entry = Run::of(&CloudEvents, HUB).entry(&envelope(&json!({ "subject": "order 7" })));
    assert_eq!(
        (entry.title.as_str(), entry.tags),
        ("Order shipped order 7", vec!["order shipped".to_owned()])
    );
}

#[test]
fn an_envelope_that_lacks_what_it_must_have_is_an_error() {
    for (field, at) in [("id", "id"), ("source", "source"), ("type", "type")] {
        let error = Run::of(&CloudEvents, HUB).hears("message", &envelope(&json!({ at: null }))).unwrap_err();
        assert_eq!(error.to_string(), format!("the event has no \"{field}\""));
    }
}

#[test]
fn what_is_no_envelope_is_read_as_any_other_feed() {
    let other = json!({ "id": "1", "type": "x", "title": "Tea" });
    assert!(!recognises(&CloudEvents, "message", &other));
    assert_eq!(Run::of(&CloudEvents, HUB).entry(&other).title, "Tea");
}
