//! What closing asks, and how the window comes back: soon, and where it was.

use std::time::Instant;

use tidings_tests::{ReplayHub, until};

use crate::home::Home;
use crate::window::{Window, at};

/// More rows than the window reads at first.
const MANY: usize = 300;

/// Rows of the last page that the window asked the core for, as the app logs it.
const READS: &str = "the window reads a page";

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn what_closing_does_is_asked_once() {
    let home = Home::new();
    let hub = ReplayHub::start();
    home.configure(&format!("# Mine.\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let window = Window::open(&home).await;
    window.element("[data-testid=feed-row][data-state=open]").await;
    home.ask_to_close("Tidings").await;
    window.element(&at("closing")).await;
    assert!(home.has_window("Tidings"), "it asks before it goes");
    window.click_and_go(&format!("{} button:last-of-type", at("closing"))).await;
    home.no_window("Tidings").await;
    let saved = home.configuration();
    assert!(saved.contains("close_asked = true") && saved.contains("# Mine."), "{saved}");

    assert_eq!(home.start(&[]).end().await.0, Some(0));
    home.window("Tidings").await;
    home.close("Tidings").await;
    window.quit().await;
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn it_comes_back_where_it_was() {
    let home = Home::new();
    home.configure("[window]\nclose_asked = true\n");
    let mut app = home.start(&[]);
    home.window("Tidings").await;
    until("the page is there", async || app.said().contains(READS).then_some(())).await;
    home.place("Tidings", (140, 90), (900, 600));
    let before = until("the window is moved", async || {
        home.geometry("Tidings").filter(|geometry| geometry.contains("900x600"))
    })
    .await;
    home.close("Tidings").await;
    let pages = app.said().matches(READS).count();

    let asked = Instant::now();
    let mut second = home.start(&[]);
    home.window("Tidings").await;
    let seen = asked.elapsed();
    until("the page is there anew", async || (app.said().matches(READS).count() > pages).then_some(())).await;
    println!("asked for anew, the window was there after {seen:?}, its rows after {:?}", asked.elapsed());
    assert_eq!(second.end().await.0, Some(0));
    until("it is where it was", async || home.geometry("Tidings").filter(|now| *now == before)).await;
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn what_was_read_is_open_again() {
    let home = Home::new();
    let hub = ReplayHub::start();
    home.configure(&format!("[bell]\nenabled = false\n\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let window = Window::open(&home).await;
    hub.publish(r#"{"title":"One","message":"Its text."}"#);
    window.row_count(1).await;
    window.click_on("[data-testid=feed-row] > button").await;
    window.click_on("[data-testid=entry-row][data-seq='1']").await;
    window.says("[data-testid=entry-detail][data-seq='1']", "Its text.").await;
    for number in 1..=MANY {
        hub.publish(&format!(r#"{{"title":"Row {number}"}}"#));
    }
    window.says("[data-view=unread] .count", &MANY.to_string()).await;
    let heading = window.text("[data-part=timeline] h1").await;
    window.quit().await;

    let window = Window::open(&home).await;
    window.says("[data-testid=entry-detail][data-seq='1']", "Its text.").await;
    assert_eq!(
        window.text("[data-part=timeline] h1").await,
        heading,
        "and the feed is the one that was shown"
    );
    assert_eq!(window.count("[data-testid=entry-row][data-seq='1']").await, 0, "its row is far below");
    window.press("/").await;
    window.has_keyboard(&at("search")).await;
    window.press("row is:unread").await;
    window.element("[data-testid=save-search]").await;
    window.quit().await;

    let window = Window::open(&home).await;
    let typed = "return document.querySelector('[data-testid=search]')?.value";
    window
        .until("the search is there anew", async || {
            (window.ask(typed, vec![]).await.as_str() == Some("row is:unread")).then_some(())
        })
        .await;
    window.quit().await;
}

/// The system may end the process of a page, when memory is short.
#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_page_whose_process_ended_is_loaded_anew() {
    let home = Home::new();
    home.configure("[window]\nclose_asked = true\n");
    let mut app = home.start(&[]);
    home.window("Tidings").await;
    let pages = || app.said().matches(READS).count();
    until("the page is there", async || (pages() > 0).then_some(())).await;
    let before = pages();
    app.end_page();
    until("the page is there anew", async || (pages() > before).then_some(())).await;
    assert!(home.has_window("Tidings"));
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}
