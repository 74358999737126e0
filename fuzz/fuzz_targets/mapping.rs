//! A conversation with one format: any events after one another, and any answers to what it asks. Nothing it says breaks a promise.
//!
//! The first byte chooses the format. The rest is texts with a NUL between two: the checkpoint, an answer, then kinds and data in turn.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_mapping::{Answer, Opening, formats};

#[path = "../../crates/mapping/tests/promises/mod.rs"]
#[allow(dead_code, reason = "not all of it is looked at here")]
mod promises;

use promises::{check_meaning, endpoint, event};

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let format = formats().nth(usize::from(*choice) % formats().count()).expect("a format");
    let rest = String::from_utf8_lossy(rest);
    let mut texts = rest.split('\0');
    let (checkpoint, answer) = (texts.next(), texts.next().unwrap_or_default());
    let mut reader = format.reader(&endpoint(), checkpoint.filter(|text| !text.is_empty()));
    let mut fetches = check_meaning(Ok(reader.opened(&Opening { asked: "1", stated: Some("2") })));
    while let (Some(kind), Some(data)) = (texts.next(), texts.next()) {
        fetches.extend(check_meaning(reader.read(&event(kind, data.to_owned()))));
    }
    for fetch in fetches.iter().take(20) {
        check_meaning(reader.answered(fetch, &Answer::Came { status: 200, text: answer.to_owned() }));
    }
    assert!(matches!(reader.address().scheme(), "http" | "https"));
});
