//! The bell comes back: what could not be rung is one summary, once, and the program says what is wrong meanwhile.

use serde_json::json;
use tidings_tests::{Bus, Config, FeedTable, Gate, NotificationService, ReplayHub, Tidings, until};

/// A feed, a bus with nobody on it, and what is published there.
struct Desk {
    hub: ReplayHub,
    bus: Bus,
    tidings: Tidings,
}

impl Desk {
    async fn new() -> Self {
        let (hub, bus) = (ReplayHub::start(), Bus::start().await);
        let tidings = Tidings::with(&Config::of([FeedTable::new("match", &hub.url("/"))]));
        let tidings = tidings.variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
        Self { hub, bus, tidings }
    }

    fn publish(&self, titles: &[&str]) {
        for title in titles {
            self.hub.publish(&json!({ "title": title }).to_string());
        }
    }

    /// Every entry has rung, by itself or counted.
    async fn none_waits(&self) {
        until("every entry has rung", async || {
            self.tidings.history(&[]).await.iter().all(|entry| entry["rang"] == true).then_some(())
        })
        .await;
    }
}

fn titles(service: &NotificationService) -> Vec<String> {
    service.shown().into_iter().map(|shown| shown.summary).collect()
}

/// What was never shown is shown, by itself or counted, and nothing twice.
fn each_once(service: &NotificationService, wanted: usize) {
    let counted = |title: &String| {
        let (count, of) = title.split_once(' ').unwrap_or_default();
        if of == "new from match" { count.parse().unwrap() } else { 1 }
    };
    let shown = titles(service);
    assert_eq!(shown.iter().map(counted).sum::<usize>(), wanted, "{shown:?}");
}

#[tokio::test]
async fn a_service_that_comes_late_shows_what_waits() {
    let desk = Desk::new().await;
    let mut run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    run.says(&["No notification gets through"]).await;
    desk.publish(&["one", "two", "three"]);
    desk.tidings.titles(3).await;
    let service = desk.bus.serve().await;
    desk.none_waits().await;
    each_once(&service, 3);
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_service_that_is_restarted_goes_on_where_the_other_ended() {
    let desk = Desk::new().await;
    let first = desk.bus.serve().await;
    let mut run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    desk.publish(&["one"]);
    first.shown_at_least(1).await;
    first.end().await;
    desk.publish(&["two", "three"]);
    run.says(&["No notification gets through"]).await;
    let second = desk.bus.serve().await;
    desk.none_waits().await;
    each_once(&second, 2);
    assert_eq!(second.shown()[0].replaces, 0, "the numbers of the first are its own");
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_service_that_refuses_bursts_gets_one_summary() {
    let desk = Desk::new().await;
    let service = desk.bus.serve().await;
    service.refuse(true);
    let mut run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    desk.publish(&["one", "two"]);
    run.says(&["too many came in a short time"]).await;
    until("both were refused", async || (service.refused() >= 2).then_some(())).await;
    service.refuse(false);
    desk.none_waits().await;
    assert_eq!(titles(&service), ["2 new from match"]);
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn without_a_bus_the_feed_goes_on_and_the_reason_is_said() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("match", &hub.url("/"))]));
    let tidings = tidings.variable("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let mut run = tidings.start(&["run"]);
    hub.request(0).await;
    hub.publish("hello");
    assert_eq!(tidings.titles(1).await, ["hello"]);
    run.says(&["There is no session bus"]).await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_service_that_hangs_and_is_restarted_gets_one_summary() {
    let desk = Desk::new().await;
    let hung = desk.bus.serve_hung(&Gate::default()).await;
    let mut run = desk.tidings.start(&["run"]);
    desk.hub.request(0).await;
    run.says(&["did not answer within"]).await;
    desk.publish(&["one", "two", "three", "four"]);
    desk.tidings.titles(4).await;
    hung.end().await;
    let service = desk.bus.serve().await;
    desk.none_waits().await;
    assert_eq!(titles(&service), ["4 new from match"]);
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

/// What rings runs the command once: with no notification service too, and not again in the summary once there is one.
#[tokio::test]
async fn a_command_runs_once_for_each_that_rings() {
    let (hub, bus) = (ReplayHub::start(), Bus::start().await);
    let place = tempfile::tempdir().unwrap();
    let told = place.path().join("told");
    let script = r#"printf '%s\n' "$TIDINGS_TITLE of $1" >> "$0""#;
    let args = json!(["-c", script, told.to_str().unwrap(), "{feed_name}"]);
    let feed = FeedTable::new("match", &hub.url("/"));
    let feed = feed.raw(&format!("bell = {{ command = {{ program = \"sh\", args = {args} }} }}"));
    let tidings = Tidings::with(&Config::of([feed])).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let lines =
        || std::fs::read_to_string(&told).unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>();
    let told_of = async |wanted: &[&str]| {
        until("the command has run", async || (lines() == wanted).then_some(())).await;
    };
    for (start, title) in ["one", "two"].into_iter().enumerate() {
        let mut run = tidings.start(&["run"]);
        hub.request(start).await;
        run.says(&["No notification gets through"]).await;
        hub.publish(&json!({ "title": title }).to_string());
        told_of(&["one of match", "two of match"][..=start]).await;
        run.terminate().await;
        run.finish().await.expect(0, &[]);
    }
    let service = bus.serve().await;
    let _run = tidings.start(&["run"]);
    service.shown_at_least(1).await;
    assert_eq!(titles(&service), ["2 new from match"]);
    hub.request(2).await;
    hub.publish(&json!({ "title": "three" }).to_string());
    told_of(&["one of match", "two of match", "three of match"]).await;
}
