//! From what is typed to a [`Search`].
//!
//! A search is words with spaces between them, and an entry must meet all: `goal`, `"own goal"`, `feed:hn`, `folder:Sport`,
//! `tag:goal`, `is:unread`, `has:link`, `after:2026-11-01`, `before:yesterday`. A `-` before any of them turns it round. A value with
//! spaces stands in quotation marks: `folder:"World news"`. Any other word with a colon in it is a word like others.

use jiff::tz::TimeZone;
use tidings_model::{Clause, Feed, FeedId, Part, Place, Search, Timestamp, Trait, Wanted, Wrong, WrongCode};

use super::days;

/// More words than this narrow nothing down: the rest is not looked at.
const MOST_WORDS: usize = 32;

/// A word of a search that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` (at character {at}): {reason}")]
pub struct SearchError {
    /// Where the word begins, in characters from 1.
    pub at: usize,
    /// The word.
    pub word: String,
    /// The kind of mistake.
    pub code: WrongCode,
    /// What is wrong with it, and what would be right.
    pub reason: &'static str,
}

impl SearchError {
    /// For the person, in whatever language.
    #[must_use]
    pub fn wrong(&self) -> Wrong {
        let column = u32::try_from(self.at).ok();
        Wrong::new(self.code, &[&self.word], self.to_string()).at(Place { column, ..Place::default() })
    }
}

/// Reads a search. `feeds` are those that `feed:` (by identifier or a part of the name) and `folder:` can mean; days are those of
/// `zone`, and the relative ones count from `now`.
///
/// # Errors
/// The first word that cannot be.
pub fn parse_search(
    typed: &str,
    feeds: &[Feed],
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Search, SearchError> {
    let words = words(typed);
    let last = words.len().saturating_sub(1);
    let mut clauses = Vec::new();
    for (n, word) in words.into_iter().enumerate().take(MOST_WORDS) {
        let what = match wanted(&word, feeds, now, zone) {
            Ok(what) => what,
            Err((code, reason)) => return Err(SearchError { at: word.at, word: word.text, code, reason }),
        };
        let what = match what {
            Wanted::Words(text) if n == last && !word.closed && word.wanted => Wanted::Begun(text),
            other => other,
        };
        // Signs alone are no words of the index, except where nothing else was typed.
        if !matches!(&what, Wanted::Words(text) | Wanted::Begun(text) if !has_letter(text)) || last == 0 {
            clauses.push(Clause { wanted: word.wanted, what });
        }
    }
    Ok(Search(clauses))
}

pub(super) fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// A word as it was typed.
struct Word {
    /// Where it begins, in characters from 1.
    at: usize,
    /// As typed, for the error.
    text: String,
    /// No `-` stands before it.
    wanted: bool,
    /// What stands before the colon, where it is one of ours.
    key: Option<&'static str>,
    /// The rest, without its quotation marks.
    value: String,
    /// Whether a closing quotation mark or a space says that it is whole.
    closed: bool,
}

const KEYS: [&str; 7] = ["feed", "folder", "tag", "is", "has", "after", "before"];

fn words(typed: &str) -> Vec<Word> {
    let chars: Vec<char> = typed.chars().map(|c| if c == '\0' { ' ' } else { c }).collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let (word, next) = word(&chars, at);
        words.push(word);
        at = next;
    }
    words
}

/// Reads the word that begins at `start`; gives the place behind it too.
fn word(chars: &[char], start: usize) -> (Word, usize) {
    let wanted = chars[start] != '-' || chars.get(start + 1).is_none_or(|c| c.is_whitespace());
    let mut at = if wanted { start } else { start + 1 };
    let key = key_at(chars, at);
    at += key.map_or(0, |key| key.len() + 1);
    let quoted = chars.get(at) == Some(&'"');
    at += usize::from(quoted);
    let is_end = |c: &char| if quoted { *c == '"' } else { c.is_whitespace() };
    let length = chars[at..].iter().take_while(|c| !is_end(c)).count();
    let value: String = chars[at..at + length].iter().collect();
    at += length;
    let closed = quoted && at < chars.len();
    at += usize::from(closed);
    let text = chars[start..at].iter().collect();
    (Word { at: start + 1, text, wanted, key, value, closed }, at)
}

fn key_at(chars: &[char], at: usize) -> Option<&'static str> {
    KEYS.into_iter().find(|key| {
        let end = at + key.len();
        let same = |c: &[char]| c.iter().zip(key.chars()).all(|(c, k)| c.to_ascii_lowercase() == k);
        chars.get(end) == Some(&':') && same(&chars[at..end])
    })
}

