//! A message as Slack's webhooks take it: text, blocks, attachments.

use serde_json::Value;
use tidings_model::Action;
use url::Url;

use super::{Said, list};
use crate::text::{self, limits};
use crate::{json, link, markdown};

/// As many blocks as a message may have.
const BLOCKS: usize = 50;
/// Slack advises to send no more.
const ATTACHMENTS: usize = 10;
const FIELDS: usize = 25;

pub(super) fn is(value: &Value) -> bool {
    let blocks = |value: &Value| value.pointer("/blocks/0/type").is_some_and(Value::is_string);
    let first = value.pointer("/attachments/0").filter(|first| first.is_object());
    blocks(value)
        || first.is_some_and(|first| {
            value["text"].is_string() || first.get("fallback").is_some() || blocks(first)
        })
}

pub(super) fn read(value: &Value, endpoint: &Url) -> Said {
    let mut said = Said::default();
    list(value, "blocks", BLOCKS).for_each(|block| block_of(block, &mut said, endpoint));
    // `text` is what is read out in place of blocks.
    if said.words.is_empty() {
        said.words.extend(json::text(value, "/text").map(mrkdwn));
    }
    for attachment in list(value, "attachments", ATTACHMENTS) {
        attached(attachment, &mut said, endpoint);
    }
    said.words.dedup();
    said.link = said.link.take().or_else(|| first_link(json::text(value, "/text")?, endpoint));
    said
}

fn attached(attachment: &Value, said: &mut Said, endpoint: &Url) {
    said.titled(json::text(attachment, "/title").map(mrkdwn));
    list(attachment, "blocks", BLOCKS).for_each(|block| block_of(block, said, endpoint));
    // What is read out in place of an attachment says nothing that its title does not.
    let fallback =
        || json::text(attachment, "/fallback").map(mrkdwn).filter(|words| said.title.as_ref() != Some(words));
    let words = json::text(attachment, "/text").map(mrkdwn).or_else(fallback);
    said.words.extend(words);
    said.words.extend(list(attachment, "fields", FIELDS).filter_map(|field| {
        Some(format!("{}: {}", mrkdwn(json::text(field, "/title")?), mrkdwn(json::text(field, "/value")?)))
    }));
    said.link = said.link.take().or_else(|| json::link(attachment, "/title_link", endpoint));
    let pictures = ["/image_url", "/thumb_url"];
    said.image = said.image.take().or_else(|| json::first_link(attachment, &pictures, endpoint));
}

fn block_of(block: &Value, said: &mut Said, endpoint: &Url) {
    match json::text(block, "/type") {
        Some("header") => said.titled(json::text(block, "/text/text").map(mrkdwn)),
        Some("image") => said.image = json::link(block, "/image_url", endpoint).or(said.image.take()),
        Some("actions") => {
            let room = limits::ACTIONS.saturating_sub(said.actions.len());
            let buttons = list(block, "elements", FIELDS).filter_map(|button| button_of(button, endpoint));
            said.actions.extend(buttons.take(room));
        }
        _ => {
            said.words.extend(json::text(block, "/text/text").map(mrkdwn));
            let inner = ["fields", "elements"].into_iter().flat_map(|name| list(block, name, BLOCKS));
            said.words.extend(inner.take(BLOCKS).filter_map(|part| json::text(part, "/text").map(mrkdwn)));
        }
    }
}

/// A button that leads somewhere.
fn button_of(button: &Value, endpoint: &Url) -> Option<Action> {
    let label = text::one_line(json::text(button, "/text/text").unwrap_or("Open"));
    let url = json::link(button, "/url", endpoint)?;
    Some(Action::Open { label: text::clip(&label, limits::LABEL), url, clear: false })
}

/// The text of Slack's mrkdwn: `<https://a|label>`, `*bold*`, `&lt;`.
fn mrkdwn(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    // Where nothing is closed any more, all that follows is text: looking on from each bracket would take quadratic time.
    while let Some((before, after)) = rest.split_once('<')
        && let Some((inner, tail)) = after.split_once('>')
    {
        text.push_str(before);
        let (target, label) = inner.split_once('|').unwrap_or((inner, inner));
        text.push_str(match target.as_bytes().first() {
            Some(b'!') if target == label => target.trim_start_matches('!'),
            _ => label,
        });
        rest = tail;
    }
    text.push_str(rest);
    markdown::plain(&html_escape::decode_html_entities(&text))
}

fn first_link(words: &str, endpoint: &Url) -> Option<String> {
    let (_, after) = words.split_once("<http")?;
    let target = after.split(['|', '>']).next()?;
    link::web(&format!("http{target}"), endpoint)
}
