use super::*;

fn told(kind: &str, data: &str) -> Result<Meaning, MappingError> {
    let event = Event { kind: kind.into(), data: data.into(), last_event_id: String::new(), id: None };
    read(&event, &Url::parse("https://a.example/feed.xml").unwrap())
}

#[test]
fn an_item_is_an_entry() {
    let data = r#"{"id":"7","url":"/7","title":"Two &amp; two","content_html":"<p>four</p>","date_published":"2026-11-22T17:15:00+00:00","authors":[{"name":"Ann"}],"tags":["maths"]}"#;
    let meaning = told("feed-item", data).unwrap();
    let [Outcome::Entry(entry)] = &meaning.outcomes[..] else { panic!("{meaning:?}") };
    assert_eq!((entry.title.as_str(), entry.body.as_str()), ("Two & two", "four"));
    assert_eq!(entry.link.as_deref(), Some("https://a.example/7"));
    assert_eq!((entry.identity.clone(), entry.tags.len()), (Identity::Own("7".into()), 1));
    assert_eq!(entry.published_at.unwrap().0, 1_795_367_700_000);
}

#[test]
fn what_was_there_before_does_not_ring_and_the_checkpoint_is_kept() {
    let meaning = told("feed-earlier", r#"{"id":"1","summary":"First words. More."}"#).unwrap();
    assert!(
        matches!(&meaning.outcomes[..], [Outcome::Found { earlier: true, entry, .. }] if entry.title.starts_with("First words"))
    );
    let meaning = told("feed-checkpoint", "{}").unwrap();
    assert_eq!((meaning.checkpoint.as_deref(), meaning.outcomes.len()), (Some("{}"), 0));
    let meaning = told("feed-edited", r#"{"id":"1","title":"Corrected"}"#).unwrap();
    assert!(matches!(&meaning.outcomes[..], [Outcome::Edit(entry)] if entry.title == "Corrected"));
    assert!(told("feed-item", "{}").is_err());
    assert!(told("feed-item", "no").is_err());
}

#[test]
fn addresses_of_feeds_are_recognised() {
    let is = |url: &str| Feed.recognises_url(&Url::parse(url).unwrap());
    for yes in [
        "https://a.example/rss.xml",
        "https://a.example/rss/",
        "https://a.example/x.atom",
        "https://a.example/blog/index.xml?x=1",
    ] {
        assert!(is(yes), "{yes}");
    }
    for no in [
        "https://a.example/",
        "https://a.example/sse",
        // Streams are called so as well; what answers with RSS or Atom is polled whatever its address.
        "https://a.example/feed",
        "https://a.example/feeds",
        "https://a.example/data.xml.sse",
    ] {
        assert!(!is(no), "{no}");
    }
}
