//! Whom the client trusts, and which way it takes, over real sockets.
#![expect(clippy::disallowed_methods, reason = "the servers of a test run beside it")]

mod http2;
mod proxy;
mod secure;
mod tls;
