//! The stream's format: the fixtures, and a naive parser that is right by looking at it.

mod naive;

use std::path::{Path, PathBuf};

use naive::{Said, decode, parse};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Line {
    event: String,
    data: String,
    last_event_id: String,
}

fn events(said: Vec<Said>) -> Vec<Line> {
    let line = |said| match said {
        Said::Event { kind, data, last_event_id, .. } => Some(Line { event: kind, data, last_event_id }),
        Said::Cursor(_) | Said::Retry(_) | Said::Breach => None,
    };
    said.into_iter().filter_map(line).collect()
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/sse");
    let files = std::fs::read_dir(folder).expect("the fixtures").map(|file| file.expect("a file").path());
    files.filter(|path| path.extension().is_some_and(|end| end == "sse")).collect()
}

#[test]
fn every_fixture_says_what_it_should_however_it_is_cut() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 50, "only {} fixtures were found", fixtures.len());
    for path in fixtures {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let stream = std::fs::read(&path).expect("a stream");
        let expected = std::fs::read_to_string(path.with_extension("ndjson")).expect("what it should say");
        let expected: Vec<Line> =
            expected.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
        for size in [1, 2, 3, 7, 64, stream.len().max(1)] {
            let pieces: Vec<_> = stream.chunks(size).collect();
            assert_eq!(events(decode(&pieces)), expected, "{name} in pieces of {size}");
        }
        assert_eq!(events(parse(&stream)), expected, "{name}, by the naive parser");
    }
}

/// Streams made of what streams are made of, with a good share of what breaks parsers.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&'static [u8]> = vec![
        b"data", b"event", b"id", b"retry", b"data:", b"data: ", b"event: ", b"id:", b"id: ", b"retry:", b"retry: ",
        b":", b" ", b"  ", b"\t", b"\n", b"\n", b"\n", b"\n\n", b"\n\n", b"\r", b"\r", b"\r\n", b"\r\n", b"\r\r", b"\r\n\r\n",
        b"\0", b"\xef\xbb\xbf", b"\xef\xbb", b"\xbf", b"\xff", b"\xc3", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80",
        b"\xf0\x9f", b"\xed\xa0\x80", b"\xc0\xaf", b"1", b"42", b"+5", b"99999999999999999999999", b"x", b"Data: ", b"x: y",
        b"\xe2\x80\xa8", b"\x0b", b"\xc2\x85", b"data: x\n\n", b"id: 7\n\n", b"event: e\ndata: 1\ndata: 2\nid: 3\n\n",
        &[b'n'; 100], &[b'i'; 1000],
        b"data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n",
    ];
    prop::collection::vec(prop::sample::select(words), 0..60).prop_map(|words| words.concat())
}

fn cut(stream: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
    let mut places: Vec<_> = cuts.iter().map(|cut| cut % (stream.len() + 1)).collect();
    places.extend([0, stream.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| stream[pair[0]..pair[1]].to_vec()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_stream_cut_anywhere_says_the_same(
        stream in stream(),
        cuts in prop::collection::vec(any::<usize>(), 0..20),
    ) {
        let pieces = cut(&stream, &cuts);
        let pieces: Vec<_> = pieces.iter().map(Vec::as_slice).collect();
        let said = decode(&pieces);
        prop_assert_eq!(&said, &parse(&stream));
        let bytes: Vec<_> = stream.chunks(1).collect();
        prop_assert_eq!(said, decode(&bytes));
    }

    #[test]
    fn any_bytes_at_all_do_no_harm(stream in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(decode(&[&stream]), parse(&stream));
    }
}
