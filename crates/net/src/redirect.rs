//! Where a redirect may lead, and what may travel along.

use url::Url;

use crate::Error;

/// As many in a row as a browser's users ever meet; more is a loop.
pub(crate) const MOST: usize = 5;

/// Whether `status` sends a GET elsewhere.
pub(crate) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Whether a redirect says that the old address is to be used no more.
pub(crate) fn is_for_good(status: u16) -> bool {
    matches!(status, 301 | 308)
}

/// The address that `location` means, seen from `from`.
pub(crate) fn target(from: &Url, location: Option<&str>) -> Result<Url, Error> {
    let host = || from.host_str().unwrap_or_default().to_owned();
    let to = location.and_then(|location| from.join(location).ok());
    let to = to.ok_or_else(|| Error::BadRedirect { host: host() })?;
    match to.scheme() {
        "https" => {}
        "http" if from.scheme() == "http" => {}
        "http" => return Err(Error::InsecureRedirect { host: host() }),
        _ => return Err(Error::BadRedirect { host: host() }),
    }
    let credentials = !to.username().is_empty() || to.password().is_some();
    if credentials || to.host().is_none() { Err(Error::BadRedirect { host: host() }) } else { Ok(to) }
}

/// Adds what `url` does not have already: a server that redirects may have repeated it.
pub(crate) fn add_query(url: &mut Url, query: &[(String, String)]) {
    for (name, value) in query {
        if !url.query_pairs().any(|(known, said)| (&*known, &*said) == (name, value)) {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
}

/// The headers that every EventSource sends. `Last-Event-ID` is among them: it is no secret, the origin that redirects could
/// write it into the new address itself, and without it a feed behind such a redirect would never resume.
const TRAVELLING: [&str; 5] = ["accept", "accept-encoding", "cache-control", "last-event-id", "user-agent"];

/// Whether a header may follow a redirect to another origin.
pub(crate) fn travels(name: &str) -> bool {
    TRAVELLING.iter().any(|kept| name.eq_ignore_ascii_case(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(from: &str, to: &str) -> Result<String, Error> {
        target(&Url::parse(from).expect("a URL"), Some(to)).map(String::from)
    }

    #[test]
    fn a_relative_location_is_joined_and_takes_no_query_along() {
        assert_eq!(led("https://a.example/feed?token=secret", "/b").as_deref(), Ok("https://a.example/b"));
        assert_eq!(led("https://a.example/x/feed?token=s", "b?c").as_deref(), Ok("https://a.example/x/b?c"));
        assert_eq!(led("https://a.example/", "//b.example/").as_deref(), Ok("https://b.example/"));
    }

    #[test]
    fn secret_fields_are_added_once() {
        let mut url = Url::parse("https://a.example/feed?topic=a%20b").expect("a URL");
        let query = [("token".to_owned(), "s3 c&ret".to_owned())];
        for _ in 0..2 {
            add_query(&mut url, &query);
            assert_eq!(url.as_str(), "https://a.example/feed?topic=a%20b&token=s3+c%26ret");
        }
        let mut url = Url::parse("https://a.example/feed").expect("a URL");
        add_query(&mut url, &[]);
        assert_eq!(url.as_str(), "https://a.example/feed");
    }

    #[test]
    fn encryption_is_never_left() {
        let host = "a.example".to_owned();
        assert_eq!(led("https://a.example/", "http://a.example/"), Err(Error::InsecureRedirect { host }));
        assert!(led("http://a.example/", "https://a.example/").is_ok());
    }

    #[test]
    fn only_plain_web_addresses_are_followed() {
        let bad = [
            "file:///etc/passwd",
            "javascript:1",
            "data:,x",
            "ftp://a/",
            "https://u:p@b.example/",
            "http://",
        ];
        for to in bad {
            assert_eq!(
                led("http://a.example/", to),
                Err(Error::BadRedirect { host: "a.example".into() }),
                "{to}"
            );
        }
        assert!(target(&Url::parse("http://a.example/").expect("a URL"), None).is_err());
    }
}
