use serde_json::json;

use super::Chat;
use crate::preset::testing::{Run, recognises};

const RELAY: &str = "https://relay.example.com/hooks";

fn said(message: &serde_json::Value) -> (String, String) {
    let entry = Run::of(&Chat, RELAY).entry(message);
    (entry.title, entry.body)
}

#[test]
fn brackets_that_are_never_closed_are_text() {
    let (title, _) = said(&json!({ "blocks": [{ "type": "section", "text": { "text": "1 < 2 <b" } }] }));
    assert_eq!(title, "1 < 2 <b");
    // Each of them looked to the end of the text.
    let many = "<".repeat(1 << 20);
    let (title, _) = said(&json!({ "blocks": [{ "type": "section", "text": { "text": many } }] }));
    assert!(title.starts_with("<<<"));
}

#[test]
fn marks_of_slack_become_words() {
    let text = "<!here> <https://a.example/7|it &lt;works&gt;> for <@U1> *now*";
    assert_eq!(said(&json!({ "text": text, "attachments": [{}] })).0, "here it <works> for @U1 now");
}

#[test]
fn each_of_several_embeds_is_read() {
    let message = json!({ "content": "Two builds", "embeds": [
        { "title": "Build 1", "description": "failed", "fields": [{ "name": "Branch", "value": "main" }] },
        { "title": "Build 2", "description": "passed", "url": "https://ci.example.com/2", "image": { "url": "https://ci.example.com/2.png" } },
    ]});
    let entry = Run::of(&Chat, RELAY).entry(&message);
    assert_eq!(entry.title, "Build 1");
    assert_eq!(entry.body, "Two builds\nfailed\nBranch: main\nBuild 2\npassed");
    assert_eq!(entry.link.as_deref(), Some("https://ci.example.com/2"));
    assert_eq!(entry.image.as_deref(), Some("https://ci.example.com/2.png"));
}

#[test]
fn each_of_several_attachments_is_read_with_the_blocks_in_it() {
    let message = json!({ "attachments": [
        { "color": "#f00", "blocks": [{ "type": "header", "text": { "type": "plain_text", "text": "Disk full" } },
            { "type": "section", "text": { "type": "mrkdwn", "text": "*db1* has 1 % left" } }] },
        { "title": "Runbook", "title_link": "https://ops.example.com/disk", "fallback": "Runbook", "text": "Free some" },
    ]});
    assert!(recognises(&Chat, "message", &message));
    let entry = Run::of(&Chat, RELAY).entry(&message);
    assert_eq!(
        (entry.title.as_str(), entry.body.as_str()),
        ("Disk full", "db1 has 1 % left\nRunbook\nFree some")
    );
    assert_eq!(entry.link.as_deref(), Some("https://ops.example.com/disk"));
}

#[test]
fn what_stands_in_place_of_an_attachment_is_not_said_beside_its_title() {
    let message = json!({ "attachments": [{ "title": "Build failed", "fallback": "Build failed" }] });
    assert_eq!(said(&message), ("Build failed".to_owned(), String::new()));
    let message = json!({ "attachments": [{ "fallback": "Only this" }] });
    assert_eq!(said(&message), ("Only this".to_owned(), String::new()));
}

#[test]
fn what_is_no_message_is_read_as_any_other_feed() {
    let other = json!({ "title": "Tea", "attachments": [] });
    assert!(!recognises(&Chat, "message", &other));
    assert_eq!(said(&other).0, "Tea");
}
