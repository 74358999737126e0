//! The feeds that Tidings knows of, for whoever adds one: `crates/engine/catalogue.toml`.

mod spoken;

use serde::Deserialize;
use tidings_wire::CatalogueEntry;

/// The file, as it was when this program was built.
const FILE: &str = include_str!("../catalogue.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    /// Of the file's form: a program reads the one it was built with.
    #[serde(rename = "version")]
    _version: Version,
    feeds: Vec<CatalogueEntry>,
}

/// The one form there is.
#[derive(Deserialize)]
#[serde(try_from = "u32")]
struct Version;

impl TryFrom<u32> for Version {
    type Error = &'static str;

    fn try_from(version: u32) -> Result<Self, Self::Error> {
        if version == 1 {
            Ok(Self)
        } else {
            Err("the catalogue is of a form that this program does not know")
        }
    }
}

/// All of them, in the order of the file.
#[must_use]
pub fn catalogue() -> Vec<CatalogueEntry> {
    // The file is part of the program, and a test reads it.
    read().map(|catalogue| catalogue.feeds).unwrap_or_default()
}

/// All of them, in a language by its tag: the descriptions, and what is to be filled in.
#[must_use]
pub fn catalogue_in(tag: &str) -> Vec<CatalogueEntry> {
    spoken::spoken(catalogue(), tag)
}

fn read() -> Result<Catalogue, toml_edit::de::Error> {
    toml_edit::de::from_str(FILE)
}

/// Those with all of these words, in any case, anywhere in them.
#[must_use]
pub fn search(words: &str) -> Vec<CatalogueEntry> {
    let wanted: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
    let mut found = catalogue();
    found.retain(|feed| {
        let all = [&feed.id, &feed.name, &feed.description, &feed.category, &feed.format, &feed.url]
            .map(|text| text.to_lowercase())
            .join(" ");
        wanted.iter().all(|word| all.contains(word.as_str()))
    });
    found
}

#[cfg(test)]
mod tests;
