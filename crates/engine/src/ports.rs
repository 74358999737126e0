//! What the world must provide: the time, chance, and secrets. Nothing below this page reads them by itself (rule 6), so that
//! tests can hold each still. The fourth port, the [`Notifier`](tidings_notifier::Notifier), has a crate of its own.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use jiff::Zoned;
use jiff::tz::TimeZone;
use tidings_model::Timestamp;

#[cfg(target_os = "linux")]
mod keyring;
#[cfg(not(target_os = "linux"))]
#[path = "ports/no_keyring.rs"]
mod keyring;
mod machine;
mod secrets;

pub use machine::Machine;
use machine::SystemMachine;
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
    /// What happens to the machine.
    pub machine: Arc<dyn Machine>,
}

impl World {
    /// The real one.
    #[must_use]
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            chance: Arc::new(SystemChance),
            secrets: Arc::new(SystemSecrets::default()),
            machine: Arc::new(SystemMachine),
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

    /// The same as [`Clock::steady`] with the time asleep counted. Where nobody can say that, the wall clock comes nearest.
    fn boot(&self) -> Timestamp {
        self.now()
    }

    /// Today by the person's calendar, as 20261122.
    fn day(&self) -> i32 {
        day(self.now(), self.zone())
    }

    /// A moment there, as "2026-11-22 17:05".
    fn moment(&self, at: Timestamp) -> String {
        zoned(at, self.zone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// From one moment to another there, as "between 2026-11-22 17:05 and 18:10", with both days where they are two.
    fn between(&self, from: Timestamp, to: Timestamp) -> String {
        let (from, to) = (zoned(from, self.zone()), zoned(to, self.zone()));
        let until = if from.date() == to.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        format!("between {} and {}", from.strftime("%Y-%m-%d %H:%M"), to.strftime(until))
    }
}

fn zoned(at: Timestamp, zone: TimeZone) -> Zoned {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(zone)
}

fn day(at: Timestamp, zone: TimeZone) -> i32 {
    let date = zoned(at, zone).date();
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
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
    #[cfg(target_os = "linux")]
    fn boot(&self) -> Timestamp {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        Timestamp(now.tv_sec.saturating_mul(1000).saturating_add(now.tv_nsec / 1_000_000))
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_the_place() {
        let at = Timestamp(1_795_390_200_000); // 2026-11-22T23:30:00Z
        let zone = |hours| TimeZone::fixed(jiff::tz::offset(hours));
        let seen = [0, 1, -5].map(|hours| day(at, zone(hours)));
        assert_eq!(seen, [20_261_122, 20_261_123, 20_261_122]);
    }

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            Timestamp(0)
        }

        fn steady(&self) -> Timestamp {
            Timestamp(0)
        }

        fn zone(&self) -> TimeZone {
            TimeZone::fixed(jiff::tz::offset(1))
        }
    }

    #[test]
    fn a_span_names_its_days() {
        let friday = Timestamp(1_795_190_700_000); // 2026-11-20T16:05:00Z
        let words = |hours: i64| Fixed.between(friday, friday.plus_millis(hours * 3_600_000));
        assert_eq!(words(1), "between 2026-11-20 17:05 and 18:05");
        assert_eq!(words(72), "between 2026-11-20 17:05 and 2026-11-23 17:05");
    }
}
