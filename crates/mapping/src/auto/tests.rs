use serde_json::json;

use super::Auto;
use crate::preset::testing::{Run, entries, titles};

#[test]
fn the_list_that_holds_something_is_the_one_that_is_read() {
    let lists = json!({ "items": [], "data": "7", "events": [{ "title": "Tea" }, { "title": "Milk" }] });
    assert_eq!(titles(&Run::of(&Auto, "https://a.example/live").reads(&lists)), ["Tea", "Milk"]);
}

#[test]
fn a_greeting_is_no_news_and_news_is_no_greeting() {
    let run = || Run::of(&Auto, "https://a.example/live");
    let greetings = [
        ("stream-open", ""),
        ("message", r#"{"type":"connected","clientId":"c1","timestamp":1700000000}"#),
        ("PB_CONNECT", r#"{"clientId":"c1"}"#),
        ("connected", r#"{"session_id":7}"#),
    ];
    for (kind, data) in greetings {
        assert!(entries(&run().hears(kind, data).unwrap()).is_empty(), "{kind} {data}");
    }
    let news = [
        ("connected", "The printer is back"),
        ("message", r#"{"type":"connected","device":"Printer"}"#),
        ("connected", r#"{"event":{"title":"Printer"}}"#),
        ("message", r#"{"type":"open","clientId":"c1"}"#),
    ];
    for (kind, data) in news {
        assert_eq!(entries(&run().hears(kind, data).unwrap()).len(), 1, "{kind} {data}");
    }
}
