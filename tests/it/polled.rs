//! Feeds that have to be asked, templates and rules, from the command line to the history.

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
