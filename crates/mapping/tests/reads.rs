//! What a person reads for each fixture of tests/fixtures/formats.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly, as tests do")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tidings_mapping::{Outcome, Reader, format, formats, recognise};
use tidings_model::{Entry, Identity, Moment};
use tidings_sse::Event;
use url::Url;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats").join(name)
}

/// The address in a fixture's first line, and its events. Fixtures are plain: `\n` line ends, `field: value`.
fn parse(text: &str) -> (Url, Vec<Event>) {
    let address = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix(": "))
        .expect("the address is in the first line");
    let mut last_event_id = String::new();
    let mut events = Vec::new();
    for block in text.split("\n\n") {
        let values = |field: &str| -> Vec<&str> {
            let value = |line| {
                str::strip_prefix(line, field)?.strip_prefix(':').map(|v| v.strip_prefix(' ').unwrap_or(v))
            };
            block.lines().filter_map(value).collect()
        };
        let data = values("data");
        let id = values("id").last().map(|id| (*id).to_owned());
        last_event_id = id.clone().unwrap_or(last_event_id);
        if !data.is_empty() {
            let kind = values("event").last().unwrap_or(&"message").to_string();
            events.push(Event { kind, data: data.join("\n"), last_event_id: last_event_id.clone(), id });
        }
    }
    (Url::parse(address).unwrap(), events)
}

/// Which entry it is, and of which card.
fn whose(entry: &Entry) -> (&Identity, Option<&str>) {
    (&entry.identity, entry.replaces.as_deref())
}

/// The entry as another run reads it, of what was kept for it.
fn again(mut reader: Box<dyn Reader>, kept: &Event, entry: &Entry) -> Entry {
    if let Some(found) = reader.found(kept, entry.replaces.as_deref()) {
        return found;
    }
    match reader.read(kept).unwrap().outcomes.into_iter().next() {
        Some(Outcome::Entry(entry) | Outcome::Found { entry, .. }) => entry,
        other => panic!("{entry:?} is kept with what says {other:?}"),
    }
}

fn read(text: &str, named: &str) -> String {
    let (url, events) = parse(text);
    // What no format claims is in the folder of `auto` with what some would: it reads whatever comes.
    let format = if named == "auto" { format(named).unwrap() } else { recognise(&url, &events) };
    let addressed = recognise(&url, &[]);
    assert!(addressed.name() == "auto" || addressed.name() == format.name(), "address and events agree");
    let endpoint = format.endpoint(&url);
    let mut out = format!("{} | {} | {endpoint}\n", format.name(), format.suggested_name(&url));
    let mut reader = format.reader(&endpoint, None);
    for event in &events {
        let meaning = match reader.read(event) {
            Ok(meaning) => meaning,
            Err(error) => {
                writeln!(out, "\n! {error}").unwrap();
                continue;
            }
        };
        if meaning.outcomes.is_empty() {
            writeln!(out, "\n(alive)").unwrap();
        }
        for outcome in &meaning.outcomes {
            match outcome {
                Outcome::Entry(entry) => write_entry(&mut out, entry),
                Outcome::Edit(entry) => {
                    write_entry(&mut out, entry);
                    writeln!(out, "  edit").unwrap();
                }
                Outcome::Withdraw { replaces } => writeln!(out, "\nwithdraw {replaces}").unwrap(),
                Outcome::Read { replaces } => writeln!(out, "\nread {replaces}").unwrap(),
                Outcome::Fetch(fetch) => writeln!(out, "\nask {} ({})", fetch.url, fetch.about).unwrap(),
                Outcome::Found { entry, data, earlier } => {
                    let kept = Event { data: data.clone(), ..event.clone() };
                    assert_eq!(whose(&again(format.reader(&endpoint, None), &kept, entry)), whose(entry));
                    write_entry(&mut out, entry);
                    if *earlier {
                        writeln!(out, "  earlier").unwrap();
                    }
                }
            }
        }
        if let Some(checkpoint) = &meaning.checkpoint {
            writeln!(out, "  checkpoint: {checkpoint}").unwrap();
        }
        if let Some(gap) = &meaning.gap {
            writeln!(out, "  gap: {} {}", gap.code.code(), gap.what).unwrap();
        }
    }
    out
}

fn write_entry(out: &mut String, entry: &Entry) {
    writeln!(out, "\n# {}", entry.title).unwrap();
    for line in entry.body.lines() {
        writeln!(out, "  | {line}").unwrap();
    }
    let identity = match &entry.identity {
        Identity::Own(id) => format!("own {id}"),
        Identity::Stream { id, hash } => format!("stream {id} + {hash}"),
        Identity::Content { hash } => format!("content {hash}"),
    };
    let moment = if entry.moment == Moment::News { String::new() } else { format!("{:?}, ", entry.moment) };
    writeln!(out, "  {:?}, {moment}{identity}", entry.urgency).unwrap();
    let optional = [
        ("link", &entry.link),
        ("image", &entry.image),
        ("icon", &entry.icon),
        ("replaces", &entry.replaces),
    ];
    for (name, value) in optional.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        writeln!(out, "  {name}: {value}").unwrap();
    }
    if let Some(at) = entry.published_at {
        writeln!(out, "  at: {}", jiff::Timestamp::from_millisecond(at.0).unwrap()).unwrap();
    }
    if !entry.tags.is_empty() {
        writeln!(out, "  tags: {}", entry.tags.join(", ")).unwrap();
    }
    for action in &entry.actions {
        writeln!(out, "  action: {action:?}").unwrap();
    }
}

fn check(format: &str) {
    let mut paths: Vec<_> = std::fs::read_dir(folder(format))
        .unwrap_or_else(|_| panic!("no fixtures of {format}"))
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let read = read(&std::fs::read_to_string(&path).unwrap(), format);
        assert!(read.starts_with(&format!("{format} |")), "{name} is read as another format:\n{read}");
        insta::assert_snapshot!(format!("{format}_{name}"), read);
    }
}

#[test]
fn every_fixture_of_every_format() {
    for format in formats() {
        check(format.name());
    }
}
