//! What dunst, a real notification service, shows and has shown.

use std::time::Duration;

use serde_json::Value;
use tidings_tests::until;
use tokio::time::timeout;
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
    until(&what, async || (on_screen(desk) == count).then_some(())).await;
}

/// Waits until at least one is on the screen.
pub async fn some_come(desk: &Desk) {
    until("a popup on the screen", async || (on_screen(desk) > 0).then_some(())).await;
}

/// How many were closed so far.
fn past(desk: &Desk) -> usize {
    let count = proc::output(desk.command("dunstctl").args(["count", "history"]));
    count.expect("dunst answers").trim().parse().expect("a number")
}

/// How long dunst may take to close what was clicked, before it is clicked again.
const TAKEN: Duration = Duration::from_secs(5);

/// Clicks the uppermost with the mouse, until dunst takes it: it counts a popup before it has drawn it, and a click goes past one that
/// is not drawn.
pub async fn click(desk: &Desk) {
    let x = (SCREEN.0 - 200).to_string();
    let before = past(desk);
    until("dunst takes a click", async || {
        let mut xdotool = desk.command("xdotool");
        proc::succeed(xdotool.args(["mousemove", &x, "34", "click", "1"])).expect("a click");
        let closed = until("the popup is closed", async || (past(desk) > before).then_some(()));
        timeout(TAKEN, closed).await.ok()
    })
    .await;
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
