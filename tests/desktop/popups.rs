//! What dunst, a real notification service, shows and has shown.

use serde_json::Value;
use xtask::desk::{Desk, SCREEN};
use xtask::proc;

/// One popup, as dunst took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Popup {
    pub summary: String,
    pub body: String,
}

/// How many are on the screen.
pub fn on_screen(desk: &Desk) -> usize {
    let count = proc::output(desk.command("dunstctl").args(["count", "displayed"]));
    count.expect("dunst answers").trim().parse().expect("a number")
}

/// Waits until this many are on the screen.
pub async fn come(desk: &Desk, count: usize) {
    let what = format!("{count} popups on the screen");
    tidings_tests::until(&what, async || (on_screen(desk) == count).then_some(())).await;
}

/// Waits until at least one is on the screen.
pub async fn some_come(desk: &Desk) {
    tidings_tests::until("a popup on the screen", async || (on_screen(desk) > 0).then_some(())).await;
}

/// Clicks the uppermost with the mouse.
pub fn click(desk: &Desk) {
    let x = (SCREEN.0 - 200).to_string();
    let mut xdotool = desk.command("xdotool");
    proc::succeed(xdotool.args(["mousemove", &x, "34", "sleep", "0.1", "click", "1"])).expect("a click");
}

/// Closes all, and gives all there ever were, newest first.
pub fn closed(desk: &Desk) -> Vec<Popup> {
    proc::succeed(desk.command("dunstctl").arg("close-all")).expect("dunst closes them");
    let history = proc::output(desk.command("dunstctl").arg("history")).expect("dunst tells them");
    let history: Value = serde_json::from_str(&history).expect("JSON");
    let text = |popup: &Value, field: &str| popup[field]["data"].as_str().unwrap_or_default().to_owned();
    let all = history["data"][0].as_array().expect("a list");
    all.iter().map(|popup| Popup { summary: text(popup, "summary"), body: text(popup, "body") }).collect()
}
