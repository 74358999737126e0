//! `cargo xtask bench`: how fast and how small, measured in release.

use std::io;

use crate::test;

/// Runs the benchmarks of every crate that has some.
///
/// # Errors
/// Where one does not build or run.
pub fn all() -> io::Result<()> {
    test::cargo(&["bench", "--workspace", "--exclude", "tidings-desktop", "--benches"])
}
