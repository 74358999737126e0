use super::*;

fn all(decoder: &mut Decoder, bytes: &[u8]) -> Vec<Decoded> {
    decoder.push(Bytes::copy_from_slice(bytes));
    std::iter::from_fn(|| decoder.next()).map(|decoded| decoded.expect("within limits")).collect()
}

fn event(data: &str, last_event_id: &str, id: Option<&str>) -> Decoded {
    let id = id.map(str::to_owned);
    Decoded::Event(Event {
        kind: "message".into(),
        data: data.into(),
        last_event_id: last_event_id.into(),
        id,
    })
}

#[test]
fn an_id_without_data_is_a_cursor() {
    let mut decoder = Decoder::default();
    assert_eq!(all(&mut decoder, b"id: 5\n\n"), [Decoded::Cursor("5".into())]);
    assert_eq!(all(&mut decoder, b"data: x\n\n"), [event("x", "5", None)]);
    assert_eq!(all(&mut decoder, b"id\n\n"), [Decoded::Cursor(String::new())]);
    assert_eq!(decoder.last_event_id(), "");
}

#[test]
fn the_id_of_an_earlier_connection_stays_in_force() {
    let mut decoder = Decoder::new("5", DEFAULT_EVENT_BYTES);
    assert_eq!(
        all(&mut decoder, b"data: x\n\nid: 6\ndata: y\n\n"),
        [event("x", "5", None), event("y", "6", Some("6"))]
    );
}

#[test]
fn retry_counts_from_its_own_line() {
    let mut decoder = Decoder::default();
    assert_eq!(all(&mut decoder, b"retry: 700\n"), [Decoded::Retry(Duration::from_millis(700))]);
    assert_eq!(all(&mut decoder, b"\n"), []);
}

#[test]
fn events_before_a_breach_are_given_out_and_the_breach_stays() {
    let mut decoder = Decoder::new("", 100);
    decoder.push(format!("data: good\n\ndata: {}\n\ndata: never\n\n", "x".repeat(100)));
    assert_eq!(decoder.next(), Some(Ok(event("good", "", None))));
    for _ in 0..2 {
        assert_eq!(decoder.next(), Some(Err(Limit::Block(100))));
        decoder.push("data: later\n\n");
    }
}

#[test]
fn pushing_before_the_last_push_is_used_up_loses_nothing() {
    let mut decoder = Decoder::default();
    decoder.push("data: a\n\ndata: b");
    decoder.push("\n\n");
    assert_eq!(decoder.next(), Some(Ok(event("a", "", None))));
    assert_eq!(decoder.next(), Some(Ok(event("b", "", None))));
    assert_eq!(decoder.next(), None);
}

/// The measured panic: the crate slices a second mark in the middle.
#[test]
fn no_mark_at_any_place_panics() {
    for stream in
        ["\u{feff}", "\u{feff}\u{feff}data: x\n\n", "\u{feff}\n\u{feff}data: x\n\n", "data: \u{feff}\n\n"]
    {
        for size in 1..=stream.len() {
            let mut decoder = Decoder::default();
            for piece in stream.as_bytes().chunks(size) {
                all(&mut decoder, piece);
            }
        }
    }
}

/// What the guard moved to keep a line together, and what the crate moved at the most, for a stream in such pieces.
fn work(stream: &[u8], size: usize) -> (usize, usize) {
    let mut decoder = Decoder::new("", 32 << 20);
    let mut kept = 0;
    for piece in stream.chunks(size) {
        let before = decoder.guard.line_capacity();
        all(&mut decoder, piece);
        let after = decoder.guard.line_capacity();
        // A buffer that grows is copied once.
        kept += if after > before { before } else { 0 };
    }
    let moved = decoder.inlet.0.lock().expect("one thread").moved;
    (kept, moved)
}

/// The measured slowness: 1 MB in 1,400-byte pieces moved half a gigabyte.
#[test]
fn the_work_grows_with_the_stream_and_not_with_its_square() {
    let line = |bytes: usize| [b"data: ".as_slice(), &vec![b'x'; bytes], b"\n\n"].concat();
    let events = "data: x\n\n".repeat(20_000).into_bytes();
    let lines = format!("{}\n", "data: x\n".repeat(20_000)).into_bytes();
    for (name, stream) in
        [("1 MB", line(1 << 20)), ("2 MB", line(2 << 20)), ("events", events), ("lines", lines)]
    {
        for size in [1_400, stream.len()] {
            let (kept, moved) = work(&stream, size);
            assert!(kept <= 2 * stream.len(), "{name} in pieces of {size}: kept {kept} of {}", stream.len());
            assert!(
                moved <= 17 * stream.len(),
                "{name} in pieces of {size}: moved {moved} of {}",
                stream.len()
            );
        }
    }
}
