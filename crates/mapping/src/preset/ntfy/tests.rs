use super::*;
use crate::preset::testing::recognises;
use crate::{Answer, Outcome};

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn event(data: &str) -> Event {
    Event { kind: "message".into(), data: data.into(), last_event_id: String::new(), id: None }
}

#[test]
fn a_pasted_address_leads_to_the_stream() {
    let cases = [
        ("https://ntfy.sh/mytopic", "https://ntfy.sh/mytopic/sse"),
        ("https://ntfy.sh/mytopic/", "https://ntfy.sh/mytopic/sse"),
        ("https://ntfy.sh/mytopic/sse", "https://ntfy.sh/mytopic/sse"),
        ("https://ntfy.sh/mytopic/json?poll=1&priority=4", "https://ntfy.sh/mytopic/sse?priority=4"),
        ("https://ntfy.sh/sse", "https://ntfy.sh/sse/sse"),
        ("https://example.com/push/a,b/ws?auth=x", "https://example.com/push/a,b/sse?auth=x"),
        ("ntfy://ntfy.sh/mytopic", "https://ntfy.sh/mytopic/sse"),
        ("ntfy://nas:8080/mytopic?secure=false", "http://nas:8080/mytopic/sse"),
        ("ntfy://ntfy.sh/mytopic?display=Mine", "https://ntfy.sh/mytopic/sse"),
    ];
    for (pasted, stream) in cases {
        let endpoint = Ntfy.endpoint(&url(pasted));
        assert_eq!(endpoint.as_str(), stream, "{pasted}");
        assert!(
            pasted.ends_with("/sse") || Ntfy.endpoint(&endpoint) == endpoint,
            "{pasted}: twice is the same"
        );
    }
}

#[test]
fn addresses_of_topics_are_known() {
    for yes in [
        "https://ntfy.sh/mytopic",
        "https://ntfy.sh/mytopic/json",
        "https://ntfy.example.com/a,b",
        "http://127.0.0.1:8080/mytopic/sse",
        "ntfy://host/mytopic",
    ] {
        assert!(Ntfy.recognises_url(&url(yes)), "{yes}");
    }
    for no in [
        "https://ntfy.sh/",
        "https://ntfy.sh/docs",
        "https://ntfy.sh/v1/account",
        "https://example.com/mytopic",
        "https://example.com/sse",
        "https://example.com/a/b/sse",
        "https://example.com/a.b/sse",
    ] {
        assert!(!Ntfy.recognises_url(&url(no)), "{no}");
    }
}

#[test]
fn a_stream_resumes_by_the_time_of_the_last_message() {
    let endpoint = url("https://ntfy.sh/mytopic/sse?since=all&priority=4");
    assert_eq!(Ntfy.reader(&endpoint, None).address(), endpoint);
    assert_eq!(Ntfy.recent(&endpoint).as_str(), "https://ntfy.sh/mytopic/sse?priority=4&since=12h");
    let resumed = Ntfy.reader(&endpoint, Some("1635528909")).address();
    assert_eq!(resumed.as_str(), "https://ntfy.sh/mytopic/sse?priority=4&since=1635528909");
}

#[test]
fn names_are_those_of_the_topics() {
    assert_eq!(Ntfy.suggested_name(&url("https://ntfy.sh/my_alerts/sse")), "my_alerts");
    assert_eq!(Ntfy.suggested_name(&url("ntfy://ntfy.sh/a,b")), "a, b");
    assert_eq!(Ntfy.suggested_name(&url("https://ntfy.example.com/")), "ntfy.example.com");
}

#[test]
fn events_of_ntfy_are_known_and_others_are_not() {
    assert!(recognises(&Ntfy, "message", r#"{"id":"x","time":1,"event":"open","topic":"t"}"#));
    for no in
        [r#"{"id":"x","time":1,"event":"goal","topic":"t"}"#, r#"{"event":"message"}"#, "[]", "open", ""]
    {
        assert!(!recognises(&Ntfy, "message", no), "{no}");
    }
}

#[test]
fn what_is_not_ntfy_at_all_is_read_as_any_other_feed() {
    let endpoint = url("https://example.com/live/sse");
    for (data, title) in [(r#"{"title":"Hello"}"#, "Hello"), ("Plain text", "Plain text"), ("[1]", "1")] {
        let meaning = Ntfy.reader(&endpoint, None).read(&event(data)).unwrap();
        assert!(matches!(&meaning.outcomes[..], [Outcome::Entry(entry)] if entry.title == title), "{data}");
    }
}

#[test]
fn each_priority_has_its_urgency() {
    use tidings_model::Urgency::{Critical, Low, Normal};
    for (priority, urgency) in
        [(0, Normal), (1, Low), (2, Low), (3, Normal), (4, Normal), (5, Critical), (99, Normal)]
    {
        let data = format!(r#"{{"id":"x","time":1,"event":"message","topic":"t","priority":{priority}}}"#);
        let meaning = Ntfy.reader(&url("https://ntfy.sh/t/sse"), None).read(&event(&data)).unwrap();
        assert!(
            matches!(&meaning.outcomes[..], [Outcome::Entry(entry)] if entry.urgency == urgency),
            "{priority}"
        );
    }
}

#[test]
fn the_start_is_no_place_to_go_on_from_where_one_is_known_and_time_never_goes_back() {
    let said = |kind: &str, time: u32| {
        event(&format!(r#"{{"id":"x{time}","time":{time},"event":"{kind}","topic":"t"}}"#))
    };
    let mut fresh = Ntfy.reader(&url("https://ntfy.sh/t/sse"), None);
    let mut checkpoint = |kind, time| fresh.read(&said(kind, time)).unwrap().checkpoint.unwrap();
    let reached = [("open", 100), ("message", 140), ("keepalive", 145), ("keepalive", 160), ("open", 500)];
    assert_eq!(reached.map(|(kind, time)| checkpoint(kind, time)), ["100", "140", "140", "150", "150"]);
    assert_eq!(fresh.address().as_str(), "https://ntfy.sh/t/sse?since=150");
}

#[test]
fn one_forbidden_topic_does_not_block_the_rest() {
    let mut reader = Ntfy.reader(&url("https://ntfy.sh/open,secret,news/sse?auth=x&since=all"), None);
    assert_eq!(reader.refused(404), None);
    let fetches = reader.refused(403).unwrap();
    let asked: Vec<_> = fetches.iter().map(|fetch| fetch.url.as_str()).collect();
    assert_eq!(asked, ["open", "secret", "news"].map(|topic| format!("https://ntfy.sh/{topic}/auth?auth=x")));
    for fetch in &fetches {
        let status = if fetch.about == "secret" { 403 } else { 200 };
        let meaning = reader.answered(fetch, &Answer::Came { status, text: String::new() }).unwrap();
        assert_eq!(meaning.gap.is_some(), status == 403);
    }
    assert_eq!(reader.address().as_str(), "https://ntfy.sh/open,news/sse?auth=x&since=all");
    // Where every topic is forbidden, or there is one only, the refusal stands.
    assert_eq!(Ntfy.reader(&url("https://ntfy.sh/secret/sse"), None).refused(403), None);
}
