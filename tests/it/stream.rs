//! What `tidings watch` prints of a live stream.

use serde_json::{Value, json};
use tidings_tests::{Config, FeedTable, Gate, Script, ScriptedServer, Tidings};

#[tokio::test]
async fn raw_json_is_the_event_word_for_word() {
    let said = concat!(
        "\u{feff}: a comment\n\n",
        "data: plain\n\n",
        "id: 7\nevent: goal\ndata: first line\ndata:second line\ndata\n\n",
        "data: the id above sticks\n\n",
        "id\ndata: an empty id unsticks it\r\n\r\n",
        "id: é☃\rdata: Grüße, 日本 \u{1F514} \"quoted\" \\ \u{7}\r\r",
        "event: nothing to say\n\n",
        "data\n\n",
    );
    let server = ScriptedServer::start(vec![Script::stream().say(said).hold()]);
    let finished =
        Tidings::new().finish(&["watch", &server.url("/raw"), "--raw", "--json", "--count", "6"]).await;
    let expected = [
        r#"{"event":"message","data":"plain","last_event_id":""}"#,
        r#"{"event":"goal","data":"first line\nsecond line\n","last_event_id":"7"}"#,
        r#"{"event":"message","data":"the id above sticks","last_event_id":"7"}"#,
        r#"{"event":"message","data":"an empty id unsticks it","last_event_id":""}"#,
        r#"{"event":"message","data":"Grüße, 日本 🔔 \"quoted\" \\ \u0007","last_event_id":"é☃"}"#,
        r#"{"event":"message","data":"","last_event_id":"é☃"}"#,
    ];
    assert_eq!(finished.stdout.lines().collect::<Vec<_>>(), expected, "{finished:#?}");
    assert_eq!(finished.code, Some(0));
}

#[tokio::test]
async fn quiet_prints_what_the_feed_says_and_no_states() {
    let server = ScriptedServer::start(vec![Script::stream().say("data: x\n\n").hold()]);
    let url = server.url("/");
    for how in [&["-q"][..], &["-q", "--json"]] {
        let finished = Tidings::new().finish(&[&["watch", &url, "--count", "1"], how].concat()).await;
        assert_eq!((finished.code, &*finished.stderr), (Some(0), ""), "{finished:#?}");
        assert_eq!(finished.stdout.lines().count(), 1, "{finished:#?}");
    }
}

#[tokio::test]
async fn json_is_an_entry_a_line() {
    let data = r#"{"id":"g1","title":"Goal!","message":"1:0, Kane","url":"https://example.org/g1","time":1795000000}"#;
    let said = format!("data: {data}\n\ndata: only words\n\n");
    let server = ScriptedServer::start(vec![Script::stream().say(said).hold()]);
    let url = server.url("/match");
    let finished = Tidings::new().finish(&["watch", &url, "--json", "--count", "2"]).await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    let [goal, words] = &finished.json_lines()[..] else { panic!("two entries: {finished:#?}") };

    let said = ["feed", "title", "body", "link"].map(|field| goal[field].as_str().unwrap());
    assert_eq!(said, [&url, "Goal!", "1:0, Kane", "https://example.org/g1"]);
    let published: String = goal["published_at"].as_str().unwrap().chars().take(19).collect();
    assert_eq!(published, "2026-11-18T11:06:40");
    assert_eq!(words["title"], "only words");
    for entry in [goal, words] {
        every_field_of_the_contract(entry);
    }
    assert_ne!(goal["key"], words["key"]);
}

fn every_field_of_the_contract(entry: &Value) {
    let fields = [
        "feed",
        "key",
        "title",
        "body",
        "link",
        "image",
        "published_at",
        "received_at",
        "urgency",
        "replaces",
        "tags",
        "actions",
    ];
    let present: Vec<_> = entry.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(fields.iter().all(|field| present.contains(field)), "{entry}");
    let received = entry["received_at"].as_str().unwrap();
    assert!(received.len() >= 20 && received.contains('T') && received.ends_with('Z'), "{entry}");
    assert!(["low", "normal", "critical"].contains(&entry["urgency"].as_str().unwrap()), "{entry}");
    assert!(entry["tags"].is_array() && entry["actions"].is_array(), "{entry}");
}

