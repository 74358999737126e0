//! The GET, and what each answer to it means.

use std::time::{Duration, SystemTime};

use tidings_net::{Request, Response};

use crate::backoff::RETRY_AFTER;
use crate::{Config, Error, retry_after};

/// How long until the head of the answer must be there, unless configured otherwise.
pub(crate) const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// The request for a stream. A configured header replaces ours of the same name, but for `Last-Event-ID`.
pub(crate) fn build(config: &Config) -> Request {
    let Config { headers: configured, last_event_id, .. } = config;
    let ours =
        [("Accept", "text/event-stream"), ("Cache-Control", "no-store"), ("Accept-Encoding", "identity")];
    let is_configured = |name: &str| configured.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
    let mut headers: Vec<(String, String)> = ours
        .iter()
        .filter(|(name, _)| !is_configured(name))
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let given = configured.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("Last-Event-ID"));
    headers.extend(given.cloned());
    // The standard says: as UTF-8 bytes. Our strings are. A control character cannot be sent at all, and resuming from
    // nowhere is better than never connecting again.
    let can_be_sent = !last_event_id.bytes().any(|b| b.is_ascii_control() && b != b'\t');
    if !last_event_id.is_empty() && can_be_sent {
        headers.push(("Last-Event-ID".to_owned(), last_event_id.to_owned()));
    }
    let (url, query) = (config.url.clone(), config.query.clone());
    let Config { header_timeout, private_network, .. } = *config;
    Request { url, query, headers, header_timeout, private_network }
}

/// Opens the stream, or says why not. What is refused is dropped unread, and its connection with it.
pub(crate) fn judge(answer: Response, clock: &dyn Fn() -> SystemTime) -> Result<Response, Error> {
    match answer.status() {
        200 => match refused(&answer) {
            None => Ok(answer),
            Some(error) => Err(error),
        },
        204 => Err(Error::NoContent),
        status => {
            let asked = answer.header("retry-after");
            let retry_after = asked.and_then(|value| retry_after(value, clock(), RETRY_AFTER));
            Err(Error::Status { status, retry_after })
        }
    }
}

fn refused(answer: &Response) -> Option<Error> {
    let coding = refused_coding(answer.header("content-encoding")).map(|coding| Error::Packed { coding });
    let came = || refused_type(answer.header("content-type")).map(|came| Error::NotAStream { came });
    coding.or_else(came)
}

/// What came instead of an event stream; none if it is one.
fn refused_type(content_type: Option<&str>) -> Option<String> {
    let essence =
        content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match essence.as_str() {
        "text/event-stream" => return None,
        "text/html" | "application/xhtml+xml" => "an HTML page".to_owned(),
        "application/json" => "JSON".to_owned(),
        "application/rss+xml" => "an RSS feed".to_owned(),
        "application/atom+xml" => "an Atom feed".to_owned(),
        "application/xml" | "text/xml" => "XML".to_owned(),
        "text/plain" => "plain text".to_owned(),
        "application/x-ndjson" => "lines of JSON".to_owned(),
        "" => "an answer of no stated type".to_owned(),
        other if is_plain_type(other) => format!("an answer of type {other}"),
        _ => "an answer of a malformed type".to_owned(),
    })
}

/// How the stream is packed; none if it is not.
fn refused_coding(coding: Option<&str>) -> Option<String> {
    let coding = coding?.trim().to_ascii_lowercase();
    let known = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress"];
    match known.iter().find(|known| **known == coding) {
        Some(known) => Some((*known).to_owned()),
        None if coding.is_empty() || coding == "identity" => None,
        None => Some("in an unknown way".to_owned()),
    }
}

/// Fit to be shown: the server's text is not to be trusted.
fn is_plain_type(essence: &str) -> bool {
    essence.len() <= 100 && essence.bytes().all(|b| b.is_ascii_alphanumeric() || b"/+-._".contains(&b))
}

#[cfg(test)]
mod tests {
    use tidings_net::Url;

    use super::*;

    #[test]
    fn the_event_stream_type_is_taken_in_every_spelling() {
        let good = [
            "text/event-stream",
            "TEXT/Event-Stream",
            "text/event-stream;charset=utf-8",
            "text/event-stream ; charset=windows-1251",
            " text/event-stream;",
        ];
        for content_type in good {
            assert_eq!(refused_type(Some(content_type)), None, "{content_type:?}");
        }
    }

    #[test]
    fn another_type_is_named_in_words() {
        let cases = [
            (Some("text/html; charset=utf-8"), "an HTML page"),
            (Some("application/json"), "JSON"),
            (Some("text/event-streamx"), "an answer of type text/event-streamx"),
            (Some("<b>hello</b>"), "an answer of a malformed type"),
            (None, "an answer of no stated type"),
        ];
        for (content_type, came) in cases {
            assert_eq!(refused_type(content_type).as_deref(), Some(came), "{content_type:?}");
        }
    }

    #[test]
    fn what_comes_packed_is_refused() {
        for coding in [None, Some(""), Some("identity"), Some(" Identity ")] {
            assert_eq!(refused_coding(coding), None, "{coding:?}");
        }
        assert_eq!(refused_coding(Some("GZIP")).as_deref(), Some("gzip"));
        assert_eq!(refused_coding(Some("gzip, br")).as_deref(), Some("in an unknown way"));
    }

    #[test]
    fn a_configured_header_stands_in_for_ours() {
        let url = Url::parse("https://a.example/").expect("a URL");
        let given = [("accept", "application/x"), ("Last-Event-ID", "mine"), ("X-Key", "k")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut config =
            Config { headers: given.to_vec(), last_event_id: "ü7".to_owned(), ..Config::new(url) };
        let headers = build(&config).headers;
        let all = |name: &str| -> Vec<_> {
            headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str()).collect()
        };
        assert_eq!(all("accept"), ["application/x"]);
        assert_eq!(all("last-event-id"), ["ü7"]);
        assert_eq!(all("x-key"), ["k"]);
        assert_eq!(all("cache-control"), ["no-store"]);
        config.last_event_id.clear();
        assert!(build(&config).headers.iter().all(|(name, _)| name != "Last-Event-ID"));
    }

    #[test]
    fn the_querys_secrets_are_in_the_request_and_in_no_address() {
        let mut config = Config::new(Url::parse("https://a.example/feed?topic=a%20b").expect("a URL"));
        config.query = vec![("token".to_owned(), "s3 c&ret".to_owned())];
        let request = build(&config);
        assert_eq!((request.url.as_str(), &request.query), (config.url.as_str(), &config.query));
        assert!(!format!("{config:?} {request:?}").contains("s3"));
    }
}
