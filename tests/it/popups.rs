//! What a popup shows beside its words, and what becomes of it when the program is quit and started again.

use serde_json::json;
use tidings_tests::{Bus, Config, FeedTable, ReplayHub, Server, Tidings, until};
use tokio::io::AsyncWriteExt as _;

/// 3 by 2 pixels.
const PNG: &[u8] = include_bytes!("../fixtures/three-by-two.png");

/// A time far ahead: what was before the first connect would not ring.
const AHEAD: u64 = 4_100_000_000;

fn message(id: &str, title: &str, icon: Option<&str>) -> String {
    json!({ "id": id, "time": AHEAD, "event": "message", "topic": "t", "title": title, "message": "text",
            "icon": icon })
    .to_string()
}

#[tokio::test]
async fn a_popup_has_the_picture_that_its_entry_names_and_waits_for_none() {
    let (bus, hub) = (Bus::start().await, ReplayHub::start());
    let service = bus.serve().await;
    let pictures = Server::start(|_, request, mut stream| async move {
        if request.path.starts_with("/icon") {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {}\r\n\r\n",
                PNG.len()
            );
            let _ = stream.write_all(&[head.as_bytes(), PNG].concat()).await;
        } else {
            // Never answers.
            std::future::pending::<()>().await;
        }
    });
    let feed = FeedTable::new("alerts", &hub.url("/t/sse")).format("ntfy");
    let tidings = Tidings::with(&Config::of([feed])).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let run = tidings.start(&["run"]);
    hub.request(0).await;
    hub.publish(&message("m1", "With", Some(&pictures.url("/icon.png"))));
    let shown = service.shown_at_least(1).await;
    assert_eq!(shown[0].picture, Some((3, 2)), "{shown:#?}");
    hub.publish(&message("m2", "Slow", Some(&pictures.url("/never.png"))));
    let shown = service.shown_at_least(2).await;
    assert_eq!(shown[1].picture, Some((64, 64)), "our own stands in: {shown:#?}");
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_popup_of_an_earlier_run_is_answered_and_replaced() {
    let (bus, hub) = (Bus::start().await, ReplayHub::start());
    let service = bus.serve().await;
    let feed = FeedTable::new("alerts", &hub.url("/t/sse")).format("ntfy");
    let tidings = Tidings::with(&Config::of([feed])).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let run = tidings.start(&["run"]);
    hub.request(0).await;
    hub.publish(&message("m1", "Goal", None));
    let first = service.shown_at_least(1).await.remove(0);
    assert!(first.buttons.iter().any(|key| key == "mark-read"), "{first:#?}");
    until("the ring is recorded", async || {
        tidings.history(&[]).await.iter().all(|entry| entry["ring"] == "rang").then_some(())
    })
    .await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);

    let run = tidings.start(&["run"]);
    hub.request(1).await;
    // The bell looks for its service before it rings anything.
    hub.publish(&message("m2", "Half time", None));
    service.shown_at_least(2).await;
    service.press(first.id, "mark-read").await;
    until("the first entry is read", async || {
        let history = tidings.history(&[]).await;
        let goal = history.iter().find(|entry| entry["title"] == "Goal").expect("it is stored");
        (goal["read"] == true).then_some(())
    })
    .await;
    until("its popup comes down", async || service.closed().contains(&first.id).then_some(())).await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}
