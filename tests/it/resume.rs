//! A connection lost in every way there is, and taken up again: nothing lost, nothing twice.

use serde_json::{Value, json};
use tidings_tests::{Config, FeedTable, ReplayHub, Script, ScriptedServer, Tidings, until};

fn data(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["data"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn after_a_reset_the_last_id_is_sent_and_the_rest_follows() {
    let first = Script::stream()
        .say("retry: 500\n\nid: a-1\ndata: one\n\nid: a-2\ndata: two\n\n")
        .wait(PAUSE)
        .reset();
    let second = Script::stream().say("id: a-3\ndata: three\n\n").hold();
    let server = ScriptedServer::start(vec![first, second]);
    let tidings = Tidings::new();
    let mut watch = tidings.start(&["watch", &server.url("/"), "--raw", "--json", "--count", "3"]);
    let waiting = watch.state("waiting").await;
    assert!((250..=1000).contains(&waiting["retry_in_ms"].as_u64().unwrap()), "{waiting}");
    assert!(!waiting["reason"].as_str().unwrap().is_empty(), "{waiting}");
    let finished = watch.finish().await;
    assert_eq!(data(&finished.json_lines()), ["one", "two", "three"]);
    let sent: Vec<_> = server.requests().iter().map(|request| request.last_event_id()).collect();
    assert_eq!(sent, [None, Some("a-2".to_owned())]);
}

/// Long enough for the client to read what was said before the reset: a reset may overtake bytes that wait in the kernel.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(300);

#[tokio::test]
async fn an_event_cut_in_the_middle_is_neither_shown_nor_counted() {
    let first = Script::stream().say("retry: 500\n\nid: 1\ndata: one\n\nid: 2\ndata: tw");
    let second = Script::chunked().chunk("id: 2\ndata: two\n\nid: 3\ndata: thr");
    let third = Script::stream().say("id: 3\ndata: three\n\n").hold();
    let server = ScriptedServer::start(vec![first, second, third]);
    let finished =
        Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--json", "--count", "3"]).await;
    assert_eq!(data(&finished.json_lines()), ["one", "two", "three"], "{finished:#?}");
    let sent: Vec<_> =
        server.requests().iter().map(|request| request.last_event_id().unwrap_or_default()).collect();
    assert_eq!(sent, ["", "1", "2"]);
}

#[tokio::test]
async fn an_id_without_data_moves_the_cursor_too() {
    let first = Script::stream().say("retry: 500\n\nid: 1\ndata: one\n\nid: 9\n\n");
    let server = ScriptedServer::start(vec![first, Script::stream().say("data: two\n\n").hold()]);
    let finished =
        Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--json", "--count", "2"]).await;
    assert_eq!(finished.json_lines()[1], json!({"event": "message", "data": "two", "last_event_id": "9"}));
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("9"));
}

#[tokio::test]
async fn with_no_id_of_its_own_a_connection_keeps_the_one_before() {
    let first = Script::stream().say("retry: 500\n\nid: 5\ndata: one\n\n");
    let second = Script::stream().say("data: two\n\n");
    let server = ScriptedServer::start(vec![first, second, Script::stream().say("data: three\n\n").hold()]);
    let finished =
        Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--json", "--count", "3"]).await;
    assert_eq!(data(&finished.json_lines()), ["one", "two", "three"], "{finished:#?}");
    assert_eq!(server.request(2).await.last_event_id().as_deref(), Some("5"));
}

#[tokio::test]
async fn a_run_loses_nothing_and_stores_nothing_twice_over_cuts_and_outages() {
    let mut hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let _run = tidings.start(&["run", "--no-notify"]);
    let mut published = Vec::new();
    for round in 0..4 {
        hub.request(round).await;
        for _ in 0..25 {
            let title = format!("Message {}", hub.published() + 1);
            hub.publish(&json!({ "title": title }).to_string());
            published.push(title);
        }
        // The cut falls before, within or after what was just said.
        match round {
            0 | 1 => hub.cut().await,
            2 => {
                hub.stop().await;
                hub.restart();
            }
            _ => {}
        }
    }
    assert_eq!(tidings.titles(100).await, published);
}

#[tokio::test]
async fn a_position_that_the_server_refuses_is_let_go_and_what_that_costs_is_said() {
    let change = |n: u32, title: &str| {
        format!(
            "id: [{{\"topic\":\"t\",\"offset\":{n}}}]\ndata: {{\"meta\":{{\"id\":\"{n}\",\"domain\":\"de.wikipedia.org\",\"stream\":\"mediawiki.page-create\"}},\"page_title\":\"{title}\"}}\n\n"
        )
    };
    let refusal = || Script::answer(400, "application/json", "{}");
    let server = ScriptedServer::start(vec![
        Script::stream().say(format!("retry: 500\n\n{}", change(1, "Eins"))),
        refusal(),
        Script::stream().say(format!("retry: 500\n\n{}", change(2, "Zwei"))),
        refusal(),
        // Refused without a position as well: that is an answer to something else.
        refusal(),
    ]);
    let url = server.url("/v2/stream/page-create");
    let tidings = Tidings::with(&Config::of([FeedTable::new("wiki", &url)]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(2).await, ["New page: Eins", "New page: Zwei"]);
    let sent = |n: usize| server.requests().get(n).map(|request| request.last_event_id().is_some());
    until("the second refusal is final", async || sent(4)).await;
    assert_eq!((0..5).map(sent).collect::<Vec<_>>(), [false, true, false, true, false].map(Some));
    run.says(&["wiki", "stopped"]).await;
    run.terminate().await;
    run.finish().await;
    let said = tidings.finish(&["feeds", "check"]).await.stdout;
    assert!(said.contains("its server no longer knows where Tidings left off"), "{said}");
}
