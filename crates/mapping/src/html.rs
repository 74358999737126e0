//! Text out of HTML, in one pass. Nothing here is a sanitiser: the result is shown as text, never as markup.

/// Elements whose mark in a text says that it is HTML, and not a comparison or a generic type.
const KNOWN: [&str; 44] = [
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

/// Elements that start on a line of their own.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "pre",
    "section",
    "table",
    "title",
    "tr",
    "ul",
];

/// Elements whose content is not for reading.
const UNREAD: [&str; 6] = ["script", "style", "template", "svg", "iframe", "noscript"];

/// The text of `text` if it is HTML, else as it is.
pub(crate) fn plain(text: &str) -> String {
    if is_html(text) { strip(text) } else { text.to_owned() }
}

/// Whether a text is HTML: it holds the tag of a known element, or a character reference.
pub(crate) fn is_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let tag = text[at + 1..].trim_start_matches('/');
        let name = name_of(tag);
        let ends = tag
            .as_bytes()
            .get(name.len())
            .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
        ends && is_in(&KNOWN, name)
    }) || text.match_indices('&').any(|(at, _)| is_reference(&text[at + 1..]))
}

/// Whether a text after `&` is a character reference, such as `amp;` or `#39;`.
fn is_reference(text: &str) -> bool {
    let name =
        text.as_bytes().iter().take(10).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
    name > 1 && text.as_bytes().get(name) == Some(&b';')
}

fn name_of(tag: &str) -> &str {
    let end = tag.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
    &tag[..end]
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The readable text of HTML: tags gone, blocks on lines of their own, list items with a bullet, references resolved.
pub(crate) fn strip(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_words(&mut text, &rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::at(rest) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        tag.mark(&mut text);
        rest = if tag.closing || !is_in(&UNREAD, tag.name) {
            &rest[tag.len..]
        } else {
            after_closing(&rest[tag.len..], tag.name)
        };
    }
    push_words(&mut text, rest);
    html_escape::decode_html_entities(&text).replace('\u{a0}', " ")
}

/// Adds text, its runs of white space as one space.
fn push_words(text: &mut String, run: &str) {
    for c in run.chars() {
        if !c.is_ascii_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

/// What follows the closing tag of an element whose content is not for reading.
fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let closes = |at: &usize| {
        let tag = &rest.as_bytes()[at + 2..];
        tag.len() >= name.len() && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    rest.match_indices("</").map(|(at, _)| at).find(closes).map_or("", |at| &rest[at..])
}

struct Tag<'a> {
    name: &'a str,
    closing: bool,
    /// Its length in bytes, with both brackets.
    len: usize,
}

impl<'a> Tag<'a> {
    /// The tag or comment that the text starts with; one without an end reaches to the end of the text.
    fn at(text: &'a str) -> Option<Self> {
        if text.starts_with("<!--") {
            let len = text.find("-->").map_or(text.len(), |at| at + 3);
            return Some(Self { name: "", closing: false, len });
        }
        let closing = text[1..].starts_with('/');
        let inner = &text[1 + usize::from(closing)..];
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            return None;
        }
        Some(Self { name: name_of(inner), closing, len: end_of(text) })
    }

    fn mark(&self, text: &mut String) {
        let paragraph = self.name.eq_ignore_ascii_case("p");
        if !paragraph && !is_in(&BLOCKS, self.name) {
            return;
        }
        text.truncate(text.trim_end_matches(' ').len());
        let broken = self.name.eq_ignore_ascii_case("br");
        if !text.is_empty() && (broken || !text.ends_with('\n')) {
            text.push('\n');
        }
        if paragraph && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        if self.name.eq_ignore_ascii_case("li") && !self.closing {
            text.push_str("• ");
        }
    }
}

/// Where a tag ends: behind the first `>` outside quotes.
fn end_of(tag: &str) -> usize {
    let mut quote = None;
    for (at, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text() {
        let cases = [
            ("<p>Hello <b>world</b> &amp; all</p><p>Bye</p>", "\n\n"),
            ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
            ("<ul><li>a</li><li>b</li></ul>", "• a\n• b\n"),
            ("a<script>alert('</b>')</script>b<style>p{}</style>c<!-- d > --> e", "abc e"),
            ("<a href=\"x>y\">link</a> 1 < 2 <3", "link 1 < 2 <3"),
            ("&lt;b&gt; &#39;x&#x27; &nbsp;y", "<b> 'x'  y"),
        ];
        assert_eq!(strip(cases[0].0), "Hello world & all\n\nBye\n\n");
        for (html, text) in &cases[1..] {
            assert_eq!(crate::text::lines(&strip(html)), crate::text::lines(text), "{html}");
        }
    }

    #[test]
    fn what_is_no_html_stays() {
        for text in ["a < b and c > d", "Vec<String>", "AT&T", "x <y> z", "R&D; more", "<3", ""] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(plain("Fish &amp; chips"), "Fish & chips");
    }
}
