//! The main job, as a person lives it: add a feed, be rung, click, lose the server, quit, start.

use tidings_tests::ReplayHub;

use crate::home::Home;
use crate::popups;
use crate::window::{ENTER, Window, at};

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_feed_is_added_and_rings_and_nothing_is_lost() {
    let home = Home::new();
    let mut hub = ReplayHub::start();
    let window = Window::open(&home).await;
    add_the_feed(&window, &hub).await;
    an_event_is_a_row_and_a_popup_that_leads_to_it(&home, &window, &hub).await;
    a_lost_server_is_said_and_found_again(&window, &mut hub).await;
    window.quit().await;
    what_came_meanwhile_is_one_summary(&home, &hub).await;
}

/// Pastes the address, looks at what it is, and takes it.
async fn add_the_feed(window: &Window, hub: &ReplayHub) {
    window.element(&at("welcome")).await;
    window.write("paste-box", &(hub.url("/events") + ENTER)).await;
    window.element(&at("preview")).await;
    window.click("confirm-add").await;
    window.element("[data-testid=feed-row][data-state=open]").await;
}

async fn an_event_is_a_row_and_a_popup_that_leads_to_it(home: &Home, window: &Window, hub: &ReplayHub) {
    hub.publish(r#"{"title":"The kettle boils","message":"Since just now, at 100 degrees."}"#);
    popups::come(&home.desk, 1).await;
    let rows = window.row_count(1).await;
    assert!(rows[0].1.contains("The kettle boils"), "{rows:?}");
    popups::click(&home.desk).await;
    let detail = format!("[data-testid=entry-detail][data-seq='{}']", rows[0].0);
    window.says(&detail, "at 100 degrees").await;
    let told = popups::closed(&home.desk);
    assert_eq!(told.len(), 1, "{told:?}");
    let popup = format!("{}\n{}", told[0].summary, told[0].body);
    assert!(popup.contains("The kettle boils") && popup.contains("at 100 degrees"), "{popup}");
}

async fn a_lost_server_is_said_and_found_again(window: &Window, hub: &mut ReplayHub) {
    hub.stop().await;
    let waiting = "[data-testid=feed-row][data-state=waiting]";
    window.element(waiting).await;
    let first =
        window.until("the feed says how long it waits", async || seconds(&window.text(waiting).await?)).await;
    let counted = async || Some(seconds(&window.text(waiting).await?)? != first).filter(|other| *other);
    window.until("the seconds are counted down, or anew", counted).await;
    hub.publish(r#"{"title":"The tea is made"}"#);
    hub.restart();
    window.element("[data-testid=feed-row][data-state=open]").await;
    let rows = window.row_count(2).await;
    assert!(rows[0].1.contains("The tea is made"), "newest first: {rows:?}");
    assert!(rows[1].1.contains("The kettle boils"), "nothing twice: {rows:?}");
    let resumed = hub.requests().last().and_then(tidings_tests::Request::last_event_id);
    assert_eq!(resumed.as_deref(), Some("1"), "it asks for what followed");
}

/// The number in a text such as `Again in 4 s`.
fn seconds(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once(" in ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

async fn what_came_meanwhile_is_one_summary(home: &Home, hub: &ReplayHub) {
    let before = popups::closed(&home.desk).len();
    for number in 1..=7 {
        hub.publish(&format!(r#"{{"title":"Biscuit {number}"}}"#));
    }
    let window = Window::open(home).await;
    let rows = window.row_count(9).await;
    for (number, row) in (1..=7).rev().zip(&rows) {
        assert!(row.1.contains(&format!("Biscuit {number}")), "{row:?}");
    }
    popups::come(&home.desk, 1).await;
    // A live event that rings by itself is behind everything the start had to say.
    hub.publish(r#"{"title":"The last biscuit"}"#);
    popups::come(&home.desk, 2).await;
    let told = popups::closed(&home.desk);
    assert_eq!(told.len(), before + 2, "one summary and the live one: {told:?}");
    assert!(told.iter().any(|popup| format!("{popup:?}").contains('7')), "the summary counts them: {told:?}");
    window.quit().await;
}
