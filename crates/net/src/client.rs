//! One request, with the redirects it leads through.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::{Instant, timeout};
use url::Url;

use crate::address::{is_local_literal, is_this_machine};
use crate::classify::{self, Stage};
use crate::proxy::Way;
use crate::resolve::{Configured, Directory, PublicOnly, System, Target};
use crate::{Error, Proxy, Response, Trust, redirect};

const USER_AGENT: &str =
    concat!("Tidings/", env!("CARGO_PKG_VERSION"), " (+https://github.com/tidings-app/tidings)");
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Header fields of an answer; the library bounds their size itself, at some 400 KiB.
const MOST_HEADERS: usize = 100;

/// Which HTTP a client speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Http {
    /// HTTP/1.1.
    #[default]
    One,
    /// HTTP/2 where the server offers it over TLS, HTTP/1.1 elsewhere.
    Two,
}

/// What is asked for.
#[derive(Clone)]
pub struct Request {
    /// Where: `http` or `https`, with no user name or password in it.
    pub url: Url,
    /// Secret fields that are added to the query: names and values. They go to the URL's own origin only, there through redirects too, and
    /// stand in no [`Response::url`].
    pub query: Vec<(String, String)>,
    /// Field names and values, the latter as UTF-8. All are kept from logs, and only those that every
    /// EventSource sends follow a redirect to another origin.
    pub headers: Vec<(String, String)>,
    /// How long until the head of the answer must be there, redirects included, but not what they wait for in [`Client::get_paced`].
    pub header_timeout: Duration,
    /// Whether the person said that the name in `url` may mean a private address. One that says so by itself, such as `localhost` or
    /// `nas.local`, needs nobody to say it.
    pub private_network: bool,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

/// The HTTP client. A clone is cheap and shares nothing but settings: each request has a connection of its own.
#[derive(Clone)]
pub struct Client {
    /// For an address that the person configured as a private one.
    configured: reqwest::Client,
    /// The same for this machine, past any proxy: as in browsers, what listens here is not asked for elsewhere.
    here: reqwest::Client,
    /// For a public one, and where it leads.
    public: reqwest::Client,
    public_names: Arc<PublicOnly>,
    way: Way,
    directory: Arc<dyn Directory>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// A client with the system's proxy and the system's certificates, read now.
    ///
    /// # Errors
    /// [`Error::Setup`].
    pub fn new() -> Result<Self, Error> {
        Self::with(&Trust::System, &Proxy::System, Http::One)
    }

    /// A client for a feed with certificates, a key, a proxy or an HTTP of its own, read now.
    ///
    /// # Errors
    /// [`Error::CaFile`], [`Error::ProxyUrl`] or [`Error::Setup`].
    pub fn with(trust: &Trust, proxy: &Proxy, http: Http) -> Result<Self, Error> {
        Self::asking(Arc::new(System), trust, proxy, http)
    }

    fn asking(
        directory: Arc<dyn Directory>,
        trust: &Trust,
        proxy: &Proxy,
        http: Http,
    ) -> Result<Self, Error> {
        let builder = || proxy.apply(trust.apply(builder(http), http)?);
        let set_up = |builder: reqwest::ClientBuilder| builder.build().map_err(|_| Error::Setup);
        let any_names = Arc::new(Configured(directory.clone()));
        let public_names = PublicOnly::new(directory.clone());
        let configured = set_up(builder()?.dns_resolver(any_names.clone()))?;
        let here = match proxy {
            Proxy::System => set_up(builder()?.dns_resolver(any_names).no_proxy())?,
            Proxy::None | Proxy::Url(_) => configured.clone(),
        };
        let public = set_up(builder()?.dns_resolver(Arc::new(public_names.clone())))?;
        let (public_names, way) = (Arc::new(public_names), Way::new(proxy));
        Ok(Self { configured, here, public, public_names, way, directory })
    }

    /// Asks, follows at most five redirects, and returns the first other answer, whatever its status.
    ///
    /// # Errors
    /// Any of [`Error`].
    pub async fn get(&self, request: Request) -> Result<Response, Error> {
        self.get_paced(request, || std::future::ready(())).await
    }

    /// The same, where each redirect waits for `pace` before it is followed: it is a connect like the first, for which the caller has
    /// waited. The time of waiting is none of the server's.
    ///
    /// # Errors
    /// Any of [`Error`].
    pub async fn get_paced<P: Future<Output = ()>>(
        &self,
        request: Request,
        pace: impl Fn() -> P,
    ) -> Result<Response, Error> {
        self.follow(request, true, pace).await
    }

    /// The same as [`Client::get`] for an address that nobody configured but a feed names, such as that of a picture: it must be public from the first step.
    ///
    /// # Errors
    /// Any of [`Error`].
    pub async fn get_public(&self, request: Request) -> Result<Response, Error> {
        self.follow(request, false, || std::future::ready(())).await
    }

