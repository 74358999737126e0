//! What a person pastes as a feed's address.

use std::net::IpAddr;

use url::{Host, Url};

/// Why an address cannot be a feed's. Each says what to paste instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was pasted.
    #[error("There is no address yet. Paste the feed's web address, such as https://example.com/events.")]
    Empty,
    /// It starts with a scheme that no live feed has.
    #[error("A \"{scheme}:\" address is not a live feed. Paste one that starts with https:// or http://.")]
    Scheme {
        /// The scheme, without its colon.
        scheme: String,
    },
    /// It holds a user name or a password.
    #[error(
        "The address holds a user name or password. Paste it without the part before the @, and give the sign-in as a header of the feed."
    )]
    Credentials,
    /// It names no host.
    #[error("The address names no server. Paste the whole address, such as https://example.com/events.")]
    NoHost,
    /// It is no address at all.
    #[error("This is not a web address ({reason}). Paste one such as https://example.com/events.")]
    Malformed {
        /// What the URL standard has against it.
        reason: String,
    },
}

/// Takes what a person pasted: trimmed, `https://` added where there is no scheme (`http://` for this machine and the home
/// network), `ntfy://` accepted.
///
/// # Errors
/// Where no feed can be there; see [`AddressError`].
pub fn parse_address(pasted: &str) -> Result<Url, AddressError> {
    let pasted = pasted.trim().trim_matches(['<', '>', '"']).trim();
    if pasted.is_empty() {
        return Err(AddressError::Empty);
    }
    let url = if has_scheme(pasted) { parse(pasted)? } else { with_scheme(pasted)? };
    check(url)
}

fn parse(text: &str) -> Result<Url, AddressError> {
    Url::parse(text).map_err(|error| match error {
        url::ParseError::EmptyHost => AddressError::NoHost,
        other => AddressError::Malformed { reason: other.to_string() },
    })
}

/// Whether the text starts with a scheme. `localhost:8080` and `example.com:80/x` do not: a port follows the colon.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let port = rest
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    named && (rest.starts_with("//") || !port)
}

fn with_scheme(text: &str) -> Result<Url, AddressError> {
    let text = text.trim_start_matches('/');
    if text.is_empty() {
        return Err(AddressError::NoHost);
    }
    let mut url = parse(&format!("https://{text}"))?;
    if url.host().is_some_and(|host| is_near(&host)) {
        url = parse(&format!("http://{text}"))?;
    }
    Ok(url)
}

/// Whether a host is this machine or on the home network, where certificates are rare.
fn is_near(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            *name == "localhost"
                || name.ends_with(".localhost")
                || name.ends_with(".local")
                || !name.contains('.')
        }
        Host::Ipv4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        Host::Ipv6(ip) => {
            IpAddr::V6(*ip).is_loopback()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.is_unspecified()
        }
    }
}

fn check(url: Url) -> Result<Url, AddressError> {
    if !matches!(url.scheme(), "http" | "https" | "ntfy") {
        return Err(AddressError::Scheme { scheme: url.scheme().to_owned() });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::Credentials);
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(AddressError::NoHost);
    }
    Ok(url)
}

/// The address with one query parameter, whatever it was before.
pub(crate) fn with_query(url: &Url, name: &str, value: &str) -> Url {
    let mut url = without_query(url, name);
    url.query_pairs_mut().append_pair(name, value);
    url
}

/// The address without one query parameter.
pub(crate) fn without_query(url: &Url, name: &str) -> Url {
    let mut url = url.clone();
    if url.query_pairs().any(|(given, _)| given == name) {
        let kept: Vec<_> = url.query_pairs().into_owned().filter(|(given, _)| given != name).collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    url
}

/// Words of a path that say nothing about the feed.
const HOLLOW: [&str; 14] = [
    "sse",
    "events",
    "event",
    "stream",
    "streams",
    "feed",
    "api",
    "live",
    "subscribe",
    "sub",
    "eventsource",
    "rest",
    "json",
    "index",
];

/// A name for the feed at `url`: its host, and the last word of its path that says something.
pub(crate) fn name_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or("feed");
    let host = host.strip_prefix("www.").filter(|rest| !rest.is_empty()).unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    match url.path_segments().and_then(|segments| segments.rev().find_map(telling)) {
        Some(word) => format!("{host}{port} {word}"),
        None => format!("{host}{port}"),
    }
}

