//! The connection, over real sockets.

mod asking; // what is asked, and of whom
mod beside; // many beside each other
mod pausing; // when it is tried again
mod peer; // the other end
mod reading; // what is read, and what ends it

use std::time::{Duration, SystemTime};

use tidings_net::Client;
use tidings_sse::{Config, Error, EventSource, Step};

const NOW: u64 = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT

fn source(config: Config) -> EventSource {
    spread(config, 1.0)
}

/// One whose pauses are spread by this.
fn spread(config: Config, chance: f64) -> EventSource {
    let client = Client::new().expect("a client");
    let clock = || SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    EventSource::new(client, config, Box::new(move || chance), Box::new(clock))
}

fn data(step: Step) -> String {
    let Step::Event(event) = step else { panic!("an event, not {step:?}") };
    event.data
}

/// The pause and its reason; the next call connects at once.
fn pause(source: &mut EventSource, step: Step) -> (Duration, Error) {
    let Step::Waiting { delay, error } = step else { panic!("a pause, not {step:?}") };
    source.retry_now();
    (delay, error)
}

async fn ended(source: &mut EventSource) -> Duration {
    let step = source.next().await;
    let (delay, error) = pause(source, step);
    assert_eq!(error, Error::Ended);
    delay
}
