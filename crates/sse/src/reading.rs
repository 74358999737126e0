//! An open stream: bytes in, and the time and the rate at which they came.

use tidings_net::Response;
use tokio::time::{Instant, timeout_at};

use crate::gate::Place;
use crate::rate::Rate;
use crate::watchdog::Watchdog;
use crate::{Config, Decoder, Error};

/// A stream that was accepted.
pub(crate) struct Reading {
    pub(crate) response: Response,
    /// Held as long as the connection is.
    _place: Place,
    pub(crate) decoder: Decoder,
    pub(crate) since: Instant,
    pub(crate) events: u64,
    rate: Rate,
}

impl Reading {
    /// Begins now, in a place of its host.
    pub(crate) fn begin(response: Response, place: Place, config: &Config, now: Instant) -> Self {
        let decoder = Decoder::new(config.last_event_id.clone(), config.max_event_bytes);
        let rate = Rate::new(config.max_bytes_per_second, now);
        Self { response, _place: place, decoder, since: now, events: 0, rate }
    }

    /// Hands the next bytes to the decoder, and says how many. Dropping the future loses none.
    pub(crate) async fn read(&mut self, watchdog: &mut Watchdog) -> Result<u64, Error> {
        let chunk = timeout_at(watchdog.deadline(), self.response.chunk()).await;
        let bytes = chunk.map_err(|_| watchdog.give_up())??.ok_or(Error::Ended)?;
        let now = Instant::now();
        watchdog.heard(now);
        self.rate.check(now, bytes.len())?;
        let length = bytes.len() as u64;
        self.decoder.push(bytes);
        Ok(length)
    }
}
