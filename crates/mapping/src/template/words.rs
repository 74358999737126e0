//! What is wrong with a template or a rule, in English: the window has its own words for each kind.

use minijinja::{Error, ErrorKind};
use tidings_model::FlawCode;

use super::MOST_BYTES;
use super::language::PATTERN;
use crate::rules::WORDS;

/// Whether a filter, a test or a function is meant that does not exist.
pub(super) fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction)
}

/// The library's error: its kind, and what the library says of it.
pub(super) fn of(error: &Error) -> (FlawCode, String) {
    let detail = error.detail().unwrap_or_default();
    let code = match error.kind() {
        ErrorKind::OutOfFuel => return (FlawCode::Fuel, String::new()),
        ErrorKind::SyntaxError if detail.is_empty() || detail.starts_with(END) => FlawCode::Unfinished,
        ErrorKind::SyntaxError => FlawCode::Syntax,
        _ if is_unknown(error) => FlawCode::Unknown,
        _ => FlawCode::Failed,
    };
    let what = match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::InvalidOperation => detail.to_owned(),
        kind if detail.is_empty() => kind.to_string(),
        kind => format!("{kind}: {detail}"),
    };
    (code, what)
}

/// How the library begins where a text ends too early.
const END: &str = "unexpected end of ";

/// One sentence without its capital and full stop.
pub(crate) fn say(code: FlawCode, what: &str) -> String {
    let gives = |wanted: &str| format!("this gives \"{what}\", and not {wanted}");
    match code {
        FlawCode::Unfinished if what.is_empty() => "this is not finished".to_owned(),
        FlawCode::Unfinished | FlawCode::Syntax | FlawCode::Unknown | FlawCode::Failed => what.to_owned(),
        FlawCode::Long => format!("this is {what} bytes long; {MOST_BYTES} are the most"),
        FlawCode::Fuel => "this does too much: a loop or a text in it is too large".to_owned(),
        FlawCode::NoAddress => gives("a web address"),
        FlawCode::NoUrgency => gives("low, normal or critical"),
        FlawCode::NoTime => gives("a time such as 2026-11-22T17:15:00Z or 1763831700"),
        FlawCode::Everything => {
            "this rule would hold for everything: give it words, a pattern, feeds or a where".to_owned()
        }
        FlawCode::NoFeed => format!("`{what}` is not the key of a feed"),
        FlawCode::Words => format!("words has {what} words or phrases; it must be from 1 to {WORDS}"),
        FlawCode::WordsLong => "words is too long".to_owned(),
        FlawCode::PatternLong => format!("the pattern is {what} bytes long; {PATTERN} are the most"),
        FlawCode::PatternLarge => "the pattern stands for too much: repeat less in it".to_owned(),
        FlawCode::Pattern => format!("the pattern is not a regular expression: {what}"),
    }
}
