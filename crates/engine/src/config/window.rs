//! `[window]` and `[startup]`.

use serde::{Deserialize, Deserializer, de};
use tidings_model::{Contrast, Density, StartupSettings, Theme, WindowSettings, WrongCode};
use tidings_wire::{StartupEdit, WindowEdit};
use toml_edit::TableLike;

use super::edit::set;
use super::wrong::wrong;

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WindowTable {
    theme: Theme,
    contrast: Contrast,
    density: Density,
    #[serde(deserialize_with = "language")]
    language: Option<String>,
    pictures: bool,
    close_to_tray: bool,
    #[serde(deserialize_with = "zoom")]
    zoom: u32,
    letter_keys: bool,
    close_asked: bool,
}

impl Default for WindowTable {
    fn default() -> Self {
        WindowSettings::default().into()
    }
}

impl From<WindowSettings> for WindowTable {
    fn from(settings: WindowSettings) -> Self {
        let WindowSettings { theme, contrast, density, language, pictures, close_to_tray, .. } = settings;
        let WindowSettings { zoom, letter_keys, close_asked, .. } = settings;
        Self { theme, contrast, density, language, pictures, close_to_tray, zoom, letter_keys, close_asked }
    }
}

impl From<WindowTable> for WindowSettings {
    fn from(table: WindowTable) -> Self {
        let WindowTable { theme, contrast, density, language, pictures, close_to_tray, .. } = table;
        let WindowTable { zoom, letter_keys, close_asked, .. } = table;
        Self { theme, contrast, density, language, pictures, close_to_tray, zoom, letter_keys, close_asked }
    }
}

/// The word for whatever the system's language is.
const SYSTEM: &str = "system";

/// The shape of a BCP 47 tag; whether the window speaks the language is the window's to say.
fn language<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let tag = String::deserialize(deserializer)?;
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if tag.len() > 35 || !tag.split('-').all(part) {
        let said = "language must be \"system\" or a language tag such as \"de\"";
        return Err(wrong(WrongCode::Language, &[], said));
    }
    Ok((tag != SYSTEM).then_some(tag))
}

/// As far as a window of a usual size still shows something by it.
fn zoom<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let value = super::parse::within(deserializer, 50, 300, "zoom")?;
    value.ok_or_else(|| de::Error::custom("zoom is a number of percent"))
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct StartupTable {
    at_login: bool,
    hidden: bool,
}

impl Default for StartupTable {
    fn default() -> Self {
        let StartupSettings { at_login, hidden } = StartupSettings::default();
        Self { at_login, hidden }
    }
}

impl From<StartupTable> for StartupSettings {
    fn from(StartupTable { at_login, hidden }: StartupTable) -> Self {
        Self { at_login, hidden }
    }
}

/// Changes `[window]`.
pub(super) fn edit_window(table: &mut dyn TableLike, change: &WindowEdit) {
    let words = [
        ("theme", change.theme.map(theme)),
        ("contrast", change.contrast.map(contrast)),
        ("density", change.density.map(density)),
        ("language", change.language.as_deref()),
    ];
    let flags = [
        ("pictures", change.pictures),
        ("close_to_tray", change.close_to_tray),
        ("letter_keys", change.letter_keys),
        ("close_asked", change.close_asked),
    ];
    words.into_iter().for_each(|(key, word)| set_some(table, key, word));
    flags.into_iter().for_each(|(key, flag)| set_some(table, key, flag));
    set_some(table, "zoom", change.zoom.map(i64::from));
}

/// Changes `[startup]`.
pub(super) fn edit_startup(table: &mut dyn TableLike, change: &StartupEdit) {
    set_some(table, "at_login", change.at_login);
    set_some(table, "hidden", change.hidden);
}

fn set_some(table: &mut dyn TableLike, key: &str, new: Option<impl Into<toml_edit::Value>>) {
    if let Some(new) = new {
        set(table, key, new);
    }
}

fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => SYSTEM,
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn contrast(contrast: Contrast) -> &'static str {
    match contrast {
        Contrast::System => SYSTEM,
        Contrast::Standard => "standard",
        Contrast::High => "high",
    }
}

fn density(density: Density) -> &'static str {
    match density {
        Density::Comfortable => "comfortable",
        Density::Compact => "compact",
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Edit, apply, parse};
    use tidings_wire::SettingsEdit;

    use super::*;

    #[test]
    fn every_setting_of_the_window_can_be_changed_and_read_again() {
        let window = WindowEdit {
            theme: Some(Theme::Dark),
            contrast: Some(Contrast::High),
            density: Some(Density::Compact),
            language: Some("pt-BR".into()),
            pictures: Some(false),
            close_to_tray: Some(false),
            zoom: Some(150),
            letter_keys: Some(false),
            close_asked: Some(true),
        };
        let startup = StartupEdit { at_login: Some(true), hidden: Some(false) };
        let edit = SettingsEdit { window: Some(window), startup: Some(startup), ..SettingsEdit::default() };
        let text = apply("[window] # mine\ntheme = \"light\" # day\n", &Edit::Settings(edit)).unwrap();
        assert!(text.starts_with("[window] # mine\ntheme = \"dark\" # day\n"), "{text}");
        let settings = parse(&text).unwrap().settings;
        let expected = WindowSettings {
            theme: Theme::Dark,
            contrast: Contrast::High,
            density: Density::Compact,
            language: Some("pt-BR".into()),
            pictures: false,
            close_to_tray: false,
            zoom: 150,
            letter_keys: false,
            close_asked: true,
        };
        assert_eq!(settings.window, expected);
        assert_eq!(settings.startup, StartupSettings { at_login: true, hidden: false });
    }

    #[test]
    fn a_zoom_leaves_something_to_be_seen() {
        assert_eq!(parse("[window]\nzoom = 300\n").unwrap().settings.window.zoom, 300);
        for bad in ["49", "301", "-100", "1.5", "\"200 %\""] {
            let error = parse(&format!("[window]\nzoom = {bad}\n")).unwrap_err();
            assert_eq!(error.line, Some(2), "{bad}: {error}");
        }
    }

    #[test]
    fn a_language_is_a_tag() {
        assert_eq!(parse("[window]\nlanguage = \"system\"\n").unwrap().settings.window.language, None);
        for bad in ["", "de_DE", "../de", "a-", "123456789"] {
            let error = parse(&format!("[window]\nlanguage = \"{bad}\"\n")).unwrap_err();
            assert_eq!(error.line, Some(2), "{bad}: {error}");
        }
    }
}
