//! What a person sets once, for all feeds.

use crate::{Bell, Connections, StartupSettings, WindowSettings};

/// The settings of `tidings.toml`, every one with its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `[bell]`: how it rings.
    pub bell: Bell,
    /// `[window]`.
    pub window: WindowSettings,
    /// `[startup]`.
    pub startup: StartupSettings,
    /// `[history]`: how much is kept.
    pub retention: Retention,
    /// `[demo] port`: where this program serves the demo feeds while one of them is enabled. Default: not at all.
    pub demo_port: Option<u16>,
    /// `[connections]`: what holds for all of them.
    pub connections: Connections,
}

/// How much history is kept. Starred entries stay whatever these say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Entries older than this many days go; 0 keeps them for ever. Default: 90.
    pub days: u32,
    /// A feed keeps at most this many entries; 0 sets no bound. Default: 100,000.
    pub entries_per_feed: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days: 90, entries_per_feed: 100_000 }
    }
}
