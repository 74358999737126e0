//! The text of Markdown, its marks lightly taken off: what is not surely a mark stays.

/// The readable text of Markdown: headings, emphasis, links, quotes and code fences without their marks.
pub(crate) fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for line in markdown.lines().filter(|line| !line.trim_start().starts_with("```")) {
        let (mark, words) = block(line);
        text.push_str(mark);
        inline(&mut text, words);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

/// What stands for a line's mark in text, and the line behind the mark.
fn block(line: &str) -> (&'static str, &str) {
    let line = line.trim_start();
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && heading.starts_with(' ') {
        return ("", heading.trim_start());
    }
    if let Some(quote) = line.strip_prefix("> ") {
        return ("", quote);
    }
    match line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).or_else(|| line.strip_prefix("+ ")) {
        Some(item) => ("• ", item),
        None => ("", line),
    }
}

fn inline(text: &mut String, line: &str) {
    let mut line = Line { line, label_ends: Ahead::of(']'), target_ends: Ahead::of(')') };
    let mut at = 0;
    while let Some(before) = line.line[at..].find(['*', '_', '`', '[', '!', '\\']) {
        text.push_str(&line.line[at..at + before]);
        at = line.mark(text, at + before);
    }
    text.push_str(&line.line[at..]);
}

/// A line, and how far it was looked ahead for the ends of links.
struct Line<'a> {
    line: &'a str,
    label_ends: Ahead,
    target_ends: Ahead,
}

impl<'a> Line<'a> {
    /// Writes what the mark at this place stands for, and returns where what follows it begins.
    fn mark(&mut self, text: &mut String, at: usize) -> usize {
        let rest = &self.line[at..];
        if rest.starts_with("**") || rest.starts_with("__") {
            return at + 2;
        }
        if rest.starts_with('`') {
            return at + 1;
        }
        if let Some((label, end)) = self.link(at) {
            text.push_str(label);
            return end;
        }
        if let Some(escaped) = rest.strip_prefix('\\')
            && let Some(c) = escaped.chars().next().filter(char::is_ascii_punctuation)
        {
            text.push(c);
            return at + 2;
        }
        if !is_emphasis(text, rest) {
            text.push_str(&rest[..1]);
        }
        at + 1
    }

    /// The label of `[label](target)` or `![label](target)`, and where what follows begins.
    fn link(&mut self, at: usize) -> Option<(&'a str, usize)> {
        let rest = &self.line[at..];
        let label = at
            + rest
                .strip_prefix('!')
                .unwrap_or(rest)
                .strip_prefix('[')
                .map(|inner| rest.len() - inner.len())?;
        let label_end = self.label_ends.find(self.line, label).filter(|end| end - label < LINK)?;
        let target = label_end + 2;
        self.line.get(label_end + 1..target).filter(|opens| *opens == "(")?;
        let end = self.target_ends.find(self.line, target).filter(|end| end - target < LINK)?;
        Some((&self.line[label..label_end], end + 1))
    }
}

/// Whether a mark is one of emphasis, and no character of a word or alone.
fn is_emphasis(text: &str, rest: &str) -> bool {
    let after = &rest[1..];
    let inside = text.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
    let alone = after.is_empty() || after.starts_with(' ');
    rest.starts_with(['*', '_']) && !inside && !(alone && (text.is_empty() || text.ends_with([' ', '\n'])))
}

/// The longest label or target, in bytes.
const LINK: usize = 2_048;

/// Where a character is next, asked from places that only go on: each part of a line is looked at once, however many brackets it holds.
struct Ahead {
    character: char,
    /// Where it is; none where it is nowhere any more. A line's first byte is behind every place that is asked for.
    found: Option<usize>,
}

impl Ahead {
    fn of(character: char) -> Self {
        Self { character, found: Some(0) }
    }

    fn find(&mut self, line: &str, from: usize) -> Option<usize> {
        if self.found.is_some_and(|at| at < from) {
            self.found = line[from..].find(self.character).map(|at| from + at);
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let cases = [
            ("# Title\n\nSome **bold** and *light* and `code`.", "Title\n\nSome bold and light and code."),
            ("- one\n- [two](https://example.com)\n", "• one\n• two"),
            ("> said\n```sh\nls *.rs\n```", "said\nls .rs"),
            ("snake_case and 2 * 3 and \\*star\\*", "snake_case and 2 * 3 and *star*"),
            ("![alt](x.png) [open", "alt [open"),
            ("_so_ it is!", "so it is!"),
        ];
        for (markdown, text) in cases {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }
}
