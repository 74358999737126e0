//! The nouns of Tidings.
//!
//! Plain values that every other crate shares. Nothing here does I/O, reads a clock or knows a runtime; `serde` is the only
//! dependency. Times are [`Timestamp`]s (milliseconds, UTC), sizes are bytes, and text is valid UTF-8 as it came from the feed.

mod action;
mod bell;
mod bell_settings;
mod change;
mod coded;
mod connect;
mod connection;
mod entry;
mod feed;
mod flaw;
mod gap;
mod query;
mod quiet;
mod rule;
mod search;
mod settings;
mod sound;
mod template;
mod time;
mod view;
mod window;
mod wrong;

pub use action::{Action, HttpMethod, HttpRequest};
pub use bell::{BellFault, BellState, Held, QuietNow, Ring, Silence};
pub use bell_settings::{Bell, BellCommand, FeedBell, Paces};
pub use change::{Change, Click, Revision, Shown};
pub use connect::{
    Basic, Connection, Connections, Header, HeaderSource, HttpVersion, ProxyChoice, SecretSource, Token,
};
pub use connection::{ConnectionState, Trouble, TroubleCode};
pub use entry::{Entry, EntryStatus, Identity, Moment, RawEvent, Seq, Standing, StoredEntry, Urgency};
pub use feed::{Feed, FeedId, NotifyLevel};
pub use flaw::FlawCode;
pub use gap::{Gap, GapCode};
pub use query::{EntryQuery, ReadTarget};
pub use quiet::{QuietHours, TimeOfDay, Weekdays};
pub use rule::{Condition, Rule, Then, Verdict};
pub use search::{Clause, Part, Search, Trait, Wanted};
pub use settings::{Retention, Settings};
pub use sound::{Sound, Sounds};
pub use template::Template;
pub use time::Timestamp;
pub use view::SavedView;
pub use window::{Contrast, Density, StartupSettings, Theme, WindowSettings};
pub use wrong::{Place, Wrong, WrongCode};
