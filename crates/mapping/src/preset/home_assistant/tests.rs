use serde_json::{Value, json};
use tidings_model::{Moment, Urgency};

use super::HomeAssistant;
use crate::preset::testing::{Run, denies, entries, event, url, withdrawn};
use crate::{Meaning, recognise};

const STREAM: &str = "http://homeassistant.local:8123/api/stream?restrict=state_changed";

fn changed(entity: &str, class: &str, before: Option<&str>, now: Option<&str>) -> Value {
    let state = |state: Option<&str>| {
        state.map(
            |state| json!({ "state": state, "attributes": { "friendly_name": "It", "device_class": class } }),
        )
    };
    json!({ "event_type": "state_changed", "time_fired": "2024-01-01T10:00:00+00:00", "context": { "id": "c" },
        "data": { "entity_id": entity, "old_state": state(before), "new_state": state(now) } })
}

fn run() -> Run {
    Run::of(&HomeAssistant, STREAM)
}

#[test]
fn sensors_of_two_states_speak_in_words() {
    let cases = [
        ("binary_sensor.cellar", "moisture", "on", "It: wet", "It was dry."),
        ("binary_sensor.door", "door", "on", "It: open", "It was closed."),
        ("binary_sensor.hall", "motion", "on", "It: detected", "It was clear."),
        ("binary_sensor.safe", "lock", "off", "It: locked", "It was unlocked."),
        ("binary_sensor.any", "", "on", "It: on", "It was off."),
        ("light.door", "door", "on", "It: on", "It was off."),
        ("person.ada", "", "not_home", "It: away", "It was home."),
    ];
    for (entity, class, now, title, body) in cases {
        let before = match now {
            "on" => "off",
            "off" => "on",
            _ => "home",
        };
        let entry = run().entry(&changed(entity, class, Some(before), Some(now)));
        assert_eq!((entry.title.as_str(), entry.body.as_str()), (title, body), "{entity}");
    }
}

#[test]
fn what_is_no_word_of_its_own_is_said_as_it_is() {
    for state in
        ["42.5", "-3", "Living Room", "Buy milk: 2.5 L", "2026-11-23 08:30:00", "2024.3.3", "Zürich", "日"]
    {
        let entry = run().entry(&changed("sensor.any", "", Some("heat_cool"), Some(state)));
        assert_eq!((entry.title, entry.body.as_str()), (format!("It: {state}"), "It was heat cool."));
    }
    let power = run().entry(&changed("input_number.power", "", Some("0.0"), Some("42.5")));
    assert_eq!((power.body.as_str(), power.moment), ("It was 0.0.", Moment::Minor));
    let mut back = changed("sensor.cellar", "temperature", Some("unavailable"), Some("7.5"));
    back["data"]["new_state"]["attributes"]["unit_of_measurement"] = "\u{b0}C".into();
    let back = run().entry(&back);
    assert_eq!((back.title.as_str(), back.body.as_str()), ("It: 7.5 \u{b0}C", "It was unavailable."));
}

#[test]
fn what_comes_back_is_no_news_unless_it_endangers() {
    let told = |entity, class, before, now| {
        let entry = run().entry(&changed(entity, class, before, Some(now)));
        (entry.moment, entry.urgency)
    };
    assert_eq!(told("light.a", "", None, "on"), (Moment::Minor, Urgency::Normal));
    assert_eq!(told("light.a", "", Some("unavailable"), "on"), (Moment::Minor, Urgency::Normal));
    assert_eq!(told("lock.a", "", Some("unknown"), "locked"), (Moment::Minor, Urgency::Normal));
    assert_eq!(told("light.a", "", Some("off"), "on"), (Moment::News, Urgency::Normal));
    assert_eq!(told("light.a", "", Some("on"), "unavailable"), (Moment::News, Urgency::Low));
    assert_eq!(told("binary_sensor.a", "smoke", None, "on"), (Moment::News, Urgency::Critical));
    assert_eq!(
        told("binary_sensor.a", "smoke", Some("unavailable"), "off"),
        (Moment::Minor, Urgency::Normal)
    );
    assert_eq!(told("alarm_control_panel.a", "", None, "triggered"), (Moment::News, Urgency::Critical));
}

#[test]
fn an_entity_that_was_removed_is_taken_back_and_attributes_alone_are_no_change() {
    let meaning = run().reads(&changed("light.gone", "", Some("on"), None));
    assert_eq!(withdrawn(&meaning), ["light.gone"]);
    assert_eq!(run().reads(&changed("light.a", "", Some("on"), Some("on"))), Meaning::alive());
    let mut nameless = changed("light.a", "", Some("on"), Some("off"));
    nameless["data"].as_object_mut().unwrap().remove("entity_id");
    let error = run().hears("message", &nameless).unwrap_err();
    assert_eq!(error.to_string(), "the event has no \"data.entity_id\"");
}

#[test]
fn other_events_are_called_by_their_kind_and_told_once_each() {
    let fired = |context: &str| {
        json!({ "event_type": "automation_triggered", "data": { "name": "Night", "source": "sunset" },
            "time_fired": "2024-01-01T10:00:00+00:00", "context": { "id": context } })
    };
    let [one, other] = ["c1", "c2"].map(|context| run().entry(&fired(context)));
    assert_eq!(one.title, "Night");
    assert_ne!(one.identity, other.identity);
}

#[test]
fn a_ping_is_a_heartbeat_and_another_stream_at_the_same_path_is_another_format() {
    assert_eq!(run().reads("ping"), Meaning::alive());
    let other = event("message", "{\"title\":\"Tea\"}");
    assert!(denies(&HomeAssistant, &other) && !denies(&HomeAssistant, &event("message", "ping")));
    assert_eq!(recognise(&url(STREAM), &[other]).name(), "auto");
    assert_eq!(entries(&run().reads("{\"title\":\"Tea\"}"))[0].title, "Tea");
}