    async fn follow<P: Future<Output = ()>>(
        &self,
        request: Request,
        configured_by_person: bool,
        pace: impl Fn() -> P,
    ) -> Result<Response, Error> {
        let mut left = request.header_timeout;
        let mut headers = header_map(&request.headers)?;
        let mut query = request.query;
        let configured = request.url.clone();
        let mut at = request.url;
        // Whether the configured address is itself private, so that what it leads to may be.
        let mut anywhere = configured_by_person && is_local_literal(&configured);
        let private_network = configured_by_person && request.private_network;
        let mut for_good = true;
        for hop in 0..=redirect::MOST {
            let host = check(&at)?;
            let own = hop == 0 && configured_by_person;
            let free = anywhere || (own && private_network);
            let next = reqwest::Request::new(Method::GET, at.clone());
            if hop > 0 {
                // What is refused by its own words is no connect, and waits for none.
                may_be_asked(&at, &host, free)?;
                pace().await;
            }
            let asked = Instant::now();
            let answer = timeout(left, self.once(next, headers.clone(), &query, free)).await;
            left = left.saturating_sub(asked.elapsed());
            let answer = answer.unwrap_or_else(|_| Err(Error::Timeout { host: host.clone() }));
            let answer = answer.map_err(|error| if own { of_own_name(error) } else { error })?;
            if !redirect::is_redirect(answer.status()) {
                return Ok(answer.moved(hop > 0 && for_good));
            }
            for_good &= redirect::is_for_good(answer.status());
            if hop == redirect::MOST {
                return Err(Error::TooManyRedirects { host });
            }
            anywhere |= own && private_network && self.is_from_private(&answer);
            let next = redirect::target(&at, answer.header("location"))?;
            if next.origin() != configured.origin() {
                headers = without_secrets(&headers);
                query.clear();
            }
            at = next;
        }
        Err(Error::TooManyRedirects { host: at.host_str().unwrap_or_default().to_owned() })
    }

    /// Whether an answer came from a private address. Where it came from counts, not what the name resolves to when asked
    /// again: whoever owns the name can have it say one thing now and another then.
    fn is_from_private(&self, answer: &Response) -> bool {
        let from = answer.remote().filter(|_| !self.way.is_proxied(answer.url()));
        from.is_some_and(|from| !self.directory.is_public(from.ip()))
    }

    async fn once(
        &self,
        mut request: reqwest::Request,
        headers: HeaderMap,
        query: &[(String, String)],
        free: bool,
    ) -> Result<Response, Error> {
        let url = request.url().clone();
        let host = check(&url)?;
        may_be_asked(&url, &host, free)?;
        let _target: Option<Target<'_>> = (!free).then(|| self.public_names.target(&host));
        let client = match free {
            true if is_this_machine(&url) => &self.here,
            true => &self.configured,
            false => &self.public,
        };
        request.headers_mut().extend(headers);
        redirect::add_query(request.url_mut(), query);
        let answer = client.execute(request).await.map_err(|error| {
            let to_proxy = error.is_connect() && self.way.is_proxied(&url);
            let error = classify::reqwest(error, &host, Stage::Head);
            if to_proxy { classify::on_the_way(error) } else { error }
        })?;
        // For a plain address it is the proxy that answers.
        if answer.status() == 407 && url.scheme() == "http" && self.way.is_proxied(&url) {
            return Err(Error::ProxyDenied { host });
        }
        Ok(Response::new(answer, url, host))
    }
}

fn builder(http: Http) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    let builder = match http {
        Http::One => builder.http1_only(),
        // A dead connection under a living stream is found by its pings.
        Http::Two => builder.http2_keep_alive_interval(KEEPALIVE),
    };
    builder
        .user_agent(USER_AGENT)
        .http1_max_headers(MOST_HEADERS)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Each answer is a stream with a connection of its own; a kept one would skip the check of its address.
        .pool_max_idle_per_host(0)
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_keepalive(KEEPALIVE)
        .tcp_keepalive_interval(KEEPALIVE / 2)
        .tcp_keepalive_retries(3)
}

/// Refuses what is private by its own words, unless it is `free` to be.
fn may_be_asked(url: &Url, host: &str, free: bool) -> Result<(), Error> {
    let refused = !free && is_local_literal(url);
    if refused { Err(Error::ForbiddenAddress { host: host.to_owned() }) } else { Ok(()) }
}

/// The same, where it was the configured name that led there, and no feed.
fn of_own_name(error: Error) -> Error {
    match error {
        Error::ForbiddenAddress { host } => Error::PrivateName { host },
        other => other,
    }
}

/// The host of an address that may be asked.
fn check(url: &Url) -> Result<String, Error> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::Scheme { scheme: url.scheme().to_owned() });
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(Error::BadUrl)?.to_owned();
    if url.username().is_empty() && url.password().is_none() {
        Ok(host)
    } else {
        Err(Error::Credentials { host })
    }
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, Error> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let bad = || Error::Header { name: name.clone() };
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| bad())?;
        value.set_sensitive(true);
        map.append(key, value);
    }
    Ok(map)
}

fn without_secrets(headers: &HeaderMap) -> HeaderMap {
    let kept = headers.iter().filter(|(name, _)| redirect::travels(name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

mod send;

pub use send::Message;

#[cfg(test)]
mod tests;
