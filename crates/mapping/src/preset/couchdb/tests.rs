use serde_json::json;
use tidings_model::{Identity, Moment};

use super::CouchDb;
use crate::preset::testing::{Run, recognises, url, withdrawn};
use crate::{Format as _, Meaning};

const CHANGES: &str = "https://couch.example.com/mailbox/_changes";

#[test]
fn an_address_asks_for_what_comes_with_documents_and_heartbeats() {
    let cases = [
        (CHANGES, "feed=eventsource&since=now&heartbeat=30000&include_docs=true"),
        (
            "https://couch.example.com/a/_changes?since=7&feed=continuous",
            "feed=eventsource&since=7&heartbeat=30000&include_docs=true",
        ),
        ("https://couch.example.com/_db_updates", "feed=eventsource&since=now&heartbeat=30000"),
    ];
    for (pasted, query) in cases {
        assert_eq!(CouchDb.endpoint(&url(pasted)).query(), Some(query), "{pasted}");
    }
    assert_eq!(CouchDb.suggested_name(&url(CHANGES)), "couch.example.com mailbox");
}

#[test]
fn a_document_is_one_card_over_its_revisions() {
    let change = |revision: &str| json!({ "seq": "1-a", "id": "tea", "changes": [{ "rev": revision }], "doc": { "_id": "tea", "_rev": revision, "title": "Tea" } });
    let [one, two] = ["1-x", "2-y"].map(|revision| Run::of(&CouchDb, CHANGES).entry(&change(revision)));
    assert_eq!(
        (one.identity, two.identity),
        (Identity::Own("tea@1-x".into()), Identity::Own("tea@2-y".into()))
    );
    assert_eq!(
        (one.title.as_str(), one.replaces.as_deref(), two.replaces.as_deref()),
        ("Tea", Some("tea"), Some("tea"))
    );
}

#[test]
fn a_document_without_words_is_called_by_its_id_and_one_that_is_deleted_is_taken_back() {
    let bare = json!({ "seq": 1, "id": "tea", "changes": [{ "rev": "1-x" }] });
    assert_eq!(Run::of(&CouchDb, CHANGES).entry(&bare).title, "tea changed");
    let gone = json!({ "seq": 2, "id": "tea", "deleted": true, "changes": [{ "rev": "2-y" }] });
    assert_eq!(withdrawn(&Run::of(&CouchDb, CHANGES).reads(&gone)), ["tea"]);
}

#[test]
fn heartbeats_and_design_documents_are_not_told() {
    let mut run = Run::of(&CouchDb, CHANGES);
    assert_eq!(run.hears("heartbeat", "").unwrap(), Meaning::alive());
    assert_eq!(run.reads(&json!({ "seq": 1, "id": "_design/x", "changes": [] })), Meaning::alive());
}

#[test]
fn a_database_that_was_made_rings_and_one_that_was_changed_does_not() {
    let mut run = Run::of(&CouchDb, "https://couch.example.com/_db_updates");
    let mut told = |kind: &str| {
        let entry = run.entry(&json!({ "db_name": "mailbox", "type": kind, "seq": "1-a" }));
        (entry.title, entry.moment)
    };
    assert_eq!(told("created"), ("Database mailbox: created".to_owned(), Moment::News));
    assert_eq!(told("deleted"), ("Database mailbox: deleted".to_owned(), Moment::News));
    assert_eq!(told("updated"), ("Database mailbox: updated".to_owned(), Moment::Minor));
}

#[test]
fn a_change_is_known_by_its_fields_and_one_without_an_id_is_an_error() {
    assert!(recognises(&CouchDb, "message", &json!({ "seq": 1, "changes": [] })));
    assert!(!recognises(&CouchDb, "message", &json!({ "seq": 1 })));
    let error = Run::of(&CouchDb, CHANGES).hears("message", &json!({ "seq": 1, "changes": [] })).unwrap_err();
    assert_eq!(error.to_string(), "the event has no \"id\"");
}
