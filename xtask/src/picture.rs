//! `cargo xtask picture`: the pictures of the README, of the real window with the real core on the demo feeds.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::run::{self, Place, Shown};
use crate::{proc, setup, test};

/// Until the demo's match has had a goal.
const PATIENCE: Duration = Duration::from_secs(900);
/// Until the window has done what a key says.
const KEY_PATIENCE: Duration = Duration::from_secs(20);
/// What is looked for, and opened.
const GOAL: &str = "feed:demo-match goal";
/// The two pictures: the theme, and the file's name.
const PICTURES: [(&str, &str); 2] = [("light", "window.png"), ("dark", "window-dark.png")];

/// Waits for a goal, opens it, and draws both pictures anew.
///
/// # Errors
/// Where something is missing, does not build, or shows nothing.
pub fn draw() -> io::Result<()> {
    setup::packages(&[setup::WINDOW, setup::DESK, setup::TESTS])?;
    setup::pages()?;
    test::cargo(&["build", "--package", "tidings-desktop", "--package", "tidings-cli"])?;
    let place = Place::new("picture")?;
    if place.file("data").exists() {
        std::fs::remove_dir_all(place.file("data"))?;
    }
    let feeds = run::configuration()?.replace(" (demo)", "");
    set_theme(&place, &feeds, PICTURES[0].0)?;
    let shown = Shown::start(&place)?;
    println!("Waiting for a goal, which may take some minutes.");
    proc::until("there is a goal", PATIENCE, || Ok(!goals(&place)?.trim().is_empty()))?;
    open_the_goal(&place, &shown)?;
    for (theme, name) in PICTURES {
        set_theme(&place, &feeds, theme)?;
        let path = proc::root().join("docs/images").join(name);
        proc::until("the window has its theme", KEY_PATIENCE, || {
            shown.picture(&path)?;
            Ok((brightness(&path)? > 0.5) == (theme == "light"))
        })?;
        println!("Drawn: {}", path.display());
    }
    Ok(())
}

/// The window takes an edit of the file within a second.
fn set_theme(place: &Place, feeds: &str, theme: &str) -> io::Result<()> {
    std::fs::write(place.file("tidings.toml"), format!("{feeds}\n[window]\ntheme = \"{theme}\"\n"))
}

/// The goals of the history, as the command line tells them.
fn goals(place: &Place) -> io::Result<String> {
    let mut history = place.start(Command::new(test::built("tidings")));
    proc::output(history.args(["history", "--search", GOAL, "--json"]))
}

/// Finds it by search, opens it, and goes back to all entries, where it stays open.
fn open_the_goal(place: &Place, shown: &Shown) -> io::Result<()> {
    type_keys(shown, &["key", "slash"])?;
    type_keys(shown, &["type", "--delay", "30", GOAL])?;
    type_keys(shown, &["key", "Return"])?;
    proc::until("the goal is read", KEY_PATIENCE, || {
        std::thread::sleep(Duration::from_secs(1));
        type_keys(shown, &["key", "Down"])?;
        type_keys(shown, &["key", "Return"])?;
        std::thread::sleep(Duration::from_secs(1));
        Ok(goals(place)?.contains("\"read\":true"))
    })?;
    type_keys(shown, &["key", "Escape"])
}

fn type_keys(shown: &Shown, what: &[&str]) -> io::Result<()> {
    let mut window = shown.desk.command("xdotool");
    proc::succeed(window.args([
        "search",
        "--onlyvisible",
        "--name",
        "^Tidings$",
        "windowactivate",
        "--sync",
    ]))?;
    proc::succeed(shown.desk.command("xdotool").args(what))
}

/// From 0, black, to 1, white.
fn brightness(picture: &Path) -> io::Result<f64> {
    let told = proc::output(Command::new("identify").args(["-format", "%[fx:mean]"]).arg(picture))?;
    told.trim().parse().map_err(io::Error::other)
}
