//! The demo hub: two feeds that look like the real thing, with no account and no network.
//!
//! A football match and a news wire, served as `text/event-stream` on loopback. Both are pure functions of the time, so that a
//! hub that was restarted still resumes by `Last-Event-ID` as if it had never been away.

mod chance;
mod football;
mod hub;
mod news;
mod page;
mod timetable;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Where the hub listens unless told otherwise.
pub const DEFAULT_PORT: u16 = 47_800;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// One of the hub's feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFeed {
    /// A feed identifier, `[a-z0-9-]`.
    pub id: &'static str,
    /// What to call it.
    pub name: &'static str,
    /// Its address.
    pub url: String,
}

/// The hub's feeds when it listens on `port`.
#[must_use]
pub fn feeds(port: u16) -> [DemoFeed; 2] {
    let feed = |id, name, path: &str| DemoFeed { id, name, url: format!("http://127.0.0.1:{port}/{path}") };
    [feed("demo-match", "Live match (demo)", "match"), feed("demo-news", "News wire (demo)", "news")]
}

/// How long open requests have to end after `stop`.
const FAREWELL: Duration = Duration::from_secs(1);

/// Serves the hub on `listener` until `stop`, its open streams included.
///
/// # Errors
/// Where the listener is not on a loopback address, or fails.
pub async fn serve(listener: TcpListener, clock: Clock, stop: CancellationToken) -> io::Result<()> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("the demo hub serves loopback only, not {address}"),
        ));
    }
    let router = hub::router(hub::Hub { clock, stop: stop.clone(), port: address.port() });
    let server =
        axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned()).into_future();
    let too_late = async {
        stop.cancelled().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        served = server => served,
        () = too_late => Ok(()),
    }
}

#[cfg(test)]
mod tests;
