//! The library's errors in a person's words.

use minijinja::{Error, ErrorKind};

/// Whether a filter, a test or a function is meant that does not exist.
pub(super) fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction)
}

/// One sentence without its full stop.
pub(super) fn of(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::OutOfFuel => "this does too much: a loop or a text in it is too large".to_owned(),
        ErrorKind::SyntaxError if detail.is_empty() => "this is not finished".to_owned(),
        ErrorKind::SyntaxError => detail.to_owned(),
        kind if detail.is_empty() => kind.to_string(),
        ErrorKind::InvalidOperation => detail.to_owned(),
        kind => format!("{kind}: {detail}"),
    }
}
