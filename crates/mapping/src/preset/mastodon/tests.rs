use tidings_model::{Gap, GapCode};
use tidings_sse::Event;

use super::*;
use crate::{Answer, Fetch, MappingError, Meaning, Opening, Outcome};

const HOME: &str = "https://m.example/api/v1/streaming/user";
const TAG: &str = "https://m.example/api/v1/streaming/hashtag?tag=cats&access_token=t";
const DIRECT: &str = "https://m.example/api/v1/streaming/direct";

fn reader(at: &str, checkpoint: Option<&str>) -> Box<dyn Reader> {
    Mastodon.reader(&Url::parse(at).unwrap(), checkpoint)
}

fn said(kind: &str, data: &str) -> Event {
    Event { kind: kind.into(), data: data.into(), last_event_id: String::new(), id: None }
}

fn post(id: &str) -> String {
    format!(
        r#"{{"id":"{id}","created_at":"2022-08-30T23:05:46Z","content":"<p>{id}</p>","account":{{"acct":"ada"}}}}"#
    )
}

fn asked(meaning: &Meaning) -> Vec<(String, Fetch)> {
    let fetch = |outcome: &Outcome| match outcome {
        Outcome::Fetch(fetch) => {
            Some((fetch.url.as_str().trim_start_matches("https://m.example/api/").to_owned(), fetch.clone()))
        }
        _ => None,
    };
    meaning.outcomes.iter().filter_map(fetch).collect()
}

fn open(reader: &mut dyn Reader) -> (Vec<Fetch>, Option<Gap>) {
    let meaning = reader.opened(&Opening::default());
    (asked(&meaning).into_iter().map(|(_, fetch)| fetch).collect(), meaning.gap)
}

fn page(posts: &[String]) -> Answer {
    Answer::Came { status: 200, text: format!("[{}]", posts.join(",")) }
}

fn status(status: u16) -> Answer {
    Answer::Came { status, text: String::new() }
}

fn entries(meaning: &Meaning) -> Vec<&str> {
    fn body(outcome: &Outcome) -> Option<&str> {
        match outcome {
            Outcome::Found { entry, earlier: false, .. } => Some(&entry.body),
            _ => None,
        }
    }
    meaning.outcomes.iter().filter_map(body).collect()
}

