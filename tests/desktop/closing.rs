//! The window comes and goes, and Tidings stays.

use tidings_tests::{ReplayHub, until};

use crate::home::Home;
use crate::popups;

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn closed_to_the_tray_it_listens_on_and_a_second_start_shows_it() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let config = format!("[feeds.hub]\nurl = \"{}\"\n", hub.url("/events"));
    std::fs::write(home.path("tidings.toml"), config).expect("a configuration");
    let mut app = home.start(&[]);
    home.window("Tidings").await;
    let with_window =
        until("the webview's processes", async || Some(app.children()).filter(|n| *n > 0)).await;

    home.close("Tidings").await;
    until("the webview's memory is given back", async || (app.children() < with_window).then_some(())).await;
    hub.request(0).await;
    hub.publish(r#"{"title":"Heard with no window"}"#);
    popups::come(&home.desk, 1).await;
    assert!(app.is_running());

    let (code, said) = home.start(&[]).end().await;
    assert_eq!(code, Some(0), "the second start hands over to the first: {said}");
    home.window("Tidings").await;
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn without_a_tray_to_close_to_closing_quits() {
    let home = Home::new();
    std::fs::write(home.path("tidings.toml"), "[window]\nclose_to_tray = false\n").expect("a configuration");
    let mut app = home.start(&[]);
    home.window("Tidings").await;
    home.close("Tidings").await;
    assert_eq!(app.end().await.0, Some(0));
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn started_hidden_it_shows_a_window_when_a_popup_is_clicked() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let config = format!("[feeds.hub]\nurl = \"{}\"\n", hub.url("/events"));
    std::fs::write(home.path("tidings.toml"), config).expect("a configuration");
    let mut app = home.start(&["--hidden"]);
    hub.request(0).await;
    hub.publish(r#"{"title":"Open me"}"#);
    popups::come(&home.desk, 1).await;
    assert!(!home.has_window("Tidings"), "hidden is hidden");
    popups::click(&home.desk).await;
    home.window("Tidings").await;
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}
