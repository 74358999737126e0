//! `tidings:` links: they open the dialog for adding, filled in, and add nothing.

use tidings_tests::ReplayHub;

use crate::home::Home;
use crate::window::{Window, at};

const ASKS: &str = "A link outside Tidings asks for this feed.";

fn link_to(hub: &ReplayHub) -> String {
    format!("tidings:add?url={}", hub.url("/events").replace(':', "%3A").replace('/', "%2F"))
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_second_start_hands_its_link_over_for_review() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = Window::open(&home).await;
    window.element(&at("welcome")).await;
    let before = home.configuration();
    let (code, said) = home.start(&[&link_to(&hub)]).end().await;
    assert_eq!(code, Some(0), "{said}");
    window.says("[role=dialog]", ASKS).await;
    assert_eq!(window.value("[role=dialog] [data-testid=paste-box]").await, hub.url("/events"));
    assert!(hub.requests().is_empty(), "a link alone asks nobody for anything: {:?}", hub.requests());
    assert_eq!(home.configuration(), before, "a link alone adds nothing");

    window.click_on("[role=dialog] form button[type=submit]").await;
    window.click("confirm-add").await;
    window.element("[data-testid=feed-row][data-state=open]").await;
    assert!(home.configuration().contains(&hub.url("/events")));
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_first_start_by_a_link_opens_it_for_review() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = Window::open_with(&home, &[&link_to(&hub)]).await;
    window.says("[role=dialog]", ASKS).await;
    assert!(hub.requests().is_empty());
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_link_that_asks_for_more_only_shows_the_window() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = Window::open(&home).await;
    window.element(&at("welcome")).await;
    let more = format!("{}&notify=always", link_to(&hub));
    for link in [more.as_str(), "tidings:remove?feed=hub", "tidings:add?url=file%3A%2F%2F%2Fetc%2Fpasswd"] {
        assert_eq!(home.start(&[link]).end().await.0, Some(0));
    }
    assert_eq!(window.count("[role=dialog]").await, 0);
    assert!(hub.requests().is_empty());
    window.quit().await;
}
