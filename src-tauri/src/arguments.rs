//! The command line of the desktop program. It is small: `tidings` is the one for scripts.

use std::ffi::OsString;
use std::path::PathBuf;

const USAGE: &str = "\
Tidings: hear, the moment it happens, what your live feeds say.

Usage: tidings-desktop [--hidden] [--show NUMBER] [--config FILE] [--data-dir DIRECTORY] [LINK]

      LINK                   tidings:add?url=...: opens the dialog for adding it
                             tidings:show?entry=...: shows the entry with this number
      --hidden               start in the tray, with no window
      --show NUMBER          show the entry with this number
      --config FILE          the configuration to use [env: TIDINGS_CONFIG]
      --data-dir DIRECTORY   where the history is kept [env: TIDINGS_DATA_DIR]
      --version              print the version
      --help                 print this

Without a window there is `tidings run`.";

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To start.
    Start(Start),
    /// To print this and end.
    Print(String),
}

/// How to start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// In the tray, with no window.
    pub hidden: bool,
    /// By the desktop, when the person logs in: whether a window is shown is then a setting.
    pub at_login: bool,
    /// A `tidings:` link.
    pub link: Option<String>,
    /// The number of an entry to show.
    pub show: Option<i64>,
    /// The configuration, where one is named.
    pub config: Option<PathBuf>,
    /// The data directory, where one is named.
    pub data_dir: Option<PathBuf>,
}

/// What is wrong with the command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// It is not among the flags.
    #[error("there is no flag {0:?} (see --help)")]
    Unknown(OsString),
    /// The flag wants a value.
    #[error("{0} wants a path behind it (see --help)")]
    NoValue(&'static str),
    /// The flag wants the number of an entry.
    #[error("--show wants the number of an entry behind it, as `tidings history --json` has it in `seq`")]
    NoNumber,
}

/// Reads the arguments, without the program's own name.
///
/// # Errors
/// Where a flag is unknown or lacks its value.
pub fn read_arguments(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, UsageError> {
    let mut arguments = arguments.into_iter();
    let mut start = Start::default();
    while let Some(argument) = arguments.next() {
        if argument == "--show" {
            let number = arguments.next().and_then(|number| number.to_str()?.parse().ok());
            start.show = Some(number.ok_or(UsageError::NoNumber)?);
            continue;
        }
        let mut path = |flag| arguments.next().map(PathBuf::from).ok_or(UsageError::NoValue(flag)).map(Some);
        match argument.to_str() {
            Some("--hidden") => start.hidden = true,
            Some("--at-login") => start.at_login = true,
            Some(link) if is_link(link) => start.link = Some(link.to_owned()),
            Some("--config") => start.config = path("--config")?,
            Some("--data-dir") => start.data_dir = path("--data-dir")?,
            Some("--version" | "-V") => return Ok(Asked::Print(version())),
            Some("--help" | "-h") => return Ok(Asked::Print(USAGE.to_owned())),
            _ => return Err(UsageError::Unknown(argument)),
        }
    }
    Ok(Asked::Start(start))
}

/// What a browser hands over. Whether it can be followed is looked at later.
fn is_link(text: &str) -> bool {
    text.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tidings:"))
}

fn version() -> String {
    format!("tidings-desktop {}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Asked, UsageError> {
        read_arguments(arguments.iter().map(OsString::from))
    }

    #[test]
    fn takes_every_flag() {
        let start = Start {
            hidden: true,
            at_login: true,
            link: Some("tidings:add".into()),
            show: Some(7),
            config: Some("a.toml".into()),
            data_dir: Some("data".into()),
        };
        let asked = read(&[
            "--data-dir",
            "data",
            "--hidden",
            "--at-login",
            "tidings:add",
            "--show",
            "7",
            "--config",
            "a.toml",
        ]);
        assert_eq!(asked, Ok(Asked::Start(start)));
        assert_eq!(read(&[]), Ok(Asked::Start(Start::default())));
    }

    #[test]
    fn prints_the_version() {
        assert!(
            matches!(read(&["--version"]), Ok(Asked::Print(text)) if text.starts_with("tidings-desktop 0."))
        );
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(read(&["--config"]), Err(UsageError::NoValue("--config")));
        assert_eq!(read(&["--show", "seven"]), Err(UsageError::NoNumber));
        assert_eq!(read(&["--verbose"]), Err(UsageError::Unknown("--verbose".into())));
    }
}
