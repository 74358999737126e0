//! The one HTTP client of Tidings, and the only home of `reqwest`.
//!
//! What it adds to it: redirects that take no secret to another origin and never leave TLS, a check of every address
//! at the time of connecting, errors that say what happened in words and name no path, query or header value, and no
//! state shared between feeds (no cookies, no Referer, no kept connections).

mod address;
mod basic;
mod classify;
mod client;
mod error;
mod proxy;
mod redirect;
mod resolve;
mod response;
mod trust;

pub use address::{is_global, is_this_machine};
pub use basic::basic;
pub use client::{Client, Http, Message, Request};
pub use error::{Error, TlsFault};
pub use proxy::Proxy;
pub use response::Response;
pub use trust::{BadPin, Pin, Trust};
pub use url::Url;
