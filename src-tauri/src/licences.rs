//! What Tidings is made of, and under which terms.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

const OWN: &str = include_str!("../../LICENSE");
const MIT: &str = include_str!("../../LICENSE-MIT");
const APACHE: &str = include_str!("../../LICENSE-APACHE");
/// Made by build/licences.rs.
const OTHERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/licences.z"));

/// Our own terms in full, then every library in the two programs and in the pages, with its version and the text of its terms.
///
/// # Errors
/// Where the program's own file is damaged.
pub(crate) fn all() -> std::io::Result<String> {
    let mut all = format!("{OWN}\n{MIT}\n{APACHE}\nWhat Tidings is built of:\n\n");
    ZlibDecoder::new(OTHERS).read_to_string(&mut all)?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_libraries_are_named_with_their_terms() {
        let all = all().unwrap();
        for named in ["\ntauri 2.", "\nrusqlite 0.", "\nclap 4.", "\nsvelte 5.", "\n@tauri-apps/api 2."] {
            assert!(all.contains(named), "{named:?} is missing");
        }
        for not_shipped in ["\ntidings-", "\nproptest ", "\nvitest "] {
            assert!(!all.contains(not_shipped), "{not_shipped:?} is not shipped");
        }
        for text in
            ["Permission is hereby granted", "Mozilla Public License Version 2.0", "Redistribution and use"]
        {
            assert!(all.contains(text), "{text:?} is missing");
        }
        assert!(OTHERS.len() < 1 << 20, "{} bytes", OTHERS.len());
    }
}
