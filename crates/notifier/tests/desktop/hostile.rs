//! Three hundred texts that a feed could send to do harm, through a service that reads markup and one that does not: what is shown
//! is the text, and nothing of it becomes a tag, a path or an address.

use crate::bus::under_private_bus;
use crate::fake::{Fake, Notify};
use crate::support::{desktop, next, notification};
use tidings_notifier::{Button, Notification, Notifier};

const MARKUP: &[&str] = &["actions", "body", "body-hyperlinks", "body-images", "body-markup", "icon-static"];
const PLAIN: &[&str] = &["actions", "body", "icon-static"];

/// What harm is made of.
const PARTS: [&str; 50] = [
    "<b>bold</b>",
    "<i>",
    "</b></i></u>",
    "<u>under</u",
    "<a href=\"https://evil.example/\">your bank</a>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<img src=\"file:///etc/passwd\" alt=\"x\"/>",
    "<img src='https://evil.example/pixel.png'>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<span size='99999'>big</span>",
    "<span font_desc=\"Sans 500\">",
    "<!-- a comment -->",
    "<![CDATA[ x ]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&lt;b&gt;",
    "&amp;lt;",
    "&#60;b&#62;",
    "&#x3c;b&#x3e;",
    "&nbsp;&copy;&unknown;",
    "&",
    "<",
    ">",
    "&&&&<<<<>>>>",
    "\" ' ` \\",
    "%s %n %1$s {0} ${x} $(reboot) `reboot`",
    "; rm -rf / #",
    "/usr/share/icons/x.png",
    "file:///home/x/secret",
    "\u{202e}gpj.exe",
    "\u{202a}left\u{202b}right\u{202c}",
    "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "\u{200f}שלום \u{200e}hello",
    "مرحبا <b>بالعالم</b>",
    "\0null\0",
    "\u{1b}[31mred\u{1b}[0m\u{1b}]0;title\u{7}",
    "\u{8}\u{8}\u{8}back",
    "\r\n\r\nlines\n\n\n\nmore\u{2028}x\u{2029}y\u{85}z",
    "\ttab\u{b}vertical\u{c}page",
    "zero\u{200b}width\u{200c}non\u{200d}joiner\u{2060}",
    "\u{feff}mark\u{fff9}note\u{fffa}x\u{fffb}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪",
    "Z\u{351}\u{36b}\u{343}a\u{300}\u{301}\u{302}\u{303}l\u{489}g\u{488}o",
    "\u{e000}\u{f8ff}\u{10ffff}\u{fffd}\u{ffff}",
    "\u{1d173}\u{e0001}\u{e007f}",
    "𝕬𝖗𝖘𝖊𝖓𝖆𝖑 ﷽ 字",
    "--help -t 0 -u critical",
];

/// Each by itself, within words, doubled, behind a half-open tag, far beyond the longest, and mixed with its neighbour.
fn texts() -> Vec<String> {
    let neighbours = PARTS.iter().skip(1).chain(PARTS.first());
    let forms = |(part, neighbour): (&&str, &&str)| {
        [
            (*part).to_owned(),
            format!("Goal {part} by Kane"),
            format!("{part}{part}"),
            format!("<{part}>&{part};"),
            part.repeat(4_000 / part.len()),
            format!("{part}\n{neighbour}"),
        ]
    };
    PARTS.iter().zip(neighbours).flat_map(forms).collect()
}

/// The text as a person is to read it, without what steers: written here a second time, from the rules in
/// `docs/notes/notifications.md`.
fn readable(source: &str) -> String {
    let mut kept = String::new();
    for c in source.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            '\t' => kept.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {}
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {}
            c => kept.push(c),
        }
    }
    kept
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The shown text says what the source says, or the beginning of it.
fn says(shown: &str, source: &str) {
    let (shown, source) = (words(shown), words(&readable(source)));
    let same = shown == source;
    let shortened = shown.strip_suffix('…').is_some_and(|start| source.starts_with(start.trim_end()));
    assert!(same || (shortened && source.chars().count() > 100), "{shown:?} is not {source:?}");
}

/// As a service that reads markup shows it; there is nothing but these three.
fn rendered(markup: &str) -> String {
    assert!(!markup.contains(['<', '>']), "{markup:?}");
    for (at, _) in markup.match_indices('&') {
        assert!(["&amp;", "&lt;", "&gt;"].iter().any(|it| markup[at..].starts_with(it)), "{markup:?}");
    }
    markup.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn check(sent: &Notify, source: &str, markup: bool) {
    if words(&readable(source)).is_empty() {
        assert_eq!(sent.summary, "Tidings");
    } else {
        says(&sent.summary, source);
    }
    assert!(!sent.summary.contains('\n') && sent.summary.chars().count() <= 120 * 8);
    let body = if markup { rendered(&sent.body) } else { sent.body.clone() };
    says(&body, source);
    assert!(body.chars().count() <= 1_000 * 8);
    for text in [&sent.summary, &body] {
        assert_eq!(&readable(text), text, "something that steers is left of {source:?}");
    }
    // Nothing of the feed's stands where a service would look for a file, an address or a name.
    assert_eq!((sent.app.as_str(), sent.icon.as_str()), ("Tidings", "dev.tidings.Tidings"));
    let mut names: Vec<_> = sent.hints.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["desktop-entry", "image-data", "urgency"]);
    assert_eq!(<&str>::try_from(&sent.hints["desktop-entry"]).unwrap(), "dev.tidings.Tidings");
    assert_eq!(sent.actions.len(), 4);
    assert_eq!([&sent.actions[0], &sent.actions[2]], ["default", "read"]);
    assert!(!sent.actions[3].contains('\n') && readable(&sent.actions[3]) == sent.actions[3]);
}

async fn all_through(capabilities: &'static [&'static str], markup: bool) {
    let mut fake = Fake::start(capabilities).await;
    let (desktop, _answers) = desktop();
    let texts = texts();
    assert!(texts.len() >= 300, "{}", texts.len());
    for source in &texts {
        let buttons =
            ["default", "read"].map(|id| Button { id: id.to_owned(), label: source.clone() }).into();
        let (title, body) = (source.clone(), source.clone());
        // The tag is made of what a feed sends, too.
        let tag = format!("card:{source}");
        desktop.show(Notification { tag, title, body, buttons, ..notification("") }).await.unwrap();
        check(&next(&mut fake.notified).await, source, markup);
    }
}

#[test]
fn a_service_that_reads_markup_shows_the_text() {
    under_private_bus("hostile::a_service_that_reads_markup_shows_the_text", async || {
        all_through(MARKUP, true).await;
    });
}

#[test]
fn a_service_that_reads_none_shows_the_text() {
    under_private_bus("hostile::a_service_that_reads_none_shows_the_text", async || {
        all_through(PLAIN, false).await;
    });
}
