//! A polled document, whatever it is: read or refused, never a panic, and never more items than are taken.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_poll::{Document, MOST_ITEMS};

fuzz_target!(|input: &[u8]| {
    if let Ok(document) = Document::read(input, "https://a.example/feed.xml") {
        assert!(document.len() <= MOST_ITEMS);
    }
});
