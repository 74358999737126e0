//! Events to entries: a preset and one filter, on one core. The goal is 100,000 events a second.

#![expect(clippy::unwrap_used, reason = "a benchmark fails loudly")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use tidings_mapping::template::{Compiled, Payload, Said, Scene};
use tidings_mapping::{Outcome, rules};
use tidings_model::{Condition, RawEvent, Rule, Template, Then};
use tidings_sse::Event;
use url::Url;

fn main() {
    divan::main();
}

/// Events of a batch.
const EVENTS: usize = 1_000;

fn events() -> Vec<Event> {
    let event = |n: usize| {
        let data = format!(
            r#"{{"id":"msg{n:08}","time":{},"event":"message","topic":"alerts","title":"Backup {n}","message":"The backup of host {} took {} seconds.","priority":{},"tags":["floppy_disk","host{}"]}}"#,
            1_763_831_700 + n,
            n % 40,
            n % 600,
            1 + n % 5,
            n % 40
        );
        Event { kind: "message".into(), data, last_event_id: String::new(), id: None }
    };
    (0..EVENTS).map(event).collect()
}

/// Reads, judges, and counts what is kept.
fn run(bencher: Bencher<'_, '_>, template: &Template, rules: &[Rule]) {
    let url = Url::parse("https://ntfy.sh/alerts/sse").unwrap();
    let (events, template, rules) =
        (events(), Compiled::new(template).unwrap(), rules::Compiled::new(rules).unwrap());
    bencher.counter(ItemsCount::new(EVENTS)).bench_local(|| {
        let mut reader = tidings_mapping::format("ntfy").unwrap().reader(&url, None);
        let mut kept = 0;
        for event in &events {
            for outcome in reader.read(event).unwrap().outcomes {
                let Outcome::Entry(entry) = outcome else { continue };
                if template.is_empty() && rules.is_empty() {
                    kept += 1;
                    black_box(entry);
                    continue;
                }
                let raw = RawEvent {
                    kind: event.kind.clone(),
                    data: event.data.clone(),
                    last_event_id: String::new(),
                };
                let said = Said { feed: "alerts", endpoint: &url, event: &Payload::new(raw) };
                let Some(scene) = template.apply(Scene::new(said, entry)).scene else { continue };
                kept += usize::from(rules.judge("alerts", scene).scene.is_some());
            }
        }
        kept
    });
}

#[divan::bench]
fn preset(bencher: Bencher<'_, '_>) {
    run(bencher, &Template::default(), &[]);
}

#[divan::bench]
fn preset_and_filter(bencher: Bencher<'_, '_>) {
    let template = Template { keep_if: Some("priority > 3".into()), ..Template::default() };
    run(bencher, &template, &[]);
}

#[divan::bench]
fn preset_and_words(bencher: Bencher<'_, '_>) {
    let condition = Condition { words: Some("host 7, failed".into()), ..Condition::default() };
    let rule = Rule { id: "a".into(), name: "a".into(), enabled: true, condition, then: Then::Drop };
    run(bencher, &Template::default(), &[rule]);
}

#[divan::bench]
fn preset_and_title(bencher: Bencher<'_, '_>) {
    let template = Template { title: Some("{{ topic }}: {{ title }}".into()), ..Template::default() };
    run(bencher, &template, &[]);
}
