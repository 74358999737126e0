//! `tidings run` ended, in good order or not, and started again: it goes on where its store says.

use serde_json::{Value, json};
use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

fn publish(hub: &ReplayHub, count: usize) {
    for _ in 0..count {
        hub.publish(&json!({ "title": format!("Message {}", hub.published() + 1) }).to_string());
    }
}

fn titles(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("Message {n}")).collect()
}

#[tokio::test]
async fn after_sigterm_it_resumes_from_the_stored_cursor() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    publish(&hub, 50);
    let run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(50).await, titles(50));
    run.terminate().await;
    let finished = run.finish().await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");

    publish(&hub, 50);
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(100).await, titles(100));
    let sent: Vec<_> = hub.requests().iter().map(|request| request.last_event_id()).collect();
    assert_eq!(sent, [None, Some("50".to_owned())]);
}

#[tokio::test]
async fn after_sigkill_too() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    publish(&hub, 50);
    for round in 1..=3 {
        let run = tidings.start(&["run", "--no-notify"]);
        assert_eq!(tidings.titles(50 * round).await, titles(50 * round));
        run.kill().await;
        publish(&hub, 50);
    }
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(200).await, titles(200));
    let sent: Vec<_> =
        hub.requests().iter().map(|request| request.last_event_id().unwrap_or_default()).collect();
    assert_eq!(sent, ["", "50", "100", "150"]);
}

#[tokio::test]
async fn an_id_behind_the_last_event_is_the_cursor() {
    // One write: an event, and then an id in a block of its own.
    let script = tidings_tests::Script::stream().say("id: 1\ndata: {\"title\":\"a\"}\n\nid: 2\n\n").hold();
    let server = tidings_tests::ScriptedServer::start(vec![script]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("plain", &server.url("/"))]));
    let run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["a"]);
    run.terminate().await;
    run.finish().await.expect(0, &[]);
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("2"));
}

#[tokio::test]
async fn a_feed_that_only_moves_its_cursor_can_be_paused_and_ended() {
    // Every event is followed by an id of its own, without a pause.
    let said = "id: x\ndata: {\"title\":\"again\"}\n\nid: y\n\n";
    let script = tidings_tests::Script::stream().flood(said, 200_000).hold();
    let server = tidings_tests::ScriptedServer::start(vec![script]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("busy", &server.url("/"))]));
    let run = tidings.start(&["run", "--no-notify"]);
    tidings.titles(1).await;
    let asked = std::time::Instant::now();
    run.terminate().await;
    run.finish().await.expect(0, &[]);
    assert!(asked.elapsed() < std::time::Duration::from_secs(10), "it took {:?}", asked.elapsed());
}

#[tokio::test]
async fn a_feed_without_ids_that_repeats_itself_adds_nothing() {
    // Each connection says the same again, as feeds do that know no ids.
    let script =
        tidings_tests::Script::stream().say("data: {\"title\":\"a\"}\n\ndata: {\"title\":\"b\"}\n\n").hold();
    let server = tidings_tests::ScriptedServer::start(vec![script]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("plain", &server.url("/"))]));
    let run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(2).await, ["a", "b"]);
    run.kill().await;

    let run = tidings.start(&["run", "--no-notify"]);
    server.request(1).await;
    // The second feed's entry is stored after what the first one repeated: when it is there, the repetition has been judged.
    let marker = ReplayHub::start();
    marker.publish("marker");
    let both =
        Config::of([FeedTable::new("plain", &server.url("/")), FeedTable::new("marker", &marker.url("/"))]);
    tidings.write_config(&both.to_string());
    assert_eq!(tidings.titles(3).await, ["a", "b", "marker"]);
    run.terminate().await;
    assert_eq!(run.finish().await.code, Some(0));
    let history = tidings.history(&[]).await;
    assert_eq!(history.len(), 3);
    assert!(history.windows(2).all(|pair| seq(&pair[0]) < seq(&pair[1])), "{history:#?}");
}

fn seq(entry: &Value) -> i64 {
    entry["seq"].as_i64().unwrap()
}

#[tokio::test]
async fn killed_in_the_middle_of_a_flood_nothing_is_lost_or_doubled() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    publish(&hub, 5_000);
    for round in 1..=5 {
        let run = tidings.start(&["run", "--no-notify"]);
        // Some of the flood is stored, more of it is on its way.
        tidings.titles(round * 100).await;
        run.kill().await;
    }
    let run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(5_000).await, titles(5_000));
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn asked_to_end_in_the_middle_of_a_flood_it_ends_soon_and_in_good_order() {
    let flood = tidings_tests::Script::stream().flood("data: x\n\n", usize::MAX);
    let server = tidings_tests::ScriptedServer::start(vec![flood]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("flood", &server.url("/"))]));
    let run = tidings.start(&["run", "--no-notify"]);
    tidings.titles(1).await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}
