//! Mastodon and the servers that speak as it does: timelines, hashtags, lists and one's own notifications.
//!
//! By content/en/methods/streaming.md, methods/timelines.md, methods/notifications.md and entities/* of mastodon/documentation.

mod catch_up;
mod host;
mod notification;
mod reader;
mod status;

use url::Url;

use crate::{About, Format, Glance, Reader, json, text};

/// A stream of a Mastodon server.
pub(crate) struct Mastodon;

const PATH: &str = "/api/v1/streaming";

/// Events that are statuses or hold one.
const KINDS: [&str; 5] = ["update", "status.update", "notification", "conversation", "announcement"];

impl Format for Mastodon {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        url.path().starts_with(PATH)
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        let certain =
            |value| json::text(value, "/account/acct").is_some() && json::text(value, "/id").is_some();
        KINDS.contains(&event.kind.as_str()) && event.object().is_some_and(certain)
    }

    /// `https://HOST/tags/NAME` and `https://HOST/public/local` become their streams.
    fn endpoint(&self, pasted: &Url) -> Url {
        let segments: Vec<&str> = pasted.path().split('/').filter(|part| !part.is_empty()).collect();
        let (path, tag) = match segments[..] {
            ["tags", tag] => ("hashtag", Some(tag.to_owned())),
            ["public"] => ("public", None),
            ["public", "local"] => ("public/local", None),
            ["public", "remote"] => ("public/remote", None),
            ["home"] => ("user", None),
            ["notifications"] => ("user/notification", None),
            _ => return pasted.clone(),
        };
        let mut url = pasted.clone();
        url.set_path(&format!("{PATH}/{path}"));
        if let Some(tag) = tag {
            url.query_pairs_mut().append_pair("tag", &tag);
        }
        url
    }

    fn suggested_name(&self, url: &Url) -> String {
        let host = url.host_str().unwrap_or("mastodon").trim_start_matches("streaming.");
        let value =
            |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let what = match (value("tag"), url.path().strip_prefix(PATH).unwrap_or_default()) {
            (Some(tag), _) => format!("#{tag}"),
            (None, "/user") => "home".to_owned(),
            (None, "/user/notification") => "notifications".to_owned(),
            (None, path) => text::humanise(path).to_lowercase(),
        };
        text::title(&format!("{host} {what}")).unwrap_or_else(|| "Mastodon".to_owned())
    }

    fn reader(&self, endpoint: &Url, checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(reader::Timeline::new(endpoint, checkpoint))
    }
}

const ABOUT: About = About {
    subscribe: &[
        ("A hashtag", "https://{server}/api/v1/streaming/hashtag?tag={tag}"),
        ("Your home timeline and notifications", "https://{server}/api/v1/streaming/user"),
        ("Your notifications", "https://{server}/api/v1/streaming/user/notification"),
        ("Your direct messages", "https://{server}/api/v1/streaming/direct"),
        ("A list", "https://{server}/api/v1/streaming/list?list={list}"),
        ("The server's own timeline", "https://{server}/api/v1/streaming/public/local"),
    ],
    recognised: "By /api/v1/streaming in the address, and by events `update`, `status.update`, `notification` or `conversation` with an account. Where the format is named, the pages https://SERVER/tags/TAG, /public, /public/local, /home and /notifications are taken for their streams.",
    heartbeat: "Comments (`:thump`).",
    cursor: "The stream has none. The first connect asks by REST how far each timeline has come; each later one asks for the statuses, notifications or direct messages since (`min_id`), five pages of 40 at most. What is beyond, or what the server does not give, is said as a gap; edits and deletions made meanwhile are not asked for.",
    identity: "\"id\".",
    replaces: "A status's \"id\": an edit (`status.update`) changes its row in place, `delete` takes it back. A conversation is one card.",
    fields: &[
        (
            "title",
            "\"account.display_name\" or \"account.acct\", and who boosted; of a notification, what was done",
        ),
        (
            "text",
            "\"content\" without its HTML, the choices of a poll; only \"spoiler_text\" where there is one",
        ),
        ("link", "\"url\", or else \"uri\""),
        ("picture", "the first of \"media_attachments\" that is an image, unless the status is sensitive"),
        ("icon", "\"account.avatar\""),
        ("time", "\"created_at\""),
        ("tags", "\"tags\""),
    ],
    urgency: "Normal. An edit does not ring, and one of a status that is not in the history is passed over; favourites, boosts and new followers are low.",
    actions: "\"Open link\" leads to the page that a status shows (\"card.url\").",
    errors: "401: since 4.2 every stream wants a token of one's own, with the scopes read:statuses and read:notifications; give the header Authorization: Bearer TOKEN. 400: the stream has no such name. A big server keeps its streams at streaming.SERVER. Where SERVER refuses, it is asked for that host (/api/v2/instance), and the token is sent there if its name ends in SERVER; else the feed says which address to take.",
    source: "mastodon/documentation, methods/streaming, timelines and notifications.",
    ..About::titled("Mastodon timeline")
};

#[cfg(test)]
mod tests;
