//! `tidings.toml` edited under a running `tidings run`.

use std::time::{Duration, Instant};

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

/// A second or so, and slack for a busy machine.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn an_edit_by_hand_is_picked_up_within_a_second_or_so() {
    let (first, second) = (ReplayHub::start(), ReplayHub::start());
    let config = Config::of([FeedTable::new("first", &first.url("/"))]);
    let tidings = Tidings::with(&config);
    let _run = tidings.start(&["run", "--no-notify"]);
    first.request(0).await;

    tidings.write_config(&config.and(FeedTable::new("second", &second.url("/"))).to_string());
    let saved = Instant::now();
    second.request(0).await;
    assert!(saved.elapsed() < SOON, "it took {:?}", saved.elapsed());
    second.publish("from the second");
    assert_eq!(tidings.titles(1).await, ["from the second"]);
    assert_eq!(first.requests().len(), 1, "the feed that did not change keeps its connection");
}

#[tokio::test]
async fn a_feed_switched_off_by_another_command_is_left_and_on_again_resumed() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let _run = tidings.start(&["run", "--no-notify"]);
    hub.publish("one");
    assert_eq!(tidings.titles(1).await, ["one"]);
    tidings.finish(&["feeds", "disable", "hub"]).await.expect(0, &[]);
    hub.left(1).await;
    hub.publish("two");
    tidings.finish(&["feeds", "enable", "hub"]).await.expect(0, &[]);
    assert_eq!(tidings.titles(2).await, ["one", "two"]);
    assert_eq!(hub.request(1).await.last_event_id().as_deref(), Some("1"));
}

#[tokio::test]
async fn a_broken_edit_is_reported_with_its_line_and_the_last_good_one_runs_on() {
    let (hub, later) = (ReplayHub::start(), ReplayHub::start());
    let config = Config::of([FeedTable::new("hub", &hub.url("/"))]);
    let tidings = Tidings::with(&config);
    let mut run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;

    tidings.write_config(&format!("{config}[feeds.broken\nurl = \"http://127.0.0.1:9/\"\n"));
    run.says(&["tidings.toml", "line 5"]).await;
    hub.publish("while it is broken");
    assert_eq!(tidings.titles(1).await, ["while it is broken"]);
    assert_eq!(hub.requests().len(), 1, "a broken edit costs no connection");

    tidings.write_config(&config.and(FeedTable::new("later", &later.url("/"))).to_string());
    later.request(0).await;
    later.publish("mended");
    assert_eq!(tidings.titles(2).await, ["while it is broken", "mended"]);
}

#[tokio::test]
async fn a_removed_feed_is_left() {
    let hub = ReplayHub::start();
    let config = Config::of([FeedTable::new("hub", &hub.url("/"))]);
    let tidings = Tidings::with(&config);
    let mut run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    tidings.write_config("# no feeds for now\n");
    hub.left(1).await;
    tidings.write_config(&config.to_string());
    hub.request(1).await;
    assert!(run.is_up());
}

#[tokio::test]
async fn a_file_that_was_emptied_or_lost_stops_no_feed() {
    let hub = ReplayHub::start();
    let config = Config::of([FeedTable::new("hub", &hub.url("/"))]);
    let tidings = Tidings::with(&config);
    let mut run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    tidings.write_config("");
    run.says(&["tidings.toml", "empty or gone", "last good configuration goes on", "comment"]).await;
    hub.publish("all the same");
    assert_eq!(tidings.titles(1).await, ["all the same"]);
    run.terminate().await;
    run.finish().await.expect(0, &[]);

    std::fs::remove_file(tidings.config_path()).unwrap();
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["tidings.toml", "empty or gone", "last good configuration goes on"]).await;
    hub.publish("at a start too");
    assert_eq!(tidings.titles(2).await, ["all the same", "at a start too"]);
    assert_eq!(hub.requests().len(), 2, "one connection for each start");
}

#[tokio::test]
async fn a_start_on_a_broken_file_runs_the_last_good_one() {
    let hub = ReplayHub::start();
    let config = Config::of([FeedTable::new("hub", &hub.url("/"))]);
    let tidings = Tidings::with(&config);
    let run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);

    tidings.write_config("[feeds.hub\n");
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["tidings.toml", "line 1"]).await;
    hub.publish("all the same");
    assert_eq!(tidings.titles(1).await, ["all the same"]);
}

#[tokio::test]
async fn a_new_name_or_level_costs_no_connection_and_a_new_address_makes_one() {
    let (old, new) = (ReplayHub::start(), ReplayHub::start());
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &old.url("/"))]));
    let _run = tidings.start(&["run", "--no-notify"]);
    old.publish("one");
    assert_eq!(tidings.titles(1).await, ["one"]);

    let renamed = Config::of([FeedTable::new("hub", &old.url("/")).text("notify", "never")]);
    tidings.write_config(&renamed.to_string().replace("name = \"hub\"", "name = \"Hub of hubs\""));
    // Another feed in the same edit shows when the edit is in force.
    let marker = ReplayHub::start();
    let with_marker =
        format!("{}{}", tidings.read_config(), Config::of([FeedTable::new("marker", &marker.url("/"))]));
    tidings.write_config(&with_marker);
    marker.request(0).await;
    old.publish("two");
    assert_eq!(tidings.titles(2).await, ["one", "two"]);
    assert_eq!(old.requests().len(), 1);

    tidings.write_config(&Config::of([FeedTable::new("hub", &new.url("/another-stream"))]).to_string());
    // A cursor means nothing to another stream.
    assert_eq!(new.request(0).await.last_event_id(), None);
    old.left(1).await;
    new.publish("three");
    assert_eq!(tidings.titles(3).await, ["one", "two", "three"]);
}