#[tokio::test]
async fn a_line_is_flushed_as_it_comes_and_states_go_to_stderr() {
    let gate = Gate::default();
    let script = Script::stream().say("data: one\n\n").until(&gate).say("data: two\n\n").hold();
    let server = ScriptedServer::start(vec![script]);
    let tidings = Tidings::new();
    let mut watch = tidings.start(&["watch", &server.url("/"), "--raw", "--json", "--count", "2"]);
    assert_eq!(watch.state("connecting").await, json!({"state": "connecting"}));
    assert_eq!(watch.state("open").await, json!({"state": "open"}));
    assert_eq!(watch.json().await["data"], "one");
    gate.open();
    assert_eq!(watch.json().await["data"], "two");
    assert_eq!(watch.finish().await.code, Some(0));
}

#[tokio::test]
async fn the_request_is_what_a_server_of_streams_expects() {
    let server = ScriptedServer::start(vec![Script::stream().say("data: x\n\n").hold()]);
    let url = server.url("/a/b?c=d");
    let tidings = Tidings::new();
    let arguments = ["watch", &url, "--raw", "--json", "--count", "1"];
    let more = ["--header", "X-One: 1", "--header", "X-Two: two: 2", "--last-event-id", "é 42"];
    assert_eq!(tidings.finish(&[&arguments[..], &more].concat()).await.code, Some(0));
    let request = server.request(0).await;
    assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/a/b?c=d"));
    let headers = ["accept", "cache-control", "accept-encoding", "x-one", "x-two", "last-event-id"];
    let sent = headers.map(|name| request.header(name).unwrap_or_default());
    assert_eq!(sent, ["text/event-stream", "no-store", "identity", "1", "two: 2", "é 42"]);

    assert_eq!(tidings.finish(&arguments).await.code, Some(0));
    assert_eq!(server.request(1).await.last_event_id(), None);
}

#[tokio::test]
async fn a_configured_feed_is_watched_by_its_name_with_its_own_headers() {
    let server = ScriptedServer::start(vec![Script::stream().say("data: hello\n\n").hold()]);
    let headers = "headers = { Authorization = { env = \"TIDINGS_TEST_TOKEN\" }, X-Plain = \"text\" }";
    let feed = FeedTable::new("match", &server.url("/m")).raw(headers);
    let tidings = Tidings::with(&Config::of([feed])).variable("TIDINGS_TEST_TOKEN", "Bearer s3cret-value");
    let finished = tidings.finish(&["-v", "watch", "match", "--json", "--count", "1"]).await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    assert_eq!(finished.json_lines()[0]["feed"], "match");
    let request = server.request(0).await;
    let sent = ["authorization", "x-plain"].map(|name| request.header(name).unwrap_or_default());
    assert_eq!(sent, ["Bearer s3cret-value", "text"]);
    assert!(!format!("{finished:?}").contains("s3cret"), "a secret is printed: {finished:#?}");
}

#[tokio::test]
async fn for_a_while_means_that_long_and_then_done() {
    let server = ScriptedServer::start(vec![Script::stream().say("data: x\n\n").hold()]);
    let finished = Tidings::new().finish(&["watch", &server.url("/"), "--raw", "--json", "--for", "1"]).await;
    assert_eq!((finished.code, finished.json_lines().len()), (Some(0), 1), "{finished:#?}");
}

#[tokio::test]
async fn a_reader_that_has_enough_ends_it_quietly() {
    let script = Script::stream().flood("data: again and again\n\n", 100_000).hold();
    let server = ScriptedServer::start(vec![script]);
    let tidings = Tidings::new();
    // The status is the command's own, and not that of `head`.
    let pipe = "{ \"$0\" watch \"$1\" --raw --json 2>/dev/null; echo \"code $?\" >&2; } | head -n 2";
    let mut command = tokio::process::Command::new("sh");
    command.args(["-c", pipe]).arg(tidings_tests::binary()).arg(server.url("/"));
    tidings.surround(&mut command);
    let finished = tidings_tests::Running::start(&mut command).finish().await;
    assert_eq!(finished.json_lines().len(), 2);
    assert_eq!(finished.stderr, "code 0");
}

#[tokio::test]
async fn a_feed_cannot_drive_the_terminal_of_who_reads_it() {
    let said = "data: {\"title\":\"a\\u001b[2Jb\\u0007\",\"body\":\"c\\u009bd\\u202ee\"}\n\n";
    let server = ScriptedServer::start(vec![Script::stream().say(said).hold()]);
    let finished = Tidings::new().finish(&["watch", &server.url("/"), "--count", "1"]).await;
    let printed = finished.stdout.replace('\n', "");
    assert!(printed.contains('a') && printed.contains('d'), "{finished:#?}");
    assert!(!printed.chars().any(|c| c.is_control() || c == '\u{202e}'), "{printed:?}");
}
