//! What a person does most, in the real window against the real core: the same journeys that the pages take alone in a browser.

use tidings_tests::ReplayHub;

use crate::home::Home;
use crate::window::{CONTROL, DOWN, ENTER, ESCAPE, SHIFT, TAB, Window, at};

/// A home with one quiet feed, and the window on it with these entries stored.
async fn with_entries(home: &Home, hub: &ReplayHub, titles: &[&str]) -> Window {
    home.configure(&format!("[bell]\nenabled = false\n\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let window = Window::open(home).await;
    window.element("[data-testid=feed-row][data-state=open]").await;
    for title in titles {
        hub.publish(&format!(r#"{{"title":"{title}","message":"All of {title}."}}"#));
    }
    window.row_count(titles.len()).await;
    window
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_stored_goal_is_searched_starred_and_unstarred_by_keyboard_alone() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let titles = ["Kick-off", "Goal for Harbour", "Half-time", "Goal for Rovers", "Full time"];
    let window = with_entries(&home, &hub, &titles).await;
    window.press("/").await;
    window.has_keyboard(&at("search")).await;
    window.press("goal rovers").await;
    window.says("[data-part=timeline] .found", "1 entry found.").await;
    let found = window.row_count(1).await;
    assert!(found[0].1.contains("Goal for Rovers"), "{found:?}");
    window.press(DOWN).await;
    window.focused_row(found[0].0).await;
    window.press(ENTER).await;
    window
        .says(&format!("[data-testid=entry-detail][data-seq='{}']", found[0].0), "All of Goal for Rovers.")
        .await;
    window.press("s").await;
    window.press("gs").await;
    window.says("[data-part=timeline] h1", "Starred").await;
    assert_eq!(window.row_count(1).await[0].0, found[0].0);
    window.press(&format!("{CONTROL}z")).await;
    window.press("ga").await;
    window.row_count(titles.len()).await;
    window.press("gs").await;
    window.says("[data-part=timeline]", "No stars yet").await;
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn what_is_marked_read_is_undone() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = with_entries(&home, &hub, &["One", "Two", "Three"]).await;
    let unread = "[data-view=unread] .count";
    window.says(unread, "3").await;
    window.press(&format!("{SHIFT}a")).await;
    window.gone(unread).await;
    window.press(&format!("{CONTROL}z")).await;
    window.says(unread, "3").await;
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_snoozed_feed_rings_no_more_until_it_may() {
    let home = Home::new();
    let hub = ReplayHub::start();
    home.configure(&format!("[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let window = Window::open(&home).await;
    window.click_on("[data-testid=feed-row][data-state=open] > button").await;
    window.press("z").await;
    window.click("snooze-hour").await;
    window.gone("[role=dialog]").await;
    // The dialog says it once the core has it.
    window.press("z").await;
    let ends = "[data-testid=snooze] .line button";
    window.element(ends).await;
    hub.publish(r#"{"title":"Hush"}"#);
    window.row_count(1).await;
    assert_eq!(crate::popups::on_screen(&home.desk), 0, "snoozed is silent");
    window.click_on(ends).await;
    hub.publish(r#"{"title":"Aloud"}"#);
    crate::popups::come(&home.desk, 1).await;
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn the_demo_is_one_key_away_and_rings() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.focus(&at("start-demo")).await;
    window.press(ENTER).await;
    let open = "[data-testid=feed-row][data-state=open]";
    window.until("both feeds are live", async || (window.count(open).await == 2).then_some(())).await;
    window.element(&at("entry-row")).await;
    crate::popups::some_come(&home.desk).await;
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn the_catalogue_is_there_and_is_searched() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = with_entries(&home, &hub, &["One"]).await;
    window.press("a").await;
    window.says("[role=dialog]", "ntfy").await;
    window.write("paste-box", "wikip").await;
    window.says(&at("catalogue"), "Wikipedia").await;
    window.press(ESCAPE).await;
    window.gone("[role=dialog]").await;
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_setting_is_written_to_the_file_and_read_from_it() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = with_entries(&home, &hub, &["One"]).await;
    window.press(",").await;
    let theme = "[data-setting=theme] select";
    window.choose(theme, "dark").await;
    window.element("html[data-theme=dark]").await;
    let saved = async || home.configuration().contains("theme = \"dark\"").then_some(());
    window.until("tidings.toml has it", saved).await;
    let by_hand = home.configuration().replace("theme = \"dark\"", "theme = \"light\"") + "\n# By hand.\n";
    home.configure(&by_hand);
    window.element("html[data-theme=light]").await;
    window.until("the setting follows", async || (window.value(theme).await == "light").then_some(())).await;
    window.choose(theme, "dark").await;
    window.until("tidings.toml has it again", saved).await;
    assert!(home.configuration().contains("# By hand."), "comments stay: {}", home.configuration());
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn menus_and_dialogs_keep_the_keyboard_and_give_it_back() {
    let home = Home::new();
    let hub = ReplayHub::start();
    let window = with_entries(&home, &hub, &["One", "Two"]).await;
    let button = "[data-testid=feed-row] .menu-place button";
    window.focus(button).await;
    window.press(ENTER).await;
    window.has_keyboard("[role=menuitem]:first-child").await;
    window.press(DOWN).await;
    window.has_keyboard("[role=menuitem]:nth-child(2)").await;
    window.press(ESCAPE).await;
    window.gone("[role=menu]").await;
    window.has_keyboard(button).await;

    let unread = "[data-view=unread] .count";
    window.says(unread, "2").await;
    window.press(&format!("{SHIFT}a")).await;
    window.gone(unread).await;
    window.press(&format!("{SHIFT}z")).await;
    window.has_keyboard("[role=dialog] *").await;
    // What tells of a deed lies above the dialog: it can be undone from there.
    window.click_on(&at("toast-undo")).await;
    window.says(unread, "2").await;
    assert_eq!(window.count("[role=dialog]").await, 1);
    window.gone(&at("toast-undo")).await;
    window.focus("[role=dialog] button").await;
    for _ in 0..20 {
        window.press(TAB).await;
        window.has_keyboard("[role=dialog] *").await;
    }
    window.press(ESCAPE).await;
    window.gone("[role=dialog]").await;
    window.has_keyboard(button).await;
    window.quit().await;
}
