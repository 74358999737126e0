//! The items of Hacker News as entries.

use serde_json::Value;
use tidings_model::{Action, Entry, Identity, Moment};
use url::Url;

use crate::auto::identity;
use crate::text::{self, humanise};
use crate::{Fetch, html, json};

/// What a list of Hacker News is called, for the addresses that are one; also for a server of one's own with the same paths.
pub(super) fn list(url: &Url) -> Option<String> {
    let path = url.path().strip_prefix("/v0/")?.strip_suffix(".json")?;
    let lists = [
        ("topstories", "front page"),
        ("newstories", "new"),
        ("beststories", "best"),
        ("askstories", "Ask HN"),
        ("showstories", "Show HN"),
        ("jobstories", "jobs"),
        ("updates", "changes"),
        ("maxitem", "everything"),
    ];
    if let Some((_, words)) = lists.iter().find(|(name, _)| *name == path) {
        return Some((*words).to_owned());
    }
    let (kind, name) = path.split_once('/')?;
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (plain && matches!(kind, "item" | "user")).then(|| format!("{kind} {name}"))
}

/// Whether the address is one item, which is watched as it goes.
pub(super) fn is_item(url: &Url) -> bool {
    url.path().starts_with("/v0/item/")
}

/// Whether a list has its newest item in front; else it goes by rank.
pub(super) fn is_by_time(url: &Url) -> bool {
    let path = url.path();
    path.ends_with("/newstories.json") || path.ends_with("/maxitem.json") || path.starts_with("/v0/user/")
}

/// The details of an item.
pub(super) fn fetch(id: u64, endpoint: &Url) -> Fetch {
    let mut url = endpoint.clone();
    url.set_path(&format!("/v0/item/{id}.json"));
    Fetch { url, about: id.to_string(), common: true }
}

/// The ids that what stands at a list's place names, the first in front.
pub(super) fn ids(root: &Value) -> Vec<u64> {
    match root {
        Value::Array(items) => items.iter().filter_map(Value::as_u64).take(1_000).collect(),
        Value::Object(fields) if fields.keys().all(|key| key.bytes().all(|b| b.is_ascii_digit())) => {
            fields.values().filter_map(Value::as_u64).take(1_000).collect()
        }
        Value::Object(fields) => {
            fields.get("submitted").or_else(|| fields.get("items")).map(ids).unwrap_or_default()
        }
        Value::Number(number) => number.as_u64().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// An item in words; none for one that is deleted or dead.
pub(super) fn entry(item: &Value, watched: bool) -> Option<Entry> {
    let id = item.get("id")?.as_u64()?;
    if item["deleted"] == true || item["dead"] == true {
        return None;
    }
    let kind = json::text(item, "/type").unwrap_or("story");
    let by = json::text(item, "/by").unwrap_or("someone");
    let page = format!("https://news.ycombinator.com/item?id={id}");
    let url = json::link(item, "/url", &Url::parse(&page).ok()?);
    let title = match (json::text(item, "/title"), kind) {
        (Some(title), _) => html::strip(title),
        (None, "comment") => format!("{by} commented"),
        (None, kind) => format!("{} by {by}", humanise(kind)),
    };
    let comments = || Action::Open { label: "Comments".to_owned(), url: page.clone(), clear: false };
    let numbers = ["/score", "/descendants"].map(|at| json::word(item, at).unwrap_or_default()).join("-");
    let own = if watched { format!("{id}@{numbers}") } else { id.to_string() };
    Some(Entry {
        body: text::body(&body(item, by, url.as_deref())),
        actions: url.is_some().then(comments).into_iter().collect(),
        link: url.or_else(|| Some(page.clone())),
        published_at: json::time(item, "/time"),
        replaces: watched.then(|| identity::key(id.to_string())),
        moment: if watched { Moment::Minor } else { Moment::News },
        tags: text::tags([kind]),
        ..Entry::new(Identity::Own(identity::key(own)), json::title(&title, "New item"))
    })
}

/// Its text, and a line of who, where and how much.
fn body(item: &Value, by: &str, url: Option<&str>) -> String {
    let site = url.and_then(|url| Url::parse(url).ok()?.host_str().map(str::to_owned));
    let count = |at: &str, one: &str, many: &str| {
        let count = item.pointer(at)?.as_u64()?;
        Some(format!("{count} {}", if count == 1 { one } else { many }))
    };
    let line = [
        site.map(|site| site.trim_start_matches("www.").to_owned()),
        count("/score", "point", "points"),
        count("/descendants", "comment", "comments"),
        Some(format!("by {by}")),
    ];
    let line = line.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    match json::html(item, "/text") {
        words if words.is_empty() => line,
        words => format!("{words}\n{line}"),
    }
}
