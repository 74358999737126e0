use std::time::Duration;

use tidings_model::{Condition, FeedId, Held, Rule, Template, Then};

use crate::stream::Means;

use super::*;

fn feed() -> Feed {
    Feed::new(FeedId::parse("f").unwrap(), "http://127.0.0.1/t/sse".into())
}

fn said(data: &str, last_event_id: &str) -> Event {
    Event { kind: "message".into(), data: data.into(), last_event_id: last_event_id.into(), id: None }
}

async fn read(format: &str, events: &[Event], progress: &mut Progress) -> Ingested {
    judged(format, events, &Judge::default(), progress).await
}

async fn judged(format: &str, events: &[Event], judge: &Judge, progress: &mut Progress) -> Ingested {
    let url = Url::parse("http://127.0.0.1/t/sse").unwrap();
    let mut reader = tidings_mapping::format(format).unwrap().reader(&url, None);
    let client = tidings_net::Client::new().unwrap();
    let means = Means { client, headers: Vec::new(), query: Vec::new(), private_network: false };
    let mut asker = Asker::new(&means, url.clone());
    let (feed, settings) = (feed(), Settings::default());
    let around = Circumstances {
        feed: &feed,
        settings: &settings,
        endpoint: &url,
        judge,
        headers: &[],
        earlier_than: None,
        replay_before: None,
    };
    ingest(events, &mut *reader, &mut asker, &around, progress).await
}

