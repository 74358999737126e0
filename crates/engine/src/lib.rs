//! The verbs of Tidings: everything a person can do, with no window.
//!
//! [`start()`] opens the history, reads `tidings.toml`, connects every enabled feed and hangs up the bell; the [`EngineHandle`] it returns
//! is the whole public surface. The engine owns its tasks, and ends them all in [`EngineHandle::shutdown`].

mod acting;
mod arranging;
mod asking;
mod away;
mod batch;
mod bell;
mod board;
pub mod catalogue;
mod changes;
mod clicks;
pub mod config;
mod errands;
mod error;
pub mod exchange;
mod explain;
mod failing;
mod flaws;
mod handle;
mod health;
mod ingest;
mod judge;
mod ledger;
mod notices;
mod paths;
mod pictures;
mod policy;
pub mod ports;
mod preview;
mod pruning;
mod quiet;
mod secret;
mod source;
mod spoilers;
mod start;
mod stream;
mod subscription;
mod supervisor;
mod trial;
pub mod trouble;
mod view;
mod vigil;
mod watching;
pub mod words;

pub use board::{Failure, FeedStanding};
pub use errands::{Errand, ErrandError, ask_running};
pub use error::{Error, StartError};
pub use handle::EngineHandle;
pub use paths::Paths;
pub use pictures::PictureKind;
pub use policy::decide;
pub use ports::World;
pub use secret::SecretField;
pub use start::{Options, start};
pub use tidings_net::{Client, Url};
pub use trial::try_rule;
pub use view::gap;
pub use watching::{Seen, Watch, WatchOptions};
pub use words::Words;

/// The history, for commands that only read it.
pub use tidings_store as store;

/// What can show notifications.
pub use tidings_notifier as notifier;

/// The formats, and what a person may paste.
pub use tidings_mapping as mapping;
