//! The Philips Hue bridge, API version 2.
//!
//! By developers.meethue.com (CLIP API v2, "Event stream"), which asks for an account, as quoted in public: an event holds an array of
//! containers, each with the changes of one second.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde_json::Value;
use tidings_model::{Entry, Identity, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{identity, scalar};
use crate::preset::envelope::Envelope;
use crate::text::{self, humanise, limits};
use crate::{About, Answer, Fetch, Format, Glance, MappingError, Meaning, Opening, Outcome, Reader, json};

/// A Hue bridge.
pub(crate) struct Hue;

const PATH: &str = "/eventstream/clip/v2";
/// Kinds of resources that have a name for what they hold.
const NAMED: [&str; 3] = ["device", "room", "zone"];
/// Names kept: more than a bridge has devices.
const NAMES: usize = 1_000;

impl Format for Hue {
    fn name(&self) -> &'static str {
        "hue"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.path().ends_with(PATH)
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.value().is_some_and(|value| {
            value.pointer("/0/creationtime").is_some()
                && value.pointer("/0/data").is_some_and(Value::is_array)
        })
    }

    fn suggested_name(&self, _url: &Url) -> String {
        "Philips Hue".to_owned()
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(Bridge { endpoint: endpoint.clone(), names: HashMap::new() })
    }
}

/// A bridge, and what its devices and rooms are called: events name them by id only.
struct Bridge {
    endpoint: Url,
    names: HashMap<String, String>,
}

impl Bridge {
    fn learn(&mut self, resource: &Value) {
        let name = json::text(resource, "/metadata/name")
            .map(|name| text::clip(text::one_line(name), limits::TAG * 2));
        let Some(name) = name else { return };
        let services = resource.get("services").and_then(Value::as_array).into_iter().flatten();
        let ids = services
            .take(64)
            .filter_map(|service| json::text(service, "/rid"))
            .chain(json::text(resource, "/id"));
        for id in ids.map(str::to_owned).collect::<Vec<_>>() {
            if self.names.len() < NAMES {
                self.names.insert(id, name.clone());
            }
        }
    }

    fn outcome(&mut self, container: &Value, around: &Envelope, resource: &Value) -> Option<Outcome> {
        let id = json::text(resource, "/id")?;
        self.learn(resource);
        let replaces = identity::key(id.to_owned());
        let kind = json::text(resource, "/type").unwrap_or("device");
        if container["type"] == "delete" {
            return Some(Outcome::Withdraw { replaces });
        }
        let owner = json::text(resource, "/owner/rid").unwrap_or_default();
        let unnamed = || match json::text(resource, "/owner/rtype") {
            Some("bridge_home") => "All lights".to_owned(),
            _ => humanise(kind),
        };
        let name = self.names.get(id).or_else(|| self.names.get(owner)).cloned().unwrap_or_else(unnamed);
        let (what, moment) = match container["type"] == "add" {
            true => ("added".to_owned(), Moment::News),
            false => change(resource)?,
        };
        // Each lamp of a room or a zone tells its own change beside the group's.
        let moment = if kind == "grouped_light" { Moment::Minor } else { moment };
        let own = format!("{}/{id}/{kind}", json::word(container, "/id").unwrap_or_default());
        let measured = matches!(kind, "temperature" | "light_level" | "device_power" | "grouped_light");
        let entry = Entry {
            published_at: json::time(container, "/creationtime"),
            urgency: if measured { Urgency::Low } else { Urgency::Normal },
            moment,
            replaces: Some(replaces),
            tags: text::tags([humanise(kind).to_lowercase()]),
            ..Entry::new(Identity::Own(identity::key(own)), json::title(&format!("{name}: {what}"), "Hue"))
        };
        Some(Outcome::item(entry, format!("[{}]", around.around(&resource.to_string()))))
    }
}

