//! A notification of one's own account, a conversation or an announcement as an entry.

use serde_json::Value;
use tidings_model::{Entry, Identity, Urgency};
use url::Url;

use super::status;
use crate::auto::identity;
use crate::text::{self, humanise};
use crate::{MappingError, json};

/// What someone did that concerns the person.
pub(super) fn entry(value: &Value, endpoint: &Url) -> Result<Entry, MappingError> {
    let id = json::required(value, "/id", "id")?;
    let kind = json::text(value, "/type").unwrap_or("notification");
    let status = value.get("status").filter(|status| status.is_object());
    let quiet = matches!(kind, "reblog" | "favourite" | "follow" | "admin.sign_up" | "added_to_collection");
    Ok(Entry {
        body: text::body(&status.map(status::words).unwrap_or_default()),
        link: json::first_link(value, &["/status/url", "/status/uri", "/account/url"], endpoint),
        icon: json::first_link(value, &["/account/avatar_static", "/account/avatar"], endpoint),
        published_at: json::time(value, "/created_at"),
        urgency: if quiet { Urgency::Low } else { Urgency::Normal },
        tags: text::tags([humanise(kind).to_lowercase()]),
        ..Entry::new(
            Identity::Own(identity::key(format!("notification:{id}"))),
            json::title(&title(kind, &status::name(value)), "New notification"),
        )
    })
}

fn title(kind: &str, name: &str) -> String {
    match kind {
        "mention" => format!("{name} mentioned you"),
        "status" => format!("{name} posted"),
        "reblog" => format!("{name} boosted your post"),
        "favourite" => format!("{name} likes your post"),
        "follow" => format!("{name} follows you"),
        "follow_request" => format!("{name} asks to follow you"),
        "poll" => format!("{name}'s poll has ended"),
        "update" => format!("{name} edited a post you boosted"),
        "quote" => format!("{name} quoted you"),
        "quoted_update" => format!("{name} edited a post you quoted"),
        "admin.sign_up" => format!("{name} signed up"),
        "admin.report" => format!("{name} sent a report"),
        "severed_relationships" => "Some of your follows were severed".to_owned(),
        "moderation_warning" => "The moderators sent you a warning".to_owned(),
        "added_to_collection" => format!("{name} added you to a collection"),
        "collection_update" => format!("{name} changed a collection you are in"),
        other => format!("{name}: {}", humanise(other)),
    }
}

/// A conversation, which is one card: its last status is in front.
pub(super) fn conversation(value: &Value, endpoint: &Url) -> Result<Entry, MappingError> {
    let id = json::required(value, "/id", "id")?;
    let last = value.get("last_status").filter(|status| status.is_object());
    let entry = status::entry(last.ok_or(MappingError::Missing { field: "last_status" })?, endpoint)?;
    let title = json::title(&format!("{} (direct)", entry.title), "New message");
    Ok(Entry { title, replaces: Some(identity::key(format!("conversation:{id}"))), ..entry })
}

/// What the server's people announce.
pub(super) fn announcement(value: &Value, endpoint: &Url) -> Result<Entry, MappingError> {
    let id = json::required(value, "/id", "id")?;
    let key = identity::key(format!("announcement:{id}"));
    let version = json::word(value, "/updated_at").unwrap_or_default();
    Ok(Entry {
        body: text::body(&json::html(value, "/content")),
        link: endpoint.join("/").ok().map(String::from),
        published_at: json::time(value, "/published_at"),
        replaces: Some(key.clone()),
        ..Entry::new(
            Identity::Own(identity::key(format!("{key}@{version}"))),
            json::title(
                &format!("Announcement of {}", endpoint.host_str().unwrap_or("the server")),
                "Announcement",
            ),
        )
    })
}
