//! What a trial shows is what would have been shown.

use tidings_model::{FeedId, Identity};
use tidings_store::{Append, Write};

use super::*;

const NOW: Timestamp = Timestamp(1_764_000_000_000);

/// A history of one feed: events with the title that each was stored with, and their cards.
async fn store(feed: &Feed, events: &[(&str, &str, Option<&str>)]) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), NOW).unwrap().store;
    for (at, (data, title, card)) in events.iter().enumerate() {
        let identity = Identity::Own(format!("{at}"));
        let replaces = card.map(str::to_owned);
        let entry = Entry { replaces, ..Entry::new(identity, (*title).to_owned()) };
        let raw = RawEvent { kind: "message".into(), data: (*data).into(), last_event_id: String::new() };
        let (ring, highlighted, rule, own_card, replay_before) = (Ring::Rang, false, None, None, None);
        let writes = vec![Write::Entry { entry, raw, ring, highlighted, rule, own_card, replay_before }];
        let received_at = NOW.plus_millis(at as i64);
        store.append(Append { feed: feed.id.clone(), received_at, writes, cursor: None }).await.unwrap();
    }
    (dir, store)
}

async fn rows(format: &str, url: &str, events: &[(&str, &str, Option<&str>)]) -> Vec<(String, String)> {
    let feed = Feed { format: Some(format.into()), ..Feed::new(FeedId::parse("f").unwrap(), url.into()) };
    let (_dir, store) = store(&feed, events).await;
    let trial = Trial { store: &store, settings: &Settings::default(), rules: &[], now: NOW };
    let trial = trial.template(&feed, &Template::default()).await.unwrap();
    assert_eq!(trial.problems, []);
    assert_eq!(trial.of_last_week as usize, events.len());
    let row = |row: wire::TrialRow| (row.entry.unwrap().title, row.ring_reason);
    trial.rows.into_iter().map(row).collect()
}

#[tokio::test]
async fn events_are_read_in_their_order_by_one_reader() {
    let event = |score: u32, minute: u32| {
        format!(
            r#"{{"match_id":"1","status":"live","minute":{minute},"home":{{"name":"Ham","score":{score}}},"away":{{"name":"Rye","score":0}}}}"#
        )
    };
    let [first, tick, goal] = [event(0, 1), event(0, 2), event(1, 3)];
    let card = Some("1");
    let rows =
        rows("score", "http://127.0.0.1/m", &[(&first, "-", card), (&tick, "-", card), (&goal, "-", card)])
            .await;
    let rings: Vec<_> = rows.iter().map(|(title, ring)| (title.contains("Goal"), ring.as_str())).collect();
    assert_eq!(rings, [(true, "pending"), (false, "silent:minor"), (false, "pending")]);
}

