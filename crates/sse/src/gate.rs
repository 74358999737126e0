//! Who may connect now: so many in a second over all, and so many at a time to one host.

use std::collections::{BTreeSet, HashMap};
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

/// Moments are given out in order of asking. One that is taken late must not come right before the next: who begins looks at the last.
#[derive(Default)]
struct Pace {
    /// The moments of those who wait: as many as there are connections on their way.
    taken: BTreeSet<Instant>,
    /// When the last connect began.
    last: Option<Instant>,
}

impl Pace {
    /// The first moment with room on both sides of it.
    fn reserve(&mut self, now: Instant) -> Instant {
        let mut mine = self.last.map_or(now, |last| now.max(last + PACE));
        for taken in &self.taken {
            if *taken >= mine + PACE {
                break;
            }
            mine = mine.max(*taken + PACE);
        }
        self.taken.insert(mine);
        mine
    }

    /// Begins now, or says when that may be tried again.
    fn begin(&mut self, now: Instant) -> Result<(), Instant> {
        match self.last.map(|last| last + PACE).filter(|earliest| now < *earliest) {
            Some(earliest) => Err(earliest),
            None => {
                self.last = Some(now);
                Ok(())
            }
        }
    }
}

/// A moment to begin at. Dropped, whether it was used or not, it is free again: those who were torn from the queue must not hold up
/// whoever comes after them.
struct Moment {
    inner: Arc<Inner>,
    at: Instant,
}

impl Moment {
    fn reserve(inner: &Arc<Inner>) -> Self {
        let at = lock(&inner.pace).reserve(Instant::now());
        Self { inner: inner.clone(), at }
    }

    /// Waits for it; longer where it was taken late.
    async fn begin(self) {
        let mut at = self.at;
        loop {
            sleep_until(at).await;
            match lock(&self.inner.pace).begin(Instant::now()) {
                Ok(()) => return,
                Err(later) => at = later,
            }
        }
    }
}

impl Drop for Moment {
    fn drop(&mut self) {
        lock(&self.inner.pace).taken.remove(&self.at);
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
        Moment::reserve(&self.0).begin()
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
