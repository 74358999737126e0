//! What the world must provide: the time, chance, and secrets. Nothing below this page reads them by itself (rule 6), so that
//! tests can hold each still. The fourth port, the [`Notifier`](tidings_notifier::Notifier), has a crate of its own.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use jiff::tz::TimeZone;
use tidings_model::Timestamp;

#[cfg(target_os = "linux")]
mod keyring;
#[cfg(not(target_os = "linux"))]
#[path = "ports/no_keyring.rs"]
mod keyring;
mod secrets;

use secrets::SystemSecrets;
pub use secrets::{KeyringState, SecretError, Secrets};

/// What a port answers in its own time.
pub type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The world as the engine sees it.
#[derive(Clone)]
pub struct World {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// What the configuration only points to.
    pub secrets: Arc<dyn Secrets>,
}

impl World {
    /// The real one.
    #[must_use]
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            chance: Arc::new(SystemChance),
            secrets: Arc::new(SystemSecrets::default()),
        }
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, by the wall clock. It may jump.
    fn now(&self) -> Timestamp;

    /// Milliseconds since some moment of the past. They never jump: what waits is timed by these.
    fn steady(&self) -> Timestamp;

    /// The time zone that the person lives in.
    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }
}

/// Draws by chance.
pub trait Chance: Send + Sync {
    /// A number from 0 up to, but not with, 1.
    fn fraction(&self) -> f64;
}

/// The machine's clocks.
struct SystemClock {
    started: Instant,
}

impl SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the port begins to count here")]
    fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn steady(&self) -> Timestamp {
        Timestamp(i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the port through which everyone else reads the clock"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The thread's random generator.
struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "this is the port through which everyone else draws")]
    fn fraction(&self) -> f64 {
        rand::random()
    }
}
