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
/// What has goals.
const MATCH: &str = "demo-match";
/// The two pictures: the theme, and the file's name.
const PICTURES: [(&str, &str); 2] = [("light", "window.png"), ("dark", "window-dark.png")];

/// Waits for a goal, opens it, and draws both pictures anew, while it is what the match said last: the row of its card is chosen then.
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
    loop {
        look_for_the_match(&shown)?;
        proc::until("there is a goal", PATIENCE, || Ok(is_goal(&front(&place)?)))?;
        let goal = title_of(&front(&place)?);
        open_the_front(&place, &shown)?;
        take_both(&place, &shown, &feeds)?;
        if title_of(&front(&place)?) == goal {
            break;
        }
        println!("The match went on before the pictures were taken: waiting for its next goal.");
        set_theme(&place, &feeds, PICTURES[0].0)?;
    }
    for (_, name) in PICTURES {
        let path = proc::root().join("docs/images").join(name);
        std::fs::copy(place.file(name), &path)?;
        println!("Drawn: {}", path.display());
    }
    Ok(())
}

/// The window in each theme, beside the history for now.
fn take_both(place: &Place, shown: &Shown, feeds: &str) -> io::Result<()> {
    for (theme, name) in PICTURES {
        set_theme(place, feeds, theme)?;
        let path = place.file(name);
        proc::until("the window has its theme", KEY_PATIENCE, || {
            shown.picture(&path)?;
            Ok((brightness(&path)? > 0.5) == (theme == "light"))
        })?;
    }
    Ok(())
}

/// The window takes an edit of the file within a second.
fn set_theme(place: &Place, feeds: &str, theme: &str) -> io::Result<()> {
    std::fs::write(place.file("tidings.toml"), format!("{feeds}\n[window]\ntheme = \"{theme}\"\n"))
}

/// What the match said last, as the command line tells it: what its card shows.
fn front(place: &Place) -> io::Result<String> {
    let mut history = place.start(Command::new(test::built("tidings")));
    proc::output(history.args(["history", "--feed", MATCH, "--limit", "1", "--json"]))
}

fn title_of(entry: &str) -> Option<String> {
    let (_, rest) = entry.split_once("\"title\":\"")?;
    rest.split('"').next().map(str::to_owned)
}

fn is_goal(entry: &str) -> bool {
    title_of(entry).is_some_and(|title| title.contains("Goal:"))
}

/// So that the card is the first row when there is something to open.
fn look_for_the_match(shown: &Shown) -> io::Result<()> {
    type_keys(shown, &["key", "slash"])?;
    type_keys(shown, &["type", "--delay", "30", &format!("feed:{MATCH}")])?;
    type_keys(shown, &["key", "Return"])
}

/// Opens the card, and goes back to all entries, where it is a row among others and stays open.
fn open_the_front(place: &Place, shown: &Shown) -> io::Result<()> {
    proc::until("what the match said last is read", KEY_PATIENCE, || {
        type_keys(shown, &["key", "Down"])?;
        type_keys(shown, &["key", "Return"])?;
        std::thread::sleep(Duration::from_millis(500));
        Ok(front(place)?.contains("\"read\":true"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_told_by_its_title() {
        let said =
            |title: &str| format!(r#"{{"seq":7,"title":"{title}","body":"Goal: not here","read":false}}"#);
        assert_eq!(title_of(&said("Kick-off")).as_deref(), Some("Kick-off"));
        assert!(is_goal(&said("27' Goal: Port Ashby 1–1 Greyfriars")));
        assert!(!is_goal(&said("Kick-off")) && !is_goal(""));
    }
}
