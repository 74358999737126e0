//! The stream decoder, cut anywhere, beside a parser that is right by looking at it.
//!
//! The first byte says how many cuts there are (up to 15), two bytes each say where, and the rest is the stream.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/sse/tests/naive/mod.rs"]
mod naive;

use naive::{decode, parse};

fuzz_target!(|input: &[u8]| {
    let Some((count, rest)) = input.split_first() else { return };
    let Some((places, stream)) = rest.split_at_checked(2 * usize::from(count % 16)) else { return };
    let places = places.chunks_exact(2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    let mut places: Vec<_> =
        places.map(|place| place % (stream.len() + 1)).chain([0, stream.len()]).collect();
    places.sort_unstable();
    let pieces: Vec<_> = places.windows(2).map(|pair| &stream[pair[0]..pair[1]]).collect();
    assert_eq!(decode(&pieces), parse(stream));
});
