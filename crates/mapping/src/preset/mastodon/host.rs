//! Where a server keeps its streams: a big one does so at another host than its own.

use serde_json::Value;
use url::{Host, Url};

use crate::{Answer, Fetch, MappingError, json};

/// What a question for the host is about.
const ABOUT: &str = "instance";

/// Asks the server of `endpoint` (`configuration.urls.streaming` of entities/Instance).
pub(super) fn ask(endpoint: &Url) -> Fetch {
    let mut url = endpoint.clone();
    url.set_path("/api/v2/instance");
    url.set_query(None);
    Fetch { url, about: ABOUT.to_owned(), common: false }
}

pub(super) fn is_about(fetch: &Fetch) -> bool {
    fetch.about == ABOUT
}

/// The stream of `endpoint` at the host that the server names; none where that is the endpoint's own, or none is named.
///
/// # Errors
/// Where it is a host that the person's token must not be sent to: one that is neither the server's own nor below it.
pub(super) fn told(answer: &Answer, endpoint: &Url) -> Result<Option<Url>, MappingError> {
    let Ok(value) = answer.text("the address of the stream").and_then(json::parse) else { return Ok(None) };
    let Some(named) = named(&value, endpoint) else { return Ok(None) };
    if is_below(&named, endpoint) {
        return Ok(Some(named).filter(|named| named.origin() != endpoint.origin()));
    }
    let reason = format!("the server keeps its streams at {named}: give the feed that address");
    Err(MappingError::NotFetched { what: "the stream", reason })
}

fn named(value: &Value, endpoint: &Url) -> Option<Url> {
    let stated = Url::parse(json::text(value, "/configuration/urls/streaming")?).ok()?;
    let scheme = match stated.scheme() {
        "wss" | "https" => "https",
        "ws" | "http" => "http",
        _ => return None,
    };
    let mut named = endpoint.clone();
    named.set_scheme(scheme).ok()?;
    named.set_host(stated.host_str()).ok()?;
    named.set_port(stated.port()).ok()?;
    Some(named)
}

/// Whether the person's token may go there as well.
fn is_below(named: &Url, endpoint: &Url) -> bool {
    let safe = named.scheme() == "https" || endpoint.scheme() == "http";
    let (Some(named), Some(own)) = (named.host(), endpoint.host()) else { return false };
    let below = match (&named, &own) {
        (Host::Domain(named), Host::Domain(own)) => named.ends_with(&format!(".{own}")),
        _ => false,
    };
    safe && (below || named == own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_the_servers_own_hosts_only() {
        let endpoint = |scheme: &str| {
            Url::parse(&format!("{scheme}://social.example/api/v1/streaming/hashtag?tag=cats")).unwrap()
        };
        let told = |scheme: &str, streaming: &str| {
            let text = format!(r#"{{"configuration":{{"urls":{{"streaming":"{streaming}"}}}}}}"#);
            told(&Answer::Came { status: 200, text }, &endpoint(scheme)).map(|url| url.map(String::from))
        };
        let at = |server: &str| Ok(Some(format!("{server}/api/v1/streaming/hashtag?tag=cats")));
        assert_eq!(told("https", "wss://streaming.social.example"), at("https://streaming.social.example"));
        assert_eq!(told("https", "wss://social.example:4000"), at("https://social.example:4000"));
        assert_eq!(told("https", "wss://social.example"), Ok(None));
        assert_eq!(told("https", "nonsense"), Ok(None));
        for elsewhere in ["wss://streaming.example", "wss://evilsocial.example", "ws://s.social.example"] {
            let error = told("https", elsewhere).unwrap_err().to_string();
            assert!(error.contains("give the feed that address"), "{error}");
        }
        assert_eq!(told("http", "ws://s.social.example"), at("http://s.social.example"));
    }
}
