//! The tray, through a panel that reads and uses its menu.

use tidings_tests::{ReplayHub, until};

use crate::home::Home;
use crate::panel::{Line, Panel};
use crate::popups;
use crate::window::Window;

fn says(lines: &[Line], text: &str) -> bool {
    lines.iter().any(|line| line.label.contains(text))
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn the_menu_tells_how_things_stand_and_does_what_it_offers() {
    let home = Home::new();
    let panel = Panel::start(&home.desk).await;
    let hub = ReplayHub::start();
    home.configure(&format!("[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let mut app = home.start(&["--hidden"]);
    panel.menu("nothing is unread", |lines| says(lines, "Nothing unread, the feed is connected")).await;
    let quiet = panel.picture().await;
    for number in 1..=6 {
        hub.publish(&format!(r#"{{"title":"Bread & roll {number}"}}"#));
    }
    let lines = panel.menu("six are unread", |lines| says(lines, "6 unread")).await;
    let state = lines.iter().find(|line| line.label.contains("unread")).expect("a line of the state");
    assert!(!state.enabled, "the state is told, and not to be clicked");
    let offered: Vec<_> = lines.iter().filter(|line| line.label.starts_with("Bread")).collect();
    assert_eq!(offered.len(), 5, "the latest five: {lines:?}");
    assert!(offered[0].label.ends_with('6'), "newest first: {offered:?}");
    // Whoever has the menu open keeps it: its lines say something else, and are the same lines.
    let numbers = |lines: &[Line]| lines.iter().map(|line| line.id).collect::<Vec<_>>();
    hub.publish(r#"{"title":"Bread & roll 7"}"#);
    let later = panel.menu("seven are unread", |lines| says(lines, "7 unread")).await;
    assert_eq!(numbers(&later), numbers(&lines), "{later:?}");
    // The icon follows the menu.
    until("unread has a picture of its own", async || (panel.picture().await != quiet).then_some(())).await;

    panel.click("Snooze for an hour").await;
    panel.menu("it is snoozed", |lines| says(lines, "the bell is snoozed")).await;
    let before = popups::on_screen(&home.desk);
    hub.publish(r#"{"title":"Not now"}"#);
    panel.menu("what came while snoozed", |lines| says(lines, "Not now")).await;
    assert_eq!(popups::on_screen(&home.desk), before, "snoozed is silent");
    panel.click("End the snooze").await;
    panel.menu("it may be snoozed again", |lines| says(lines, "Snooze for an hour")).await;

    assert!(!home.has_window("Tidings"));
    panel.click("Open Tidings").await;
    home.window("Tidings").await;
    panel.click("Quit Tidings").await;
    assert_eq!(app.end().await.0, Some(0));
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn an_entry_of_the_menu_is_shown_in_the_window() {
    let home = Home::new();
    let panel = Panel::start(&home.desk).await;
    let hub = ReplayHub::start();
    home.configure(&format!("[bell]\nenabled = false\n\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let window = Window::open(&home).await;
    hub.publish(r#"{"title":"The first","message":"It came first."}"#);
    hub.publish(r#"{"title":"The second","message":"It came second."}"#);
    window.row_count(2).await;
    panel.click("The first").await;
    window.says("[data-testid=entry-detail][data-seq='1']", "It came first.").await;
    panel.menu("what is shown is read", |lines| says(lines, "1 unread")).await;
    panel.menu("the bell is off", |lines| says(lines, "the bell is off")).await;
    window.quit().await;
}

/// A panel may start after the program, and may crash and come back.
#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_panel_that_comes_later_has_the_icon() {
    let home = Home::new();
    let mut app = home.start(&[]);
    home.window("Tidings").await;
    let panel = Panel::start(&home.desk).await;
    panel.menu("it is there", |lines| says(lines, "no feed is on")).await;
    drop(panel);
    let panel = until("the name is free again", async || Panel::try_start(&home.desk).await).await;
    panel.menu("it is there anew", |lines| says(lines, "no feed is on")).await;
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}
