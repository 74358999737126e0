use serde_json::{Value, json};
use tidings_model::{Moment, Urgency};

use super::Hue;
use crate::preset::testing::{Run, entries, fetches, recognises, titles, url};
use crate::{Answer, Format as _, Opening};

const BRIDGE: &str = "https://192.168.1.2/eventstream/clip/v2";

fn update(resources: &Value) -> Value {
    json!([{ "creationtime": "2021-04-02T00:15:04Z", "id": "c", "type": "update", "data": resources }])
}

/// A bridge with a lamp and a door in a hall.
fn named() -> Run {
    let mut run = Run::of(&Hue, BRIDGE);
    let asked = fetches(&run.0.opened(&Opening::default()));
    let paths: Vec<_> = asked.iter().map(|fetch| fetch.url.path().to_owned()).collect();
    assert_eq!(paths, ["device", "room", "zone"].map(|kind| format!("/clip/v2/resource/{kind}")));
    let answers = [
        json!({ "data": [
            { "id": "d1", "metadata": { "name": "Hall lamp" }, "services": [{ "rid": "l1", "rtype": "light" }] },
            { "id": "d2", "metadata": { "name": "Front door" }, "services": [{ "rid": "k1", "rtype": "contact" }, { "rid": "p1", "rtype": "device_power" }] },
        ]}),
        json!({ "data": [{ "id": "r1", "metadata": { "name": "Hall" }, "services": [{ "rid": "g1", "rtype": "grouped_light" }] }] }),
        json!({ "data": [] }),
    ];
    for (fetch, answer) in asked.iter().zip(&answers) {
        run.answered(fetch, answer).unwrap();
    }
    run
}

fn told(resource: &Value) -> (String, Moment, Urgency) {
    let entry = named().entry(&update(&json!([resource])));
    (entry.title, entry.moment, entry.urgency)
}

#[test]
fn a_lamp_is_news_and_the_lights_of_its_room_are_beside_it() {
    let both = json!([
        { "id": "l1", "type": "light", "owner": { "rid": "d1", "rtype": "device" }, "on": { "on": true } },
        { "id": "g1", "type": "grouped_light", "owner": { "rid": "r1", "rtype": "room" }, "on": { "on": true } },
        { "id": "g0", "type": "grouped_light", "owner": { "rid": "h", "rtype": "bridge_home" }, "on": { "on": true } },
    ]);
    let meaning = named().reads(&update(&both));
    assert_eq!(titles(&meaning), ["Hall lamp: on", "Hall: on", "All lights: on"]);
    assert_eq!(
        entries(&meaning).iter().map(|entry| entry.moment).collect::<Vec<_>>(),
        [Moment::News, Moment::Minor, Moment::Minor]
    );
}

#[test]
fn each_kind_of_change_has_its_words() {
    use Moment::{Minor, News};
    use Urgency::{Low, Normal};
    let cases = [
        (
            json!({ "id": "k1", "type": "contact", "contact_report": { "state": "no_contact" } }),
            "Front door: open",
            News,
            Normal,
        ),
        (
            json!({ "id": "k1", "type": "contact", "contact_report": { "state": "contact" } }),
            "Front door: closed",
            News,
            Normal,
        ),
        (
            json!({ "id": "p1", "type": "device_power", "power_state": { "battery_level": 9, "battery_state": "low" } }),
            "Front door: battery 9 %",
            Minor,
            Low,
        ),
        (
            json!({ "id": "x", "type": "motion", "motion": { "motion_report": { "motion": false } } }),
            "Motion: no motion",
            Minor,
            Normal,
        ),
        (
            json!({ "id": "x", "type": "button", "button": { "button_report": { "event": "initial_press" } } }),
            "Button: initial press",
            News,
            Normal,
        ),
        (
            json!({ "id": "x", "type": "zigbee_connectivity", "owner": { "rid": "d1" }, "status": "connectivity_issue" }),
            "Hall lamp: connectivity issue",
            News,
            Normal,
        ),
        (
            json!({ "id": "x", "type": "temperature", "temperature": { "temperature_report": { "temperature": 21.37 } } }),
            "Temperature: 21.4 °C",
            Minor,
            Low,
        ),
        (
            json!({ "id": "l1", "type": "light", "dimming": { "brightness": 40.2 } }),
            "Hall lamp: brightness 40 %",
            Minor,
            Normal,
        ),
        (
            json!({ "id": "l1", "type": "light", "color_temperature": { "mirek": 300 } }),
            "Hall lamp: color temperature",
            Minor,
            Normal,
        ),
        (
            json!({ "id": "x", "type": "light_level", "light": { "light_level": 20_001 } }),
            "Light level: 100 lx",
            Minor,
            Low,
        ),
        (
            json!({ "id": "x", "type": "light_level", "enabled": true }),
            "Light level: enabled yes",
            Minor,
            Low,
        ),
    ];
    for (resource, title, moment, urgency) in cases {
        assert_eq!(told(&resource), (title.to_owned(), moment, urgency), "{resource}");
    }
}

#[test]
fn without_the_names_of_rooms_all_goes_on_and_without_those_of_devices_the_feed_says_so() {
    let mut run = Run::of(&Hue, BRIDGE);
    let asked = fetches(&run.0.opened(&Opening::default()));
    let refused = Answer::Came { status: 403, text: String::new() };
    let said = run.0.answered(&asked[0], &refused).unwrap_err();
    assert_eq!(
        said.to_string(),
        "the names of the Hue devices could not be fetched: the server answered 403"
    );
    assert!(run.0.answered(&asked[1], &refused).is_ok() && run.0.answered(&asked[2], &refused).is_ok());
}

#[test]
fn it_is_known_by_its_path_and_its_containers() {
    assert!(Hue.recognises_url(&url(BRIDGE)));
    assert!(recognises(&Hue, "message", &update(&json!([]))));
    assert!(!recognises(&Hue, "message", "[{\"data\":[]}]"));
}
