//! How a feed says its server is reached: who asks, by which way, within which limits; and what a person sees of it.

use tidings_tests::{Bus, Config, FeedTable, Refusing, ReplayHub, Script, ScriptedServer, Tidings, until};

const SECRET: &str = "s3cret-in-the-query";

#[tokio::test]
async fn tokens_and_passwords_reach_the_server_and_no_screen() {
    let script = || Script::stream().say("data: one\n\n").hold();
    let server = ScriptedServer::start(vec![script(), script()]);
    let feed = FeedTable::new("news", &server.url("/feed?topic=a"))
        .raw("query = { token = { env = \"TIDINGS_TEST_TOKEN\" } }")
        .raw("basic = { user = \"me\", password = { env = \"TIDINGS_TEST_TOKEN\" } }");
    let tidings = Tidings::with(&Config::of([feed])).variable("TIDINGS_TEST_TOKEN", SECRET);
    let watched = tidings.finish(&["-vv", "watch", "news", "--json", "--count", "1"]).await;
    let request = server.request(0).await;
    assert!(request.path.ends_with(&format!("?topic=a&token={SECRET}")), "{}", request.path);
    // "me:s3cret-in-the-query"
    assert_eq!(request.header("authorization").as_deref(), Some("Basic bWU6czNjcmV0LWluLXRoZS1xdWVyeQ=="));
    let checked = tidings.finish(&["-vv", "feeds", "check", "--json"]).await;
    let listed = tidings.finish(&["feeds", "list", "--json"]).await;
    let doctor = tidings.finish(&["doctor", "--no-ring"]).await;
    for finished in [watched, checked, listed, doctor] {
        let text = format!("{}{}", finished.stdout, finished.stderr);
        assert!(!text.contains(SECRET) && !text.contains("bWU6"), "{text}");
    }
}

#[tokio::test]
async fn a_missing_secret_is_named_by_its_place() {
    let nobody = Refusing::new();
    let feed = FeedTable::new("news", &nobody.url("/")).raw("bearer = { env = \"TIDINGS_TEST_NONE\" }");
    let tidings = Tidings::with(&Config::of([feed]));
    tidings.finish(&["watch", "news"]).await.expect(2, &["TIDINGS_TEST_NONE", "not set"]);
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["news", "stopped", "TIDINGS_TEST_NONE"]).await;
}

#[tokio::test]
async fn a_compressed_stream_is_refused_unread() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n";
    let server = tidings_tests::Server::start(move |_, _, mut socket| async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut rest = [0; 16];
        let _ = socket.write_all(head.as_bytes()).await;
        let _ = socket.write_all(&[0x1f; 4096]).await;
        let _ = socket.read(&mut rest).await;
    });
    let tidings = Tidings::new();
    let finished = tidings.finish(&["watch", &server.url("/"), "--json", "--no-reconnect"]).await;
    finished.expect(3, &["packed (gzip)"]);
}

#[tokio::test]
async fn a_host_takes_as_many_connections_as_it_is_given_and_more_when_it_is_given_more() {
    let hub = ReplayHub::start();
    let feeds = [FeedTable::new("one", &hub.url("/1")), FeedTable::new("two", &hub.url("/2"))];
    let config = |most: u32| {
        format!("[connections]\nper_host = {{ \"127.0.0.1\" = {most} }}\n{}", Config::of(feeds.clone()))
    };
    let tidings = Tidings::new();
    tidings.write_config(&config(1));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["queued", "takes 1 connection at once"]).await;
    tidings.write_config(&config(2));
    hub.request(1).await;
}

#[tokio::test]
async fn add_takes_the_connection_too_and_refuses_what_cannot_be() {
    let tidings = Tidings::new();
    let address = "http://127.0.0.1:9/news";
    let bad = ["feeds", "add", address, "--proxy", "http://me:s3cret@p.example:1"];
    let refused = tidings.finish(&bad).await;
    refused.expect(2, &["must not stand here"]);
    assert!(!refused.stderr.contains("s3cret"), "{refused:#?}");
    let good = ["feeds", "add", address, "--proxy", "none", "--timeout-seconds", "7", "--private-network"];
    tidings.finish(&good).await.expect(0, &[]);
    let written = tidings.read_config();
    for line in ["proxy = \"none\"", "timeout_seconds = 7", "private_network = true"] {
        assert!(written.contains(line), "{written}");
    }
}

#[tokio::test]
async fn a_feed_that_keeps_failing_is_said_and_rung_once_and_not_before_its_time() {
    let (bus, nobody) = (Bus::start().await, Refusing::new());
    let service = bus.serve().await;
    let tidings = Tidings::new().variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let feed = FeedTable::new("dead", &nobody.url("/")).raw("# no server");
    tidings
        .write_config(&format!("[connections]\ntell_after_seconds = 3\nring = true\n{}", Config::of([feed])));
    let mut run = tidings.start(&["run"]);
    // Two blips come before the notice.
    run.says(&["dead", "waiting"]).await;
    run.says(&["dead", "waiting"]).await;
    run.says(&["dead cannot be heard", "refused the connection"]).await;
    let shown = service.shown_at_least(1).await;
    assert!(shown[0].body.contains("dead cannot be heard"), "{shown:#?}");
    // It goes on failing, and says no more.
    run.says(&["dead", "waiting"]).await;
    run.says(&["dead", "waiting"]).await;
    assert_eq!(service.shown().len(), 1);
    until("the program still runs", async || run.is_up().then_some(())).await;
}
