//! The answer, read piece by piece.

use std::net::SocketAddr;

use bytes::Bytes;
use url::Url;

use crate::Error;
use crate::classify::{self, Stage};

/// An answer whose body is still to come. Dropping it closes the connection.
#[derive(Debug)]
pub struct Response {
    inner: reqwest::Response,
    url: Url,
    host: String,
    moved: bool,
}

impl Response {
    pub(crate) fn new(inner: reqwest::Response, url: Url, host: String) -> Self {
        Self { inner, url, host, moved: false }
    }

    /// The status code: 200, 404 …
    #[must_use]
    pub fn status(&self) -> u16 {
        self.inner.status().as_u16()
    }

    /// The first header of this name, in any case, if it is UTF-8.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.inner.headers().get(name)?.as_bytes()).ok()
    }

    /// All headers of this name that are UTF-8, as the one list that they are (RFC 9110, 5.3).
    #[must_use]
    pub fn list(&self, name: &str) -> String {
        let all = self.inner.headers().get_all(name).iter();
        all.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).collect::<Vec<_>>().join(", ")
    }

    /// Where the answer came from, after redirects.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The address that what was asked for has moved to for good: where each redirect on the way said so (301 or 308).
    #[must_use]
    pub fn moved_to(&self) -> Option<&Url> {
        self.moved.then_some(&self.url)
    }

    /// Notes whether it did.
    pub(crate) fn moved(mut self, moved: bool) -> Self {
        self.moved = moved;
        self
    }

    /// The other end of the connection: the server, or the proxy on the way.
    pub(crate) fn remote(&self) -> Option<SocketAddr> {
        self.inner.remote_addr()
    }

    /// The next bytes of the body, or none at its end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`Error::Broken`] and the like when the connection fails before the body's end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.inner.chunk().await.map_err(|error| classify::reqwest(error, &self.host, Stage::Body))
    }
}
