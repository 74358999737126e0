//! One event that cannot be read, among good ones: the good ones arrive, the bad one is reported.

use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings};

const SAID: &str = concat!(
    "event: open\ndata: {\"id\":\"o1\",\"time\":1795000000,\"event\":\"open\",\"topic\":\"t\"}\n\n",
    "data: {\"id\":\"m1\",\"time\":1795000001,\"event\":\"message\",\"topic\":\"t\",\"message\":\"good one\"}\n\n",
    "data: {\"id\":\"m2\",\"time\":1795000002,\"event\":\"mess\n\n",
    "data: {\"id\":\"m3\",\"time\":1795000003,\"event\":\"message\",\"topic\":\"t\",\"message\":\"good two\"}\n\n",
);

#[tokio::test]
async fn a_run_stores_the_good_ones_and_names_the_feed_of_the_bad_one() {
    let server = ScriptedServer::start(vec![Script::stream().say(SAID).hold()]);
    let tidings =
        Tidings::with(&Config::of([FeedTable::new("alerts", &server.url("/t/sse")).format("ntfy")]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(2).await.len(), 2);
    run.says(&["alerts", "json"]).await;
    assert!(run.is_up());
    assert_eq!(server.requests().len(), 1, "a bad event costs no connection");
    let history = tidings.history(&[]).await;
    let said = |n: usize| format!("{} {}", history[n]["title"], history[n]["body"]);
    assert!(said(0).contains("good one") && said(1).contains("good two"), "{history:#?}");
}

#[tokio::test]
async fn a_watch_prints_the_good_ones_and_says_what_is_wrong() {
    let server = ScriptedServer::start(vec![Script::stream().say(SAID).hold()]);
    let url = server.url("/t/sse");
    let finished =
        Tidings::new().finish(&["watch", &url, "--json", "--format", "ntfy", "--count", "2"]).await;
    finished.expect(0, &["json"]);
    assert_eq!(finished.json_lines().len(), 2);
}
