//! A status as an entry.

use serde_json::Value;
use tidings_model::{Action, Entry, Identity};
use url::Url;

use crate::auto::identity;
use crate::text::{self, limits};
use crate::{MappingError, json};

/// A status as it reads now.
pub(super) fn entry(status: &Value, endpoint: &Url) -> Result<Entry, MappingError> {
    let id = json::required(status, "/id", "id")?;
    let reblog = status.get("reblog").filter(|inner| inner.is_object());
    let told = reblog.unwrap_or(status);
    let title = match reblog {
        Some(reblog) => format!("{} boosted {}", name(status), name(reblog)),
        None => name(status),
    };
    let hidden = warning(told).is_some() || told["sensitive"] == true;
    Ok(Entry {
        body: text::body(&words(told)),
        link: json::first_link(told, &["/url", "/uri"], endpoint),
        image: picture(told, endpoint).filter(|_| !hidden),
        icon: json::first_link(told, &["/account/avatar_static", "/account/avatar"], endpoint),
        published_at: json::time(told, "/created_at").or_else(|| json::time(status, "/created_at")),
        replaces: Some(identity::key(id.clone())),
        tags: json::tags(told, "/tags"),
        actions: card(told, endpoint).into_iter().collect(),
        ..Entry::new(Identity::Own(identity::key(id)), json::title(&title, "New post"))
    })
}

/// Who says it.
pub(super) fn name(status: &Value) -> String {
    let name = json::first(status, &["/account/display_name", "/account/username", "/account/acct"]);
    text::clip(text::one_line(name.unwrap_or("Someone")), limits::TAG * 2)
}

/// The content warning of a status.
fn warning(status: &Value) -> Option<&str> {
    json::text(status, "/spoiler_text")
}

/// What a status says; only its warning where it has one.
pub(super) fn words(status: &Value) -> String {
    if let Some(warning) = warning(status) {
        return format!("Content warning: {}", text::one_line(warning));
    }
    let mut words = json::html(status, "/content");
    let choices = status.pointer("/poll/options").and_then(Value::as_array);
    for choice in choices.into_iter().flatten().take(16).filter_map(|choice| json::text(choice, "/title")) {
        words.push_str(&format!("\n• {}", text::one_line(choice)));
    }
    let described = status.pointer("/media_attachments/0/description").and_then(Value::as_str);
    match described.filter(|_| !text::shows(&words)) {
        Some(described) => described.to_owned(),
        None => words,
    }
}

fn picture(status: &Value, endpoint: &Url) -> Option<String> {
    let media = status.get("media_attachments")?.as_array()?;
    let image = media.iter().take(16).find(|media| media["type"] == "image")?;
    json::first_link(image, &["/preview_url", "/url"], endpoint)
}

fn card(status: &Value, endpoint: &Url) -> Option<Action> {
    let url = json::link(status, "/card/url", endpoint)?;
    Some(Action::Open { label: "Open link".to_owned(), url, clear: false })
}
