//! Whatever a feed sends: no panic, limits held, a title to read, and time linear in the size.

use proptest::prelude::*;
use serde_json::{Value, json};
use tidings_mapping::{Answer, Format, Opening, Outcome, explain, formats, parse_address, recognise, table};
use tidings_sse::Event;

mod clock;
mod payloads;
mod promises;

use std::time::Duration;

use clock::{least, reading, timed};
use payloads::{Payload, large};
use promises::{check, check_address, check_meaning, endpoint, event};

/// Names that some format looks for, so that wild values meet the code that reads them.
const NAMES: [&str; 82] = [
    "id",
    "_id",
    "time",
    "event",
    "topic",
    "title",
    "name",
    "message",
    "body",
    "summary",
    "content",
    "content_html",
    "text",
    "url",
    "link",
    "click",
    "icon",
    "image",
    "attachment",
    "type",
    "size",
    "tags",
    "actions",
    "action",
    "label",
    "value",
    "method",
    "headers",
    "clear",
    "priority",
    "urgency",
    "severity",
    "sequence",
    "sequence_id",
    "match_id",
    "home",
    "away",
    "score",
    "clock",
    "sport",
    "period",
    "data",
    "payload",
    "embeds",
    "source",
    "specversion",
    "encoding",
    "content_type",
    "renotify",
    "tag",
    "path",
    "meta",
    "stream",
    "domain",
    "account",
    "acct",
    "status",
    "reblog",
    "spoiler_text",
    "last_status",
    "event_type",
    "entity_id",
    "new_state",
    "state",
    "attributes",
    "time_fired",
    "paging_token",
    "_links",
    "channel",
    "timestamp",
    "appid",
    "extras",
    "@context",
    "actor",
    "object",
    "items",
    "blocks",
    "x-github-event",
    "changes",
    "doc",
    "fixture_id",
    "stats",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[<>/a-z&;#!\"' \\n-]{0,60}",
        "[*_`\\[\\]()!\\\\a-z \\n#>-]{0,60}",
        "(https?|ftp|javascript|data)://?[a-z@:/.]{0,20}",
        Just("text/markdown".to_owned()),
        Just("base64".to_owned()),
        Just("message".to_owned()),
        Just("message_delete".to_owned()),
        Just("goal".to_owned()),
        Just("2023-11-14T22:13:20Z".to_owned()),
        "[\\u{200b}\\u{301}\\u{202e}\\u{0}\\r\\n a]{0,20}",
        ("\\PC{1,3}", 1..3_000_usize).prop_map(|(text, times)| text.repeat(times)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|number| json!(number)),
        4 => text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 12, |inner| {
        let name =
            prop_oneof![8 => proptest::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => ".{0,8}"];
        prop_oneof![
            3 => proptest::collection::vec((name, inner.clone()), 0..12)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            1 => proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            1 => inner.prop_map(|value| Value::from(value.to_string())),
        ]
    })
}

fn kind() -> impl Strategy<Value = String> {
    const KINDS: [&str; 12] = [
        "message",
        "ping",
        "open",
        "put",
        "patch",
        "update",
        "status.update",
        "notification",
        "conversation",
        "mercure",
        "fixture-results",
        "delete",
    ];
    prop_oneof![4 => proptest::sample::select(&KINDS[..]).prop_map(str::to_owned), 1 => ".{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_json_is_read(kind in kind(), value in value()) {
        let event = event(&kind, value.to_string());
        for format in formats() {
            check_soon(format, &event);
            let read = || format.reader(&endpoint(), None).read(&event);
            prop_assert_eq!(read(), read());
        }
        prop_assert!(!recognise(&endpoint(), std::slice::from_ref(&event)).name().is_empty());
    }

    #[test]
    fn anything_is_explained(value in value()) {
        let event = event("message", value.to_string());
        prop_assert!(table(&event.data).len() <= 256);
        let meaning = tidings_mapping::format("auto").unwrap().reader(&endpoint(), None).read(&event).unwrap();
        for outcome in &meaning.outcomes {
            if let Outcome::Entry(entry) = outcome {
                prop_assert!(!explain(entry, &event.data).is_empty());
            }
        }
    }

    #[test]
    fn any_text_is_read(kind in kind(), text in text()) {
        formats().for_each(|format| check_soon(format, &event(&kind, text.clone())));
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        formats().for_each(|format| check_soon(format, &event("message", text.clone())));
    }

    #[test]
    fn any_paste_is_answered(pasted in prop_oneof![".{0,60}", text()]) {
        if let Ok(url) = parse_address(&pasted) {
            check_address(&url);
        }
    }
}

proptest! {
    // Each case is a conversation with every format there is.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// Events after one another, each change of a tree on the last, with any answer to what is asked between them.
    #[test]
    fn any_conversation_is_read(
        said in proptest::collection::vec((kind(), "(/[a-c0-3]{0,2}){1,3}", value()), 1..6),
        answer in value(),
        checkpoint in proptest::option::of(text()),
    ) {
        for format in formats() {
            let mut reader = format.reader(&endpoint(), checkpoint.as_deref());
            let mut fetches = check_meaning(Ok(reader.opened(&Opening { asked: "1", stated: Some("2") })));
            for (kind, path, value) in &said {
                let put = json!({ "path": path, "data": value }).to_string();
                fetches.extend(check_meaning(reader.read(&event(kind, put))));
                fetches.extend(check_meaning(reader.read(&event(kind, value.to_string()))));
            }
            for fetch in fetches.iter().take(20) {
                check_meaning(reader.answered(fetch, &Answer::Came { status: 200, text: answer.to_string() }));
            }
            prop_assert!(matches!(reader.address().scheme(), "http" | "https"));
        }
    }
}

/// Reading an event of this size takes 5 ms of the processor at most, whatever it says.
const SIZE: usize = 64 << 10;
/// That; unoptimised code was measured to take up to 20 times as long.
const SOON: Duration = Duration::from_millis(if cfg!(debug_assertions) { 5 * 30 } else { 5 });
/// The most that four times as much may take of the time. Linear is four, quadratic sixteen.
const GROWS: u32 = 10;
/// What takes no longer is not compared: it is mostly what an event costs however small it is.
const LITTLE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 10 } else { 1 });

/// What an event means is within the limits, and was so soon.
fn check_soon(format: &dyn Format, event: &Event) {
    check(format, event);
    if event.data.len() <= SIZE {
        let time = least(SOON, || reading(format, &endpoint(), event));
        assert!(time <= SOON, "{time:?} by {} for {} bytes", format.name(), event.data.len());
    }
}

#[test]
fn much_of_anything_is_read_soon() {
    for Payload { name, kind, data } in large(SIZE) {
        let event = event(kind, data);
        formats().for_each(|format| check_soon(format, &event));
        let known = least(SOON, || timed(|| recognise(&endpoint(), std::slice::from_ref(&event))));
        assert!(known <= SOON, "{name}: {known:?}");
    }
}

#[test]
fn four_times_as_much_takes_about_four_times_as_long() {
    for (small, great) in large(SIZE / 2).into_iter().zip(large(2 * SIZE)) {
        let events = [event(small.kind, small.data), event(great.kind, great.data)];
        for format in formats() {
            let (little, _) = reading(format, &endpoint(), &events[0]);
            let bound = LITTLE.max(little) * GROWS;
            let much = least(bound, || reading(format, &endpoint(), &events[1]));
            assert!(much <= bound, "{} by {}: {little:?}, then {much:?}", small.name, format.name());
        }
    }
}