#[tokio::test]
async fn what_was_found_beside_the_stream_is_told_as_the_format_tells_it() {
    let list = "https://hacker-news.firebaseio.com/v0/topstories.json";
    let item = r#"{"id":1,"type":"story","by":"ada","title":"Fresh &amp; new","score":1}"#;
    let told = rows("firebase", list, &[(item, "In a template's words", None)]).await;
    assert_eq!(told[0].0, "Fresh & new");
    let place = "https://app.example.firebaseio.com/rooms.json";
    let told = rows("firebase", place, &[(r#""open""#, "In a template's words", Some("hall"))]).await;
    assert_eq!(told[0].0, "Hall: open");
    let home = "https://social.example/api/v1/streaming/user";
    let post = r#"{"id":"7","created_at":"2022-08-30T23:05:46Z","content":"<p>one</p>","account":{"acct":"ada","display_name":"Ada"}}"#;
    let told = rows("mastodon", home, &[(post, "In a template's words", Some("7"))]).await;
    assert_eq!(told[0].0, "Ada");
}

/// A feed with this many entries in its history, and what a trial of its own words says of its week.
async fn week(of: usize) -> (u32, bool) {
    let feed = Feed::new(FeedId::parse("f").unwrap(), "http://127.0.0.1/m".into());
    let (_dir, store) = store(&feed, &[]).await;
    let write = |n: usize| {
        let entry = Entry::new(Identity::Own(n.to_string()), "Title".to_owned());
        let (ring, highlighted, rule, own_card, replay_before) = (Ring::Rang, false, None, None, None);
        Write::Entry { entry, raw: RawEvent::default(), ring, highlighted, rule, own_card, replay_before }
    };
    let append = Append {
        feed: feed.id.clone(),
        received_at: NOW,
        writes: (0..of).map(write).collect(),
        cursor: None,
    };
    store.append(append).await.unwrap();
    let trial = Trial { store: &store, settings: &Settings::default(), rules: &[], now: NOW };
    let trial = trial.template(&feed, &Template::default()).await.unwrap();
    (trial.of_last_week, trial.more_last_week)
}

#[tokio::test]
async fn a_week_that_was_not_looked_at_as_a_whole_says_so() {
    assert_eq!(week(60).await, (60, false));
    assert_eq!(week(LOOKED_AT as usize).await, (LOOKED_AT, false));
    assert_eq!(week(LOOKED_AT as usize + 1).await, (LOOKED_AT, true));
}

#[tokio::test]
async fn a_rule_is_tried_on_feeds_whose_address_has_no_scheme() {
    let feed = Feed::new(FeedId::parse("f").unwrap(), "127.0.0.1/m".into());
    let (_dir, store) = store(&feed, &[("{}", "Goal for Ham", None)]).await;
    let trial = Trial { store: &store, settings: &Settings::default(), rules: &[], now: NOW };
    let words = Condition { words: Some("ham".into()), ..Condition::default() };
    let trial = trial.rule(&[feed], words).await.unwrap();
    assert_eq!((trial.matched, trial.of), (1, 1));
}

#[tokio::test]
async fn what_is_wrong_has_a_kind_and_a_place() {
    let feed = Feed::new(FeedId::parse("f").unwrap(), "http://127.0.0.1/m".into());
    let (_dir, store) = store(&feed, &[(r#"{"n":"soon"}"#, "Title", None)]).await;
    let trial = Trial { store: &store, settings: &Settings::default(), rules: &[], now: NOW };
    let template = |title: &str, time: &str| Template {
        title: Some(title.into()),
        time: Some(time.into()),
        ..Template::default()
    };
    let flaws = async |template: Template| {
        let found = trial.template(&feed, &template).await.unwrap().problems;
        found.into_iter().map(|flaw| (flaw.field, flaw.code, flaw.line)).collect::<Vec<_>>()
    };
    assert_eq!(flaws(template("{{ n", "")).await, [("title".to_owned(), "unfinished", Some(1))]);
    assert_eq!(flaws(template("{{ n|louder }}", "")).await, [("title".to_owned(), "unknown", Some(1))]);
    // What fails for an event is said beside its field: nowhere else would it be found.
    assert_eq!(flaws(template("{{ n }}", "{{ n }}")).await, [("time".to_owned(), "no_time", None)]);

    let patterns = [("(", "pattern"), (&"x".repeat(1_001), "pattern_long")];
    for (pattern, code) in patterns {
        let condition = Condition { pattern: Some(pattern.to_owned()), ..Condition::default() };
        let found = trial.rule(&[], condition).await.unwrap().problem.unwrap();
        assert_eq!(found.code, code);
    }
    let nothing = trial.rule(&[], Condition::default()).await.unwrap().problem.unwrap();
    assert_eq!((nothing.code, nothing.field.as_str()), ("everything", ""));
}

#[tokio::test]
async fn a_rule_that_fails_is_no_fault_of_the_template() {
    let feed = Feed::new(FeedId::parse("f").unwrap(), "http://127.0.0.1/m".into());
    let (_dir, store) = store(&feed, &[("{}", "Title", None)]).await;
    let condition = Condition { holds: Some("score|matches(1)".into()), ..Condition::default() };
    let rule = Rule { id: "bad".into(), name: "Bad".into(), enabled: true, condition, then: Then::Hush };
    let rules = [rule];
    let trial = Trial { store: &store, settings: &Settings::default(), rules: &rules, now: NOW };
    let own = trial.rule(std::slice::from_ref(&feed), rules[0].condition.clone()).await.unwrap();
    assert_eq!(own.problem.unwrap().code, "failed");
    let template = Template { title: Some("Other".into()), ..Template::default() };
    assert_eq!(trial.template(&feed, &template).await.unwrap().problems, []);
}
