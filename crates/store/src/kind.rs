//! A kind of trouble with what belongs to it, as one text of the database.

/// A JSON array: the word, and what belongs to it.
pub(crate) fn written(code: &str, what: &[String]) -> String {
    let all: Vec<&str> = std::iter::once(code).chain(what.iter().map(String::as_str)).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

/// The word, and what belongs to it; what is no such array is a kind that nobody knows.
pub(crate) fn read(text: &str) -> (String, Vec<String>) {
    let mut all: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    let code = if all.is_empty() { String::new() } else { all.remove(0) };
    (code, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_as_it_was_written() {
        let what = ["a \"host\"".to_owned(), "2".to_owned()];
        assert_eq!(read(&written("crowded", &what)), ("crowded".to_owned(), what.to_vec()));
        assert_eq!(read(&written("ended", &[])), ("ended".to_owned(), Vec::new()));
        for text in ["", "[]", "ended", "{}"] {
            assert_eq!(read(text), (String::new(), Vec::new()), "{text}");
        }
    }
}
