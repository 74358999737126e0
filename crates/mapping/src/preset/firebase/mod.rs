//! The Firebase Realtime Database over SSE, and Hacker News, which speaks it.
//!
//! By firebase.google.com/docs/reference/rest/database (streaming) and the README of HackerNews/API. The stream has no ids: it begins
//! with all there is, and goes on with what changes. What there was at first is the baseline; only the difference is news.

mod children;
mod hacker_news;
mod reader;
mod stories;
#[cfg(test)]
mod tests;
mod tree;

use url::Url;

use crate::{About, Format, Glance, Reader, json, text};

/// A place in a Firebase database.
pub(crate) struct Firebase;

impl Format for Firebase {
    fn name(&self) -> &'static str {
        "firebase"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        [".firebaseio.com", ".firebasedatabase.app"].iter().any(|end| host.ends_with(end))
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        let at_path = |value| json::text(value, "/path").is_some_and(|path| path.starts_with('/'));
        matches!(event.kind.as_str(), "put" | "patch") && event.object().is_some_and(at_path)
    }

    fn endpoint(&self, pasted: &Url) -> Url {
        let mut url = pasted.clone();
        if self.recognises_url(pasted) && !pasted.path().ends_with(".json") {
            let path = pasted.path().trim_end_matches('/');
            url.set_path(&format!("{}.json", if path.is_empty() { "/" } else { path }));
        }
        url
    }

    fn suggested_name(&self, url: &Url) -> String {
        let hacker_news = hacker_news::list(url).map(|list| format!("Hacker News: {list}"));
        hacker_news.and_then(|name| text::title(&name)).unwrap_or_else(|| crate::address::name_of(url))
    }

    fn reader(&self, endpoint: &Url, checkpoint: Option<&str>) -> Box<dyn Reader> {
        match hacker_news::list(endpoint) {
            Some(_) => Box::new(stories::Stories::new(endpoint, checkpoint)),
            None => Box::new(reader::Place::new(endpoint, checkpoint)),
        }
    }
}

const ABOUT: About = About {
    subscribe: &[
        ("The front page of Hacker News", "https://hacker-news.firebaseio.com/v0/topstories.json"),
        (
            "Another list: new, best, ask, show or job",
            "https://hacker-news.firebaseio.com/v0/{list}stories.json",
        ),
        ("What one person posts", "https://hacker-news.firebaseio.com/v0/user/{name}.json"),
        ("One story as it goes", "https://hacker-news.firebaseio.com/v0/item/{id}.json"),
        ("A place in a database of your own", "https://{project}.firebaseio.com/{path}.json"),
    ],
    recognised: "By a host of .firebaseio.com or .firebasedatabase.app, and by `put` and `patch` events with a \"path\".",
    heartbeat: "`keep-alive`.",
    cursor: "The stream has none: each connect begins with all there is. What was known before is remembered, and the difference is what was missed.",
    identity: "On Hacker News the item's id. Elsewhere the name of the child, and a hash of what it holds.",
    replaces: "The name of the child that changed; a child set to null is taken back. On Hacker News a story that is watched alone is one card.",
    fields: &[
        ("title", "on Hacker News \"title\"; elsewhere as of any other feed"),
        (
            "text",
            "on Hacker News \"text\" without its HTML, \"score\", \"descendants\", \"by\", and the site of \"url\"",
        ),
        ("link", "on Hacker News \"url\", or else its own page"),
        ("time", "on Hacker News \"time\""),
        ("tags", "on Hacker News \"type\""),
    ],
    urgency: "Normal; a change of the points of a watched story is quiet.",
    actions: "\"Comments\" leads to the page on Hacker News where the link leads elsewhere.",
    errors: "`cancel`: the rules of the database do not allow this place (any more). `auth_revoked`: the sign-in in the address has expired; give a new one. Details that cannot be fetched are asked for again with the next change.",
    source: "firebase.google.com/docs/reference/rest/database, firebase.blog of March 2014, and the README of HackerNews/API.",
    ..About::titled("Firebase database (Hacker News)")
};
