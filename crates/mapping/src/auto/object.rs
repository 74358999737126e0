//! An object of unknown fields as an entry.

use serde_json::{Map, Value};
use tidings_model::{Entry, Moment, Timestamp, Urgency};
use tidings_sse::Event;
use url::Url;

use super::fields::{Fields, beginning, beginnings, scalar, text as words, word};
use super::{actions, fields, identity, score, urgency};
use crate::text::{self, humanise, limits};
use crate::{html, link, time};

const TITLES: [&str; 8] = [
    "title",
    "headline",
    "name",
    "subject",
    "embeds.0.title",
    "attachments.0.title",
    "notification.title",
    "account.display_name",
];
const BODIES: [&str; 15] = [
    "message",
    "body",
    "description",
    "content_text",
    "text",
    "summary",
    "content",
    "content_html",
    "comment",
    "parsedcomment",
    "embeds.0.description",
    "attachments.0.text",
    "attachments.0.fallback",
    "notification.body",
    "data",
];
const LINKS: [&str; 17] = [
    "click",
    "url",
    "link",
    "href",
    "external_url",
    "html_url",
    "title_url",
    "notify_url",
    "permalink",
    "action_url",
    "click_action",
    "navigate",
    "embeds.0.url",
    "attachments.0.title_link",
    "meta.uri",
    "uri",
    "extras.client::notification.click.url",
];
const TIMES: [&str; 15] = [
    "time",
    "timestamp",
    "date",
    "dt",
    "meta.dt",
    "published",
    "date_published",
    "published_at",
    "pub_date",
    "created_at",
    "created",
    "updated_at",
    "updated",
    "ts",
    "time_fired",
];
const IMAGES: [&str; 10] = [
    "image",
    "image_url",
    "thumbnail",
    "thumb",
    "thumb_url",
    "banner_image",
    "embeds.0.image",
    "embeds.0.thumbnail",
    "media_attachments.0.preview_url",
    "picture",
];
const ICONS: [&str; 7] =
    ["icon", "avatar", "avatar_url", "account.avatar", "author.icon_url", "favicon", "badge"];
const TAGS: [&str; 6] = ["tags", "categories", "category", "labels", "topics", "keywords"];
const TYPES: [&str; 5] = ["type", "event_type", "event", "kind", "action"];

/// The longest summary that is a title.
const SHORT: usize = 120;

/// The most fields that are listed where an object has no text of its own.
const LISTED: usize = 24;

/// How deep objects in objects are listed.
const DEPTH: usize = 3;

/// What `object` says. `data` is its text, for the identity of one without an identifier.
pub(crate) fn read(object: &Map<String, Value>, data: &[u8], event: &Event, endpoint: &Url) -> Entry {
    let fields = Fields::of(object);
    let score = score::read(&fields);
    let (identity, replaces) = identity::of_object(&fields, event, data, score.is_some());
    let stated = urgency::stated(&fields);
    let (title, body, usual, moment) = match score {
        Some(score) => (score.title, beside(&fields), score.urgency, score.moment),
        None => {
            let (title, body) = title_and_body(&fields, object, event);
            (title, body, Urgency::Normal, Moment::News)
        }
    };
    Entry {
        body: text::body(&body),
        link: fields.first(&LINKS, |value| address(value, endpoint)),
        image: image(&fields, endpoint),
        published_at: fields.first(&TIMES, time_of),
        icon: fields.first(&ICONS, |value| address(value, endpoint)),
        urgency: stated.unwrap_or(usual),
        replaces,
        moment,
        tags: fields.first(&TAGS, tags).unwrap_or_default(),
        actions: fields.get("actions").map(|list| actions::read(list, endpoint)).unwrap_or_default(),
        ..Entry::new(identity, text::title(&title).unwrap_or_else(|| fallback(event)))
    }
}

/// The title of an entry that says nothing: what the event calls itself.
pub(crate) fn fallback(event: &Event) -> String {
    let kind = if event.kind == "message" { String::new() } else { humanise(&event.kind) };
    text::title(&kind).unwrap_or_else(|| "New event".to_owned())
}

/// Beside a score stands what the object says in its own title and text.
fn beside(fields: &Fields<'_>) -> String {
    let parts = [fields.first(&TITLES[..2], words), fields.first(&BODIES, words)];
    let parts = parts.into_iter().flatten().map(html::plain);
    parts.collect::<Vec<_>>().join("\n")
}

