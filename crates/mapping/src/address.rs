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
    let host = host.strip_prefix("www.").unwrap_or(host);
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
