//! `cargo xtask test`: every test there is, the quick ones first.

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::{faults, proc, setup};

/// One step, by name.
type Step = (&'static str, fn() -> io::Result<()>);

const STEPS: &[Step] = &[
    ("the format of the Rust code", || cargo(&["fmt", "--all", "--check"])),
    ("the window's packages", setup::node_modules),
    ("the window's lint", || setup::npm(&["run", "lint"])),
    ("the window's types", || setup::npm(&["run", "check"])),
    ("the window's unit tests", || setup::npm(&["test"])),
    ("the window's pages", setup::pages),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
    ("the programs", || cargo(&["build", "--workspace", "--quiet"])),
    ("the core's tests", || tests(&[])),
    ("the fault matrix, in short", faults::short),
    ("the documentation", documentation),
    ("the window's journeys", journeys),
    ("the desktop's journeys", desktop),
    ("licences and sources", deny),
];

/// Runs every step, and stops at the first that fails.
///
/// # Errors
/// The first failure.
pub fn all() -> io::Result<()> {
    let start = proc::now();
    setup::packages(&[setup::WINDOW, setup::DESK, setup::TESTS])?;
    for (number, (name, step)) in STEPS.iter().enumerate() {
        println!("\n[{}/{}] {name}", number + 1, STEPS.len());
        let begun = proc::now();
        step().map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
        println!("[{}/{}] {name}: passed in {}", number + 1, STEPS.len(), spoken(begun.elapsed()));
    }
    println!("\nAll {} steps passed in {}.", STEPS.len(), spoken(start.elapsed()));
    Ok(())
}

/// The pages alone, in a browser.
fn journeys() -> io::Result<()> {
    let mut command = setup::npm_command(&["run", "journeys"]);
    if let Some(browser) = setup::browser() {
        command.env("CHROMIUM", browser);
    }
    proc::succeed(&mut command)
}

/// The built app in a real window. These tests are ignored elsewhere, where it may not be built.
fn desktop() -> io::Result<()> {
    if !cfg!(target_os = "linux") {
        println!("skipped: it needs WebKitWebDriver, Xvfb and a session bus, which are Linux's");
        return Ok(());
    }
    tests(&["--test", "desktop", "--", "--ignored", "--test-threads=1"])
}

/// Always of the whole workspace: another choice of packages is another choice of features, and builds everything again.
///
/// Property tests draw the same cases each time here, so that no change fails for what it has not touched; a plain
/// `cargo test` draws others each time, and the fuzz targets hunt for hours.
fn tests(more: &[&str]) -> io::Result<()> {
    let mut command = cargo_command(&["test", "--workspace", "--quiet"]);
    command.env("TIDINGS_DESKTOP", built("tidings-desktop")).env("TIDINGS_CLI", built("tidings"));
    command.env("PROPTEST_RNG_SEED", "20261123");
    proc::succeed(command.args(more))
}

fn documentation() -> io::Result<()> {
    let mut command =
        cargo_command(&["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"]);
    proc::succeed(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn deny() -> io::Result<()> {
    if proc::find("cargo-deny").is_none() {
        println!("skipped: cargo-deny is not installed (cargo install cargo-deny)");
        return Ok(());
    }
    cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"])
}

/// A program of ours in the development profile's directory.
#[must_use]
pub fn built(program: &str) -> PathBuf {
    target_dir().join("debug").join(program).with_extension(std::env::consts::EXE_EXTENSION)
}

/// Where cargo builds.
#[must_use]
pub fn target_dir() -> PathBuf {
    let named = proc::environment("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = named.unwrap_or_else(|| PathBuf::from("target"));
    if target.is_absolute() { target } else { proc::root().join(target) }
}

/// Runs cargo in the project.
///
/// # Errors
/// Where it fails.
pub fn cargo(arguments: &[&str]) -> io::Result<()> {
    proc::succeed(&mut cargo_command(arguments))
}

/// A cargo command in the project.
#[must_use]
pub fn cargo_command(arguments: &[&str]) -> Command {
    let cargo = proc::environment("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(proc::root()).args(arguments);
    command
}

fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}
