use proptest::prelude::*;

use super::*;
use crate::checkpoint::{Checkpoint, Noted};

fn read(text: &str) -> Result<Document, Unreadable> {
    Document::read(text.as_bytes(), "https://a.example/feeds/all")
}

const RSS: &str = r#"<?xml version="1.0"?><!-- x --><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>News</title><ttl>30</ttl>
<item><guid isPermaLink="false">7</guid><title>Two &amp; two</title><link>https://a.example/7</link><description><![CDATA[<p>four</p>]]></description>
<pubDate>Sun, 22 Nov 2026 17:15:00 GMT</pubDate><category>maths</category><media:content url="https://a.example/7.mp4" type="video/mp4"/><media:thumbnail url="https://a.example/7.png"/></item>
<item><title>No guid</title><link>https://a.example/6</link></item><item><description>Nothing but words</description></item></channel></rss>"#;

#[test]
fn rss_is_read() {
    let document = read(RSS).unwrap();
    assert_eq!((document.title.as_deref(), document.ttl, document.len()), (Some("News"), Some(30), 3));
    let json: serde_json::Value = serde_json::from_str(&document.items[0].json()).unwrap();
    assert_eq!(json["id"], "7");
    assert_eq!(json["title"], "Two & two");
    assert_eq!(json["url"], "https://a.example/7");
    assert_eq!(json["date_published"], "2026-11-22T17:15:00+00:00");
    assert_eq!(json["image"], "https://a.example/7.png");
    assert_eq!(json["tags"][0], "maths");
    assert!(json.to_string().contains("four"));
}

#[test]
fn items_without_an_identifier_are_the_same_each_time() {
    let (first, second) = (read(RSS).unwrap(), read(RSS).unwrap());
    assert_eq!(first, second);
    assert!(first.items.iter().all(|item| !item.id.is_empty()));
    assert_ne!(first.items[1].id, first.items[2].id);
}

#[test]
fn atom_and_json_feed_are_read() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>urn:a</id><updated>2026-11-22T17:15:00Z</updated>
<entry><id>urn:1</id><title type="html">&lt;b&gt;bold&lt;/b&gt;</title><link href="/1"/><updated>2026-11-22T17:15:00Z</updated><author><name>Ann</name></author></entry></feed>"#;
    let json: serde_json::Value = serde_json::from_str(&read(atom).unwrap().items[0].json()).unwrap();
    assert_eq!((json["id"].as_str(), json["url"].as_str()), (Some("urn:1"), Some("https://a.example/1")));
    assert_eq!(json["authors"][0]["name"], "Ann");
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://a.example/1","content_text":"hello"}]}"#;
    assert_eq!(read(feed).unwrap().items[0].id, "1");
}

#[test]
fn what_is_no_feed_is_named() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><rss><channel><title>&lol;</title></channel></rss>";
    let cases = [
        (bomb, "DOCTYPE"),
        ("<!doctype html><p>hello", "an HTML page"),
        ("<html><body>hello", "an HTML page"),
        ("{\"a\":1}", "JSON"),
        ("<rss><channel><item>", ""),
        ("<svg/>", "no feed"),
        ("hello", ""),
        ("", ""),
    ];
    for (text, word) in cases {
        let Unreadable(reason) = read(text).expect_err(text);
        assert!(reason.contains(word), "{text}: {reason}");
    }
}

#[test]
fn a_feed_with_an_identifier_of_its_own_each_time_is_told_once() {
    let at = |guid: &str, title: &str| {
        format!(
            "<rss version='2.0'><channel><item><guid>{guid}</guid><title>{title}</title><link>https://a.example/1</link></item></channel></rss>"
        )
    };
    let mut checkpoint = Checkpoint::default();
    let mut new = |text: &str| checkpoint.note(read(text).unwrap().items).new.len();
    assert_eq!(new(&at("a", "Goal")), 1);
    assert_eq!(new(&at("b", "Goal")), 0, "another identifier");
    assert_eq!(new(&at("b", "Goal!")), 0, "another title");
    assert_eq!(new(&at("c", "Full time")), 1);
    let text = checkpoint.text();
    assert_eq!(Checkpoint::read(Some(&text)), checkpoint);
}

