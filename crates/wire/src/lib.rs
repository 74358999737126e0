//! What crosses to the webview and out of `--json`.
//!
//! One set of types for both, so that the command line's contract and the window's are the same. Times are RFC 3339 in UTC; a field
//! without a value is null. `cargo test -p tidings-wire` writes the TypeScript side to `ui/src/bindings`.

mod acted;
mod bell;
mod catalogue;
mod code;
mod connection;
mod connections;
mod entry;
mod error;
mod explained;
mod feed;
mod flaw;
mod health;
mod history;
mod import;
mod preview;
mod rule;
mod snapshot;
mod standing;
mod state;
mod template;
mod window;

pub use acted::Acted;
pub use bell::{
    BellEdit, BellSettings, BellStateView, BellView, FeedBell, FeedBellEdit, PopupsView, QuietHours,
    QuietView, SoundsEdit, SoundsView,
};
pub use catalogue::{CatalogueEntry, CatalogueField};
pub use connection::{BasicEdit, ConnectionEdit, HeaderEdit, SecretPlace, SecretSource, TokenEdit};
pub use connections::{ConnectionsEdit, ConnectionsView, HostLimit};
pub use entry::{
    Action, ChangeQuery, Entry, EntryDelta, EntryDetail, EntryPage, EntryQuery, HistoryEntry, RawEvent,
    ReadTarget,
};
pub use error::{ErrorCode, WireError};
pub use explained::{Explained, PayloadField};
pub use feed::{FeedEdit, FeedView, NewFeed};
pub use flaw::Flaw;
pub use health::{FeedHealth, Gap, LastError};
pub use history::{FeedHistory, HealthMoment, HealthReason, HealthSlot};
pub use import::{ImportFeed, ImportNote, ImportNoteKind, ImportReview};
pub use preview::Preview;
pub use rule::{Rule, RuleMatch, RuleTrial};
pub use snapshot::{ConfigProblem, Notice, NoticeAbout, SettingsEdit, SettingsView, Snapshot};
pub use standing::Standing;
pub use state::{StateLine, StateView};
pub use template::{Template, TemplateTrial, TrialRow};
pub use window::{NewView, SavedView, StartupEdit, StartupView, Storage, WindowEdit, WindowView};

/// `time` as RFC 3339 in UTC with milliseconds, such as `2026-11-22T17:15:00.000Z`.
#[must_use]
pub fn rfc3339(time: tidings_model::Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(time.0).unwrap_or(if time.0 < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    });
    format!("{moment:.3}")
}
