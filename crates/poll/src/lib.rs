//! Feeds that have to be asked: RSS, Atom and JSON Feed by conditional requests, and the only home of `feed-rs`.
//!
//! A [`Poller`] takes the [`Step`](tidings_sse::Step)s of a stream, so that whoever drives it needs to know of no difference: each new item
//! is an event of kind [`ITEM`] (or [`EARLIER`], at the first look) with an item of [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/)
//! in its data, and after them comes one of kind [`CHECKPOINT`], with what the next run of the program has to know.

mod checkpoint;
mod discover;
mod document;
mod fetch;
mod item;
mod pace;
mod poller;

pub use discover::{Discovered, discover};
pub use document::{Document, Unreadable};
pub use poller::{Config, Poller};

/// The event kind of an item that is new.
pub const ITEM: &str = "feed-item";
/// The event kind of an item that was there before the first look.
pub const EARLIER: &str = "feed-earlier";
/// The event kind of an item that was told before, and reads differently.
pub const EDITED: &str = "feed-edited";
/// The event kind of what the next look has to know.
pub const CHECKPOINT: &str = "feed-checkpoint";

/// The largest document taken, in bytes, unpacked.
pub const MOST_BYTES: usize = 10 << 20;
/// Items taken of one document, the newest: more come with no feed that is meant to be read.
pub const MOST_ITEMS: usize = 200;
