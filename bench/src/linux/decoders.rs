//! Decoders from memory, side by side in one run: the same events, in pieces of 16 KiB.

use std::convert::Infallible;
use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _, stream};

use super::Result;
use super::figure::{Figure, quantile};
use super::firehose::news;

const EVENTS: usize = 50_000;
const PIECE: usize = 16 << 10;
const TURNS: usize = 9;

type Decoder = fn(&[Bytes]) -> usize;

const DECODERS: [(&str, Decoder); 4] = [
    ("tidings-sse", tidings),
    ("eventsource-stream", eventsource_stream),
    ("sse-core", sse_core),
    ("sse-stream", sse_stream),
];

pub fn measure() -> Result<Vec<Figure>> {
    let all = news(EVENTS);
    let pieces: Vec<_> = all.chunks(PIECE).map(Bytes::copy_from_slice).collect();
    let mut taken = [const { Vec::new() }; DECODERS.len()];
    // In turn, so that a busy minute is everybody's.
    for _ in 0..TURNS {
        for ((name, decode), taken) in DECODERS.iter().zip(&mut taken) {
            let begun = Instant::now();
            let count = decode(black_box(&pieces));
            taken.push(begun.elapsed().as_secs_f64());
            if count != EVENTS {
                return Err(format!("{name} found {count} of {EVENTS} events").into());
            }
        }
    }
    let medians = taken.map(|mut taken| {
        taken.sort_by(f64::total_cmp);
        quantile(&taken, 0.5)
    });
    let figure = |((name, _), median): (&(&'static str, Decoder), &f64)| {
        let value = format!("{:.0} ns, {:.2}", median / EVENTS as f64 * 1e9, median / medians[0]);
        Figure::plain(name, value)
    };
    Ok(DECODERS.iter().zip(&medians).map(figure).collect())
}

fn tidings(pieces: &[Bytes]) -> usize {
    let mut decoder = tidings_sse::Decoder::default();
    let mut count = 0;
    for piece in pieces {
        decoder.push(piece.clone());
        while let Some(decoded) = decoder.next() {
            count += usize::from(matches!(black_box(decoded), Ok(tidings_sse::Decoded::Event(_))));
        }
    }
    count
}

fn eventsource_stream(pieces: &[Bytes]) -> usize {
    let bytes = stream::iter(pieces.iter().cloned().map(Ok::<_, Infallible>));
    counted(eventsource_stream::EventStream::new(bytes).map(|event| black_box(event).is_ok()))
}

fn sse_core(pieces: &[Bytes]) -> usize {
    let mut decoder = sse_core::SseDecoder::new();
    let mut count = 0;
    for piece in pieces {
        let mut piece = piece.clone();
        while let Some(event) = decoder.next(&mut piece) {
            count += usize::from(matches!(black_box(event), Ok(sse_core::SseEvent::Message(_))));
        }
    }
    count
}

fn sse_stream(pieces: &[Bytes]) -> usize {
    let bytes = stream::iter(pieces.iter().cloned().map(Ok::<_, Infallible>));
    counted(
        sse_stream::SseByteStream::new(bytes)
            .map(|event| black_box(event).is_ok_and(|event| event.is_event())),
    )
}

/// Nothing here ever waits: one poll runs to the end.
fn counted(events: impl futures_util::Stream<Item = bool>) -> usize {
    let all = events.fold(0, |count, good| std::future::ready(count + usize::from(good)));
    all.now_or_never().unwrap_or_default()
}
