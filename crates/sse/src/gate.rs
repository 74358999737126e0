//! Who may connect now: so many in a second over all, and so many at a time to one host.

use std::collections::HashMap;
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
struct Pace {
    /// The next moment that nobody has.
    free_at: Instant,
    /// When the last connect began.
    last: Option<Instant>,
}

impl Pace {
    fn reserve(&mut self, now: Instant) -> Instant {
        let mine = now.max(self.free_at);
        self.free_at = mine + PACE;
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
        let pace = Mutex::new(Pace { free_at: Instant::now(), last: None });
        let configured = Mutex::new(configured);
        Self(Arc::new(Inner { configured, pace, hosts: Mutex::default() }))
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
    pub(crate) fn pace(&self) -> impl Future<Output = ()> + Send + use<> {
        let inner = self.0.clone();
        let mut mine = lock(&inner.pace).reserve(Instant::now());
        async move {
            loop {
                sleep_until(mine).await;
                match lock(&inner.pace).begin(Instant::now()) {
                    Ok(()) => return,
                    Err(later) => mine = later,
                }
            }
        }
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
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn url(host: &str) -> Url {
        Url::parse(&format!("https://{host}/feed")).expect("a URL")
    }

    fn free<F>(asked: Asked<F>) -> Place {
        match asked {
            Asked::Free(place) => place,
            Asked::Full { limit, .. } => panic!("no place: {limit} are taken"),
        }
    }

    #[test]
    fn each_host_has_its_own_limit() {
        let gate = Gate::new(
            [("big.example".to_owned(), 30), ("127.0.0.1".to_owned(), 1), ("x".to_owned(), 0)].into(),
        );
        let cases = [
            ("a.example", Some(PER_HOST)),
            ("A.Example", Some(PER_HOST)),
            ("192.168.1.7", Some(PER_HOST)),
            ("stream.wikimedia.org", Some(2)),
            ("Stream.Wikimedia.org", Some(2)),
            ("big.example", Some(30)),
            ("x", Some(1)),
            ("localhost", None),
            ("[::1]", None),
            ("127.0.0.1", Some(1)),
        ];
        for (host, limit) in cases {
            assert_eq!(gate.limit(&url(host)), limit, "{host}");
        }
    }

    #[tokio::test]
    async fn who_comes_later_waits_for_a_place_in_order() {
        let gate = Gate::default();
        let wiki = url("stream.wikimedia.org");
        let same = Gate::clone(&gate);
        let (first, second) = (free(gate.ask(&wiki)), free(same.ask(&wiki)));
        let Asked::Full { limit: 2, turn: third } = gate.ask(&wiki) else { panic!("a third place") };
        let Asked::Full { limit: 2, turn: fourth } = gate.ask(&wiki) else { panic!("a fourth place") };
        let (mut third, mut fourth) = (Box::pin(third), Box::pin(fourth));
        assert!(third.as_mut().now_or_never().is_none() && fourth.as_mut().now_or_never().is_none());
        free(gate.ask(&url("a.example")));
        drop(first);
        assert!(fourth.as_mut().now_or_never().is_none(), "out of turn");
        assert!(matches!(gate.ask(&wiki), Asked::Full { .. }), "past those who wait");
        let third = third.as_mut().now_or_never().expect("a place");
        drop(second);
        fourth.as_mut().now_or_never().expect("a place");
        drop(third);
    }

    #[tokio::test]
    async fn who_gives_up_waiting_holds_nobody_up_and_hosts_are_not_kept() {
        let gate = Gate::new([("a.example".to_owned(), 1)].into());
        let held = free(gate.ask(&url("a.example")));
        let Asked::Full { turn, .. } = gate.ask(&url("a.example")) else { panic!("a second place") };
        let mut turn = Box::pin(turn);
        assert!(turn.as_mut().now_or_never().is_none());
        drop(turn);
        drop(held);
        let held = free(gate.ask(&url("a.example")));
        for n in 0..1000 {
            free(gate.ask(&url(&format!("{n}.example"))));
        }
        assert_eq!(lock(&gate.0.hosts).len(), 2);
        assert!(matches!(gate.ask(&url("a.example")), Asked::Full { .. }), "its place was forgotten");
        drop(held);
    }

    #[tokio::test(start_paused = true)]
    async fn at_most_twenty_begin_in_a_second_and_they_are_spread() {
        let gate = Gate::default();
        let start = Instant::now();
        let mut begun = Vec::new();
        for pace in (0..200).map(|_| gate.clone().pace()).collect::<Vec<_>>() {
            pace.await;
            begun.push(start.elapsed().as_millis());
        }
        assert_eq!(begun, (0..200).map(|n| n * 50).collect::<Vec<_>>());
        tokio::time::advance(Duration::from_secs(5)).await;
        let rested = Instant::now();
        gate.pace().await;
        assert_eq!(rested.elapsed(), Duration::ZERO, "who comes alone waits for nobody");
    }

    #[tokio::test(start_paused = true)]
    async fn moments_that_are_taken_late_are_no_burst() {
        let gate = Gate::default();
        let paces: Vec<_> = (0..5).map(|_| gate.pace()).collect();
        // All were due by now, and none was looked at.
        tokio::time::advance(Duration::from_secs(1)).await;
        let start = Instant::now();
        let begun = futures_util::future::join_all(paces.into_iter().map(async |pace| {
            pace.await;
            start.elapsed().as_millis()
        }));
        let mut begun = begun.await;
        begun.sort_unstable();
        assert_eq!(begun, [0, 50, 100, 150, 200]);
    }

    #[tokio::test]
    async fn limits_can_change_while_connections_are_there() {
        let gate = Gate::new([("a.example".to_owned(), 1)].into());
        let there = url("a.example");
        let first = free(gate.ask(&there));
        let Asked::Full { turn, .. } = gate.ask(&there) else { panic!("a second place") };
        let mut turn = Box::pin(turn);
        assert!(turn.as_mut().now_or_never().is_none());
        gate.set_limits([("a.example".to_owned(), 2)].into());
        let second = turn.as_mut().now_or_never().expect("a place, now that there are two");
        gate.set_limits([("a.example".to_owned(), 1)].into());
        drop(second);
        assert!(
            matches!(gate.ask(&there), Asked::Full { limit: 1, .. }),
            "one is there, and one is the most"
        );
        drop(first);
        free(gate.ask(&there));
        gate.set_limits(HashMap::new());
        assert_eq!(gate.limit(&there), Some(PER_HOST));
    }
}
