//! openHAB's event bus.
//!
//! By openhab.org/docs/developer/utils/events and the REST documentation. The payload is JSON in a string; openHAB 3 and later send
//! `alive` every 10 s.

#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Entry, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json};

/// An openHAB.
pub(crate) struct OpenHab;

impl Format for OpenHab {
    fn name(&self) -> &'static str {
        "openhab"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.path().ends_with("/rest/events")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| {
            let topic = json::text(value, "/topic").unwrap_or_default();
            value["payload"].is_string() && (topic.starts_with("openhab/") || topic.starts_with("smarthome/"))
        })
    }

    fn denies_event(&self, event: &Glance<'_>) -> bool {
        let alive = event.kind == "alive" || event.data.contains("ALIVE");
        !alive && !event.object().is_some_and(|value| value["topic"].is_string() && value["type"].is_string())
    }

    fn suggested_name(&self, url: &Url) -> String {
        format!("openHAB at {}", url.host_str().unwrap_or("home"))
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    if value["type"].is_null() && value["payload"].is_null() {
        return Ok(auto::of(Some(value), event, endpoint));
    }
    let kind = json::required(&value, "/type", "type")?;
    if event.kind == "alive" || kind == "ALIVE" {
        return Ok(Meaning::alive());
    }
    let topic = json::required(&value, "/topic", "topic")?;
    let subject = topic.split('/').nth(2).unwrap_or(&topic).to_owned();
    let payload = json::parse(json::text(&value, "/payload").unwrap_or("null"))?;
    let said = said(&kind, &subject, &payload);
    if kind.ends_with("RemovedEvent") {
        return Ok(Meaning::of(vec![Outcome::Withdraw { replaces: identity::key(subject) }]));
    }
    Ok(Meaning::of(vec![Outcome::Entry(Entry {
        body: text::body(&said.body),
        urgency: said.urgency,
        moment: said.moment,
        replaces: Some(identity::key(subject)),
        ..Entry::new(
            identity::of_stream(event, event.data.as_bytes()),
            json::title(&said.title, "openHAB event"),
        )
    })]))
}

struct Said {
    title: String,
    body: String,
    urgency: Urgency,
    moment: Moment,
}

fn said(kind: &str, subject: &str, payload: &Value) -> Said {
    let name = humanise(subject);
    let before = json::word(payload, "/oldValue");
    let was = before.as_ref().map(|before| format!("It was {before}.")).unwrap_or_default();
    let value = json::word(payload, "/value").unwrap_or_default();
    let of = |title, body, urgency, moment| Said { title, body, urgency, moment };
    match kind {
        "ItemStateChangedEvent" | "GroupItemStateChangedEvent" => {
            let measured = value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            // After a start of openHAB each item comes back from nowhere: that is no news, and neither is that it went there.
            let back = [before.as_deref(), Some(&value)].into_iter().flatten().any(is_nothing);
            let moment = if measured || back { Moment::Minor } else { Moment::News };
            let urgency = if is_nothing(&value) { Urgency::Low } else { Urgency::Normal };
            of(format!("{name}: {value}"), was, urgency, moment)
        }
        "ItemStateEvent" | "ItemStateUpdatedEvent" | "ItemStatePredictedEvent" | "GroupStateUpdatedEvent" => {
            let value = json::word(payload, "/predictedValue").unwrap_or(value);
            of(format!("{name}: {value}"), String::new(), Urgency::Low, Moment::Minor)
        }
        "ItemCommandEvent" => {
            of(format!("{name}: command {value}"), String::new(), Urgency::Low, Moment::News)
        }
        "ThingStatusInfoEvent" | "ThingStatusInfoChangedEvent" => {
            let now = payload.get(0).unwrap_or(payload);
            let status = json::text(now, "/status").unwrap_or("unknown").to_lowercase();
            let detail = json::text(now, "/description").unwrap_or_default().to_owned();
            of(format!("{name} is {status}"), detail, Urgency::Normal, Moment::News)
        }
        other => {
            let other = humanise(other.strip_suffix("Event").unwrap_or(other));
            of(format!("{other}: {name}"), String::new(), Urgency::Low, Moment::News)
        }
    }
}

/// Whether a state says only that there is none.
fn is_nothing(state: &str) -> bool {
    matches!(state, "NULL" | "UNDEF")
}

const ABOUT: About = About {
    subscribe: &[
        ("Items whose state changes", "http://{server}:8080/rest/events?topics=openhab/items/*/statechanged"),
        ("One item", "http://{server}:8080/rest/events?topics=openhab/items/{item}/statechanged"),
        (
            "Things that go on- and offline",
            "http://{server}:8080/rest/events?topics=openhab/things/*/statuschanged",
        ),
    ],
    recognised: "By a path that ends in /rest/events, and by events with a \"topic\" of openhab/ or smarthome/ and a \"payload\" in a string.",
    heartbeat: "`alive` every 10 s, since openHAB 3.",
    cursor: "None: what happens while the connection is down is not sent again.",
    identity: "A hash of the event: it has no id.",
    replaces: "The item or thing that the topic names: each is one card. One that was removed is taken back.",
    fields: &[
        ("title", "the name in \"topic\" and \"value\" of the payload"),
        ("text", "\"oldValue\", or the \"description\" of a thing's status"),
    ],
    urgency: "Normal; commands and repeated states are low. A number that changes is quiet, and so is what comes from or goes to `NULL` or `UNDEF`, as all does after a start of openHAB.",
    actions: "None.",
    errors: "401: give the header Authorization: Bearer TOKEN, with a token of the openHAB user's profile.",
    source: "openhab.org/docs/developer/utils/events and the REST documentation of Eclipse SmartHome. `alive` was not seen at work.",
    ..About::titled("openHAB")
};
