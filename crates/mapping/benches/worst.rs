//! The longest that any large payload takes, by the format that is slowest with it. The goal is 5 ms.
//!
//! `cargo bench -p tidings-mapping --bench worst [-- NAME]`: for 64 KiB, 256 KiB and 1 MiB the slowest rows, in time of the processor, each the fastest of several
//! runs, since what else the machine does can only add to it.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::time::Duration;

use tidings_mapping::{Format, formats, recognise};
use tidings_sse::Event;
use url::Url;

#[path = "../tests/clock/mod.rs"]
mod clock;
#[path = "../tests/payloads/mod.rs"]
mod payloads;

use clock::{least, reading, timed};
use payloads::{Payload, large};

/// Rows printed of each size.
const ROWS: usize = 14;

fn main() {
    // `-- NAME` measures one payload only.
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    for size in [64 << 10, 256 << 10, 1 << 20] {
        let payloads = large(size).into_iter().filter(|payload| payload.name.contains(&only));
        let mut rows: Vec<_> = payloads.flat_map(rows_of).collect();
        rows.extend(changed(size));
        rows.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        println!("\npayloads of {} KiB", size >> 10);
        for (time, what) in rows.iter().take(ROWS) {
            println!("{:>9.2} ms  {what}", time.as_secs_f64() * 1e3);
        }
    }
}

fn endpoint() -> Url {
    Url::parse("https://ntfy.example.com/a/sse").expect("an address")
}

fn said(kind: &str, data: String) -> Event {
    Event { kind: kind.to_owned(), data, last_event_id: String::new(), id: None }
}

fn rows_of(payload: Payload) -> Vec<(Duration, String)> {
    let event = said(payload.kind, payload.data);
    let one = std::slice::from_ref(&event);
    let json = least(Duration::ZERO, || timed(|| serde_json::from_str::<serde_json::Value>(&event.data)));
    let read = |format: &'static dyn Format| {
        let time = least(Duration::ZERO, || reading(format, &endpoint(), &event));
        let alone = json.as_secs_f64() * 1e3;
        (time, format!("{} read as {} (its JSON alone: {alone:.2} ms)", payload.name, format.name()))
    };
    let known = least(Duration::ZERO, || timed(|| recognise(&endpoint(), one).name()));
    formats().map(read).chain([(known, format!("{}: whose is it", payload.name))]).collect()
}

/// What comes after a place of the payload's size: a change of one word in it, and the whole again where it is and where it is others.
fn changed(size: usize) -> Vec<(Duration, String)> {
    let put = |path: &str, data: &str| said("put", format!(r#"{{"path":"{path}","data":{data}}}"#));
    let child = put("/", &format!(r#"{{"a":{{"all":"{}"}}}}"#, "x".repeat(size)));
    let numbers =
        |number: &str| put("/", &format!("[{number}{}]", format!(",{number}").repeat(size / 2 - 1)));
    let names = |name: &str| {
        let fields: Vec<_> = (0..size / 12).map(|n| format!(r#""{name}{n:05}":1"#)).collect();
        put("/", &format!("{{{}}}", fields.join(",")))
    };
    let cases = [
        ("a small patch in a large child", child, put("/a/last", "1")),
        ("a small patch beside many", names("a"), put("/a00007", "2")),
        ("the same numbers again", numbers("1"), numbers("1")),
        ("other numbers", numbers("1"), numbers("2")),
        ("the same names again", names("a"), names("a")),
        ("other names", names("a"), names("b")),
        ("names after numbers", numbers("1"), names("a")),
    ];
    let row =
        |(name, before, now): (&str, Event, Event)| (time_of(&before, &now), format!("firebase: {name}"));
    cases.into_iter().map(row).collect()
}

fn time_of(before: &Event, now: &Event) -> Duration {
    let firebase = tidings_mapping::format("firebase").expect("it is there");
    least(Duration::ZERO, || {
        let mut reader = firebase.reader(&endpoint(), None);
        drop(reader.read(before));
        timed(|| reader.read(now))
    })
}
