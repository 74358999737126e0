//! A clean end of the stream is a reason to reconnect like any other.

use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings};

const FIRST: &str = "retry: 500\n\nid: 1\ndata: before\n\n";
const SECOND: &str = "id: 2\ndata: after\n\n";

async fn reconnects(first: Script) {
    let server = ScriptedServer::start(vec![first, Script::stream().say(SECOND).hold()]);
    let tidings = Tidings::new();
    let mut watch = tidings.start(&["watch", &server.url("/"), "--raw", "--json", "--count", "2"]);
    let waiting = watch.state("waiting").await;
    assert!(waiting["reason"].as_str().unwrap().contains("end"), "{waiting}");
    watch.state("open").await;
    let finished = watch.finish().await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    assert_eq!(finished.json_lines()[1]["data"], "after");
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("1"));
}

#[tokio::test]
async fn where_the_connection_is_the_end() {
    reconnects(Script::stream().say(FIRST)).await;
}

#[tokio::test]
async fn where_http_marks_the_end() {
    reconnects(Script::chunked().chunk(FIRST).last_chunk()).await;
}

#[tokio::test]
async fn a_server_that_closes_after_each_event_is_read_all_the_same() {
    let scripts = (1..=3).map(|n| Script::stream().say(format!("retry: 500\n\nid: {n}\ndata: n{n}\n\n")));
    let server = ScriptedServer::start(scripts.chain([Script::stream().hold()]).collect());
    let tidings = Tidings::with(&Config::of([FeedTable::new("cgi", &server.url("/"))]));
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(3).await, ["n1", "n2", "n3"]);
}

#[tokio::test]
async fn without_reconnecting_the_end_is_the_end() {
    let server = ScriptedServer::start(vec![Script::stream().say(FIRST)]);
    let arguments = ["watch", &server.url("/"), "--raw", "--json", "--no-reconnect"];
    let finished = Tidings::new().finish(&arguments).await;
    assert_eq!((finished.code, finished.json_lines().len()), (Some(0), 1), "{finished:#?}");
    assert_eq!(server.requests().len(), 1);
}
