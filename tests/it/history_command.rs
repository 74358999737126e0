//! `tidings history`: what is asked for, oldest first.

use serde_json::json;
use tidings_tests::{Config, FeedTable, ReplayHub, Tidings, until};

/// Two feeds with a few entries each, stored.
async fn stored() -> (Tidings, Vec<String>) {
    let (one, two) = (ReplayHub::start(), ReplayHub::start());
    let tidings = Tidings::with(&Config::of([
        FeedTable::new("one", &one.url("/")),
        FeedTable::new("two", &two.url("/")),
    ]));
    let run = tidings.start(&["run", "--no-notify"]);
    let mut titles = Vec::new();
    for (hub, title, body) in [
        (&one, "Kick-off", "the match begins"),
        (&two, "Markets open", "shares rise in Zürich"),
        (&one, "Goal", "a header from the corner"),
        (&one, "Full time", "the match ends"),
        (&two, "Markets close", "shares fall"),
    ] {
        hub.publish(&json!({ "title": title, "body": body }).to_string());
        titles.push(title.to_owned());
        // One after the other, so that the order of arrival is known.
        assert_eq!(tidings.titles(titles.len()).await, titles);
    }
    run.terminate().await;
    run.finish().await.expect(0, &[]);
    (tidings, titles)
}

async fn titles(tidings: &Tidings, arguments: &[&str]) -> Vec<String> {
    let history = tidings.history(arguments).await;
    history.iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn each_question_has_its_answer_oldest_first() {
    let (tidings, all) = stored().await;
    assert_eq!(titles(&tidings, &[]).await, all);
    assert_eq!(titles(&tidings, &["--feed", "one"]).await, ["Kick-off", "Goal", "Full time"]);
    assert_eq!(titles(&tidings, &["--limit", "2"]).await, ["Full time", "Markets close"], "the newest two");
    assert_eq!(titles(&tidings, &["--search", "match"]).await, ["Kick-off", "Full time"]);
    assert_eq!(titles(&tidings, &["--search", "zürich shares"]).await, ["Markets open"]);
    assert_eq!(
        titles(&tidings, &["--search", "\"quoted' OR * ("]).await,
        [""; 0],
        "a search is words, no syntax"
    );
    assert_eq!(titles(&tidings, &["--unread"]).await, all);
    assert_eq!(
        titles(&tidings, &["--feed", "two", "--search", "shares", "--limit", "1"]).await,
        ["Markets close"]
    );

    let third = tidings.history(&[]).await[2]["received_at"].as_str().unwrap().to_owned();
    assert_eq!(titles(&tidings, &["--since", &third]).await, all[2..]);
    assert_eq!(titles(&tidings, &["--since", "2020-01-01T00:00:00Z"]).await, all);
    assert_eq!(titles(&tidings, &["--since", "2999-01-01T00:00:00Z"]).await, [""; 0]);
}

#[tokio::test]
async fn a_line_says_what_became_of_the_entry() {
    let (tidings, _) = stored().await;
    let history = tidings.history(&[]).await;
    for pair in history.windows(2) {
        assert!(pair[0]["seq"].as_i64() < pair[1]["seq"].as_i64(), "{pair:#?}");
    }
    let first = &history[0];
    let said = ["feed", "body", "read", "starred", "rang"].map(|field| first[field].clone());
    assert_eq!(said, [json!("one"), json!("the match begins"), json!(false), json!(false), json!(false)]);
}

#[tokio::test]
async fn people_read_the_titles() {
    let (tidings, all) = stored().await;
    let finished = tidings.finish(&["history"]).await;
    assert_eq!(finished.code, Some(0));
    let places: Vec<_> = all.iter().map(|title| finished.stdout.find(title.as_str())).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{finished:#?}");
}

#[tokio::test]
async fn a_feed_that_is_not_there_is_an_error_and_no_history_is_none() {
    let tidings = Tidings::with(&Config::default());
    assert_eq!(tidings.history(&[]).await, [""; 0]);
    let finished = tidings.finish(&["history", "--feed", "nobody"]).await;
    assert!(finished.code.is_some_and(|code| code == 1 || code == 2), "{finished:#?}");
    assert!(finished.stderr.contains("nobody"), "{finished:#?}");
}

#[tokio::test]
async fn what_a_spoiler_delay_holds_back_is_counted_and_not_told() {
    let hub = ReplayHub::start();
    let feed = FeedTable::new("match", &hub.url("/")).raw("bell = { spoiler_seconds = 3600 }");
    let tidings = Tidings::with(&Config::of([feed]));
    let run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    for title in ["Goal", "Full time"] {
        hub.publish(&json!({ "title": title }).to_string());
    }
    let history = until("both are stored", async || {
        let history = tidings.finish(&["history"]).await;
        history.stderr.contains("not shown yet: 2 of match.").then_some(history)
    })
    .await;
    history.expect(0, &["Held back by a spoiler delay"]);
    assert_eq!(history.stdout, "", "{history:#?}");
    assert_eq!(tidings.finish(&["history", "--json", "-q"]).await.stderr, "");
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}
