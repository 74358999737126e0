use serde_json::{Value, json};
use tidings_model::{Identity, Moment, Timestamp, Urgency};

use super::Wikimedia;
use crate::preset::testing::{Run, denies, event, recognises, url};
use crate::{Format as _, Meaning};

const CHANGES: &str = "https://stream.wikimedia.org/v2/stream/recentchange";

/// What every event has, and these fields.
fn said(stream: &str, also: &Value) -> Value {
    let mut value = json!({ "meta": {
        "id": "c1", "domain": "de.wikipedia.org", "stream": stream, "dt": "2025-08-29T06:45:17Z",
        "uri": "https://de.wikipedia.org/wiki/Neu",
    }});
    value.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    value
}

#[test]
fn each_stream_and_each_kind_of_change_has_its_words() {
    let change = |kind: &str| json!({ "type": kind, "title": "Tee_und_Kaffee" });
    let page = json!({ "page_title": "Neu" });
    let cases = [
        ("mediawiki.recentchange", change("edit"), "Edited: Tee und Kaffee"),
        ("mediawiki.recentchange", change("new"), "New page: Tee und Kaffee"),
        ("mediawiki.recentchange", change("categorize"), "Categorised: Tee und Kaffee"),
        (
            "mediawiki.recentchange",
            json!({ "type": "log", "log_type": "delete", "log_action": "restore", "title": "Neu" }),
            "Restore: Neu",
        ),
        (
            "mediawiki.recentchange",
            json!({ "type": "log", "log_type": "newusers", "title": "Neu" }),
            "Newusers: Neu",
        ),
        ("mediawiki.revision-create", page.clone(), "Edited: Neu"),
        ("mediawiki.page-create", page.clone(), "New page: Neu"),
        ("mediawiki.page-delete", page.clone(), "Deleted: Neu"),
        ("mediawiki.page-undelete", page.clone(), "Restored: Neu"),
        (
            "mediawiki.page-move",
            json!({ "page_title": "Neu", "prior_state": { "page_title": "Alte_Seite" } }),
            "Moved: Alte Seite → Neu",
        ),
        ("mediawiki.page-move", page.clone(), "Moved: Neu"),
        ("mediawiki.page-properties-change", page, "Page properties change: Neu"),
        ("eventgate.test", json!({ "page": { "page_title": "Inner" } }), "Eventgate test: Inner"),
        ("eventgate.test", json!({}), "Eventgate test: a page"),
    ];
    for (stream, also, title) in cases {
        assert_eq!(Run::of(&Wikimedia, CHANGES).entry(&said(stream, &also)).title, title, "{stream} {also}");
    }
}

#[test]
fn a_change_says_who_changed_how_much_and_why_and_rings_for_nobody_by_itself() {
    let entry = Run::of(&Wikimedia, CHANGES).entry(&said(
        "mediawiki.recentchange",
        &json!({
            "type": "edit", "title": "Tee", "user": "Grete", "bot": true, "minor": true, "server_name": "de.wikipedia.org",
            "comment": "[[x]]", "parsedcomment": "<a href=\"/wiki/x\">x</a> &amp; y", "length": { "old": 120, "new": 100 },
            "notify_url": "https://de.wikipedia.org/w/index.php?diff=2", "title_url": "https://de.wikipedia.org/wiki/Tee",
        }),
    ));
    assert_eq!(entry.body, "x & y\nby Grete, -20 bytes");
    assert_eq!(entry.link.as_deref(), Some("https://de.wikipedia.org/w/index.php?diff=2"));
    assert_eq!(entry.tags, ["de.wikipedia.org", "bot", "minor"]);
    assert_eq!((entry.urgency, entry.moment, entry.replaces), (Urgency::Low, Moment::News, None));
    assert_eq!(entry.published_at, Some(Timestamp(1_756_449_917_000)));
    // Its own identifier, whatever position the stream sends beside it.
    assert_eq!(entry.identity, Identity::Own("c1".to_owned()));
}

#[test]
fn lengths_of_a_new_page_and_of_any_size_are_told() {
    let body = |length: Value| {
        let new = json!({ "type": "new", "title": "Tee", "length": length });
        Run::of(&Wikimedia, CHANGES).entry(&said("mediawiki.recentchange", &new)).body
    };
    assert_eq!(body(json!({ "new": 40 })), "40 bytes");
    assert_eq!(body(json!({ "old": null, "new": 40 })), "40 bytes");
    assert_eq!(body(json!({ "old": i64::MIN, "new": i64::MAX })), format!("+{} bytes", i64::MAX));
    assert_eq!(body(json!({ "old": 3 })), "");
}

#[test]
fn a_canary_only_shows_that_the_stream_lives() {
    let canary = json!({ "meta": { "domain": "canary", "stream": "mediawiki.recentchange", "id": "k" }, "title": "x" });
    assert_eq!(Run::of(&Wikimedia, CHANGES).reads(&canary), Meaning::alive());
    assert!(recognises(&Wikimedia, "message", &canary));
}

#[test]
fn what_has_no_identifier_or_is_no_json_is_an_error() {
    let mut run = Run::of(&Wikimedia, CHANGES);
    let nameless = json!({ "meta": { "domain": "de.wikipedia.org", "stream": "mediawiki.page-delete" } });
    assert_eq!(run.hears("message", &nameless).unwrap_err().to_string(), "the event has no \"meta.id\"");
    assert!(run.hears("message", "<html>").is_err());
}

#[test]
fn it_is_known_by_its_host_its_path_and_its_events() {
    for address in
        [CHANGES, "https://stream.wikimedia.org/", "https://events.example.org/v2/stream/page-create"]
    {
        assert!(Wikimedia.recognises_url(&url(address)), "{address}");
    }
    assert!(!Wikimedia.recognises_url(&url("https://example.org/stream")));
    assert!(!recognises(&Wikimedia, "message", &json!({ "meta": { "id": "c1" } })));
    assert!(denies(&Wikimedia, &event("message", "{\"title\":\"Tea\"}")));
}

#[test]
fn several_streams_of_one_connection_are_named_and_a_position_that_is_too_old_is_let_go() {
    let several = url("https://stream.wikimedia.org/v2/stream/mediawiki.recentchange,page-create");
    assert_eq!(Wikimedia.suggested_name(&several), "Wikimedia: Recent changes, Page create");
    assert_eq!(Wikimedia.suggested_name(&url("https://stream.wikimedia.org/")), "Wikimedia");
    assert!(Wikimedia.refuses_resume(400) && !Wikimedia.refuses_resume(403));
    assert_eq!(Wikimedia.keeps().map(|kept| kept.as_secs()), Some(7 * 24 * 3_600));
}
