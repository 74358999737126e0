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
    let mut rest = line;
    while let Some(at) = rest.find(['*', '_', '`', '[', '!', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = mark(text, rest);
    }
    text.push_str(rest);
}

/// Writes what the mark that `rest` starts with stands for, and returns what follows it.
fn mark<'a>(text: &mut String, rest: &'a str) -> &'a str {
    if let Some(after) =
        rest.strip_prefix("**").or_else(|| rest.strip_prefix("__")).or_else(|| rest.strip_prefix('`'))
    {
        return after;
    }
    if let Some((label, after)) = link(rest) {
        text.push_str(label);
        return after;
    }
    if let Some(escaped) = rest.strip_prefix('\\')
        && let Some(c) = escaped.chars().next().filter(char::is_ascii_punctuation)
    {
        text.push(c);
        return &escaped[1..];
    }
    let after = &rest[1..];
    let inside = text.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
    let alone = after.is_empty() || after.starts_with(' ');
    let emphasis = rest.starts_with(['*', '_'])
        && !inside
        && !(alone && (text.is_empty() || text.ends_with([' ', '\n'])));
    if !emphasis {
        text.push_str(&rest[..1]);
    }
    after
}

/// The longest label or target looked at, so that a line of brackets stays linear.
const LINK: usize = 2_048;

/// The label of `[label](target)` or `![label](target)`, and what follows.
fn link(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.strip_prefix('!').unwrap_or(rest).strip_prefix('[')?;
    let near = &inner[..inner.floor_char_boundary(LINK)];
    let label = &near[..near.find(']')?];
    let target = inner[label.len() + 1..].strip_prefix('(')?;
    let end = target[..target.floor_char_boundary(LINK)].find(')')?;
    Some((label, &target[end + 1..]))
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
