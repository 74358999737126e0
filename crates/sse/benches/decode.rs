//! The guarded decoder beside `eventsource-stream` alone, on the same bytes: `cargo bench -p tidings-sse`.

use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use eventsource_stream::EventStream;
use futures_util::{Stream, stream};
use tidings_sse::{Decoded, Decoder};

const TOTAL: usize = 2 << 20;
const CHUNKS: [usize; 3] = [1_400, 16 << 10, 128 << 10];
const MIB: [usize; 3] = [1, 4, 16];

fn main() {
    divan::main();
}

/// Events of about 200 bytes, as a feed of news sends them.
fn events() -> Vec<u8> {
    let text = "x".repeat(150);
    let events =
        (0..).map(|n| format!("event: update\nid: {n}\ndata: {{\"n\":{n},\"text\":\"{text}\"}}\n\n"));
    let mut all = Vec::new();
    for event in events {
        if all.len() + event.len() > TOTAL {
            break;
        }
        all.extend_from_slice(event.as_bytes());
    }
    all
}

fn chunks(stream: &[u8], size: usize) -> Vec<Bytes> {
    stream.chunks(size).map(Bytes::copy_from_slice).collect()
}

fn guarded(chunks: &[Bytes]) -> usize {
    let mut decoder = Decoder::new("", 32 << 20);
    let mut count = 0;
    for chunk in chunks {
        decoder.push(chunk.clone());
        while let Some(decoded) = decoder.next() {
            count += usize::from(matches!(black_box(decoded), Ok(Decoded::Event(_))));
        }
    }
    count
}

fn bare(chunks: &[Bytes]) -> usize {
    let chunks = chunks.iter().cloned().map(Ok::<_, Infallible>);
    let mut events = pin!(EventStream::new(stream::iter(chunks)));
    let mut context = Context::from_waker(Waker::noop());
    let mut count = 0;
    while let Poll::Ready(Some(event)) = events.as_mut().poll_next(&mut context) {
        count += usize::from(black_box(event).is_ok());
    }
    count
}

#[divan::bench(args = CHUNKS)]
fn events_guarded(bencher: Bencher<'_, '_>, size: usize) {
    measure(bencher, &events(), size, guarded);
}

#[divan::bench(args = CHUNKS)]
fn events_bare(bencher: Bencher<'_, '_>, size: usize) {
    measure(bencher, &events(), size, bare);
}

#[divan::bench(args = MIB, sample_count = 10)]
fn one_line_guarded(bencher: Bencher<'_, '_>, mib: usize) {
    measure(bencher, &line(mib), 1_400, guarded);
}

// Not at 4 MiB and more: there the crate alone takes ten seconds a turn.
#[divan::bench(args = [1], sample_count = 3)]
fn one_line_bare(bencher: Bencher<'_, '_>, mib: usize) {
    measure(bencher, &line(mib), 1_400, bare);
}

fn line(mib: usize) -> Vec<u8> {
    [b"data: ".as_slice(), &vec![b'x'; mib << 20], b"\n\n"].concat()
}

fn measure(bencher: Bencher<'_, '_>, stream: &[u8], size: usize, decode: fn(&[Bytes]) -> usize) {
    let chunks = chunks(stream, size);
    let events = decode(&chunks);
    assert!(events > 0, "the stream holds events");
    bencher
        .counter(BytesCount::new(stream.len()))
        .counter(ItemsCount::new(events))
        .bench_local(|| assert_eq!(decode(black_box(&chunks)), events));
}
