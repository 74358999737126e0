//! The history of Tidings: one SQLite database, and the only home of SQLite here.
//!
//! Nothing rings or shows before it is stored. [`Store::append`] puts entries, their statuses and the stream's cursor into one
//! transaction and says of each entry whether it is [`Outcome::New`] or [`Outcome::Known`]. One thread writes; a few
//! connections read beside it. Every change of a row takes a new [`tidings_model::Revision`], so that "what changed since" has
//! an exact answer.

mod append;
mod changes;
mod counters;
mod cursors;
mod entries;
mod error;
mod figures;
mod files;
mod held;
mod hold;
mod key;
mod kind;
mod open;
mod owed;
mod popups;
mod question;
mod readers;
mod retention;
mod salvage;
mod search;
mod spans;
mod statuses;
mod store;
mod tags;
mod told;
mod writer;

pub use append::{Append, Appended, Outcome, Write};
pub use changes::{Changed, Holding};
pub use cursors::Cursor;
pub use error::Error;
pub use figures::{Fault, Figures};
pub use files::private_dir;
pub use held::{HeldGroup, Release, Released};
pub use hold::{Hold, HoldError};
pub use key::key;
pub use open::{OpenError, Opened};
pub use owed::Owed;
pub use popups::StoredPopup;
pub use search::{SearchError, parse_search};
pub use spans::{Reason, Span};
pub use statuses::Marked;
pub use store::Store;
pub use told::Told;
