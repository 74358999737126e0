//! R18: however a stream is cut, it says the same.

use bytes::Bytes;
use tidings_sse::{Decoded, Decoder, Limit};

use super::{Scale, row::Row};

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let splits = if scale.short { 20_000 } else { 1_000_000 };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/sse");
    let files = std::fs::read_dir(folder).expect("the fixtures").flatten().map(|file| file.path());
    let streams: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "sse"))
        .map(|path| Bytes::from(std::fs::read(path).expect("a stream")))
        // A long line is cut into pieces by itself: what differs is at the ends.
        .filter(|stream| stream.len() < 4096)
        .collect();
    let whole: Vec<_> = streams.iter().map(|stream| decode(stream, &[])).collect();
    let mut chance = Chance(0x0074_6964_696e_6773);
    let mut right = 0;
    for n in 0..splits {
        let which = n % streams.len();
        let stream = &streams[which];
        let mut places: Vec<_> = (0..1 + chance.below(8)).map(|_| chance.below(stream.len() + 1)).collect();
        places.sort_unstable();
        right += usize::from(decode(stream, &places) == whole[which]);
    }
    vec![Row {
        id: "R18".to_owned(),
        fault: "a stream cut at random places".to_owned(),
        times: splits,
        right,
        figure: "the same events, always".to_owned(),
        ..Row::default()
    }]
}

fn decode(stream: &Bytes, places: &[usize]) -> Vec<Result<Decoded, Limit>> {
    let mut decoder = Decoder::default();
    let mut said = Vec::new();
    let ends = places.iter().copied().chain([stream.len()]);
    let mut from = 0;
    for to in ends {
        decoder.push(stream.slice(from..to));
        from = to;
        while let Some(decoded) = decoder.next() {
            let over = decoded.is_err();
            said.push(decoded);
            if over {
                return said;
            }
        }
    }
    said
}

/// Numbers without order, the same ones each time (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    /// One below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).unwrap_or_default()
    }
}
