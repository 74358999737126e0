//! Where the configuration and the data are.

use std::path::PathBuf;

use directories::ProjectDirs;

/// The two places Tidings keeps things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `tidings.toml`: what the person configures.
    pub config: PathBuf,
    /// The directory of the history.
    pub data: PathBuf,
}

impl Paths {
    /// The places named by a flag, else by `TIDINGS_CONFIG` and `TIDINGS_DATA_DIR`, else the platform's usual ones
    /// (`~/.config/tidings/tidings.toml` and `~/.local/share/tidings` on Linux).
    #[must_use]
    pub fn discover(config: Option<PathBuf>, data: Option<PathBuf>) -> Self {
        let usual = ProjectDirs::from("dev", "tidings", "Tidings");
        let config = config.or_else(|| named_by("TIDINGS_CONFIG")).unwrap_or_else(|| {
            usual.as_ref().map_or_else(PathBuf::new, |dirs| dirs.config_dir().to_owned()).join("tidings.toml")
        });
        let data = data.or_else(|| named_by("TIDINGS_DATA_DIR")).unwrap_or_else(|| {
            usual.as_ref().map_or_else(|| PathBuf::from("tidings-data"), |dirs| dirs.data_dir().to_owned())
        });
        Self { config, data }
    }
}

#[expect(clippy::disallowed_methods, reason = "both programs find their places through here, at their edge")]
fn named_by(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
