//! The addresses of ntfy topics.

use url::Url;

pub(super) use crate::address::with_query;
use crate::address::without_query;

/// Words that are no topics, because ntfy's own pages stand there.
const RESERVED: [&str; 11] =
    ["docs", "static", "file", "app", "metrics", "account", "settings", "signup", "login", "v1", "config.js"];

/// The ways to subscribe that ntfy has, of which `sse` is ours.
const METHODS: [&str; 4] = ["sse", "json", "raw", "ws"];

/// Whether an address is most likely that of an ntfy topic.
pub(super) fn is_ntfy(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let known = url.scheme() == "ntfy" || host == "ntfy.sh" || host.starts_with("ntfy.");
    match segments(url)[..] {
        [topics] => known && is_topics(topics),
        [topics, method] => is_topics(topics) && (method == "sse" || (known && METHODS.contains(&method))),
        _ => false,
    }
}

/// The topics that an address names.
pub(super) fn topics(url: &Url) -> Vec<&str> {
    let mut segments = segments(url);
    if segments.len() > 1 && segments.last().is_some_and(|last| METHODS.contains(last)) {
        segments.pop();
    }
    match segments.pop() {
        Some(last) if is_topics(last) => last.split(',').collect(),
        _ => Vec::new(),
    }
}

/// The address of the stream: `ntfy://HOST/TOPIC[?secure=false]` and `https://HOST/TOPIC` become `https://HOST/TOPIC/sse`.
pub(super) fn endpoint(pasted: &Url) -> Url {
    let mut url = if pasted.scheme() == "ntfy" { to_web(pasted) } else { pasted.clone() };
    let method = segments(&url).last().copied().filter(|last| METHODS.contains(last)).map(str::to_owned);
    let several = segments(&url).len() > 1;
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty();
        if several && method.is_some() {
            path.pop();
        }
        path.push("sse");
    }
    // A stream that ends after the backlog would be asked for again and again.
    without_query(&url, "poll")
}

fn to_web(pasted: &Url) -> Url {
    let insecure = pasted.query_pairs().any(|(name, value)| name == "secure" && value == "false");
    let rest = pasted.as_str().strip_prefix("ntfy://").unwrap_or_default();
    let scheme = if insecure { "http" } else { "https" };
    let url = Url::parse(&format!("{scheme}://{rest}")).unwrap_or_else(|_| pasted.clone());
    without_query(&without_query(&url, "secure"), "display")
}

/// The endpoint with other topics.
pub(super) fn with_topics(endpoint: &Url, topics: &str) -> Url {
    let mut url = endpoint.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop().pop().extend([topics, "sse"]);
    }
    url
}

/// Where the server says whether a topic may be read.
pub(super) fn of_auth(endpoint: &Url, topic: &str) -> Url {
    let mut url = endpoint.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop().pop().extend([topic, "auth"]);
    }
    // `auth` in the query is a token; the rest is for the stream.
    let token = endpoint.query_pairs().find(|(name, _)| name == "auth").map(|(_, value)| value.into_owned());
    url.set_query(None);
    if let Some(token) = token {
        url.query_pairs_mut().append_pair("auth", &token);
    }
    url
}

fn segments(url: &Url) -> Vec<&str> {
    url.path().split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Whether a path segment is a topic, or several with commas between.
fn is_topics(segment: &str) -> bool {
    segment.split(',').all(|topic| {
        let plain = topic.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        plain && (1..=64).contains(&topic.len()) && !RESERVED.contains(&topic)
    })
}
