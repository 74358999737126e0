//! One process at a time has the data directory.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::files;

const LOCK: &str = "tidings.lock";
// A file of its own: where locks are mandatory, a locked file cannot be read by those it keeps out.
const HOLDER: &str = "tidings.holder";

/// The data directory is ours while this lives. The operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Hold {
    _lock: File,
}

/// Why the data directory cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Another process has it.
    #[error("another Tidings is running ({by}): use its window, or quit it first")]
    Taken {
        /// Such as `tidings-desktop, process 1234`.
        by: String,
    },
    /// It cannot be made, or cannot be locked.
    #[error("the data directory cannot be used: {}: {source}", path.display())]
    Io {
        /// The directory, or the lock file in it.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

impl Hold {
    /// Takes `dir` for the program called `holder`. A directory that is missing is made, for this user only.
    ///
    /// # Errors
    /// [`HoldError::Taken`] while another process has it.
    pub fn take(dir: &Path, holder: &str) -> Result<Self, HoldError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            |source| HoldError::Io { path, source }
        };
        files::private_dir(dir).map_err(failed(dir))?;
        let path = dir.join(LOCK);
        let lock = files::private_file(&path).map_err(failed(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(HoldError::Taken { by: holder_of(dir) }),
            Err(TryLockError::Error(source)) => return Err(HoldError::Io { path, source }),
        }
        let named = dir.join(HOLDER);
        files::private_file(&named)
            .and_then(|_| fs::write(&named, format!("{holder}, process {}\n", std::process::id())))
            .map_err(failed(&named))?;
        Ok(Self { _lock: lock })
    }
}

fn holder_of(dir: &Path) -> String {
    let text = fs::read_to_string(dir.join(HOLDER)).unwrap_or_default();
    let name = text.lines().next().unwrap_or_default().trim();
    if name.is_empty() { "its name is not known yet".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_hold_says_who_has_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("deep").join("data");
        let first = Hold::take(&data, "tidings-desktop").unwrap();
        let Err(HoldError::Taken { by }) = Hold::take(&data, "tidings") else { panic!("taken twice") };
        assert_eq!(by, format!("tidings-desktop, process {}", std::process::id()));
        drop(first);
        Hold::take(&data, "tidings").unwrap();
    }

    #[test]
    fn a_file_in_the_way_is_an_io_error() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        fs::write(&data, "not a directory").unwrap();
        assert!(matches!(Hold::take(&data, "tidings"), Err(HoldError::Io { .. })));
    }
}
