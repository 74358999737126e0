//! An EventSource client: conformant, bounded, honest about its state.
//!
//! It knows the stream of the HTML standard's server-sent events section and knows no feeds. [`EventSource`] is the whole
//! connection as one loop that its owner drives; [`Decoder`] is the stream's format alone, without a socket.

mod backoff;
mod client;
mod decoder;
mod error;
mod event;
mod gate;
mod guard;
mod rate;
mod request;
mod retry_after;
mod watchdog;

pub use backoff::Backoff;
pub use client::{Config, EventSource, Step};
pub use decoder::{Decoded, Decoder};
pub use error::{Error, Limit};
pub use event::Event;
pub use gate::Gate;
pub use retry_after::retry_after;
