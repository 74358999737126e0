//! Text within its limits, in time linear in its length.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;

/// How long things may be, in characters as a reader counts them (extended grapheme clusters) unless it says otherwise.
pub mod limits {
    /// The title of an entry.
    pub const TITLE: usize = 300;
    /// The body of an entry.
    pub const BODY: usize = 20_000;
    /// One tag.
    pub const TAG: usize = 64;
    /// How many tags.
    pub const TAGS: usize = 32;
    /// The label of an action.
    pub const LABEL: usize = 80;
    /// What an action puts on the clipboard.
    pub const COPY: usize = 4_000;
    /// How many actions.
    pub const ACTIONS: usize = 8;
    /// The headers of a request that an action sends.
    pub const REQUEST_HEADERS: usize = 32;
    /// One of them, in bytes.
    pub const REQUEST_HEADER: usize = 2_048;
    /// The body of such a request, in bytes.
    pub const REQUEST_BODY: usize = 8_192;
    /// An address, in bytes. A longer one is dropped: a shortened one would lead elsewhere.
    pub const LINK: usize = 2_048;
    /// An identity or a replace key, in bytes. A longer one is represented by its hash.
    pub const KEY: usize = 256;
    /// How many entries one event may hold; what is beyond is counted in one more entry.
    pub const ITEMS: usize = 500;
    /// Bytes that one character takes at most, on average over a text: a thousand accents on one letter are one character.
    pub const BYTES_PER_CHARACTER: usize = 8;
}

const ELLIPSIS: char = '…';

/// The text in at most `max` characters, cut at a word where one ends near, with an ellipsis where something was cut.
pub(crate) fn clip<'a>(text: impl Into<Cow<'a, str>>, max: usize) -> String {
    let text = text.into();
    if text.len() <= max {
        return text.into_owned();
    }
    let bounded = &text[..text.floor_char_boundary(max * limits::BYTES_PER_CHARACTER - ELLIPSIS.len_utf8())];
    let mut starts = bounded.grapheme_indices(true).map(|(at, _)| at).skip(max.saturating_sub(1));
    let room = starts.next().unwrap_or(bounded.len());
    if bounded.len() == text.len() && starts.next().is_none() {
        return text.into_owned();
    }
    let kept = &bounded[..room];
    let word = kept.rfind(char::is_whitespace).filter(|at| at * 3 >= kept.len() * 2);
    let mut clipped = kept[..word.unwrap_or(kept.len())].trim_end().to_owned();
    clipped.push(ELLIPSIS);
    clipped
}

/// The text without the sequences that colour it on a terminal, as logs have them: without their escape they would be read as words.
fn uncoloured(text: &str) -> Cow<'_, str> {
    if text.contains('\u{1b}') { anstream::adapter::strip_str(text).to_string().into() } else { text.into() }
}

