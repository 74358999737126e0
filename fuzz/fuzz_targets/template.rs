//! A template, a condition and a rule, over any payload: bounded by fuel, and no panic.
//!
//! The input is the template's text, a NUL, and the event's data.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_mapping::rules;
use tidings_mapping::template::{Compiled, Payload, Said, Scene};
use tidings_model::{Condition, Entry, Identity, RawEvent, Rule, Template, Then};
use url::Url;

fuzz_target!(|input: &str| {
    let (text, data) = input.split_once('\0').unwrap_or((input, "{}"));
    let raw = RawEvent { kind: "message".into(), data: data.into(), last_event_id: String::new() };
    let endpoint = Url::parse("https://a.example/").expect("an address");
    let said = Said { feed: "a", endpoint: &endpoint, event: &Payload::new(raw) };
    let scene = || Scene::new(said, Entry::new(Identity::Own("1".into()), "title".into()));
    let some = || Some(text.to_owned());
    for template in [
        Template { title: some(), link: some(), time: some(), ..Template::default() },
        Template { keep_if: some(), ..Template::default() },
    ] {
        if let Ok(compiled) = Compiled::new(&template)
            && let Some(scene) = compiled.apply(scene()).scene
        {
            assert!(!scene.entry().title.is_empty());
        }
    }
    let condition = Condition { pattern: some(), holds: None, ..Condition::default() };
    let rule = Rule { id: "a".into(), name: "a".into(), enabled: true, condition, then: Then::Raise };
    if let Ok(compiled) = rules::Compiled::new(&[rule]) {
        let _ = compiled.judge("a", scene());
    }
});