/// What changed, in words, and whether that is worth a sound.
fn change(resource: &Value) -> Option<(String, Moment)> {
    let on_off = |on: bool| if on { "on" } else { "off" };
    let flag = |at: &str| resource.pointer(at).and_then(Value::as_bool);
    let number = |at: &str| resource.pointer(at).and_then(Value::as_f64);
    if let Some(on) = flag("/on/on") {
        return Some((on_off(on).to_owned(), Moment::News));
    }
    if let Some(motion) = flag("/motion/motion_report/motion").or_else(|| flag("/motion/motion")) {
        let (words, moment) = if motion { ("motion", Moment::News) } else { ("no motion", Moment::Minor) };
        return Some((words.to_owned(), moment));
    }
    if let Some(pressed) = json::first(resource, &["/button/button_report/event", "/button/last_event"]) {
        return Some((humanise(pressed).to_lowercase(), Moment::News));
    }
    if let Some(contact) = json::text(resource, "/contact_report/state") {
        return Some((if contact == "no_contact" { "open" } else { "closed" }.to_owned(), Moment::News));
    }
    if let Some(status) = json::text(resource, "/status") {
        return Some((humanise(status).to_lowercase(), Moment::News));
    }
    let minor = |words: String| Some((words, Moment::Minor));
    if let Some(level) = number("/dimming/brightness") {
        return minor(format!("brightness {level:.0} %"));
    }
    if let Some(degrees) =
        number("/temperature/temperature_report/temperature").or_else(|| number("/temperature/temperature"))
    {
        return minor(format!("{degrees:.1} °C"));
    }
    if let Some(level) =
        number("/light/light_level_report/light_level").or_else(|| number("/light/light_level"))
    {
        // The bridge says 10,000 log10(lux) + 1.
        return minor(format!("{:.0} lx", 10_f64.powf((level - 1.0) / 10_000.0)));
    }
    if let Some(left) = number("/power_state/battery_level") {
        return minor(format!("battery {left:.0} %"));
    }
    let known = ["id", "id_v1", "type", "owner", "metadata", "service_id"];
    let other = resource.as_object()?.iter().find(|(name, _)| !known.contains(&name.as_str()))?;
    let value = scalar(other.1).map(|value| format!(" {value}")).unwrap_or_default();
    minor(format!("{}{value}", humanise(other.0).to_lowercase()))
}

impl Reader for Bridge {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn opened(&mut self, _opening: &Opening<'_>) -> Meaning {
        let fetch = |kind: &&str| {
            let mut url = self.endpoint.clone();
            url.set_path(&format!("/clip/v2/resource/{kind}"));
            url.set_query(None);
            Fetch { url, about: (*kind).to_owned(), common: false }
        };
        Meaning::asking(NAMED.iter().map(fetch).collect())
    }

    fn answered(&mut self, fetch: &Fetch, answer: &Answer) -> Result<Meaning, MappingError> {
        let answer = match answer.text("the names of the Hue devices") {
            // Groups are quiet: without their names nothing is lost that a person would miss.
            Err(_) if fetch.about != NAMED[0] => return Ok(Meaning::alive()),
            answer => json::parse(answer?)?,
        };
        let resources = answer.get("data").and_then(Value::as_array).into_iter().flatten();
        resources.take(NAMES).for_each(|resource| self.learn(resource));
        Ok(Meaning::alive())
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let value = json::data(event)?;
        let mut outcomes = Vec::new();
        for container in value.as_array().into_iter().flatten() {
            if container["type"] == "error" {
                let words =
                    json::text(container, "/errors/0/description").unwrap_or("an error without words");
                return Err(json::reported(words));
            }
            let around = Envelope::of(container, &[]);
            for resource in container.get("data").and_then(Value::as_array).into_iter().flatten() {
                if outcomes.len() < limits::ITEMS {
                    outcomes.extend(self.outcome(container, &around, resource));
                }
            }
        }
        Ok(Meaning::of(outcomes))
    }
}

const ABOUT: About = About {
    subscribe: &[("Your bridge", "https://{bridge}/eventstream/clip/v2")],
    recognised: "By the path /eventstream/clip/v2, and by events that are arrays of containers with \"creationtime\" and \"data\".",
    heartbeat: "A comment (`: hi`) at the start; the bridge says nothing while nothing changes.",
    cursor: "The `id:` (such as `1617322504:0`), as `Last-Event-ID`. Whether the bridge sends again what was missed is not documented.",
    identity: "The container's \"id\", and the id and type of what changed.",
    replaces: "The \"id\" of what changed: each light, sensor and button is one card; `delete` takes it back.",
    fields: &[
        (
            "title",
            "the name of the device, room or zone, asked of the bridge at each connect, and what changed",
        ),
        ("time", "\"creationtime\""),
        ("tags", "\"type\""),
    ],
    urgency: "Normal; temperatures, light levels and batteries are low. Brightness, colours, measures and the lights of a room as one are quiet.",
    actions: "None.",
    errors: "404: the bridge is too old for this API. 403: give the header hue-application-key, which the bridge makes when its button is pressed. A certificate that is not trusted: the bridge signs its own; give the feed Signify's CA file, or the certificate's pin.",
    source: "The Hue CLIP API v2, whose documentation asks for an account. Checked in November 2026 against aiohue, the client of Home Assistant (aiohue/v2/controllers/events.py): arrays of containers with \"id\", \"creationtime\", \"type\" (add, update, delete) and \"data\", an `id:` that it sends back as `Last-Event-ID`, and no keepalive. No bridge was at hand.",
    ..About::titled("Philips Hue bridge")
};
