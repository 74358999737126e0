//! Redirects are followed, five at most, and a secret goes to the feed's own origin only.

use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings, until};

fn to(status: u16, url: &str) -> Script {
    Script::default().say(format!(
        "HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ))
}

#[tokio::test]
async fn another_origin_gets_the_request_without_the_feeds_headers() {
    let target = ScriptedServer::start(vec![Script::stream().say("id: 1\ndata: x\n\n").hold()]);
    for (n, status) in [301, 302, 303, 307, 308].into_iter().enumerate() {
        let server = ScriptedServer::start(vec![to(status, &target.url("/there?q=1"))]);
        let headers = "headers = { Authorization = { env = \"TIDINGS_TEST_TOKEN\" }, X-Key = { env = \"TIDINGS_TEST_TOKEN\" } }";
        let feed = FeedTable::new("moved", &server.url("/here?token=s3cret")).raw(headers);
        let tidings = Tidings::with(&Config::of([feed])).variable("TIDINGS_TEST_TOKEN", "s3cret");
        let finished = tidings.finish(&["-v", "watch", "moved", "--raw", "--json", "--count", "1"]).await;
        assert_eq!(finished.code, Some(0), "{status}: {finished:#?}");
        assert!(!finished.stderr.contains("s3cret"), "{finished:#?}");
        assert_eq!(server.request(0).await.header("x-key").as_deref(), Some("s3cret"));
        let moved = target.request(n).await;
        assert_eq!((moved.method.as_str(), moved.path.as_str()), ("GET", "/there?q=1"));
        assert!(!format!("{moved:?}").contains("s3cret"), "{status}: {moved:#?}");
    }
}

#[tokio::test]
async fn the_same_origin_gets_them_all() {
    let server = ScriptedServer::start(vec![to(307, "/there"), Script::stream().say("data: x\n\n").hold()]);
    let arguments =
        ["watch", &server.url("/here"), "--raw", "--json", "--count", "1", "--header", "X-Key: k"];
    assert_eq!(Tidings::new().finish(&arguments).await.code, Some(0));
    let second = server.request(1).await;
    assert_eq!((second.path.as_str(), second.header("x-key").as_deref()), ("/there", Some("k")));
}

#[tokio::test]
async fn a_circle_is_left_after_a_few_rounds() {
    let server = ScriptedServer::start(vec![to(302, "/again")]);
    let finished = Tidings::new().finish(&["watch", &server.url("/"), "--json", "--no-reconnect"]).await;
    finished.expect(4, &["redirects"]);
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn a_redirect_to_a_file_leads_nowhere() {
    let server = ScriptedServer::start(vec![to(302, "file:///etc/passwd")]);
    let finished = Tidings::new().finish(&["watch", &server.url("/"), "--json", "--no-reconnect"]).await;
    finished.expect(4, &["redirects"]);
}

#[tokio::test]
async fn a_feed_that_moved_for_good_gets_its_new_address_and_goes_on_there() {
    for (status, kept) in [(301, true), (308, true), (302, false)] {
        let target =
            ScriptedServer::start(vec![Script::stream().say("id: 7\ndata: {\"title\":\"a\"}\n\n").hold()]);
        let server = ScriptedServer::start(vec![to(status, &target.url("/new"))]);
        let tidings = Tidings::with(&Config::of([FeedTable::new("moved", &server.url("/old"))]));
        let run = tidings.start(&["run", "--no-notify"]);
        assert_eq!(tidings.titles(1).await, ["a"]);
        let new = target.url("/new");
        if kept {
            until("tidings.toml has the new address", async || {
                tidings.read_config().contains(&new).then_some(())
            })
            .await;
            assert_eq!(target.request(1).await.path, "/new");
            assert_eq!(server.requests().len(), 1);
        }
        run.terminate().await;
        assert_eq!(run.finish().await.code, Some(0));
        assert_eq!(tidings.read_config().contains(&new), kept, "{status}");
        assert_eq!(tidings.titles(1).await, ["a"], "it was stored once");
    }
}
