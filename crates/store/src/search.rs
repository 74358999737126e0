//! What a person types, as a question to the full text index.

/// More words than this narrow nothing down.
const MOST_WORDS: usize = 32;

/// What a search is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Search {
    /// Nothing was typed: everything matches.
    Everything,
    /// Something was typed that has no letter or digit: nothing matches.
    Nothing,
    /// An FTS5 query.
    Match(String),
}

/// All words, in any order; the last may be only begun. Each is quoted, so that none is taken for FTS5 syntax.
pub(crate) fn parse(typed: &str) -> Search {
    let typed = typed.replace('\0', " ");
    if typed.trim().is_empty() {
        return Search::Everything;
    }
    let words = typed.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let quoted: Vec<_> =
        words.take(MOST_WORDS).map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    if quoted.is_empty() { Search::Nothing } else { Search::Match(format!("{}*", quoted.join(" "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fts(query: &str) -> Search {
        Search::Match(query.to_owned())
    }

    #[test]
    fn words_are_quoted_and_the_last_may_be_begun() {
        assert_eq!(parse("goal ars"), fts("\"goal\" \"ars\"*"));
        assert_eq!(parse("say \"hi\" OR title:x"), fts("\"say\" \"\"\"hi\"\"\" \"OR\" \"title:x\"*"));
    }

    #[test]
    fn signs_alone_are_no_words() {
        assert_eq!(parse(" \t\0"), Search::Everything);
        assert_eq!(parse("!!! -"), Search::Nothing);
        assert_eq!(parse("goal !!!"), fts("\"goal\"*"));
        assert_eq!(parse("a\0b"), fts("\"a\" \"b\"*"));
    }

    #[test]
    fn a_long_question_is_cut() {
        let Search::Match(query) = parse(&"x ".repeat(1000)) else { panic!() };
        assert_eq!(query.matches("\"x\"").count(), MOST_WORDS);
    }
}
