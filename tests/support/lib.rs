//! What the journeys are told with: servers that say exact bytes, a hub that replays, the built `tidings` command, its configuration.
//!
//! Everything waits for a condition with [`DEADLINE`], never for a length of time, and ends only what it started itself.

#![expect(
    clippy::disallowed_methods,
    reason = "tests stand outside the ports: they own real time, tasks and processes"
)]

#[cfg(target_os = "linux")]
mod bus;
mod config;
mod hub;
mod proxy;
mod request;
mod running;
mod script;
mod secure;
mod server;
mod tidings;

use std::time::Duration;

#[cfg(target_os = "linux")]
pub use bus::{Bus, NotificationService, Shown};
pub use config::{Config, FeedTable};
pub use hub::ReplayHub;
pub use proxy::{HttpProxy, SocksProxy};
pub use request::Request;
pub use running::{Finished, Running};
pub use script::{Gate, Script, ScriptedServer};
pub use secure::{Authority, Card, Secure};
pub use server::{Refusing, Server};
pub use tidings::{Tidings, binary};

/// How long anything may take before the test fails. Generous, because it is only ever spent on failure.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Asks `question` again and again until it answers, and gives the answer.
///
/// # Panics
///
/// With `what`, after [`DEADLINE`].
pub async fn until<T>(what: &str, mut question: impl AsyncFnMut() -> Option<T>) -> T {
    let asked = async {
        loop {
            if let Some(answer) = question().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, asked)
        .await
        .unwrap_or_else(|_| panic!("in {DEADLINE:?} it did not come to this: {what}"))
}