#[test]
fn a_quiet_timeline_knows_from_the_first_connect_where_to_go_on() {
    let mut first = reader(TAG, None);
    let meaning = first.opened(&Opening::default());
    let (url, baseline) = asked(&meaning).remove(0);
    assert_eq!(url, "v1/timelines/tag/cats?limit=1&access_token=t");
    assert_eq!((meaning.gap, meaning.checkpoint), (None, None));
    let meaning = first.answered(&baseline, &page(&[post("70")])).unwrap();
    assert_eq!((meaning.outcomes.len(), meaning.checkpoint.as_deref()), (0, Some(r#"{"status":"70"}"#)));
    // Nothing came, and the connection was lost.
    let meaning = first.opened(&Opening::default());
    let (url, missed) = asked(&meaning).remove(0);
    assert_eq!(url, "v1/timelines/tag/cats?limit=40&min_id=70&access_token=t");
    let meaning = first.answered(&missed, &page(&[post("72"), post("71")])).unwrap();
    assert_eq!(entries(&meaning), ["71", "72"]);
    assert_eq!(meaning.checkpoint.as_deref(), Some(r#"{"status":"72"}"#));
}

#[test]
fn a_timeline_with_nothing_in_it_yet_misses_nothing_either() {
    let mut first = reader(TAG, None);
    let baseline = open(&mut *first).0.remove(0);
    let meaning = first.answered(&baseline, &page(&[])).unwrap();
    assert_eq!(meaning.checkpoint.as_deref(), Some(r#"{"status":"0"}"#));
    assert!(open(&mut *first).0[0].url.query().unwrap().contains("min_id=0"));
}

#[test]
fn home_asks_for_posts_and_notifications_and_direct_for_conversations() {
    let mut home = reader(HOME, None);
    let both: Vec<_> = asked(&home.opened(&Opening::default())).into_iter().map(|(url, _)| url).collect();
    assert_eq!(both, ["v1/timelines/home?limit=1", "v1/notifications?limit=1"]);
    let mut direct = reader(DIRECT, Some(r#"{"conversation":"7"}"#));
    let (url, fetch) = asked(&direct.opened(&Opening::default())).remove(0);
    assert_eq!(url, "v1/conversations?limit=40&min_id=7");
    let conversation = format!(r#"{{"id":"3","last_status":{}}}"#, post("9"));
    let meaning = direct.answered(&fetch, &page(std::slice::from_ref(&conversation))).unwrap();
    assert_eq!(
        (entries(&meaning), meaning.checkpoint.as_deref()),
        (vec!["9"], Some(r#"{"conversation":"9"}"#))
    );
    let Some(Outcome::Found { entry, data, .. }) = meaning.outcomes.first() else { panic!("{meaning:?}") };
    assert_eq!(entry.replaces.as_deref(), Some("conversation:3"));
    let again = direct.found(&said("message", data), entry.replaces.as_deref());
    assert_eq!(again.as_ref(), Some(entry));
    let streamed = direct.read(&said("conversation", &conversation)).unwrap();
    assert!(matches!(&streamed.outcomes[..], [Outcome::Entry(same)] if same.identity == entry.identity));
}

#[test]
fn a_kind_without_end_is_a_tag_within_its_limit() {
    let kind = "x".repeat(1_000);
    let data = format!(r#"{{"id":"1","type":"{kind}","account":{{"acct":"a"}}}}"#);
    let meaning = reader(HOME, None).read(&said("notification", &data)).unwrap();
    let Outcome::Entry(entry) = &meaning.outcomes[0] else { panic!("{meaning:?}") };
    assert_eq!(entry.tags[0].chars().count(), text::limits::TAG);
}

#[test]
fn nothing_reached_promises_nothing() {
    let mut first = reader(HOME, None);
    let fetches = open(&mut *first).0;
    for fetch in &fetches {
        let refused = first.answered(fetch, &status(403)).unwrap_err();
        assert!(matches!(refused, MappingError::NotFetched { .. }), "{refused}");
    }
    let meaning = first.read(&said("filters_changed", "undefined")).unwrap();
    assert_eq!(meaning.checkpoint, None, "the engine is to say that posts are missing");
    assert_eq!(open(&mut *first).1, None, "and this is not to say it a second time");
}

#[test]
fn what_alone_is_not_known_is_said_by_its_name() {
    let mut home = reader(HOME, Some(r#"{"status":"5"}"#));
    let (fetches, gap) = open(&mut *home);
    assert_eq!(gap, Some(Gap::found(GapCode::Part, "the notifications")));
    assert_eq!(fetches.len(), 2);
    assert_eq!(fetches[1].url.query(), Some("limit=1"));
}

#[test]
fn a_page_that_is_refused_is_asked_for_once_and_said_to_be_missing() {
    let mut home = reader(TAG, Some(r#"{"status":"5"}"#));
    let fetch = open(&mut *home).0.remove(0);
    let meaning = home.answered(&fetch, &status(403)).unwrap();
    assert_eq!(meaning.gap, Some(Gap::found(GapCode::Part, "the posts (the server answered 403)")));
    for id in 100..2_000 {
        let meaning = home.read(&said("update", &post(&id.to_string()))).unwrap();
        assert!(asked(&meaning).is_empty(), "{id}");
    }
    assert!(open(&mut *home).0[0].url.query().unwrap().contains("min_id=1999"), "it went on");
}

#[test]
fn a_page_that_cannot_be_had_is_asked_for_less_and_less_and_then_given_up() {
    let mut home = reader(TAG, Some(r#"{"status":"5"}"#));
    let mut fetch = Some(open(&mut *home).0.remove(0));
    let (mut asked_at, mut gap) = (Vec::new(), None);
    for id in 100..2_000 {
        if let Some(fetch) = fetch.take() {
            assert!(fetch.url.query().unwrap().contains("min_id=5"), "nothing is passed over: {}", fetch.url);
            match home.answered(&fetch, &status(503)) {
                Ok(meaning) => gap = gap.or(meaning.gap),
                Err(error) => assert!(error.to_string().contains("503"), "{error}"),
            }
        }
        let meaning = home.read(&said("update", &post(&id.to_string()))).unwrap();
        fetch = asked(&meaning).pop().map(|(_, fetch)| fetch);
        asked_at.extend(fetch.as_ref().map(|_| id - 99));
    }
    assert_eq!(asked_at, [20, 60, 140, 300, 620, 1260]);
    assert!(gap.is_some_and(|gap| gap.what.contains("503")));
}

#[test]
fn five_full_pages_and_the_rest_is_said_to_be_missing() {
    let mut home = reader(TAG, Some(r#"{"status":"1"}"#));
    let mut fetch = open(&mut *home).0.remove(0);
    for number in 1..=5_u32 {
        let newest = number * 40 + 1;
        let full: Vec<_> = (0..40).map(|n| post(&(newest - n).to_string())).collect();
        let meaning = home.answered(&fetch, &page(&full)).unwrap();
        assert_eq!(entries(&meaning).len(), 40);
        match asked(&meaning).pop() {
            Some((url, next)) => {
                assert!(url.contains(&format!("min_id={newest}")) && number < 5, "{url}");
                fetch = next;
            }
            None => assert!(number == 5 && meaning.gap.is_some_and(|gap| gap.what.contains("200"))),
        }
    }
}

#[test]
fn an_edit_is_of_the_row_that_there_is() {
    let mut home = reader(HOME, None);
    let meaning = home.read(&said("status.update", &post("5"))).unwrap();
    let [Outcome::Edit(edit)] = &meaning.outcomes[..] else { panic!("{meaning:?}") };
    let meaning = home.read(&said("update", &post("5"))).unwrap();
    assert!(matches!(&meaning.outcomes[..], [Outcome::Entry(entry)] if entry.identity == edit.identity));
}

#[test]
fn where_the_server_refuses_it_is_asked_where_its_streams_are() {
    let mut home = reader(HOME, None);
    assert_eq!(home.refused(401), None, "the token is what is missing");
    let fetch = home.refused(404).unwrap().remove(0);
    assert_eq!(fetch.url.as_str(), "https://m.example/api/v2/instance");
    let text = r#"{"configuration":{"urls":{"streaming":"wss://streaming.m.example"}}}"#;
    home.answered(&fetch, &Answer::Came { status: 200, text: text.into() }).unwrap();
    assert_eq!(home.address().as_str(), "https://streaming.m.example/api/v1/streaming/user");
    assert_eq!(home.refused(404), None, "it is asked once");
    assert_eq!(
        open(&mut *home).0[0].url.host_str(),
        Some("m.example"),
        "what was missed is at the server itself"
    );
    let mut other = reader(HOME, None);
    other.answered(&fetch, &status(404)).unwrap();
    assert_eq!(other.address().as_str(), HOME);
}
