//! ActivityStreams 2.0: what someone did to something.
//!
//! By w3.org/TR/activitystreams-core and -vocabulary.

use serde_json::Value;
use tidings_model::{Entry, Identity, Moment, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, html, json};

#[cfg(test)]
mod tests;

/// Activities and objects.
pub(crate) struct ActivityStreams;

impl Format for ActivityStreams {
    fn name(&self) -> &'static str {
        "activitystreams"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(is_activity)
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn is_activity(value: &Value) -> bool {
    let named =
        |context: &Value| context.as_str().is_some_and(|name| name.contains("www.w3.org/ns/activitystreams"));
    let context = value.get("@context").is_some_and(|context| match context {
        Value::Array(all) => all.iter().take(16).any(named),
        one => named(one),
    });
    context && json::text(value, "/type").is_some()
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    if !is_activity(&value) {
        return Ok(auto::of(Some(value), event, endpoint));
    }
    let kind = json::required(&value, "/type", "type")?;
    let inner = value.get("object");
    let object_id = inner.and_then(|inner| json::text(inner, "/id").or(inner.as_str())).map(str::to_owned);
    if kind == "Delete" {
        let id = object_id.ok_or(MappingError::Missing { field: "object" })?;
        return Ok(Meaning::of(vec![Outcome::Withdraw { replaces: identity::key(id) }]));
    }
    let object = inner.filter(|inner| inner.is_object()).unwrap_or(&value);
    let id = json::word(&value, "/id").or_else(|| object_id.clone());
    let own = match id {
        Some(id) => Identity::Own(identity::key(id)),
        None => identity::of_stream(event, event.data.as_bytes()),
    };
    let quiet = matches!(kind.as_str(), "Like" | "Follow" | "Announce" | "Undo" | "Accept" | "Reject");
    let creates = matches!(kind.as_str(), "Create" | "Update") || inner.is_none();
    let (title, body) = words(&value, object, &kind);
    let subject = object_id.or_else(|| json::text(&value, "/id").map(str::to_owned));
    Ok(Meaning::of(vec![Outcome::Entry(Entry {
        body: text::body(&body),
        link: json::link(&value, "/object", endpoint)
            .or_else(|| link(object, endpoint))
            .or_else(|| link(&value, endpoint)),
        image: picture(object, endpoint),
        icon: json::first_link(&value, &["/actor/icon/url", "/attributedTo/icon/url"], endpoint),
        published_at: json::time(object, "/updated")
            .filter(|_| kind == "Update")
            .or_else(|| json::time(object, "/published"))
            .or_else(|| json::time(&value, "/published")),
        urgency: if quiet { Urgency::Low } else { Urgency::Normal },
        replaces: subject.filter(|_| creates).map(identity::key),
        moment: if kind == "Update" { Moment::Minor } else { Moment::News },
        tags: json::tags(object, "/tag"),
        ..Entry::new(own, json::title(&title, &humanise(&kind)))
    })]))
}

/// Its own picture, or the first attachment that is one; none of what is sensitive.
fn picture(object: &Value, endpoint: &Url) -> Option<String> {
    if is_sensitive(object) {
        return None;
    }
    let is_picture = |file: &&Value| {
        json::text(file, "/mediaType").map_or(file["type"] == "Image", |kind| kind.starts_with("image/"))
    };
    let attached = match object.get("attachment") {
        Some(Value::Array(files)) => files.iter().take(16).find(is_picture),
        file => file.filter(is_picture),
    };
    let address = |file: &Value| json::first_link(file, &["/url", "/url/href", "/url/0/href"], endpoint);
    json::first_link(object, &["/image/url", "/image/0/url", "/image"], endpoint)
        .or_else(|| address(attached?))
}

fn is_sensitive(object: &Value) -> bool {
    object["sensitive"] == true
}

fn link(object: &Value, endpoint: &Url) -> Option<String> {
    json::first_link(object, &["/url", "/url/href", "/url/0/href", "/id"], endpoint)
}

/// Who did what, and what it says.
fn words(value: &Value, object: &Value, kind: &str) -> (String, String) {
    let actor = json::first(
        value,
        &["/actor/name", "/actor/preferredUsername", "/attributedTo/name", "/actor", "/attributedTo"],
    );
    let actor = actor.map(|actor| actor.trim_end_matches('/').rsplit('/').next().unwrap_or(actor).to_owned());
    let name = json::text(object, "/name").map(html::plain);
    let content = json::html(object, "/content");
    let warned = json::text(object, "/summary").filter(|_| is_sensitive(object));
    let body = match warned {
        Some(warning) => format!("Content warning: {}", html::plain(warning)),
        None if text::shows(&content) => content,
        None => json::html(object, "/summary"),
    };
    let did = match kind {
        "Create" => "posted",
        "Update" => "edited",
        "Announce" if name.is_none() => "shared a post",
        "Announce" => "shared",
        "Like" if name.is_none() => "likes a post",
        "Like" => "likes",
        "Follow" => "follows",
        "Undo" => "took something back",
        other => return (name.or(actor).unwrap_or_else(|| humanise(other)), body),
    };
    let who = actor.unwrap_or_else(|| "Someone".to_owned());
    let what = name.map(|name| format!(": {name}")).unwrap_or_default();
    (format!("{who} {did}{what}"), body)
}

const ABOUT: About = About {
    subscribe: &[("Any server that sends activities", "https://{server}/{path}")],
    recognised: "By events whose \"@context\" is https://www.w3.org/ns/activitystreams and that have a \"type\".",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "\"id\".",
    replaces: "The object's \"id\": `Update` takes its place quietly, `Delete` takes it back.",
    fields: &[
        ("title", "\"actor\", what it did, and the object's \"name\""),
        (
            "text",
            "the object's \"content\" without its HTML, or else \"summary\"; only the summary of a sensitive one",
        ),
        ("link", "the object's \"url\", or else \"id\""),
        (
            "picture",
            "\"image\", or else the first \"attachment\" whose \"mediaType\" is a picture's; none of a sensitive one",
        ),
        ("time", "\"published\""),
        ("tags", "\"tag\""),
    ],
    urgency: "Normal; likes, follows and shares are low.",
    actions: "None.",
    errors: "An activity without \"type\" is read as any other payload; a `Delete` without \"object\" is passed over.",
    source: "Activity Streams 2.0 and Activity Vocabulary, W3C Recommendations of May 2017.",
    ..About::titled("ActivityStreams")
};
