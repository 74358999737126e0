//! The settings of the window and of the start, and what the window keeps.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::Flaw;

/// `[window]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct WindowView {
    /// The colours.
    #[ts(type = "'system' | 'light' | 'dark'")]
    pub theme: model::Theme,
    /// How far the colours stand apart.
    #[ts(type = "'system' | 'standard' | 'high'")]
    pub contrast: model::Contrast,
    /// How close the lines stand.
    #[ts(type = "'comfortable' | 'compact'")]
    pub density: model::Density,
    /// A BCP 47 tag; null is the system's language.
    pub language: Option<String>,
    /// Whether pictures are fetched.
    pub pictures: bool,
    /// Whether closing the window leaves Tidings listening.
    pub close_to_tray: bool,
    /// How large all of it is, in percent.
    pub zoom: u32,
    /// Whether keys without Ctrl do things.
    pub letter_keys: bool,
    /// Whether the person has answered what closing is to do.
    pub close_asked: bool,
}

impl From<&model::WindowSettings> for WindowView {
    fn from(settings: &model::WindowSettings) -> Self {
        Self {
            theme: settings.theme,
            contrast: settings.contrast,
            density: settings.density,
            language: settings.language.clone(),
            pictures: settings.pictures,
            close_to_tray: settings.close_to_tray,
            zoom: settings.zoom,
            letter_keys: settings.letter_keys,
            close_asked: settings.close_asked,
        }
    }
}

/// What is to change in `[window]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct WindowEdit {
    /// `theme`.
    #[ts(optional = nullable, type = "'system' | 'light' | 'dark' | null")]
    pub theme: Option<model::Theme>,
    /// `contrast`.
    #[ts(optional = nullable, type = "'system' | 'standard' | 'high' | null")]
    pub contrast: Option<model::Contrast>,
    /// `density`.
    #[ts(optional = nullable, type = "'comfortable' | 'compact' | null")]
    pub density: Option<model::Density>,
    /// `language`: a BCP 47 tag, or `system`.
    pub language: Option<String>,
    /// `pictures`.
    pub pictures: Option<bool>,
    /// `close_to_tray`.
    pub close_to_tray: Option<bool>,
    /// `zoom`.
    pub zoom: Option<u32>,
    /// `letter_keys`.
    pub letter_keys: Option<bool>,
    /// `close_asked`.
    pub close_asked: Option<bool>,
}

/// `[startup]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct StartupView {
    /// Whether Tidings starts when the person logs in.
    pub at_login: bool,
    /// Whether it then shows no window.
    pub hidden: bool,
}

impl From<model::StartupSettings> for StartupView {
    fn from(settings: model::StartupSettings) -> Self {
        Self { at_login: settings.at_login, hidden: settings.hidden }
    }
}

/// What is to change in `[startup]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export, optional_fields = nullable)]
pub struct StartupEdit {
    /// `at_login`.
    pub at_login: Option<bool>,
    /// `hidden`.
    pub hidden: Option<bool>,
}

/// A search that is kept: a line of the sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SavedView {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it searches, in the search language.
    pub search: String,
    /// Unread entries it finds; 100 stands for as many or more.
    pub unread: u32,
    /// What is wrong with the search, where it was written by hand.
    pub problem: Option<Flaw>,
}

/// A search to keep.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct NewView {
    /// The one to change; null keeps a new one.
    pub id: Option<String>,
    /// What to call it.
    pub name: String,
    /// What it searches, in the search language.
    pub search: String,
}

/// What the history takes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Storage {
    /// The database with what stands beside it, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Entries in it.
    #[ts(type = "number")]
    pub entries: u64,
    /// RFC 3339: when the oldest was received.
    pub oldest: Option<String>,
}
