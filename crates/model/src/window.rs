//! How the window looks, and how the program starts.

use serde::{Deserialize, Serialize};

/// `[window]`: what the window looks like and what closing it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowSettings {
    /// `theme`. Default: as the system.
    pub theme: Theme,
    /// `contrast`. Default: as the system.
    pub contrast: Contrast,
    /// `density`: how close the lines stand. Default: comfortable.
    pub density: Density,
    /// `language`: a BCP 47 tag such as `de`; none is the system's. Default: none.
    pub language: Option<String>,
    /// `pictures`: whether the core fetches the pictures that entries name. Default: true.
    pub pictures: bool,
    /// `close_to_tray`: closing the window leaves Tidings listening. Default: true.
    pub close_to_tray: bool,
    /// `zoom`: how large all of it is, in percent, from 50 to 300. Default: 100.
    pub zoom: u32,
    /// `letter_keys`: keys without Ctrl do things. Off for who speaks to the computer, or whose hand slips. Default: true.
    pub letter_keys: bool,
    /// `close_asked`: the person was asked what closing is to do, and has answered. Default: false.
    pub close_asked: bool,
}

impl Default for WindowSettings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            contrast: Contrast::default(),
            density: Density::default(),
            language: None,
            pictures: true,
            close_to_tray: true,
            zoom: 100,
            letter_keys: true,
            close_asked: false,
        }
    }
}

/// The colours of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How far the colours stand apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// As the system says.
    #[default]
    System,
    /// The design's own.
    Standard,
    /// As far as they can.
    High,
}

/// How close the lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With room between them.
    #[default]
    Comfortable,
    /// As many as fit.
    Compact,
}

/// `[startup]`: how the desktop program comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartupSettings {
    /// `at_login`: it starts when the person logs in. Default: false.
    pub at_login: bool,
    /// `hidden`: what starts at login shows no window. Default: true.
    pub hidden: bool,
}

impl Default for StartupSettings {
    fn default() -> Self {
        Self { at_login: false, hidden: true }
    }
}
