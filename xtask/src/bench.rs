//! `cargo xtask bench`: how fast and how small, measured in release.

use std::io;

use crate::test;

/// Runs the benchmarks of the crates, then the whole command from outside, and prints the table of docs/benchmarks.md.
///
/// # Errors
/// Where one does not build or run.
pub fn all() -> io::Result<()> {
    test::cargo(&["bench", "--package", "tidings-sse", "--bench", "decode"])?;
    test::cargo(&["bench", "--package", "tidings-store", "--bench", "append"])?;
    test::cargo(&["bench", "--package", "tidings-mapping", "--bench", "map"])?;
    test::cargo(&["bench", "--package", "tidings-mapping", "--bench", "worst"])?;
    test::cargo(&["run", "--release", "--package", "tidings-bench"])
}
