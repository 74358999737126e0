//! What the public suites ask of a client beside the stream's format: types, statuses, ids and retries. docs/conformance.md lists them.

use tidings_tests::{Script, ScriptedServer, Tidings};

fn typed(content_type: &str) -> Script {
    Script::default().say(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\ndata: here\n\n"
    ))
}

/// web-platform-tests: format-mime-bogus, format-mime-trailing-semicolon, format-mime-valid-bogus, format-utf-8.
#[tokio::test]
async fn the_type_alone_decides_whatever_its_parameters() {
    let cases = [
        ("text/event-stream", 0),
        ("text/event-stream;", 0),
        ("text/event-stream;charset=windows-1251", 0),
        ("text/event-stream ; a bogus parameter", 0),
        ("Text/Event-Stream", 0),
        ("x bogus", 3),
        ("text/x-bogus", 3),
        ("text/event-stream-ish", 3),
    ];
    for (content_type, code) in cases {
        let server = ScriptedServer::start(vec![typed(content_type)]);
        let finished =
            Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--json", "--count", "1"]).await;
        assert_eq!(finished.code, Some(code), "{content_type}: {finished:#?}");
        assert_eq!(finished.json_lines().len(), usize::from(code == 0), "{content_type}");
    }
}

/// web-platform-tests: request-status-error. 503 is tried again, where the standard gives up: see docs/connection.md.
#[tokio::test]
async fn other_statuses_than_200_open_nothing() {
    for status in [204, 205, 210, 299, 400, 404, 410] {
        let server = ScriptedServer::start(vec![Script::answer(status, "text/event-stream", "data: x\n\n")]);
        let finished = Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--json"]).await;
        assert_eq!((finished.code, &*finished.stdout), (Some(3), ""), "{status}: {finished:#?}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
    let busy = Script::answer(503, "text/event-stream", "data: x\n\n");
    let server = ScriptedServer::start(vec![busy, typed("text/event-stream")]);
    let finished = Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--count", "1"]).await;
    assert_eq!((finished.code, server.requests().len()), (Some(0), 2), "{finished:#?}");
}

/// web-platform-tests: format-field-id, -2, -3, -null; LaunchDarkly: reconnection; npm eventsource: reconnect with the last id.
#[tokio::test]
async fn the_id_in_force_goes_with_the_next_request_as_its_bytes() {
    let cases = [
        ("id: …\ndata: a\n\n", Some("…")),
        ("id: 1\ndata: a\n\ndata: b\n\n", Some("1")),
        ("id: 1\ndata: a\n\nid\ndata: b\n\n", None),
        ("id: 1\ndata: a\n\nid: \0\ndata: b\n\n", Some("1")),
        ("id: 1\ndata: a\n\nid: 2\ndata: unfinished", Some("1")),
        ("id: 1\ndata: a\n\nid: 2\n\n", Some("2")),
        ("data: a\n\n", None),
    ];
    for (said, sent) in cases {
        let first = Script::stream().say(format!("retry: 500\n\n{said}"));
        let server =
            ScriptedServer::start(vec![first, Script::stream().say("event: last\ndata: z\n\n").hold()]);
        let tidings = Tidings::new();
        let mut watch = tidings.start(&["watch", &server.url("/"), "--raw", "--json"]);
        while watch.json().await["event"] != "last" {}
        assert_eq!(server.request(0).await.last_event_id(), None, "{said:?}");
        assert_eq!(server.request(1).await.last_event_id().as_deref(), sent, "{said:?}");
    }
}

/// web-platform-tests: format-field-retry, -bogus, -empty, which allow for a quarter more or less; the standard allows for more only. A
/// bad value leaves the good one before it in force.
#[tokio::test]
async fn retry_sets_the_pause_where_it_is_a_number() {
    let cases = [
        ("retry: 3000\n\n", 3_000..=3_750),
        ("retry: 3000\nretry: 1000x\n\n", 3_000..=3_750),
        ("retry: 3000\n\nretry\n\nretry:\n\nretry: +9\n\n", 3_000..=3_750),
        ("retry: x\n\n", 500..=1_000),
        ("data: x\n\n", 500..=1_000),
    ];
    for (said, pause) in cases {
        let server = ScriptedServer::start(vec![Script::stream().say(said)]);
        let tidings = Tidings::new();
        let mut watch = tidings.start(&["watch", &server.url("/"), "--raw", "--json"]);
        let waiting = watch.state("waiting").await;
        assert!(pause.contains(&waiting["retry_in_ms"].as_u64().unwrap()), "{said:?}: {waiting}");
    }
}