/// The kind of a mistake, and the rest of the sentence about it.
type Mistake = (WrongCode, &'static str);

fn wanted(word: &Word, feeds: &[Feed], now: Timestamp, zone: &TimeZone) -> Result<Wanted, Mistake> {
    let value = word.value.trim();
    let Some(key) = word.key else { return Ok(Wanted::Words(word.value.clone())) };
    if value.is_empty() {
        return Err((WrongCode::SearchValue, "a value is missing behind the colon."));
    }
    let day = || days::read(value, now, zone).ok_or((WrongCode::SearchDay, days::EXPECTED));
    Ok(match key {
        "feed" => Wanted::Among(feeds_called(value, feeds)),
        "folder" => Wanted::Among(feeds_in(value, feeds)),
        "tag" => Wanted::Tag(value.to_owned()),
        "is" => Wanted::Is(trait_called(value).ok_or((WrongCode::SearchIs, TRAITS))?),
        "has" => Wanted::Has(part_called(value).ok_or((WrongCode::SearchHas, PARTS))?),
        "after" => Wanted::After(day()?),
        _ => Wanted::Before(day()?),
    })
}

/// The one with this identifier; otherwise those whose name contains the text.
fn feeds_called(text: &str, feeds: &[Feed]) -> Vec<FeedId> {
    let text = text.to_lowercase();
    if let Some(feed) = feeds.iter().find(|feed| feed.id.as_str() == text) {
        return vec![feed.id.clone()];
    }
    let called = |feed: &&Feed| feed.name.to_lowercase().contains(&text) || feed.id.as_str().contains(&text);
    feeds.iter().filter(called).map(|feed| feed.id.clone()).collect()
}

fn feeds_in(folder: &str, feeds: &[Feed]) -> Vec<FeedId> {
    let folder = folder.to_lowercase();
    let inside = |feed: &&Feed| feed.folder.as_ref().is_some_and(|name| name.to_lowercase() == folder);
    feeds.iter().filter(inside).map(|feed| feed.id.clone()).collect()
}

const TRAITS: &str = "is: takes unread, read, starred, highlighted, rang or urgent.";

fn trait_called(word: &str) -> Option<Trait> {
    Some(match word.to_ascii_lowercase().as_str() {
        "unread" => Trait::Unread,
        "read" => Trait::Read,
        "starred" => Trait::Starred,
        "highlighted" => Trait::Highlighted,
        "rang" => Trait::Rang,
        "urgent" | "critical" => Trait::Urgent,
        _ => return None,
    })
}

const PARTS: &str = "has: takes link, picture, body, tag or action.";

fn part_called(word: &str) -> Option<Part> {
    Some(match word.to_ascii_lowercase().as_str() {
        "link" => Part::Link,
        "picture" | "image" => Part::Picture,
        "body" | "text" => Part::Body,
        "tag" | "tags" => Part::Tag,
        "action" | "actions" => Part::Action,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn feeds() -> Vec<Feed> {
        let feed = |id: &str, name: &str, folder: Option<&str>| {
            let plain = Feed::new(FeedId::parse(id).unwrap(), "https://a.example/".into());
            Feed { name: name.into(), folder: folder.map(str::to_owned), ..plain }
        };
        vec![
            feed("hn", "Hacker News", None),
            feed("match", "Match Centre", Some("Sport")),
            feed("hn-new", "HN, the new", Some("World news")),
        ]
    }

    fn parse(typed: &str) -> Result<Search, SearchError> {
        parse_search(typed, &feeds(), NOW, &TimeZone::UTC)
    }

    fn all(clauses: Vec<(bool, Wanted)>) -> Result<Search, SearchError> {
        Ok(Search(clauses.into_iter().map(|(wanted, what)| Clause { wanted, what }).collect()))
    }

    fn words(text: &str) -> Wanted {
        Wanted::Words(text.into())
    }

    fn among(ids: &[&str]) -> Wanted {
        Wanted::Among(ids.iter().map(|id| FeedId::parse(id).unwrap()).collect())
    }

    #[test]
    fn words_and_phrases() {
        let begun = |text: &str| Wanted::Begun(text.into());
        assert_eq!(parse(" goal  ars"), all(vec![(true, words("goal")), (true, begun("ars"))]));
        assert_eq!(parse("\"own goal\""), all(vec![(true, words("own goal"))]));
        assert_eq!(parse("\"own go"), all(vec![(true, begun("own go"))]));
        assert_eq!(parse("-own -\"red card\""), all(vec![(false, words("own")), (false, words("red card"))]));
        assert_eq!(parse("12:30 http://x"), all(vec![(true, words("12:30")), (true, begun("http://x"))]));
        assert_eq!(parse(""), all(vec![]));
        assert_eq!(parse("goal !!!"), all(vec![(true, words("goal"))]));
        assert_eq!(parse("!!!"), all(vec![(true, begun("!!!"))]));
    }

    #[test]
    fn every_filter() {
        assert_eq!(
            parse("feed:hn -feed:centre folder:\"World news\" tag:goal IS:Unread -is:starred has:link"),
            all(vec![
                (true, among(&["hn"])),
                (false, among(&["match"])),
                (true, among(&["hn-new"])),
                (true, Wanted::Tag("goal".into())),
                (true, Wanted::Is(Trait::Unread)),
                (false, Wanted::Is(Trait::Starred)),
                (true, Wanted::Has(Part::Link)),
            ])
        );
        assert_eq!(parse("feed:nobody"), all(vec![(true, among(&[]))]));
    }

    #[test]
    fn a_bad_word_is_named_with_its_place() {
        for (typed, at, word, code) in [
            ("is:blue", 1, "is:blue", WrongCode::SearchIs),
            ("goal  -has:wings x", 7, "-has:wings", WrongCode::SearchHas),
            ("é after:someday", 3, "after:someday", WrongCode::SearchDay),
            ("feed:", 1, "feed:", WrongCode::SearchValue),
            ("tag:\"\" x", 1, "tag:\"\"", WrongCode::SearchValue),
        ] {
            let error = parse(typed).unwrap_err();
            assert_eq!((error.at, error.word.as_str()), (at, word), "{typed}: {error}");
            let place = Place { column: u32::try_from(at).ok(), ..Place::default() };
            assert_eq!(error.wrong(), Wrong::new(code, &[word], error.to_string()).at(place));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused_with_a_place_in_it(
            typed in "(?s)(.{0,60}|([a-z]{1,4}|-|\"|:| |is:|feed:|tag:|after:|before:|has:|2026|-11|\u{0}){0,40})"
        ) {
            match parse(&typed) {
                Ok(search) => prop_assert!(search.0.len() <= MOST_WORDS),
                Err(error) => {
                    let found: String = typed.replace('\0', " ").chars().skip(error.at - 1).collect();
                    prop_assert!(found.starts_with(&error.word), "{error}");
                }
            }
        }
    }
}
