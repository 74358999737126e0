//! The bell: each entry rings once, a backlog is one summary, and a bad notification service never holds a feed up.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tidings_tests::{Bus, Config, FeedTable, Gate, NotificationService, ReplayHub, Tidings, until};

/// A time far ahead: what was before the first connect would not ring.
const AHEAD: u64 = 4_100_000_000;

/// A run that has a notification service, on a hub.
struct Desk {
    hub: ReplayHub,
    tidings: Tidings,
    bus: Bus,
}

impl Desk {
    async fn new(notify: &str) -> Self {
        let (hub, bus) = (ReplayHub::start(), Bus::start().await);
        let feed = FeedTable::new("match", &hub.url("/")).text("notify", notify);
        let tidings = Tidings::with(&Config::of([feed])).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
        Self { hub, tidings, bus }
    }

    fn publish(&self, title: &str) {
        self.hub.publish(&json!({ "title": title, "body": format!("about {title}") }).to_string());
    }
}

fn summaries(service: &NotificationService) -> Vec<String> {
    service.shown().into_iter().map(|shown| shown.summary).collect()
}

/// How many entries the popups tell of, each as it reads in the end.
fn told(service: &NotificationService) -> usize {
    let last: HashMap<u32, String> =
        service.shown().into_iter().map(|shown| (shown.id, shown.summary)).collect();
    let counted = |title: &String| match title.split_once(' ') {
        Some((count, rest)) if rest.contains("from match") => count.parse().unwrap(),
        _ => 1,
    };
    last.values().map(counted).sum()
}

