//! Makes the first corpus of `decode` from the fixtures: each stream whole, and cut into thirds.

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = here.join("corpus/decode");
    fs::create_dir_all(&corpus)?;
    let mut made = 0;
    for file in fs::read_dir(here.join("../tests/fixtures/sse"))? {
        let path = file?.path();
        let (Some("sse"), Some(name)) = (path.extension().and_then(|end| end.to_str()), path.file_stem())
        else {
            continue;
        };
        let stream = fs::read(&path)?;
        let third = u16::try_from(stream.len() / 3).unwrap_or(u16::MAX);
        let cuts = [third, third.saturating_mul(2)].map(u16::to_le_bytes).concat();
        fs::write(corpus.join(name).with_extension("whole"), [&[0], &stream[..]].concat())?;
        fs::write(corpus.join(name).with_extension("thirds"), [&[2], &cuts[..], &stream].concat())?;
        made += 2;
    }
    println!("{made} seeds in {}", corpus.display());
    Ok(())
}