/// The text as one line: runs of white space and control characters become one space.
pub(crate) fn one_line(text: &str) -> String {
    let text = uncoloured(text);
    let mut line = String::with_capacity(text.len().min(4_096));
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The text as lines: no control characters, no space at a line's end, at most one empty line in a row.
pub(crate) fn lines(text: &str) -> String {
    let text = uncoloured(text);
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')) {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty > 1 || (out.is_empty() && line.is_empty()) {
            continue;
        }
        out.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

/// A title: one line within its limit, and none where the text shows nothing.
pub(crate) fn title(text: &str) -> Option<String> {
    shows(text).then(|| clip(one_line(text), limits::TITLE))
}

/// A body within its limit.
pub(crate) fn body(text: &str) -> String {
    if shows(text) { clip(lines(text), limits::BODY) } else { String::new() }
}

/// Tags within their limits, each once. Every tag there is comes through here.
pub(crate) fn tags(all: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in all.into_iter().filter(|tag| shows(tag.as_ref())) {
        let tag = clip(one_line(tag.as_ref()), limits::TAG);
        if tags.len() < limits::TAGS && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// Whether a reader would see anything.
pub(crate) fn shows(text: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
    };
    !uncoloured(text).chars().all(unseen)
}

/// The longest first sentence or line that still reads as a title.
const HEADING: usize = 160;

/// Splits running text into a title, which is its first line or sentence, and the rest.
///
/// A first sentence too long for a title is cut for it, and stays whole in the body. `None` where the text shows nothing.
pub(crate) fn heading(text: &str) -> Option<(String, String)> {
    if !shows(text) {
        return None;
    }
    let text = lines(text);
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.len() <= HEADING {
        return Some((title(first)?, clip(rest.trim_start_matches('\n'), limits::BODY)));
    }
    match sentence_end(first) {
        Some(end) => Some((title(&first[..end])?, clip(text[end..].trim_start(), limits::BODY))),
        None => Some((clip(one_line(first), HEADING), clip(text, limits::BODY))),
    }
}

/// One line with a capital and a full stop, of words that stand in the middle of one.
pub(crate) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    one_line(&capital) + "."
}

/// Where the first sentence ends, if that is soon enough, and late enough not to be "Dr." or "No.".
fn sentence_end(line: &str) -> Option<usize> {
    let near = &line[..line.floor_char_boundary(HEADING)];
    let mut chars = near.char_indices().skip_while(|(at, _)| *at < 24).peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => chars.peek().is_some_and(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        if ends {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Words for a name out of code: `state_changed`, `stateChanged` and `state-changed` all read "State changed".
pub(crate) fn humanise(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let (mut lower, mut gap) = (false, false);
    for c in name.chars().take(limits::TITLE) {
        let begins = lower && c.is_uppercase();
        lower = c.is_lowercase();
        if matches!(c, '_' | '-' | '.' | '/' | ':') || c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        if words.is_empty() {
            words.extend(c.to_uppercase());
        } else {
            if gap || begins {
                words.push(' ');
            }
            if begins { words.extend(c.to_lowercase()) } else { words.push(c) }
        }
        gap = false;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        text.graphemes(true).count()
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(clip("one two three", 13), "one two three");
        assert_eq!(clip("one two three four", 15), "one two three…");
        assert_eq!(clip("abcdefghij", 5), "abcd…");
        assert_eq!(clip("ab", 2), "ab");
        assert_eq!(clip("äöüß", 4), "äöüß");
    }

    #[test]
    fn a_cut_never_splits_what_a_reader_sees_as_one() {
        let family = "👨‍👩‍👧‍👦".repeat(20);
        let cut = clip(&family, 5);
        assert!(count(&cut) <= 5 && cut.ends_with('…'), "{cut}");
        let accents = format!("a{}", "\u{301}".repeat(100_000));
        assert!(clip(&accents, 300).len() <= 300 * limits::BYTES_PER_CHARACTER);
    }

    #[test]
    fn control_characters_and_blank_runs_go() {
        assert_eq!(one_line(" a\t\u{0}b\r\n c "), "a b c");
        assert_eq!(lines("\n\na \r\nb\u{7}\n\n\n\nc\rd\n"), "a\nb\n\nc\nd");
        assert_eq!(title("\u{200b} \u{feff}\n"), None);
    }

    #[test]
    fn colours_of_a_terminal_go_whole() {
        assert_eq!(one_line("\u{1b}[0;36m[D][sensor:094]: 42.5\u{1b}[0m"), "[D][sensor:094]: 42.5");
        assert_eq!(
            lines("\u{1b}[1mone\u{1b}[0m\n\ttwo \u{1b}]8;;https://a.example\u{1b}\\three\u{1b}]8;;\u{1b}\\"),
            "one\n\ttwo three"
        );
        assert_eq!(title("\u{1b}[0m"), None);
        assert_eq!(heading("\u{1b}[32mok\u{1b}[0m\nall"), Some(("ok".to_owned(), "all".to_owned())));
    }

    #[test]
    fn tags_are_short_few_and_told_apart() {
        assert_eq!(tags(["goal", " ", "goal\n", "live"]), ["goal", "live"]);
        assert_eq!(count(&tags(["a".repeat(65)])[0]), limits::TAG);
        assert_eq!(tags((0..100).map(|number| number.to_string())).len(), limits::TAGS);
    }

    #[test]
    fn running_text_gets_a_heading() {
        assert_eq!(heading("Just this."), Some(("Just this.".into(), String::new())));
        assert_eq!(heading("First\n\nSecond\nThird"), Some(("First".into(), "Second\nThird".into())));
        let long = format!("The train from the north is late today. {}", "Wait. ".repeat(40));
        let (title, body) = heading(&long).unwrap();
        assert_eq!(title, "The train from the north is late today.");
        assert!(body.starts_with("Wait."));
        let endless = "word ".repeat(100);
        let (title, body) = heading(&endless).unwrap();
        assert!(count(&title) <= HEADING && title.ends_with('…') && body == endless.trim_end());
        assert_eq!(heading(" \n "), None);
    }

    #[test]
    fn names_out_of_code_become_words() {
        let names =
            ["state_changed", "stateChanged", "ItemStateChangedEvent", "com.example/object-added", "", "_"];
        let words = names.map(humanise);
        assert_eq!(
            words,
            [
                "State changed",
                "State changed",
                "Item state changed event",
                "Com example object added",
                "",
                ""
            ]
        );
    }
}
