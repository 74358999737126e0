//! The way to a server.

use std::fmt;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use crate::Error;
use crate::address::is_this_machine;

/// What stands between us and a server.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// What the system says; nothing to this machine.
    #[default]
    System,
    /// Nothing.
    None,
    /// This proxy, for every address: `http`, `https`, or `socks5` (names are looked up here) and `socks5h` (there). Name and
    /// password may stand in it.
    Url(Url),
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::None => f.write_str("None"),
            Self::Url(url) => f.debug_tuple("Url").field(&url.host_str()).finish(),
        }
    }
}

impl Proxy {
    /// Tells `builder`.
    pub(crate) fn apply(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        match self {
            Self::System => Ok(builder),
            Self::None => Ok(builder.no_proxy()),
            Self::Url(url) => {
                let known = matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") && url.has_host();
                let proxy = known.then(|| reqwest::Proxy::all(url.clone()).ok()).flatten();
                Ok(builder.proxy(proxy.ok_or(Error::ProxyUrl)?))
            }
        }
    }
}

/// Which addresses are asked for through a proxy, so that its faults are not taken for theirs.
#[derive(Clone)]
pub(crate) enum Way {
    System(Arc<Matcher>),
    Direct,
    Proxied,
}

impl Way {
    pub(crate) fn new(proxy: &Proxy) -> Self {
        match proxy {
            Proxy::System => Self::System(Arc::new(Matcher::from_system())),
            Proxy::None => Self::Direct,
            Proxy::Url(_) => Self::Proxied,
        }
    }

    pub(crate) fn is_proxied(&self, url: &Url) -> bool {
        match self {
            // The same library, and the same question, as in the HTTP client itself.
            Self::System(matcher) => {
                !is_this_machine(url)
                    && url.as_str().parse().is_ok_and(|uri| matcher.intercept(&uri).is_some())
            }
            Self::Direct => false,
            Self::Proxied => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn a_way_knows_its_proxy() {
        let matcher = Matcher::builder().all("http://proxy.example:3128").no("b.example").build();
        let system = Way::System(Arc::new(matcher));
        let (public, exempt, here) =
            (url("https://a.example/"), url("https://b.example/"), url("http://[::1]/"));
        assert!(system.is_proxied(&public) && !system.is_proxied(&exempt) && !system.is_proxied(&here));
        let given = Way::new(&Proxy::Url(url("socks5://p.example")));
        assert!(given.is_proxied(&public) && given.is_proxied(&here));
        assert!(!Way::new(&Proxy::None).is_proxied(&public));
    }

    #[test]
    fn only_the_usual_kinds_of_proxy_are_taken() {
        let apply = |text: &str| Proxy::Url(url(text)).apply(reqwest::Client::builder()).map(drop);
        for good in ["http://p:3128", "https://me:pw@p", "socks5://p:1080", "socks5h://p"] {
            assert_eq!(apply(good), Ok(()), "{good}");
        }
        for bad in ["ftp://p", "file:///p", "socks4://p", "data:x"] {
            assert_eq!(apply(bad), Err(Error::ProxyUrl), "{bad}");
        }
    }

    #[test]
    fn its_password_is_not_shown() {
        let shown = format!("{:?}", Proxy::Url(url("http://me:s3cret@p.example:3128")));
        assert!(shown.contains("p.example") && !shown.contains("s3cret"), "{shown}");
    }
}
