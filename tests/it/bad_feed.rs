//! Addresses and answers that are no feed. Each gets clear words, and no other feed suffers.

use tidings_tests::{Config, FeedTable, Refusing, ReplayHub, Script, ScriptedServer, Tidings};

/// What a person pastes by mistake, and a word that the answer must have.
const NO_FEED: [(&str, &str); 6] = [
    ("not a url", "not a web address"),
    ("http://", "no server"),
    ("file:///etc/passwd", "file"),
    ("javascript:alert(1)", "javascript"),
    ("ftp://example.org/x", "ftp"),
    ("https://me:secret@example.org/x", "password"),
];

#[tokio::test]
async fn what_is_no_address_is_not_watched() {
    let tidings = Tidings::new();
    for (address, word) in NO_FEED {
        let finished = tidings.finish(&["watch", address, "--json", "--for", "5"]).await;
        finished.expect(2, &[word]);
        assert!(!finished.stderr.contains("secret"), "{finished:#?}");
    }
}

#[tokio::test]
async fn what_is_no_address_is_not_added() {
    let tidings = Tidings::new();
    let before = "# mine\n";
    tidings.write_config(before);
    for (address, word) in NO_FEED {
        tidings.finish(&["feeds", "add", address]).await.expect(2, &[word]);
    }
    assert_eq!(tidings.read_config(), before);
}

#[tokio::test]
async fn what_is_no_address_in_the_file_is_reported_with_its_line() {
    for (address, word) in NO_FEED {
        let tidings = Tidings::with(&Config::of([FeedTable::new("bad", address)]));
        tidings.finish(&["feeds", "list"]).await.expect(1, &["line 3", word]);
        let mut run = tidings.start(&["run", "--no-notify"]);
        run.says(&["line 3", word]).await;
    }
}

/// The state line that a watch of this address comes to.
async fn state(url: &str, name: &str) -> String {
    let mut watch = Tidings::new().start(&["watch", url, "--json", "--for", "20"]);
    let state = watch.state(name).await;
    if name == "waiting" {
        assert!(state["retry_in_ms"].as_u64().is_some_and(|ms| ms >= 500), "{state}");
        assert!(watch.is_up(), "what may heal is tried again");
    }
    state["reason"].as_str().unwrap_or_else(|| panic!("a reason: {state}")).to_lowercase()
}

fn says(reason: &str, words: &[&str]) {
    assert!(words.iter().all(|word| reason.contains(word)), "{words:?} in {reason:?}");
}

#[tokio::test]
async fn a_host_that_does_not_resolve() {
    says(&state("http://no-such-host.invalid/x", "waiting").await, &["no-such-host.invalid"]);
}

#[tokio::test]
async fn a_port_that_refuses() {
    says(&state(&Refusing::new().url("/x"), "waiting").await, &["127.0.0.1", "refused"]);
}

#[tokio::test]
async fn a_page_in_place_of_a_stream() {
    let page = Script::answer(200, "text/html; charset=utf-8", "<!doctype html><title>Welcome</title>");
    let server = ScriptedServer::start(vec![page]);
    says(&state(&server.url("/"), "stopped").await, &["html", "event stream"]);
}

#[tokio::test]
async fn what_each_refusal_says() {
    for (status, name) in [
        (401, "stopped"),
        (403, "stopped"),
        (404, "stopped"),
        (410, "stopped"),
        (429, "waiting"),
        (500, "waiting"),
    ] {
        let server = ScriptedServer::start(vec![Script::answer(status, "text/plain", "no")]);
        says(&state(&server.url("/"), name).await, &[&status.to_string()]);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_http() {
    let server = ScriptedServer::start(vec![Script::default().say("220 mail.example ESMTP\r\n")]);
    says(&state(&server.url("/"), "waiting").await, &["127.0.0.1", "http"]);
}

#[tokio::test]
async fn bad_feeds_beside_a_good_one_cost_it_nothing() {
    let refusal = ScriptedServer::start(vec![Script::answer(404, "text/plain", "no")]);
    let failure = ScriptedServer::start(vec![Script::answer(500, "text/plain", "oh")]);
    let nobody = Refusing::new();
    let hub = ReplayHub::start();
    let config = Config::of([
        FeedTable::new("gone", &refusal.url("/")),
        FeedTable::new("failing", &failure.url("/")),
        FeedTable::new("nobody", &nobody.url("/")),
        FeedTable::new("unknown", "http://no-such-host.invalid/"),
        FeedTable::new("good", &hub.url("/")),
    ]);
    let tidings = Tidings::with(&config);
    let mut run = tidings.start(&["run", "--no-notify"]);
    hub.publish("all the same");
    assert_eq!(tidings.titles(1).await, ["all the same"]);
    // The failing one is asked again, the one that is gone is not.
    failure.request(1).await;
    assert_eq!(refusal.requests().len(), 1);
    assert!(run.is_up());
}