fn title_and_body(fields: &Fields<'_>, object: &Map<String, Value>, event: &Event) -> (String, String) {
    let summary = || {
        fields.first(&["summary"], |value| {
            words(value).filter(|text| text.len() <= SHORT && !text.contains('\n'))
        })
    };
    let title = fields.first(&TITLES, words).or_else(summary);
    let body =
        fields.first(&BODIES, |value| words(value).filter(|text| Some(*text) != title)).map(html::plain);
    match (title.map(html::plain), body) {
        (Some(title), Some(body)) => (title, body),
        (Some(title), None) => {
            let rest = listing(object, &title);
            (title, rest)
        }
        (None, Some(body)) => text::heading(&body).unwrap_or_default(),
        (None, None) => (kind(fields, event), listing(object, "")),
    }
}

fn kind(fields: &Fields<'_>, event: &Event) -> String {
    fields.first(&TYPES, words).map_or_else(|| fallback(event), humanise)
}

/// The fields that no part of an entry shows, one a line: better than nothing where an object has no text.
fn listing(object: &Map<String, Value>, title: &str) -> String {
    let mut lines = Vec::new();
    list(&mut lines, object, "", title, DEPTH);
    lines.join("\n")
}

fn list(lines: &mut Vec<String>, object: &Map<String, Value>, prefix: &str, title: &str, depth: usize) {
    for (name, value) in object.iter().take(256) {
        if lines.len() >= LISTED {
            return;
        }
        match value {
            Value::Object(inner) if depth > 0 && fields::is_wrapper(name) => {
                list(lines, inner, prefix, title, depth - 1);
            }
            Value::Object(inner) if depth > 0 => {
                list(lines, inner, &format!("{prefix}{name} "), title, depth - 1);
            }
            value => lines.extend(line(prefix, name, value, title)),
        }
    }
}

/// Names of what only machines need.
const UNTOLD: [&str; 6] = ["id", "uuid", "guid", "specversion", "datacontenttype", "source"];
/// Names of what is shown elsewhere, or not at all.
const UNLISTED: [&[&str]; 6] = [&UNTOLD, &TIMES, &LINKS, &IMAGES, &TAGS, &TYPES];
const UNLISTED_BEGINNINGS: u128 = beginnings(&UNTOLD)
    | beginnings(&TIMES)
    | beginnings(&LINKS)
    | beginnings(&IMAGES)
    | beginnings(&TAGS)
    | beginnings(&TYPES);

fn is_unlisted(name: &str) -> bool {
    UNLISTED_BEGINNINGS & beginning(name) != 0
        && UNLISTED.iter().any(|names| names.iter().any(|known| fields::is_same(known, name)))
}

/// `Name: value`, unless the value is no news.
fn line(prefix: &str, name: &str, value: &Value, title: &str) -> Option<String> {
    if is_unlisted(name) {
        return None;
    }
    let value = scalar(value).filter(|value| value != title)?;
    let mut line = text::clip(humanise(&[prefix, name].concat()), limits::TAG);
    line.push_str(": ");
    line.push_str(&text::one_line(&value));
    Some(text::clip(line, limits::TITLE))
}

/// An address that stands as text, or in an object around it.
fn address(value: &Value, endpoint: &Url) -> Option<String> {
    let text = match value {
        Value::Object(object) => object.get("url").or_else(|| object.get("href"))?.as_str()?,
        Value::Array(items) => items.first()?.as_str()?,
        value => value.as_str()?,
    };
    link::web(text, endpoint)
}

fn image(fields: &Fields<'_>, endpoint: &Url) -> Option<String> {
    let attached = || {
        let is_image = fields
            .get("attachment.type")
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.starts_with("image/"));
        fields.get("attachment.url").filter(|_| is_image).and_then(|value| address(value, endpoint))
    };
    let pictured = |paths: &[&str]| fields.first(paths, |value| address(value, endpoint));
    pictured(&IMAGES).or_else(attached)
}

fn time_of(value: &Value) -> Option<Timestamp> {
    time::read(value)
}

/// Tags of a list of words or of named objects, or of one text with commas.
pub(crate) fn tags(value: &Value) -> Option<Vec<String>> {
    let named = |value: &Value| match value {
        Value::Object(object) => {
            ["name", "term", "label", "title"].iter().find_map(|name| word(object.get(*name)?))
        }
        value => word(value),
    };
    let all: Vec<String> = match value {
        Value::Array(items) => items.iter().take(256).filter_map(named).collect(),
        Value::String(text) => text.split(',').take(256).map(str::to_owned).collect(),
        _ => return None,
    };
    Some(text::tags(all))
}
