use serde_json::{Value, json};
use tidings_model::{Moment, Urgency};

use super::ActivityStreams;
use crate::preset::testing::{Run, entries, recognises, withdrawn};

const INBOX: &str = "https://social.example.com/inbox";
const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";

fn run() -> Run {
    Run::of(&ActivityStreams, INBOX)
}

fn did(kind: &str, object: &Value) -> Value {
    json!({ "@context": CONTEXT, "id": "https://a.example/act/1", "type": kind,
        "actor": "https://a.example/users/ada", "object": object })
}

fn note(also: &Value) -> Value {
    let mut note =
        json!({ "id": "https://a.example/note/1", "type": "Note", "content": "<p>Look at this</p>" });
    note.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    note
}

#[test]
fn what_is_sensitive_shows_its_warning_and_no_picture() {
    let files = json!([{ "type": "Document", "mediaType": "image/png", "url": "https://a.example/1.png" }]);
    let warned = note(
        &json!({ "sensitive": true, "summary": "Spiders", "attachment": files, "image": "https://a.example/2.png" }),
    );
    let entry = run().entry(&did("Create", &warned));
    assert_eq!((entry.body.as_str(), entry.image), ("Content warning: Spiders", None));
    let open = note(&json!({ "sensitive": false, "attachment": files }));
    let entry = run().entry(&did("Create", &open));
    assert_eq!(
        (entry.body.as_str(), entry.image.as_deref()),
        ("Look at this", Some("https://a.example/1.png"))
    );
}

#[test]
fn an_attachment_is_a_picture_by_its_media_type() {
    let cases = [
        (json!([{ "mediaType": "video/mp4", "url": "https://a.example/1.mp4" }]), None),
        (json!([{ "type": "Document", "url": "https://a.example/1" }]), None),
        (
            json!([{ "mediaType": "video/mp4", "url": "https://a.example/1.mp4" }, { "mediaType": "image/png", "url": "https://a.example/2" }]),
            Some("https://a.example/2"),
        ),
        (
            json!({ "type": "Image", "url": [{ "type": "Link", "href": "https://a.example/3" }] }),
            Some("https://a.example/3"),
        ),
    ];
    for (files, picture) in cases {
        let entry = run().entry(&did("Create", &note(&json!({ "attachment": files }))));
        assert_eq!(entry.image.as_deref(), picture, "{files}");
    }
}

#[test]
fn an_edit_changes_its_card_and_a_deletion_takes_it_back() {
    let posted = run().entry(&did("Create", &note(&json!({}))));
    let edited = run().entry(&did("Update", &note(&json!({ "updated": "2024-05-01T10:00:00Z" }))));
    assert_eq!((posted.moment, edited.moment), (Moment::News, Moment::Minor));
    assert_eq!(posted.replaces.as_deref(), Some("https://a.example/note/1"));
    assert_eq!(posted.replaces, edited.replaces);
    for gone in
        [json!("https://a.example/note/1"), json!({ "type": "Tombstone", "id": "https://a.example/note/1" })]
    {
        let meaning = run().reads(&did("Delete", &gone));
        assert_eq!(withdrawn(&meaning), ["https://a.example/note/1"]);
    }
    assert!(run().hears("message", &did("Delete", &json!({}))).is_err());
}

#[test]
fn who_did_what_is_said_and_what_is_small_is_low() {
    let cases = [
        ("Create", "ada posted", Urgency::Normal),
        ("Like", "ada likes a post", Urgency::Low),
        ("Announce", "ada shared a post", Urgency::Low),
        ("Follow", "ada follows", Urgency::Low),
        ("Undo", "ada took something back", Urgency::Low),
    ];
    for (kind, title, urgency) in cases {
        let entry = run().entry(&did(kind, &json!("https://a.example/note/1")));
        assert_eq!((entry.title.as_str(), entry.urgency), (title, urgency), "{kind}");
    }
}

#[test]
fn what_is_no_activity_is_read_as_any_other_feed() {
    let other = json!({ "type": "Note", "title": "Tea" });
    assert!(!recognises(&ActivityStreams, "message", &other));
    assert_eq!(entries(&run().reads(&other))[0].title, "Tea");
}
