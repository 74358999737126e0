//! What the world must provide: the time, chance, and secrets. Nothing below this page reads them by itself (rule 6), so that
//! tests can hold each still. The fourth port, the [`Notifier`](tidings_notifier::Notifier), has a crate of its own.

use std::fs;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use tidings_model::{HeaderSource, Timestamp};

/// The world as the engine sees it.
#[derive(Clone)]
pub struct World {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// Header values that the configuration only points to.
    pub secrets: Arc<dyn Secrets>,
}

impl World {
    /// The real one.
    #[must_use]
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            chance: Arc::new(SystemChance),
            secrets: Arc::new(SystemSecrets),
        }
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, by the wall clock. It may jump.
    fn now(&self) -> Timestamp;

    /// Milliseconds since some moment of the past. They never jump: what waits is timed by these.
    fn steady(&self) -> Timestamp;
}

/// Draws by chance.
pub trait Chance: Send + Sync {
    /// A number from 0 up to, but not with, 1.
    fn fraction(&self) -> f64;
}

/// Fetches what must not stand in the configuration.
pub trait Secrets: Send + Sync {
    /// The value that `source` points to.
    ///
    /// # Errors
    /// Where it cannot be had; the text names the source and never a value.
    fn read(&self, source: &HeaderSource) -> Result<String, SecretError>;
}

/// A header's value could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The environment lacks it.
    #[error("The environment variable {0} is not set.")]
    NoVariable(String),
    /// The file cannot be read.
    #[error("The file {0} cannot be read: {1}.")]
    NoFile(String, std::io::Error),
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

/// The process's environment and the file system.
struct SystemSecrets;

impl Secrets for SystemSecrets {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the port through which everyone else reads the environment"
    )]
    fn read(&self, source: &HeaderSource) -> Result<String, SecretError> {
        match source {
            HeaderSource::Plain(value) => Ok(value.clone()),
            HeaderSource::Env(name) => std::env::var(name).map_err(|_| SecretError::NoVariable(name.clone())),
            HeaderSource::File(path) => {
                let text = fs::read_to_string(path).map_err(|e| SecretError::NoFile(path.clone(), e))?;
                Ok(text.lines().next().unwrap_or_default().to_owned())
            }
        }
    }
}
