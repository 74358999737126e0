//! An EventSource client: conformant, bounded, honest about its state.
//!
//! It knows the stream of the HTML standard's server-sent events section and knows no feeds.

mod event;

pub use event::Event;
