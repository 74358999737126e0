//! An EventSource client: conformant, bounded, honest about its state.
//!
//! It knows the stream of the HTML standard's server-sent events section and knows no feeds. [`EventSource`] is the whole
//! connection as one loop that its owner drives; [`Decoder`] is the stream's format alone, without a socket.
//!
//! ```no_run
//! use futures_util::StreamExt as _;
//! use tidings_sse::{EventSource, Url};
//!
//! # async fn tail() -> Result<(), Box<dyn std::error::Error>> {
//! let url = Url::parse("https://stream.wikimedia.org/v2/stream/recentchange")?;
//! let mut events = std::pin::pin!(EventSource::at(url)?.events());
//! while let Some(event) = events.next().await {
//!     println!("{}", event?.data);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Who wants to know how the connection stands calls [`EventSource::next`] instead, and is told each [`Step`].

mod backoff;
mod client;
mod config;
mod decoder;
mod error;
mod event;
mod gate;
mod guard;
mod rate;
mod reading;
mod request;
mod rest;
mod retry_after;
mod watchdog;

pub use client::{EventSource, Step};
pub use config::Config;
pub use decoder::{Decoded, Decoder};
pub use error::{Error, Limit};
pub use event::Event;
pub use gate::Gate;
pub use rest::Rest;
pub use retry_after::retry_after;
pub use tidings_net::{Client, Error as NetError, Http, Proxy, Trust, Url};
