//! `cargo xtask faults`: the fault matrix against the built command.

use std::io;

use crate::{proc, setup, test};

/// Builds both in release, and prints the table; with `--short` few of each, with names only those families.
///
/// # Errors
/// Where it does not build, or a row misses its figure.
pub fn all(arguments: &[String]) -> io::Result<()> {
    setup::packages(&[setup::TESTS])?;
    let mut command =
        test::cargo_command(&["run", "--quiet", "--release", "--package", "tidings-faults", "--"]);
    proc::succeed(command.args(arguments))
}

/// The short form, with the programs that the tests have built.
///
/// # Errors
/// Where a row misses its figure.
pub fn short() -> io::Result<()> {
    if !cfg!(target_os = "linux") {
        println!("skipped: it makes networks of its own, which are Linux's");
        return Ok(());
    }
    let mut command = std::process::Command::new(test::built("tidings-faults"));
    proc::succeed(command.arg("--short").env("TIDINGS_CLI", test::built("tidings")))
}
