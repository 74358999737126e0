//! Home Assistant's event stream.
//!
//! By homeassistant/components/api/__init__.py and developers.home-assistant.io/docs/api/rest. Frames have `data:` only; `ping` is
//! sent at first and every 50 s.

#[cfg(test)]
mod tests;
mod words;

use serde_json::Value;
use tidings_model::{Entry, Identity, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json};

/// A Home Assistant.
pub(crate) struct HomeAssistant;

impl Format for HomeAssistant {
    fn name(&self) -> &'static str {
        "home-assistant"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.path().ends_with("/api/stream")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| {
            value["event_type"].is_string() && value["time_fired"].is_string() && value["data"].is_object()
        })
    }

    fn denies_event(&self, event: &Glance<'_>) -> bool {
        event.data.trim() != "ping" && !event.object().is_some_and(|value| value["event_type"].is_string())
    }

    fn suggested_name(&self, url: &Url) -> String {
        format!("Home Assistant at {}", url.host_str().unwrap_or("home"))
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    if event.data.trim() == "ping" {
        return Ok(Meaning::alive());
    }
    let value = json::data(event)?;
    if json::text(&value, "/event_type") == Some("state_changed") {
        return Ok(Meaning::of(changed(&value)?.into_iter().collect()));
    }
    let Some(kind) = json::word(&value, "/event_type") else {
        return Ok(auto::of(Some(value), event, endpoint));
    };
    let inner = value.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let said = auto::object::read(&inner, event.data.as_bytes(), event, endpoint);
    let unnamed = said.title == auto::object::fallback(event);
    let called = ["domain", "service"].iter().filter_map(|name| json::text(&value, &format!("/data/{name}")));
    let called = called.collect::<Vec<_>>().join(".");
    let words = format!("{} {called}", humanise(&kind));
    Ok(Meaning::of(vec![Outcome::Entry(Entry {
        identity: own(&value, &kind),
        title: if unnamed { json::title(&words, "Event") } else { said.title },
        published_at: json::time(&value, "/time_fired"),
        replaces: None,
        ..said
    })]))
}

/// The context's id is that of what caused it, which may cause several events.
fn own(value: &Value, about: &str) -> Identity {
    let word = |at| json::word(value, at).unwrap_or_default();
    Identity::Own(identity::key(format!("{about}@{}@{}", word("/time_fired"), word("/context/id"))))
}

/// A state that is another than before. Where only its attributes changed, nothing happened that a person would tell.
fn changed(value: &Value) -> Result<Option<Outcome>, MappingError> {
    let entity = json::required(value, "/data/entity_id", "data.entity_id")?;
    let replaces = identity::key(entity.clone());
    let Some(new) = value.pointer("/data/new_state").filter(|state| state.is_object()) else {
        return Ok(Some(Outcome::Withdraw { replaces }));
    };
    let (before, now) =
        (json::word(value, "/data/old_state/state"), json::word(new, "/state").unwrap_or_default());
    if before.as_ref() == Some(&now) {
        return Ok(None);
    }
    let unit = json::text(new, "/attributes/unit_of_measurement");
    let domain = entity.split('.').next().unwrap_or_default();
    let class = json::text(new, "/attributes/device_class").unwrap_or_default();
    let spoken = |state: &str| match unit.filter(|_| is_number(state)) {
        Some(unit) => format!("{state} {unit}"),
        None => words::of(domain, class, state),
    };
    let urgency = urgency(domain, class, &now);
    // After a start of Home Assistant each entity comes back from nowhere: that is no news, unless it endangers.
    let back = before.as_deref().is_none_or(is_away) && urgency != Urgency::Critical;
    let moment = if is_number(&now) || back { Moment::Minor } else { Moment::News };
    let name = json::text(new, "/attributes/friendly_name").map_or_else(|| humanise(&entity), text::one_line);
    Ok(Some(Outcome::Entry(Entry {
        body: text::body(&before.map(|before| format!("It was {}.", spoken(&before))).unwrap_or_default()),
        published_at: json::time(new, "/last_changed").or_else(|| json::time(value, "/time_fired")),
        urgency,
        moment,
        replaces: Some(replaces),
        tags: text::tags([domain]),
        ..Entry::new(own(value, &entity), json::title(&format!("{name}: {}", spoken(&now)), "State changed"))
    })))
}

/// Whether a state says only that there is none.
fn is_away(state: &str) -> bool {
    matches!(state, "unavailable" | "unknown")
}

fn is_number(state: &str) -> bool {
    state.parse().is_ok_and(f64::is_finite)
}

/// What endangers is critical; what is only measured, or went away for a while, is low.
fn urgency(domain: &str, class: &str, now: &str) -> Urgency {
    let danger = ["smoke", "gas", "carbon_monoxide", "moisture", "tamper", "safety"].contains(&class);
    let triggered = domain == "alarm_control_panel" && now == "triggered";
    if triggered || (domain == "binary_sensor" && danger && now == "on") {
        return Urgency::Critical;
    }
    if domain == "sensor" || is_away(now) { Urgency::Low } else { Urgency::Normal }
}

const ABOUT: About = About {
    subscribe: &[
        ("All that changes", "http://{server}:8123/api/stream?restrict=state_changed"),
        ("Certain kinds of events", "http://{server}:8123/api/stream?restrict={kind},{kind}"),
    ],
    recognised: "By a path that ends in /api/stream, and by events with \"event_type\", \"data\" and \"time_fired\".",
    heartbeat: "The word `ping`, at first and every 50 s.",
    cursor: "None: what happens while the connection is down is not sent again.",
    identity: "The entity, \"time_fired\" and \"context.id\".",
    replaces: "\"entity_id\": each entity is one card. An entity that was removed is taken back.",
    fields: &[
        (
            "title",
            "\"attributes.friendly_name\" and the new \"state\", with its unit, or in the words of its \"device_class\": wet, open, unlocked",
        ),
        ("text", "the state before"),
        ("time", "\"last_changed\""),
        ("tags", "the domain, such as `light`"),
    ],
    urgency: "Smoke, gas, water, tampering and a triggered alarm are critical; sensors and what is unavailable are low. A number that changes is quiet, and so is what comes back, as all does after a start of Home Assistant, unless it is critical.",
    actions: "None.",
    errors: "401: the stream is for administrators; make a long-lived token in your profile and give the header Authorization: Bearer TOKEN.",
    source: "homeassistant/components/api/__init__.py, the REST API page of developers.home-assistant.io, and its page of binary sensors for their words. A Home Assistant 2024.3.3 was seen at work in November 2026.",
    ..About::titled("Home Assistant")
};