#[tokio::test]
async fn one_bad_event_among_good_ones() {
    let good = |id: &str, time: u32| {
        said(&format!(r#"{{"id":"{id}","time":{time},"event":"message","topic":"t","message":"hi"}}"#), "")
    };
    let events = [good("a", 100), said("{broken", ""), good("b", 101)];
    let mut progress = Progress::default();
    let ingested = read("ntfy", &events, &mut progress).await;
    assert_eq!(ingested.writes.len(), 2);
    let bad = ingested.bad.unwrap();
    assert!(bad.message.starts_with("An event was passed over: "), "{bad:?}");
    assert_eq!(bad.code, "not_json", "{bad:?}");
    assert_eq!(progress.checkpoint.as_deref(), Some("101"));
}

/// What is stored beside each entry of an event.
async fn kept(format: &str, data: &str) -> Vec<String> {
    let ingested = read(format, &[said(data, "7")], &mut Progress::default()).await;
    let data = |write: Write| match write {
        Write::Entry { raw, .. } if raw.last_event_id == "7" => raw.data,
        other => panic!("{other:?}"),
    };
    ingested.writes.into_iter().map(data).collect()
}

#[tokio::test]
async fn an_item_of_a_list_is_kept_with_what_is_its_own() {
    let items = ["a", "b", "c"].map(|title| format!(r#"{{"title":"{title}"}}"#));
    let list = format!("[{}]", items.join(","));
    let wrapped = format!(r#"{{"items":{list},"more":"{}"}}"#, "x".repeat(600_000));
    assert_eq!(kept("auto", &list).await, items);
    assert_eq!(kept("auto", &wrapped).await, items);
}

#[tokio::test]
async fn an_item_of_a_list_in_an_envelope_is_kept_in_it_alone() {
    for filler in [1_000, 600_000] {
        let more = "x".repeat(filler);
        let envelope = |items: &str, more: &str| {
            format!(r#"{{"specversion":"1.0","id":"7","source":"/s","type":"t",{more}"data":[{items}]}}"#)
        };
        let items = ["a", "b", "c"].map(|title| format!(r#"{{"title":"{title}"}}"#));
        let more = format!(r#""more":"{more}","#);
        let said = envelope(&items.join(","), &more);
        let short = if more.len() < 2_000 { more.as_str() } else { "" };
        let alone = items.each_ref().map(|item| envelope(item, short));
        assert_eq!(kept("cloudevents", &said).await, alone, "{filler}");
    }
}

fn judge(template: &Template, rules: &[Rule]) -> Judge {
    let mut judge = Judge::default();
    judge.follow(template, rules).unwrap();
    judge
}

#[tokio::test]
async fn template_then_rules_then_policy() {
    let some = |text: &str| Some(text.to_owned());
    let template =
        Template { title: some("{{ who }} scores"), drop_if: some("who == 'nobody'"), ..Template::default() };
    let rule = |id: &str, words: &str, then| Rule {
        id: id.into(),
        name: id.into(),
        enabled: true,
        condition: Condition { words: some(words), ..Condition::default() },
        then,
    };
    let rules = [
        rule("own", "Ham scores", Then::Highlight),
        rule("quiet", "Rye", Then::Hush),
        rule("away", "Eve", Then::Drop),
        rule("later", "Joe", Then::Digest),
    ];
    let goal = |who: &str| said(&format!(r#"{{"who":"{who}","title":"goal"}}"#), "4");
    let events = ["Ham", "Rye", "Eve", "nobody", "Joe"].map(goal);
    let mut progress = Progress::default();
    let ingested = judged("auto", &events, &judge(&template, &rules), &mut progress).await;
    let seen: Vec<_> = ingested
        .writes
        .iter()
        .map(|write| match write {
            Write::Entry { entry, ring, highlighted, rule, .. } => {
                (entry.title.as_str(), *ring, *highlighted, rule.as_deref())
            }
            _ => panic!("nothing is taken back"),
        })
        .collect();
    let silent = Ring::Silent(Silence::Rule);
    let own = ("Ham scores", Ring::Pending, true, Some("own"));
    let later = ("Joe scores", Ring::Held(Held::Digest), false, Some("later"));
    assert_eq!(seen, [own, ("Rye scores", silent, false, Some("quiet")), later]);
    assert_eq!((ingested.bad, progress.last_event_id.as_str()), (None, "4"));
}

#[tokio::test]
async fn a_card_of_the_persons_own_does_not_hide_the_feeds() {
    let judge = judge(&Template { replaces: Some("{{ topic }}".into()), ..Template::default() }, &[]);
    let message = said(r#"{"id":"a","time":100,"event":"message","topic":"t","message":"hi"}"#, "");
    let ingested = judged("ntfy", &[message], &judge, &mut Progress::default()).await;
    let [Write::Entry { entry, own_card, .. }] = &ingested.writes[..] else { panic!("{ingested:?}") };
    assert_eq!((entry.replaces.as_deref(), own_card.as_deref()), (Some("t"), Some("a")));
}

#[tokio::test]
async fn a_template_that_fails_keeps_the_entry_and_is_told() {
    let template = Template { title: Some("{{ n / 0 }}".into()), ..Template::default() };
    let events = [said(r#"{"title":"goal","n":1}"#, "")];
    let ingested = judged("auto", &events, &judge(&template, &[]), &mut Progress::default()).await;
    assert!(matches!(&ingested.writes[..], [Write::Entry { entry, .. }] if entry.title == "goal"));
    assert!(ingested.bad.unwrap().message.contains("`title`"));
}

#[test]
fn a_feed_with_another_address_begins_anew() {
    let at = |url: &str| Url::parse(url).unwrap();
    let mut progress = Progress::resume(None, &at("http://a.example/x"));
    progress.last_event_id = "7".into();
    let cursor = Some(progress.cursor());
    assert_eq!(Progress::resume(cursor.clone(), &at("https://b.example:8443/x?k=1")), progress);
    assert_eq!(Progress::resume(cursor, &at("http://a.example/y")).last_event_id, "");
}

/// A runtime of one thread, which whoever reads a large event waits on.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_large_event_is_read_beside_the_other_tasks() {
    let (said, heard) = std::sync::mpsc::channel();
    let tasks = tokio_util::task::TaskTracker::new();
    let reads = tasks.spawn(async move {
        // Nobody else can run on this thread before it is read.
        let other = Handle::current();
        aside(LONG + 1, move || {
            other.spawn(async move { said.send(()) });
            heard.recv_timeout(Duration::from_secs(60))
        })
    });
    assert_eq!(reads.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn the_cursor_follows_every_event_even_a_bad_one() {
    let mut progress = Progress::default();
    read("auto", &[said("x", "1"), said("y", "2")], &mut progress).await;
    assert_eq!(progress.last_event_id, "2");
}