fn items(items: &[(&str, &str, &str)]) -> Vec<Item> {
    let item = |(guid, title, text): &(&str, &str, &str)| {
        format!(
            "<item><guid>{guid}</guid><title>{title}</title><link>https://a.example/1</link><description><![CDATA[{text}]]></description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    read(&format!("<rss version='2.0'><channel>{items}</channel></rss>")).unwrap().items
}

fn ids(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.id.as_str()).collect()
}

#[test]
fn two_identifiers_in_one_document_are_two_items() {
    let mut checkpoint = Checkpoint::default();
    let both = [("b", "Warning", "hail"), ("a", "Warning", "wind")];
    assert_eq!(ids(&checkpoint.note(items(&both)).new), ["b", "a"]);
    assert_eq!(checkpoint.note(items(&both)), Noted::default());
    let third = [("c", "Warning", "snow"), both[0], both[1]];
    assert_eq!(ids(&checkpoint.note(items(&third)).new), ["c"]);
    // The same identifier twice is one item, and identifiers that are others each time tell nothing apart.
    let again = [("d", "Warning", "x"), ("d", "Warning", "x"), ("c", "Warning", "snow")];
    assert_eq!(ids(&checkpoint.note(items(&again)).new), ["d"]);
    assert_eq!(checkpoint.note(items(&[("e", "Warning", "y"), ("f", "Warning", "z")])), Noted::default());
}

#[test]
fn an_item_that_reads_differently_is_told_a_few_times() {
    let mut checkpoint = Checkpoint::default();
    checkpoint.note(items(&[("a", "Goal?", "<p>one</p>")]));
    assert_eq!(
        checkpoint.note(items(&[("a", "Goal?", "<div class='ad-7'>one</div>")])),
        Noted::default(),
        "markup"
    );
    let noted = checkpoint.note(items(&[("a", "Goal!", "<p>one</p>")]));
    assert_eq!((ids(&noted.edited), noted.new.len()), (vec!["a"], 0));
    let stored = Checkpoint::read(Some(&checkpoint.text()));
    assert_eq!(stored, checkpoint);
    let edits =
        (0..20).filter(|n| !checkpoint.note(items(&[("a", "Goal!", &n.to_string())])).edited.is_empty());
    assert_eq!(edits.count(), 4, "a feed that counts something is left alone");
    assert_eq!(checkpoint.note(items(&[("b", "Goal!", "another identifier")])).edited, []);
}

#[test]
fn what_is_remembered_is_bounded() {
    let mut checkpoint = Checkpoint::default();
    for page in 0..40 {
        let items: String = (0..200).map(|n| format!("<item><guid>{page}-{n}</guid></item>")).collect();
        checkpoint.note(read(&format!("<rss version='2.0'><channel>{items}</channel></rss>")).unwrap().items);
    }
    assert!(checkpoint.text().len() < 64 << 10);
}

proptest! {
    #[test]
    fn no_document_is_too_wild(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Document::read(&bytes, "https://a.example/");
    }

    #[test]
    fn no_markup_is_too_wild(parts in proptest::collection::vec(0..PARTS.len(), 0..40)) {
        let text: String = parts.into_iter().map(|part| PARTS[part]).collect();
        let _ = read(&text);
        let _ = read(&format!("<rss version='2.0'><channel>{text}</channel></rss>"));
    }
}

const PARTS: [&str; 16] = [
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<link href='a'/>",
    "<guid>x</guid>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#0;",
    "&lol;",
    "<pubDate>soon</pubDate>",
    "<enclosure url='::' length='-1' type='/'/>",
    "<media:content xmlns:media='m'/>",
    "<!--",
    "{\"",
];
