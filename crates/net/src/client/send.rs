//! A request that is to change something, sent once.

use reqwest::Method;
use url::Url;

use super::{Client, check, header_map};
use crate::address::is_local_literal;
use crate::{Error, Request, Response, redirect};

/// What is sent along with a [`Request`].
#[derive(Clone)]
pub struct Message {
    /// Such as `POST`.
    pub method: &'static str,
    /// Possibly empty.
    pub body: String,
}

impl Client {
    /// Sends, and returns the answer, whatever its status. A redirect within the host is followed as browsers do, and never away from
    /// TLS; one to another host is the answer, since nobody allowed that one.
    ///
    /// `near` allows a private address; else it must be public.
    ///
    /// # Errors
    /// Any of [`Error`].
    pub async fn send(&self, request: Request, message: Message, near: bool) -> Result<Response, Error> {
        let host = check(&request.url)?;
        let limit = request.header_timeout;
        let answer = tokio::time::timeout(limit, self.deliver(request, message, near)).await;
        answer.unwrap_or(Err(Error::Timeout { host }))
    }

    async fn deliver(&self, request: Request, message: Message, near: bool) -> Result<Response, Error> {
        let (headers, query) = (header_map(&request.headers)?, request.query);
        let Message { method, mut body } = message;
        let mut method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::POST);
        let mut at = request.url;
        for _ in 0..=redirect::MOST {
            let mut next = reqwest::Request::new(method.clone(), at.clone());
            if !body.is_empty() {
                *next.body_mut() = Some(body.clone().into());
            }
            let answer = self.once(next, headers.clone(), &query, near).await?;
            if !redirect::is_redirect(answer.status()) {
                return Ok(answer);
            }
            let to = redirect::target(&at, answer.header("location"))?;
            if !is_same_host(&at, &to) {
                return Ok(answer);
            }
            if becomes_get(answer.status(), &method) {
                (method, body) = (Method::GET, String::new());
            }
            at = to;
        }
        Err(Error::TooManyRedirects { host: at.host_str().unwrap_or_default().to_owned() })
    }

    /// Whether a configured address is on this machine or in a private network: by what it says, else, with `private_network` as in
    /// [`Request::private_network`], by what its name means now.
    pub async fn is_near(&self, url: &Url, private_network: bool) -> bool {
        if is_local_literal(url) {
            return true;
        }
        let Some(host) = url.host_str().filter(|_| private_network) else { return false };
        let found = self.directory.look_up(host.to_owned()).await;
        found.is_ok_and(|found| !found.iter().any(|address| self.directory.is_public(address.ip())))
    }
}

/// The same server, or its encrypted self.
fn is_same_host(from: &Url, to: &Url) -> bool {
    let upgrade = from.scheme() == "http"
        && to.scheme() == "https"
        && (from.port_or_known_default(), to.port_or_known_default()) == (Some(80), Some(443));
    from.host() == to.host() && (from.origin() == to.origin() || upgrade)
}

/// As the Fetch standard has it: after 303 anything, after 301 and 302 a POST.
fn becomes_get(status: u16, method: &Method) -> bool {
    status == 303 || (matches!(status, 301 | 302) && *method == Method::POST)
}
