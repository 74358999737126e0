use serde_json::{Value, json};
use tidings_model::Identity;

use super::JsonFeed;
use crate::preset::testing::{Run, entries, recognises, titles};

const SERVER: &str = "https://news.example.com/live";

fn item(also: &Value) -> Value {
    let mut item = json!({ "id": "1", "content_text": "First words." });
    item.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    item
}

#[test]
fn text_comes_from_the_content_or_else_the_summary() {
    let cases = [
        (json!({ "title": "Tea" }), "Tea", "First words."),
        (json!({ "title": "T", "content_text": "", "content_html": "<p>a &amp; b</p>" }), "T", "a & b"),
        (json!({ "title": "T", "content_text": "", "summary": "short" }), "T", "short"),
        (json!({}), "First words.", ""),
        (json!({ "title": "T", "authors": [{ "name": "Ann" }] }), "T", "First words.\nAnn"),
    ];
    for (also, title, body) in cases {
        let entry = Run::of(&JsonFeed, SERVER).entry(&item(&also));
        assert_eq!((entry.title.as_str(), entry.body.as_str()), (title, body), "{also}");
    }
}

#[test]
fn an_item_that_was_changed_takes_the_place_of_the_first() {
    let published =
        json!({ "date_published": "2024-05-01T10:00:00Z", "date_modified": "2024-05-01T10:00:00Z" });
    let modified =
        json!({ "date_published": "2024-05-01T10:00:00Z", "date_modified": "2024-05-01T11:00:00Z" });
    let [first, then] = [published, modified].map(|also| Run::of(&JsonFeed, SERVER).entry(&item(&also)));
    assert_eq!(first.identity, Identity::Own("1".into()));
    assert_eq!(then.identity, Identity::Own("1@2024-05-01T11:00:00Z".into()));
    assert_eq!((first.replaces.as_deref(), then.replaces.as_deref()), (Some("1"), Some("1")));
}

#[test]
fn a_whole_feed_is_told_oldest_first() {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "items": [item(&json!({ "id": "2", "title": "new" })), item(&json!({ "title": "old" })), {}] });
    assert!(recognises(&JsonFeed, "message", &feed));
    assert_eq!(titles(&Run::of(&JsonFeed, SERVER).reads(&feed)), ["old", "new"]);
}

#[test]
fn links_pictures_and_faces_are_addresses_of_the_web() {
    let entry = Run::of(&JsonFeed, SERVER).entry(&item(&json!({
        "url": "javascript:alert(1)", "external_url": "https://a.example/1", "banner_image": "/1.png", "authors": [{ "avatar": "https://a.example/ann.png" }],
    })));
    assert_eq!(entry.link.as_deref(), Some("https://a.example/1"));
    assert_eq!(entry.image.as_deref(), Some("https://news.example.com/1.png"));
    assert_eq!(entry.icon.as_deref(), Some("https://a.example/ann.png"));
}

#[test]
fn what_is_no_item_is_read_as_any_other_feed() {
    let other = json!({ "id": "1", "title": "Tea" });
    assert!(!recognises(&JsonFeed, "message", &other));
    assert_eq!(entries(&Run::of(&JsonFeed, SERVER).reads(&other))[0].title, "Tea");
}
