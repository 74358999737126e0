//! A connection on which nothing is heard any more is given up and made anew; a comment is enough to keep it.

use std::time::Duration;

use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings};

fn impatient(server: &ScriptedServer) -> Tidings {
    Tidings::with(&Config::of([FeedTable::new("quiet", &server.url("/")).raw("idle_seconds = 5")]))
}

#[tokio::test]
async fn silence_is_noticed_said_and_survived() {
    let silent = Script::stream().say("retry: 500\n\nid: 1\ndata: one\n\n").hold();
    let server = ScriptedServer::start(vec![silent, Script::stream().say("id: 2\ndata: two\n\n").hold()]);
    let tidings = impatient(&server);
    let mut watch = tidings.start(&["watch", "quiet", "--raw", "--json", "--count", "2"]);
    let waiting = watch.state("waiting").await;
    assert!(waiting["reason"].as_str().unwrap().contains("5 seconds"), "{waiting}");
    assert_eq!(watch.finish().await.json_lines().len(), 2);
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("1"));
}

#[tokio::test]
async fn comments_keep_a_quiet_feed_connected() {
    let mut script = Script::stream();
    for _ in 0..8 {
        script = script.say(":\n\n").wait(Duration::from_secs(1));
    }
    let server = ScriptedServer::start(vec![script.say("data: after eight seconds\n\n").hold()]);
    let tidings = impatient(&server);
    let finished = tidings.finish(&["watch", "quiet", "--raw", "--json", "--count", "1"]).await;
    assert_eq!(finished.json_lines()[0]["data"], "after eight seconds", "{finished:#?}");
    assert_eq!(server.requests().len(), 1);
}
