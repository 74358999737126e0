//! The SSE id is a cursor, never a unique key by itself: one id, two different events, both kept.

use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings};

#[tokio::test]
async fn two_events_under_one_id_are_two_entries_and_stay_two() {
    let said = "retry: 500\n\nid: 5\ndata: {\"title\":\"first\"}\n\ndata: {\"title\":\"second\"}\n\n\
                id: 5\ndata: {\"title\":\"third\"}\n\n";
    // The second connection repeats it all, and then says one thing more.
    let again = format!("{said}id: 6\ndata: {{\"title\":\"last\"}}\n\n");
    let server = ScriptedServer::start(vec![Script::stream().say(said), Script::stream().say(again).hold()]);
    let tidings = Tidings::with(&Config::of([FeedTable::new("sticky", &server.url("/"))]));
    let _run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(4).await, ["first", "second", "third", "last"]);
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("5"));
}
