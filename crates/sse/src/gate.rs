//! Who may connect now: so many in a second over all, and so many at a time to one host.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tidings_net::{Url, is_this_machine};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// Many feeds that dropped at once come back one after the other: twenty a second.
const PACE: Duration = Duration::from_millis(50);
/// Connections to one host at a time. Browsers allow 6, which a person's seventh topic of one server would wait behind for ever;
/// ntfy.sh takes 30 of one visitor.
const PER_HOST: usize = 24;
/// Whoever waits longest goes first, unless it has not come for so long: a feed that is busy elsewhere holds no other up.
const PATIENCE: Duration = Duration::from_millis(500);
/// More than anybody means.
const MOST_PLACES: usize = 1 << 20;
/// Hosts known to allow fewer.
const FEWER: [(&str, usize); 1] = [("stream.wikimedia.org", 2)];

/// The gate that all connections of a program go through. A clone is the same gate.
///
/// Over all, connects begin at least 50 ms apart. Each host holds at most 24 streams at a time, open or on their way, or as
/// many as were configured; who comes later waits for a place, in order of arrival. This machine has no such limit, unless one
/// was configured for it.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    configured: Mutex<HashMap<String, usize>>,
    pace: Mutex<Pace>,
    hosts: Mutex<HashMap<String, Places>>,
}

/// Turns are given out in order of asking, and each is told when to come. One that comes late must not begin right before the next: who
/// begins looks at the last. Lateness so adds up, and whoever is refused keeps its turn.
#[derive(Default)]
struct Pace {
    /// When each of those who wait was told to come, by its turn: as many as there are connections on their way.
    waiting: BTreeMap<u64, Instant>,
    /// The turns given out.
    given: u64,
    /// When the last connect began.
    last: Option<Instant>,
}

impl Pace {
    /// A turn after all who wait.
    fn ask(&mut self, now: Instant) -> u64 {
        self.given += 1;
        let due = self.due(self.given, now);
        self.waiting.insert(self.given, due);
        self.given
    }

    /// When `turn` may begin if all who wait before it begin as soon as they may.
    fn due(&self, turn: u64, now: Instant) -> Instant {
        let comes = |due: &&Instant| **due + PATIENCE > now;
        let ahead = self.waiting.range(..turn).map(|(_, due)| due).filter(comes).count();
        let earliest = self.last.map_or(now, |last| now.max(last + PACE));
        earliest + PACE * u32::try_from(ahead).unwrap_or(u32::MAX)
    }

    /// Begins now, or says when to come again.
    fn begin(&mut self, turn: u64, now: Instant) -> Result<(), Instant> {
        let due = self.due(turn, now);
        if due > now {
            self.waiting.insert(turn, due);
            return Err(due);
        }
        self.last = Some(now);
        Ok(())
    }
}

/// A turn to begin. Dropped, whether it was used or not, nobody waits for it: those who were torn from the queue must not hold up
/// whoever comes after them.
struct Turn {
    inner: Arc<Inner>,
    number: u64,
}

impl Turn {
    fn ask(inner: &Arc<Inner>) -> Self {
        let number = lock(&inner.pace).ask(Instant::now());
        Self { inner: inner.clone(), number }
    }

    /// Waits for it; longer where others come late.
    async fn begin(self) {
        let told = lock(&self.inner.pace).waiting.get(&self.number).copied();
        let mut due = told.unwrap_or_else(Instant::now);
        loop {
            sleep_until(due).await;
            let begun = lock(&self.inner.pace).begin(self.number, Instant::now());
            match begun {
                Ok(()) => return,
                Err(later) => due = later,
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        lock(&self.inner.pace).waiting.remove(&self.number);
    }
}

/// A host's places, and how many there are of them now.
struct Places {
    free: Arc<Semaphore>,
    count: usize,
}

impl Places {
    /// More come at once, fewer as places become free.
    fn resize(&mut self, limit: usize) {
        if limit > self.count {
            self.free.add_permits(limit - self.count);
            self.count = limit;
        }
        self.count -= self.free.forget_permits(self.count - limit.min(self.count));
    }
}

/// A place at a host, held until dropped.
#[derive(Debug, Default)]
pub(crate) struct Place(#[expect(dead_code, reason = "held for its drop")] Option<OwnedSemaphorePermit>);

/// What asking for a place came to.
pub(crate) enum Asked<F> {
    /// There was one.
    Free(Place),
    /// The future has it, in its turn.
    Full { limit: usize, turn: F },
}

impl Default for Gate {
    fn default() -> Self {
        Self::new(HashMap::new())
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("configured", &*lock(&self.0.configured)).finish_non_exhaustive()
    }
}

impl Gate {
    /// A gate with other limits for some hosts: names as in an address, in lower case, and at least one connection each.
    #[must_use]
    pub fn new(configured: HashMap<String, usize>) -> Self {
        let configured = Mutex::new(configured);
        Self(Arc::new(Inner { configured, pace: Mutex::default(), hosts: Mutex::default() }))
    }

    /// How many connections the host of `url` takes at a time; none where it takes any number.
    #[must_use]
    pub fn limit(&self, url: &Url) -> Option<usize> {
        let host = url.host_str().unwrap_or_default();
        let configured = lock(&self.0.configured).get(host).map(|limit| (*limit).clamp(1, MOST_PLACES));
        let fewer = || FEWER.iter().find(|(name, _)| *name == host).map(|(_, limit)| *limit);
        configured.or_else(fewer).or_else(|| (!is_this_machine(url)).then_some(PER_HOST))
    }

    /// Other limits from now on. Connections that are there stay; where there are too many, no further ones come until they are few.
    pub fn set_limits(&self, configured: HashMap<String, usize>) {
        let mut before = std::mem::replace(&mut *lock(&self.0.configured), configured.clone());
        let mut hosts = lock(&self.0.hosts);
        before.extend(configured);
        for host in before.keys() {
            // By its name alone: this machine's own addresses are without limit where none is configured.
            let limit = Url::parse(&format!("http://{host}/")).ok().and_then(|url| self.limit(&url));
            if let Some(places) = hosts.get_mut(host) {
                places.resize(limit.unwrap_or(MOST_PLACES));
            }
        }
    }

    /// Asks for a place at the host of `url`.
    pub(crate) fn ask(&self, url: &Url) -> Asked<impl Future<Output = Place> + Send + use<>> {
        let Some(limit) = self.limit(url) else { return Asked::Free(Place::default()) };
        let places = self.places(url.host_str().unwrap_or_default(), limit);
        match places.clone().try_acquire_owned() {
            Ok(permit) => Asked::Free(Place(Some(permit))),
            // The semaphore is never closed, and it is fair.
            Err(_) => Asked::Full { limit, turn: async { Place(places.acquire_owned().await.ok()) } },
        }
    }

    /// Waits until the next connect may begin.
    pub fn pace(&self) -> impl Future<Output = ()> + Send + use<> {
        Turn::ask(&self.0).begin()
    }

    fn places(&self, host: &str, limit: usize) -> Arc<Semaphore> {
        let mut hosts = lock(&self.0.hosts);
        // A host that nobody is at, or waits for, is not kept.
        hosts.retain(|name, places| name == host || Arc::strong_count(&places.free) > 1);
        let new = || Places { free: Arc::new(Semaphore::new(limit)), count: limit };
        let places = hosts.entry(host.to_owned()).or_insert_with(new);
        places.resize(limit);
        places.free.clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
