//! What went wrong, in the words that the window has for it: one file for both, in each language but English, in which the core's own
//! sentences stand.
//!
//! It is read when something went wrong outside the window, which is seldom.

use std::collections::HashMap;

use serde::Deserialize;
use tidings_model::{Trouble, Wrong, WrongCode};
use tidings_wire as wire;

use super::Words;

/// By language.
const FILES: [(&str, &str); 4] = [
    ("de", include_str!("../../../../ui/src/text/de/trouble.json")),
    ("es", include_str!("../../../../ui/src/text/es/trouble.json")),
    ("ja", include_str!("../../../../ui/src/text/ja/trouble.json")),
    ("ar", include_str!("../../../../ui/src/text/ar/trouble.json")),
];

#[derive(Deserialize)]
struct File {
    connection: HashMap<String, Said>,
    bell: HashMap<String, Said>,
    refusal: HashMap<String, String>,
    flaw: HashMap<String, String>,
}

/// What happened, and what to do.
#[derive(Deserialize)]
struct Said {
    what: String,
    next: String,
}

impl Words {
    fn file(&self) -> Option<File> {
        let (_, text) = FILES.iter().find(|(tag, _)| *tag == self.tag)?;
        serde_json::from_str(text).ok()
    }

    /// Trouble with a connection: what happened, and what to do; that is empty where waiting is all.
    #[must_use]
    pub fn why(&self, trouble: &Trouble) -> (String, String) {
        let said = self.file().and_then(|mut file| file.connection.remove(trouble.code.code()));
        said.map_or_else(
            || (trouble.message.clone(), trouble.advice.clone()),
            |said| (filled(&said.what, &trouble.what), filled(&said.next, &trouble.what)),
        )
    }

    /// What is wrong with a wish, and what would be right.
    #[must_use]
    pub fn wrong(&self, wrong: &Wrong) -> String {
        let said = self.file().and_then(|file| file.wrong(wrong.code, &wrong.what));
        said.unwrap_or_else(|| wrong.message.clone())
    }

    /// Why a wish was refused.
    #[must_use]
    pub fn refused(&self, error: &wire::WireError) -> String {
        let Some(file) = self.file() else { return error.message.clone() };
        let own = error.flaw.as_ref().and_then(|flaw| file.wrong(flaw.code, &flaw.what));
        let refusal = error.code.word().and_then(|word| file.refusal.get(&word).cloned());
        match (own, refusal) {
            (Some(own), _) => own,
            (None, Some(words)) if words.ends_with([':', '\u{ff1a}']) => format!("{words} {}", error.message),
            (None, Some(words)) => words,
            (None, None) => error.message.clone(),
        }
    }
}

impl File {
    fn wrong(&self, code: &str, what: &[String]) -> Option<String> {
        let said = match (code, what.split_first()) {
            (code, Some((kind, what))) if code == WrongCode::Connection.code() => {
                (self.connection.get(kind)?, what)
            }
            (code, Some((kind, what))) if code == WrongCode::Bell.code() => (self.bell.get(kind)?, what),
            (code, _) => return self.flaw.get(code).map(|words| filled(words, what)),
        };
        let (Said { what: words, next }, what) = said;
        Some(filled(&format!("{words} {next}"), what).trim_end().to_owned())
    }
}

/// `{0}` stands for the first part, `{1:bytes}` for the second as a size. A part in brackets that is not there goes with them.
fn filled(words: &str, what: &[String]) -> String {
    let mut filled = String::new();
    let mut rest = words;
    while let Some((before, (name, behind))) =
        rest.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?)))
    {
        let (number, unit) = name.split_once(':').unwrap_or((name, ""));
        let part = number.parse().ok().and_then(|number: usize| what.get(number)).map_or("", String::as_str);
        let bracketed = part.is_empty() && before.ends_with(['(', '（']) && behind.starts_with([')', '）']);
        if bracketed {
            filled.push_str(before.trim_end_matches(['(', '（']).trim_end());
        } else {
            filled.push_str(before);
            filled.push_str(&measured(part, unit));
        }
        rest = if bracketed { behind.strip_prefix([')', '）']).unwrap_or(behind) } else { behind };
    }
    filled + rest
}

