//! Feeds that have to be asked, templates and rules, from the command line to the history.

#[cfg(target_os = "linux")]
use tidings_tests::Bus;
use tidings_tests::{Config, FeedTable, Script, ScriptedServer, Tidings};

const RSS: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Match news</title>\
    <item><guid>2</guid><title>Goal for Ham</title><link>https://a.example/2</link></item>\
    <item><guid>1</guid><title>Advert: boots</title><link>https://a.example/1</link></item></channel></rss>";

#[tokio::test]
async fn an_address_that_gives_a_feed_is_polled_and_read_in_the_persons_own_words() {
    let server = ScriptedServer::start(vec![Script::answer(200, "application/rss+xml", RSS)]);
    let (url, title) = (server.url("/blog"), "{{ title|upper }}");
    let arguments =
        ["watch", &url, "--json", "--count", "1", "--title", title, "--drop-if", "'Advert' in title"];
    let finished = Tidings::new().finish(&arguments).await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    assert_eq!(finished.json_lines()[0]["title"], "GOAL FOR HAM");
    let wrong = Tidings::new().finish(&["watch", &url, "--keep-if", "title >"]).await;
    wrong.expect(2, &["keep_if", "line 1"]);
}

#[tokio::test]
async fn what_was_there_before_is_stored_in_silence_and_rules_judge_it() {
    let server = ScriptedServer::start(vec![Script::answer(200, "application/rss+xml", RSS)]);
    let rules = "[rules.ham]\nwords = \"ham\"\nthen = \"highlight\"\n[rules.adverts]\npattern = \"^Advert\"\nthen = \"drop\"\n";
    let config = Config::of([FeedTable::new("news", &server.url("/feed.xml")).format("feed")]);
    let tidings = Tidings::with(&config);
    tidings.write_config(&format!("{config}{rules}"));
    let run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["Goal for Ham"]);
    let history = tidings.history(&[]).await;
    assert_eq!((&history[0]["highlighted"], &history[0]["ring"]), (&true.into(), &"silent:earlier".into()));
    assert_eq!(history[0]["rule"], "ham");
    let tried = tidings.finish(&["rules", "try", "--words", "goal", "--json"]).await;
    tried.expect(0, &["1 of the newest 1"]);
    assert_eq!(tried.json_lines()[0]["title"], "Goal for Ham");
    tidings.finish(&["rules", "check"]).await.expect(0, &[]);
    run.terminate().await;
    assert_eq!(run.finish().await.code, Some(0));
}

#[tokio::test]
async fn the_catalogue_is_searched() {
    let found = Tidings::new().finish(&["catalogue", "hacker", "front", "--json"]).await;
    assert_eq!(found.code, Some(0), "{found:#?}");
    assert_eq!(found.json_lines()[0]["format"], "firebase");
    Tidings::new().finish(&["catalogue", "no-such-feed"]).await.expect(1, &["no-such-feed"]);
}

#[cfg(target_os = "linux")]
fn rss(etag: &str, items: &[&str]) -> Script {
    let item = |title: &&str| format!("<item><guid>{title}</guid><title>{title}</title></item>");
    let items: String = items.iter().map(item).collect();
    let body = format!("<rss version='2.0'><channel><title>News</title>{items}</channel></rss>");
    let length = body.len();
    Script::default().say(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    ))
}

#[cfg(target_os = "linux")]
fn plain(status: &str) -> Script {
    Script::default().say(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
}

/// It is looked at anew at each start, since its own rhythm is minutes.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_polled_feed_from_the_baseline_to_the_popup_over_304_retry_after_and_a_drop() {
    let begun = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 900\r\n\r\n<rss";
    let server = ScriptedServer::start(vec![
        rss("\"1\"", &["Old"]),
        plain("304 Not Modified"),
        plain("503 Not Now\r\nRetry-After: 120"),
        Script::default().say(begun).reset(),
        rss("\"2\"", &["Fresh", "Old"]),
    ]);
    let bus = Bus::start().await;
    let service = bus.serve().await;
    let url = server.url("/feed.xml");
    let config = Config::of([FeedTable::new("news", &url).format("feed")]);
    let tidings = Tidings::with(&config).variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let look = async |number: usize| {
        let run = tidings.start(&["run"]);
        let asked = server.request(number).await.header("if-none-match");
        let titles = tidings.titles(1).await;
        run.terminate().await;
        run.finish().await;
        (asked, titles)
    };
    let (etag, old) = (Some("\"1\"".to_owned()), vec!["Old".to_owned()]);
    assert_eq!(look(0).await, (None, old.clone()));
    assert_eq!(look(1).await, (etag.clone(), old.clone()));
    let mut watch = tidings.start(&["watch", &url, "--format", "feed", "--json"]);
    let waiting = watch.state("waiting").await;
    assert!(waiting["retry_in_ms"].as_u64().is_some_and(|pause| pause >= 120_000), "{waiting}");
    watch.terminate().await;
    watch.finish().await;
    assert_eq!(look(3).await, (etag.clone(), old));

    let _run = tidings.start(&["run"]);
    assert_eq!(tidings.titles(2).await, ["Old", "Fresh"]);
    assert_eq!(server.request(4).await.header("if-none-match"), etag);
    let shown = service.shown_at_least(1).await;
    let said: Vec<_> = shown.iter().map(|shown| format!("{} {}", shown.summary, shown.body)).collect();
    assert!(said.iter().any(|said| said.contains("Fresh")), "{said:?}");
    assert!(!said.iter().any(|said| said.contains("Old")), "{said:?}");
}
