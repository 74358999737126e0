//! A feed's text made fit for a popup: cleaned, shortened, and escaped where the service reads markup.

use unicode_segmentation::UnicodeSegmentation;

/// The longest title, in graphemes.
const TITLE: usize = 120;
/// The longest body, in graphemes.
const BODY: usize = 1_000;
/// The longest label of a button or quoted error, in graphemes.
const LABEL: usize = 120;
/// How many characters a text may have for each grapheme of its limit, since one grapheme can pile up marks without end.
const CHARS_PER_GRAPHEME: usize = 8;

/// A title: one line, never markup.
pub(crate) fn title(source: &str) -> String {
    shorten(&one_line(source), TITLE)
}

/// A body: lines, with `& < >` escaped if the service reads them as `markup`.
pub(crate) fn body(source: &str, markup: bool) -> String {
    let shown = shorten(&lines(source), BODY);
    if markup { escape(&shown) } else { shown }
}

/// A button's label, or an error to quote: one line.
pub(crate) fn label(source: &str) -> String {
    shorten(&one_line(source), LABEL)
}

fn one_line(source: &str) -> String {
    clean(source).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines without trailing blanks, with at most one empty line between them and none around.
fn lines(source: &str) -> String {
    let clean = clean(source);
    let mut kept: Vec<&str> = Vec::new();
    for line in clean.split('\n').map(str::trim_end) {
        if !(line.is_empty() && kept.last().is_none_or(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n").trim().to_owned()
}

/// Without what steers a terminal, a printer or the direction of foreign text; line ends become `\n`.
fn clean(source: &str) -> String {
    source.replace("\r\n", "\n").chars().filter_map(printable).collect()
}

fn printable(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        // Embeddings, overrides and isolates can turn around the text of others. The marks that only lean on their
        // neighbours (U+200E, U+200F, U+061C) belong to honest text, and stay.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        // A byte-order mark, and annotations that renderers disagree on.
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The text, or as much of it as leaves room for an ellipsis, ended at a word where one ends near.
fn shorten(text: &str, limit: usize) -> String {
    let most = limit * CHARS_PER_GRAPHEME;
    if text.graphemes(true).nth(limit).is_none() && text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let mut chars = 1; // the ellipsis
    let end = text
        .grapheme_indices(true)
        .take(limit - 1)
        .take_while(|(_, grapheme)| {
            chars += grapheme.chars().count();
            chars <= most
        })
        .last()
        .map_or(0, |(at, grapheme)| at + grapheme.len());
    format!("{}…", text[..word_end(text, end)].trim_end())
}

/// The end of the last whole word before `end`, unless that would cost more than a quarter of the text.
fn word_end(text: &str, end: usize) -> usize {
    if text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    text[..end].rfind(char::is_whitespace).filter(|&space| space >= end - end / 4).unwrap_or(end)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a service that reads markup shows.
    fn rendered(markup: &str) -> String {
        markup.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    #[test]
    fn a_title_is_one_line_and_not_escaped() {
        assert_eq!(title("  Goal!\r\n\tA & B <3 \u{1b}[31m"), "Goal! A & B <3 [31m");
    }

    #[test]
    fn a_body_keeps_its_lines_and_loses_the_rest() {
        assert_eq!(body("one  \r\ntwo\r\n\n\n\nthree\0\u{7}\n", false), "one\ntwo\n\nthree");
        assert_eq!(
            body("a <b>bold</b> & <img src=x>", true),
            "a &lt;b&gt;bold&lt;/b&gt; &amp; &lt;img src=x&gt;"
        );
        assert_eq!(body("a <b>bold</b> &amp;", false), "a <b>bold</b> &amp;");
        assert_eq!(body("&lt;", true), "&amp;lt;");
    }

    #[test]
    fn no_text_can_turn_its_neighbours_around() {
        assert_eq!(title("safe\u{202e}gpj.exe\u{2066}x\u{2069}"), "safegpj.exex");
        assert_eq!(title("\u{200f}שלום"), "\u{200f}שלום");
    }

    #[test]
    fn a_long_text_ends_at_a_word() {
        let short = title(&"messages ".repeat(40));
        assert_eq!(short, format!("{}…", ["messages"; 13].join(" ")));
        assert_eq!(body(&"字".repeat(2_000), false), format!("{}…", "字".repeat(999)));
    }

    #[test]
    fn a_flag_or_family_is_never_cut_in_two() {
        let flag = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        assert_eq!(title(&flag.repeat(130)), format!("{}…", flag.repeat(119)));
    }

    #[test]
    fn piled_up_marks_are_cut() {
        let zalgo = format!("a{}", "\u{301}".repeat(100)).repeat(100);
        assert!(title(&zalgo).chars().count() <= TITLE * CHARS_PER_GRAPHEME);
    }

    /// Text that looks like markup, hides characters, and mixes scripts.
    fn wild() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<String>(),
            "[<>&;a-z/\"'= \n\r\t]{0,20}",
            Just("<b>".to_owned()),
            Just("&amp;lt;".to_owned()),
            Just("\u{202e}\u{2067}".to_owned()),
            Just("e\u{301}\u{200d}👩\u{200d}👩\u{200d}👧 ".to_owned()),
            Just("word ".repeat(60)),
        ];
        proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn what_is_shown_is_the_cleaned_source(source in wild()) {
            let shown = rendered(&body(&source, true));
            prop_assert_eq!(&shown, &body(&source, false));
            let cleaned = lines(&source);
            match shown.strip_suffix('…') {
                Some(start) if shown != cleaned => prop_assert!(cleaned.starts_with(start)),
                _ => prop_assert_eq!(shown, cleaned),
            }
        }

        #[test]
        fn no_tag_survives(source in wild()) {
            let escaped = body(&source, true);
            prop_assert!(!escaped.contains(['<', '>']));
            for (at, _) in escaped.match_indices('&') {
                let rest = &escaped[at..];
                prop_assert!(["&amp;", "&lt;", "&gt;"].iter().any(|entity| rest.starts_with(entity)));
            }
        }

        #[test]
        fn limits_hold(source in wild()) {
            for (shown, limit) in [(title(&source), TITLE), (body(&source, false), BODY)] {
                prop_assert!(shown.graphemes(true).count() <= limit);
                prop_assert!(shown.chars().count() <= limit * CHARS_PER_GRAPHEME);
            }
        }

        #[test]
        fn nothing_that_steers_is_left(source in wild()) {
            prop_assert!(!title(&source).contains(char::is_control));
            prop_assert!(body(&source, false).chars().all(|c| c == '\n' || printable(c) == Some(c)));
            let once = lines(&source);
            prop_assert_eq!(lines(&once), once);
        }
    }
}
