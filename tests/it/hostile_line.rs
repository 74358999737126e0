//! A line without end: memory stays bounded, the feed and the limit are named, the other feeds go on.

use tidings_tests::{Config, FeedTable, ReplayHub, Script, ScriptedServer, Tidings};

/// An event begins and does not stop for 64 MiB.
fn endless() -> Script {
    Script::stream().say("id: 1\ndata: before\n\ndata: ").flood(vec![b'x'; 1 << 20], 64).hold()
}

#[tokio::test]
async fn the_feed_and_the_limit_are_named_and_the_others_go_on() {
    let hostile = ScriptedServer::start(vec![endless()]);
    let hub = ReplayHub::start();
    let feeds = [FeedTable::new("hostile", &hostile.url("/")), FeedTable::new("friendly", &hub.url("/"))];
    let tidings = Tidings::with(&Config::of(feeds));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["hostile", "1048576 bytes"]).await;
    hub.publish("still here");
    let mut titles = tidings.titles(2).await;
    titles.sort();
    assert_eq!(titles, ["before", "still here"]);
    assert!(run.is_up());
}

#[tokio::test]
async fn a_feed_may_be_given_a_limit_of_its_own() {
    let long = "y".repeat(3000);
    let said = format!("retry: 500\n\ndata: short\n\ndata: {long}\n\n");
    let server = ScriptedServer::start(vec![Script::stream().say(said).hold()]);
    let small = FeedTable::new("small", &server.url("/")).raw("max_event_bytes = 2048");
    let tidings = Tidings::with(&Config::of([small]));
    let mut watch = tidings.start(&["watch", "small", "--json"]);
    assert_eq!(watch.json().await["title"], "short");
    let waiting = watch.state("waiting").await;
    assert!(waiting["reason"].as_str().unwrap().contains("2048 bytes"), "{waiting}");

    tidings.write_config(&Config::of([FeedTable::new("small", &server.url("/"))]).to_string());
    let finished = tidings.finish(&["watch", "small", "--raw", "--json", "--count", "2"]).await;
    assert_eq!(finished.json_lines()[1]["data"].as_str().map(str::len), Some(3000));
}