/// The words of a path segment, unless they say nothing: `live-scores.json` reads "live scores".
fn telling(segment: &str) -> Option<String> {
    let stem = segment.split('.').next().unwrap_or_default();
    let version = stem.strip_prefix(['v', 'V']).is_some_and(|v| v.bytes().all(|b| b.is_ascii_digit()));
    let plain = stem.len() <= 40 && stem.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_~+".contains(&b));
    let hollow = HOLLOW.contains(&stem.to_ascii_lowercase().as_str());
    (plain && !version && !hollow && stem.bytes().any(|b| b.is_ascii_alphabetic()))
        .then(|| stem.replace(['-', '_', '+', '~'], " ").trim().to_owned())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        parse_address(text).map_or_else(|error| error.to_string(), String::from)
    }

    #[test]
    fn what_people_paste_becomes_an_address() {
        let cases = [
            ("https://example.com/events", "https://example.com/events"),
            ("  <http://example.com>\n", "http://example.com/"),
            ("example.com/live", "https://example.com/live"),
            ("//example.com/live", "https://example.com/live"),
            ("example.com:8443/live", "https://example.com:8443/live"),
            ("localhost:8080/sse", "http://localhost:8080/sse"),
            ("localhost", "http://localhost/"),
            ("127.0.0.1:47800/match", "http://127.0.0.1:47800/match"),
            ("[::1]:8080/x", "http://[::1]:8080/x"),
            ("192.168.1.20/events", "http://192.168.1.20/events"),
            ("10.0.0.1", "http://10.0.0.1/"),
            ("8.8.8.8/x", "https://8.8.8.8/x"),
            ("homeassistant.local:8123/api/stream", "http://homeassistant.local:8123/api/stream"),
            ("nas:5000/events", "http://nas:5000/events"),
            ("ntfy://ntfy.sh/mytopic", "ntfy://ntfy.sh/mytopic"),
            ("HTTPS://Example.COM/A", "https://example.com/A"),
        ];
        for (pasted, url) in cases {
            assert_eq!(parsed(pasted), url, "{pasted}");
        }
    }

    #[test]
    fn what_cannot_be_a_feed_is_refused_in_words() {
        let scheme = |scheme: &str| AddressError::Scheme { scheme: scheme.into() };
        let cases = [
            ("", AddressError::Empty),
            (" \n", AddressError::Empty),
            ("file:///etc/passwd", scheme("file")),
            ("javascript:alert(1)", scheme("javascript")),
            ("JavaScript://example.com/%0aalert(1)", scheme("javascript")),
            ("data:text/html,x", scheme("data")),
            ("ftp://example.com/x", scheme("ftp")),
            ("wss://example.com/x", scheme("wss")),
            ("mailto:a@example.com", scheme("mailto")),
            ("https://user:secret@example.com/", AddressError::Credentials),
            ("user@example.com/x", AddressError::Credentials),
            ("ntfy://", AddressError::NoHost),
            ("http://", AddressError::NoHost),
        ];
        for (pasted, error) in cases {
            assert_eq!(parse_address(pasted), Err(error.clone()), "{pasted}");
            assert!(error.to_string().contains("Paste") && !error.to_string().contains("secret"));
        }
        for pasted in ["not a url", "https://exa mple.com", "http://[::1", "https://example.com:99999/"] {
            assert!(matches!(parse_address(pasted), Err(AddressError::Malformed { .. })), "{pasted}");
        }
    }

    #[test]
    fn a_name_says_where_and_what() {
        let cases = [
            ("https://www.example.com/", "example.com"),
            ("https://www./", "www."),
            ("https://example.com/v2/stream/recentchange", "example.com recentchange"),
            ("https://example.com/api/v1/live-scores/events", "example.com live scores"),
            ("http://localhost:8080/sse", "localhost:8080"),
            (
                "https://hacker-news.firebaseio.com/v0/topstories.json",
                "hacker-news.firebaseio.com topstories",
            ),
            ("https://example.com/8a1f%20/5", "example.com"),
        ];
        for (url, name) in cases {
            assert_eq!(name_of(&Url::parse(url).unwrap()), name, "{url}");
        }
    }
}
