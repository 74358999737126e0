//! The catalogue in another language than English: `crates/engine/catalogue/*.toml`. Names are names, and stay.

use std::collections::HashMap;

use tidings_wire::CatalogueEntry;

/// English and what it is called there.
type Phrases = HashMap<String, String>;

/// The languages, as [`crate::Words`] tags them, with their files as they were when this program was built.
const FILES: [(&str, &str); 4] = [
    ("de", include_str!("../../catalogue/de.toml")),
    ("es", include_str!("../../catalogue/es.toml")),
    ("ja", include_str!("../../catalogue/ja.toml")),
    ("ar", include_str!("../../catalogue/ar.toml")),
];

/// `feeds` in a language. What it has no words for stays as it is.
pub(super) fn spoken(mut feeds: Vec<CatalogueEntry>, tag: &str) -> Vec<CatalogueEntry> {
    let Some((_, file)) = FILES.iter().find(|(language, _)| *language == tag) else { return feeds };
    // The file is part of the program, and a test reads it.
    let phrases = read(file).unwrap_or_default();
    for phrase in feeds.iter_mut().flat_map(said) {
        if let Some(own) = phrases.get(phrase) {
            phrase.clone_from(own);
        }
    }
    feeds
}

fn read(file: &str) -> Result<Phrases, toml_edit::de::Error> {
    toml_edit::de::from_str(file)
}

/// What an entry says in words.
fn said(feed: &mut CatalogueEntry) -> impl Iterator<Item = &mut String> {
    let fields = feed.fields.iter_mut().flat_map(|field| [&mut field.label, &mut field.hint]);
    [&mut feed.description, &mut feed.rate].into_iter().chain(fields)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::catalogue;
    use super::*;

    #[test]
    fn each_language_says_all_there_is_and_nothing_else() {
        let mut feeds = catalogue();
        let english = feeds.iter_mut().flat_map(said).map(|phrase| phrase.clone());
        let english: HashSet<String> = english.filter(|phrase| !phrase.is_empty()).collect();
        for (language, file) in FILES {
            let phrases = read(file).expect("the file is sound");
            let known: HashSet<String> = phrases.keys().cloned().collect();
            assert_eq!(english.difference(&known).collect::<Vec<_>>(), [""; 0], "{language} lacks these");
            assert_eq!(
                known.difference(&english).collect::<Vec<_>>(),
                [""; 0],
                "{language} has these for nothing"
            );
            assert!(phrases.values().all(|words| !words.trim().is_empty()), "{language}");
        }
    }

    #[test]
    fn an_entry_is_said_in_the_language_and_keeps_its_name() {
        let german = spoken(catalogue(), "de");
        let bbc = german.iter().find(|feed| feed.id == "bbc-sport").expect("it is there");
        assert_eq!(
            (bbc.name.as_str(), bbc.description.as_str()),
            ("BBC Sport", "Die Schlagzeilen von BBC Sport.")
        );
        assert_eq!(spoken(catalogue(), "en"), catalogue());
    }
}