/// Units are written alike in all five languages.
fn measured(part: &str, unit: &str) -> String {
    match (unit, part.parse::<f64>()) {
        ("bytes", Ok(bytes)) if bytes >= 1e6 => format!("{:.1} MB", bytes / 1e6),
        ("bytes", Ok(bytes)) if bytes >= 1e3 => format!("{:.1} kB", bytes / 1e3),
        ("bytes", Ok(_)) => format!("{part} B"),
        ("seconds", Ok(_)) => format!("{part} s"),
        _ => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tidings_model::{BellFault, FlawCode, TroubleCode};

    use super::*;

    fn others() -> impl Iterator<Item = &'static Words> {
        FILES.iter().map(|(tag, _)| Words::of(Some(tag), &[]))
    }

    fn parts() -> Vec<String> {
        ["first", "second", "third", "fourth"].map(str::to_owned).to_vec()
    }

    #[test]
    fn each_language_has_words_for_each_kind_and_no_others() {
        for words in others() {
            let file = words.file().unwrap_or_else(|| panic!("{}", words.tag));
            let same = |mut there: Vec<String>, mut known: Vec<String>| {
                there.sort();
                known.sort();
                assert_eq!(there, known, "{}", words.tag);
            };
            let own = |code: &str| code != WrongCode::Connection.code() && code != WrongCode::Bell.code();
            let flaws = FlawCode::ALL.iter().map(|code| code.code());
            let wrongs = WrongCode::ALL.iter().map(|code| code.code()).filter(|code| own(code));
            same(
                file.connection.into_keys().collect(),
                codes(TroubleCode::ALL.iter().map(|code| code.code())),
            );
            same(file.bell.into_keys().collect(), codes(BellFault::ALL.iter().map(|code| code.code())));
            same(file.flaw.into_keys().collect(), codes(flaws.chain(wrongs)));
        }
    }

    fn codes(codes: impl Iterator<Item = &'static str>) -> Vec<String> {
        codes.map(str::to_owned).collect()
    }

    #[test]
    fn what_is_said_has_no_gap_and_ends_like_a_sentence() {
        for words in others() {
            for &code in TroubleCode::ALL {
                let trouble =
                    Trouble { code, what: parts(), message: "English".into(), advice: String::new() };
                let (what, next) = words.why(&trouble);
                for said in [&what, &next] {
                    assert!(!said.contains(['{', '}']) && !said.contains("English"), "{}: {said}", words.tag);
                    assert!(said.is_empty() || said.ends_with(['.', '。']), "{}: {said}", words.tag);
                }
                assert!(!what.is_empty());
            }
            for &code in WrongCode::ALL {
                let mut what = parts();
                what[0] = if code == WrongCode::Bell { "hung".into() } else { "dns".into() };
                let said = words.wrong(&Wrong { what, ..Wrong::new(code, &[], "English") });
                assert!(!said.contains(['{', '}']) && !said.contains("English"), "{}: {said}", words.tag);
            }
        }
    }

    #[test]
    fn parts_stand_in_their_places_and_what_is_not_there_takes_its_brackets_with_it() {
        let of = |words: &str, parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
            filled(words, &parts)
        };
        assert_eq!(of("{1} of {0}.", &["a{1}", "b"]), "b of a{1}.");
        assert_eq!(of("No stream ({0}).", &["HTML"]), "No stream (HTML).");
        assert_eq!(of("No stream ({0}).", &[""]), "No stream.");
        assert_eq!(of("No stream ({0}).", &[]), "No stream.");
        assert_eq!(of("違います（{0}）。", &[""]), "違います。");
        assert_eq!(of("{0:bytes}, {1:bytes}, {2:seconds}", &["1048576", "128", "45"]), "1.0 MB, 128 B, 45 s");
        assert_eq!(of("{0:number} of {1:number", &["5"]), "5 of {1:number");
    }

    #[test]
    fn a_refusal_is_said_as_exactly_as_there_are_words_for_it() {
        let german = Words::of(Some("de"), &[]);
        let exact: wire::WireError = Wrong::new(WrongCode::NoProgram, &["no such file"], "English").into();
        let said = german.refused(&exact);
        assert!(said.contains("no such file") && !said.contains("English"), "{said}");
        let of = |code| german.refused(&wire::WireError { code, message: "In English.".into(), flaw: None });
        assert!(!of(wire::ErrorCode::NotFound).contains("English"));
        assert!(of(wire::ErrorCode::Failed).ends_with(": In English."));
        assert_eq!(Words::of(Some("en"), &[]).refused(&exact), "English");
    }
}
