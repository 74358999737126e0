//! One edit of `tidings.toml` at a time, whichever process makes it.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// An edit takes milliseconds; whoever holds the lock for longer than these tries together is stuck.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(10);

/// Nobody else edits a file of `directory` while what this returns lives. The system lets go of it when the process ends.
///
/// Where the file system knows no locks, there is none: an edit is then as safe as the rename makes it.
///
/// # Errors
/// Where the directory cannot be opened, or another process does not let go.
pub(super) fn lock(directory: &Path) -> io::Result<File> {
    let file = open(directory)?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "another program is editing it and does not finish"))
}

/// The directory itself is what is locked: a lock file would be litter among somebody's dotfiles.
#[cfg(unix)]
fn open(directory: &Path) -> io::Result<File> {
    File::open(directory)
}

/// Only files can be locked here.
#[cfg(not(unix))]
fn open(directory: &Path) -> io::Result<File> {
    File::create(directory.join("tidings.toml.lock"))
}