fn rings(history: &[Value]) -> Vec<&str> {
    history.iter().map(|entry| entry["ring"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_rings_once_and_not_again_after_a_restart() {
    let desk = Desk::new("always").await;
    let service = desk.bus.serve().await;
    let run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    desk.publish("Goal");
    let shown = service.shown_at_least(1).await;
    assert!(format!("{} {}", shown[0].summary, shown[0].body).contains("Goal"), "{shown:#?}");
    // Killed between the popup and its record, a run cannot know; killed after, it does.
    until("the ring is recorded", async || {
        (rings(&desk.tidings.history(&[]).await) == ["rang"]).then_some(())
    })
    .await;
    run.kill().await;

    // The hub replays nothing, since the cursor is stored; and were it replayed, it is known.
    let _run = desk.tidings.start(&["run"]);
    desk.hub.request(1).await;
    desk.publish("Half time");
    let shown = service.shown_at_least(2).await;
    assert!(format!("{} {}", shown[1].summary, shown[1].body).contains("Half time"), "{shown:#?}");
    assert_eq!(shown.len(), 2, "{shown:#?}");
}

#[tokio::test]
async fn a_backlog_is_one_summary() {
    let desk = Desk::new("always").await;
    let service = desk.bus.serve().await;
    for n in 1..=40 {
        desk.publish(&format!("Old {n}"));
    }
    let run = desk.tidings.start(&["run"]);
    let first = service.shown_at_least(1).await;
    assert!(format!("{} {}", first[0].summary, first[0].body).contains("40"), "{first:#?}");
    desk.publish("New");
    let shown = service.shown_at_least(2).await;
    assert!(format!("{} {}", shown[1].summary, shown[1].body).contains("New"), "{shown:#?}");
    assert_eq!(shown.len(), 2, "{shown:#?}");
    run.terminate().await;
    run.finish().await.expect(0, &[]);

    for n in 1..=30 {
        desk.publish(&format!("While away {n}"));
    }
    let _run = desk.tidings.start(&["run"]);
    let shown = service.shown_at_least(3).await;
    assert!(format!("{} {}", shown[2].summary, shown[2].body).contains("30"), "{shown:#?}");
    assert_eq!(desk.tidings.titles(71).await.len(), 71);
    assert_eq!(summaries(&service).len(), 3, "{:#?}", service.shown());
}

/// A summary's entries are written down a page at a time.
#[tokio::test]
async fn killed_while_a_summary_is_written_down_it_tells_none_of_it_again() {
    const SAID: usize = 6_000;
    let desk = Desk::new("always").await;
    let service = desk.bus.serve().await;
    for n in 1..=SAID {
        desk.publish(&format!("Old {n}"));
    }
    let run = desk.tidings.start(&["run"]);
    until("some of the summary is written down", async || {
        (!desk.tidings.history(&["--search", "is:rang", "--limit", "1"]).await.is_empty()).then_some(())
    })
    .await;
    run.kill().await;

    desk.publish("New");
    let _run = desk.tidings.start(&["run"]);
    until("all have rung", async || {
        desk.tidings.titles(SAID + 1).await;
        desk.tidings.history(&[]).await.iter().all(|entry| entry["rang"] == true).then_some(())
    })
    .await;
    assert_eq!(told(&service), SAID + 1, "{:#?}", summaries(&service));
}

fn said(title: &str, seconds_ago: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is past 1970").as_secs();
    json!({ "title": title, "timestamp": now - seconds_ago }).to_string()
}

#[tokio::test]
async fn what_a_stream_had_said_before_anybody_listened_rings_for_nobody() {
    let desk = Desk::new("always").await;
    let service = desk.bus.serve().await;
    for n in 1..=40 {
        desk.hub.publish(&said(&format!("Old {n}"), 3_600 - n));
    }
    let run = desk.tidings.start(&["run"]);
    desk.tidings.titles(40).await;
    desk.hub.publish(&said("New", 0));
    let shown = service.shown_at_least(1).await;
    assert_eq!(summaries(&service), ["New"], "{shown:#?}");
    let history = until("the ring is recorded", async || {
        let history = desk.tidings.history(&[]).await;
        rings(&history).contains(&"rang").then_some(history)
    })
    .await;
    let earlier = rings(&history).iter().filter(|ring| **ring == "silent:earlier").count();
    assert_eq!((earlier, history.len()), (40, 41), "{history:#?}");
    run.terminate().await;
    run.finish().await.expect(0, &[]);

    // What was said while nobody listened, but after the first connect, is a backlog, however old it is.
    for n in 1..=30 {
        desk.hub.publish(&said(&format!("While away {n}"), 3_000 - n));
    }
    let _run = desk.tidings.start(&["run"]);
    let shown = service.shown_at_least(2).await;
    assert!(format!("{} {}", shown[1].summary, shown[1].body).contains("30"), "{shown:#?}");
}

#[tokio::test]
async fn what_is_not_to_ring_is_stored_and_silent() {
    let desk = Desk::new("never").await;
    let service = desk.bus.serve().await;
    let run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    desk.publish("Quiet");
    desk.tidings.titles(1).await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);
    assert_eq!(rings(&desk.tidings.history(&[]).await), ["silent:feed_never"]);
    assert!(service.shown().is_empty());
}

#[tokio::test]
async fn without_a_notification_service_the_feed_goes_on_and_the_silence_is_said() {
    let desk = Desk::new("always").await;
    let mut run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    for n in 1..=20 {
        desk.publish(&format!("Message {n}"));
    }
    assert_eq!(desk.tidings.titles(20).await.len(), 20);
    run.says(&["notification"]).await;
    assert!(run.is_up());
}

#[tokio::test]
async fn a_hung_notification_service_holds_nothing_up() {
    let desk = Desk::new("always").await;
    let _service = desk.bus.serve_hung(&Gate::default()).await;
    let run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    let started = std::time::Instant::now();
    for n in 1..=200 {
        desk.publish(&format!("Message {n}"));
    }
    assert_eq!(desk.tidings.titles(200).await.len(), 200);
    // One call alone may take 5 s before it is given up; 200 of them would take a quarter of an hour.
    assert!(started.elapsed().as_secs() < 15, "{:?}", started.elapsed());
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_live_card_is_replaced_in_place_and_urgency_goes_along() {
    let (bus, hub) = (Bus::start().await, ReplayHub::start());
    let service = bus.serve().await;
    let feed = FeedTable::new("alerts", &hub.url("/t/sse")).format("ntfy");
    let tidings = Tidings::with(&Config::of([feed])).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let _run = tidings.start(&["run"]);
    hub.request(0).await;
    let message = |id: &str, sequence: &str, title: &str, priority: u8| {
        json!({ "id": id, "time": AHEAD, "event": "message", "topic": "t", "sequence_id": sequence,
                "title": title, "message": "text", "priority": priority })
        .to_string()
    };
    hub.publish(&message("m1", "job", "Job at 10 %", 3));
    let first = service.shown_at_least(1).await.remove(0);
    hub.publish(&message("m2", "job", "Job at 90 %", 3));
    let second = service.shown_at_least(2).await.remove(1);
    hub.publish(&message("m3", "other", "Fire", 5));
    let third = service.shown_at_least(3).await.remove(2);
    assert_eq!((first.replaces, second.replaces, third.replaces), (0, first.id, 0), "{:#?}", service.shown());
    assert_eq!([first.urgency, second.urgency, third.urgency], [Some(1), Some(1), Some(2)]);
}

#[tokio::test]
async fn a_burst_never_becomes_a_burst_of_popups() {
    let desk = Desk::new("always").await;
    let service = desk.bus.serve().await;
    let _run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    desk.publish("Opener");
    service.shown_at_least(1).await;
    for n in 1..=500 {
        desk.publish(&format!("Burst {n}"));
    }
    let history = until("all 501 have rung, each by itself or counted", async || {
        desk.tidings.titles(501).await;
        let history = desk.tidings.history(&[]).await;
        history.iter().all(|entry| entry["rang"] == true).then_some(history)
    })
    .await;
    let alone = rings(&history).iter().filter(|ring| **ring == "rang").count();
    assert!(alone <= 20, "{alone} of 501 rang by themselves");
    assert!(service.shown().len() <= 30, "{:#?}", summaries(&service));
    assert_eq!(told(&service), 501, "{:#?}", summaries(&service));
}

#[tokio::test]
async fn what_comes_while_the_bell_is_still_looking_for_its_service_rings_once() {
    let desk = Desk::new("always").await;
    let gate = Gate::default();
    let service = desk.bus.serve_hung(&gate).await;
    let _run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    desk.publish("Goal");
    desk.tidings.titles(1).await;
    gate.stay_open();
    let first = service.shown_at_least(1).await.remove(0);
    assert_eq!(first.summary, "Goal", "{first:#?}");
    desk.publish("Half time");
    let shown = service.shown_at_least(2).await;
    assert_eq!(summaries(&service), ["Goal", "Half time"], "{shown:#?}");
}
