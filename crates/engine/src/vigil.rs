//! Watches for what breaks connections without a word: the machine slept, was frozen, or has another network. Each time, every feed's
//! connection is checked.

use std::net::IpAddr;
use std::time::Duration;

use tidings_model::Timestamp;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::failing::Failing;
use crate::ports::World;

/// How often it looks.
const TICK: Duration = Duration::from_secs(1);
/// A machine that was away for less has lost no connection.
const AWAY: i64 = 5_000;
/// Several signs of one awakening are one.
const SAME: i64 = 5_000;

/// What may have become of the connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disturbance {
    /// None of them can be relied on: the machine was away, or has another address.
    Any,
    /// Those that could not be made can be now: the same network came back.
    Back,
}

/// What a look at the machine finds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    /// With the time asleep counted.
    boot: Timestamp,
    /// Without it.
    steady: Timestamp,
    ways: Vec<IpAddr>,
}

impl Look {
    fn now(world: &World) -> Self {
        let (boot, steady) = (world.clock.boot(), world.clock.steady());
        Self { boot, steady, ways: world.machine.ways_out() }
    }
}

/// What it remembers from one look to the next. Pure: time and network are passed in.
#[derive(Debug)]
struct Watcher {
    last: Look,
    /// The network that the connections rely on.
    relied_on: Vec<IpAddr>,
    /// There is none now.
    gone: bool,
    /// When it last said that the machine was away.
    said: Option<Timestamp>,
}

impl Watcher {
    fn new(first: Look) -> Self {
        Self { relied_on: first.ways.clone(), last: first, gone: false, said: None }
    }

    fn look(&mut self, now: Look) -> Option<Disturbance> {
        let last = std::mem::replace(&mut self.last, now);
        let awake = self.last.steady.millis_since(last.steady);
        let asleep = self.last.boot.millis_since(last.boot) - awake;
        // A process that was stopped sees time pass between two looks.
        if asleep > AWAY || awake > AWAY {
            return self.woke();
        }
        // A network comes up in several steps: what two looks agree on counts.
        if self.last.ways == last.ways { self.settled() } else { None }
    }

    /// The system said that it woke up, or the clocks did.
    fn woke(&mut self) -> Option<Disturbance> {
        let now = self.last.steady;
        let again = self.said.is_some_and(|said| now.millis_since(said) < SAME);
        self.said = Some(now);
        (!again).then_some(Disturbance::Any)
    }

    /// Connections outlive a network that goes and comes back with the same address.
    fn settled(&mut self) -> Option<Disturbance> {
        if self.last.ways.is_empty() {
            self.gone = true;
            return None;
        }
        let back = std::mem::take(&mut self.gone);
        if self.last.ways != self.relied_on {
            self.relied_on.clone_from(&self.last.ways);
            return Some(Disturbance::Any);
        }
        back.then_some(Disturbance::Back)
    }
}

/// Keeps the vigil until `stop`; once a second it also looks which feeds keep failing. It waits for nothing between two looks: what takes
/// its time would seem an awakening.
pub(crate) async fn run(
    world: World,
    disturb: mpsc::Sender<Disturbance>,
    mut failing: Failing,
    stop: CancellationToken,
) {
    let (tell, mut wakes) = mpsc::channel(1);
    let mut listening = Some(world.machine.wakes(tell));
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut watcher = Watcher::new(Look::now(&world));
    loop {
        let found = tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => {
                failing.look(world.clock.steady());
                watcher.look(Look::now(&world))
            }
            Some(()) = wakes.recv() => {
                watcher.last = Look::now(&world);
                watcher.woke()
            }
            () = async { if let Some(listening) = &mut listening { listening.await } }, if listening.is_some() => {
                listening = None;
                None
            }
        };
        if let Some(found) = found {
            tracing::info!(?found, "connections are checked");
            // The supervisor ends only with the engine.
            let _ = disturb.send(found).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HOME: [u8; 4] = [192, 168, 1, 2];
    const CAFE: [u8; 4] = [10, 0, 0, 7];

    fn look(boot: i64, steady: i64, way: Option<[u8; 4]>) -> Look {
        let ways = way.map(|way| IpAddr::V4(Ipv4Addr::from(way))).into_iter().collect();
        Look { boot: Timestamp(boot), steady: Timestamp(steady), ways }
    }

    #[test]
    fn sleep_is_seen_as_a_gap_between_the_clocks_and_said_once() {
        let mut watcher = Watcher::new(look(0, 0, Some(HOME)));
        assert_eq!(watcher.look(look(1_000, 1_000, Some(HOME))), None);
        assert_eq!(watcher.look(look(602_000, 2_000, Some(HOME))), Some(Disturbance::Any));
        assert_eq!(watcher.woke(), None, "the system says the same");
        assert_eq!(watcher.look(look(603_000, 3_000, Some(HOME))), None);
        watcher.last.steady = Timestamp(60_000);
        assert_eq!(watcher.woke(), Some(Disturbance::Any), "another time");
    }

    #[test]
    fn a_process_that_was_stopped_sees_it_too() {
        let mut watcher = Watcher::new(look(0, 0, Some(HOME)));
        assert_eq!(watcher.look(look(600_000, 600_000, Some(HOME))), Some(Disturbance::Any));
    }

    /// The wall clock is not asked at all; a boot clock that goes backwards by a fault is no awakening.
    #[test]
    fn a_clock_that_jumps_back_is_no_awakening() {
        let mut watcher = Watcher::new(look(86_400_000, 0, Some(HOME)));
        assert_eq!(watcher.look(look(0, 1_000, Some(HOME))), None);
        assert_eq!(watcher.look(look(1_000, 2_000, Some(HOME))), None);
    }

    #[test]
    fn another_network_is_said_when_it_has_settled() {
        let mut watcher = Watcher::new(look(0, 0, Some(HOME)));
        let seen: Vec<_> = [Some(HOME), None, None, Some(CAFE), Some(CAFE), Some(CAFE)]
            .into_iter()
            .zip(1..)
            .map(|(way, second)| watcher.look(look(second * 1_000, second * 1_000, way)))
            .collect();
        assert_eq!(seen, [None, None, None, None, Some(Disturbance::Any), None]);
    }

    #[test]
    fn the_same_network_back_again_only_has_waiting_feeds_try() {
        let mut watcher = Watcher::new(look(0, 0, Some(HOME)));
        let seen: Vec<_> = [None, None, Some(HOME), Some(HOME), Some(HOME)]
            .into_iter()
            .zip(1..)
            .map(|(way, second)| watcher.look(look(second * 1_000, second * 1_000, way)))
            .collect();
        assert_eq!(seen, [None, None, None, Some(Disturbance::Back), None]);
    }
}
