//! The longest that any large payload takes, by the format that is slowest with it. The goal is 5 ms.
//!
//! `cargo bench -p tidings-mapping --bench worst`: for 64 KiB, 256 KiB and 1 MiB the slowest rows, each the fastest of several runs, since what
//! else the machine does can only add to it.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures real time, and prints it"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use tidings_mapping::{Format, formats, recognise};
use tidings_sse::Event;
use url::Url;

#[path = "../tests/payloads/mod.rs"]
mod payloads;

use payloads::{Payload, large};

/// Runs of each.
const RUNS: usize = 7;
/// Rows printed of each size.
const ROWS: usize = 8;

fn main() {
    for size in [64 << 10, 256 << 10, 1 << 20] {
        let mut rows: Vec<_> = large(size).into_iter().flat_map(rows_of).collect();
        rows.push((changed(size), "a small patch in a large child".to_owned()));
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
    let read = |format: &'static dyn Format| {
        let time = fastest(
            || {
                let mut reader = format.reader(&endpoint(), None);
                move |event: &Event| reader.read(event)
            },
            &event,
        );
        (time, format!("{} read as {}", payload.name, format.name()))
    };
    let known = fastest(|| |_: &Event| recognise(&endpoint(), one).name(), &event);
    formats().map(read).chain([(known, format!("{}: whose is it", payload.name))]).collect()
}

/// A change of one word in a child that takes as much as the payload.
fn changed(size: usize) -> Duration {
    let firebase = tidings_mapping::format("firebase").expect("it is there");
    let change = said("put", r#"{"path":"/a/last","data":1}"#.to_owned());
    let whole = format!(r#"{{"path":"/","data":{{"a":{{"all":"{}"}}}}}}"#, "x".repeat(size));
    let whole = said("put", whole);
    fastest(
        || {
            let mut reader = firebase.reader(&endpoint(), None);
            drop(reader.read(&whole));
            move |event: &Event| reader.read(event)
        },
        &change,
    )
}

fn fastest<T, R: FnMut(&Event) -> T>(mut fresh: impl FnMut() -> R, event: &Event) -> Duration {
    let run = |_| {
        let mut read = fresh();
        let start = Instant::now();
        let read = black_box(read(event));
        let time = start.elapsed();
        drop(read);
        time
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}
