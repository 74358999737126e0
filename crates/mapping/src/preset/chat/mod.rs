//! Messages as they are sent to the webhooks of Slack and Discord, and to the many that took their form.
//!
//! By docs.slack.dev (message payloads, attachments, mrkdwn) and discord.com/developers (webhooks, embeds).

use serde_json::Value;
use tidings_model::{Action, Entry};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text::{self, limits};
use crate::{About, Format, MappingError, Meaning, Outcome, Reader, json, link, markdown};

/// Messages of chats.
pub(crate) struct Chat;

impl Format for Chat {
    fn name(&self) -> &'static str {
        "chat"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, _url: &Url) -> bool {
        false
    }

    fn recognises_event(&self, event: &Event) -> bool {
        json::object(event).is_some_and(|value| is_slack(&value) || is_discord(&value))
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn is_slack(value: &Value) -> bool {
    let first = value.pointer("/attachments/0").is_some_and(Value::is_object);
    value.pointer("/blocks/0/type").is_some_and(Value::is_string)
        || (first && (value["text"].is_string() || value.pointer("/attachments/0/fallback").is_some()))
}

fn is_discord(value: &Value) -> bool {
    value.pointer("/embeds/0").is_some_and(Value::is_object)
        || (value["content"].is_string() && value["avatar_url"].is_string())
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    let said = if is_discord(&value) {
        discord(&value, endpoint)
    } else if is_slack(&value) {
        slack(&value, endpoint)
    } else {
        return Ok(auto::read(event, endpoint));
    };
    let (heading, rest) = text::heading(&said.words).unwrap_or_default();
    let (title, body) = match said.title {
        Some(title) => (title, said.words),
        None => (heading, rest),
    };
    let sender = json::first(&value, &["/username", "/embeds/0/author/name", "/attachments/0/author_name"]);
    let id = json::first(&value, &["/id", "/client_msg_id"]).map(str::to_owned);
    let own = match id {
        Some(id) => tidings_model::Identity::Own(identity::key(id)),
        None => identity::of_stream(event, event.data.as_bytes()),
    };
    Ok(Meaning::of(vec![Outcome::Entry(Entry {
        body: text::body(&body),
        link: said.link,
        image: said.image,
        icon: json::first_link(
            &value,
            &["/avatar_url", "/icon_url", "/embeds/0/author/icon_url", "/attachments/0/author_icon"],
            endpoint,
        ),
        published_at: ["/embeds/0/timestamp", "/timestamp", "/attachments/0/ts", "/ts"]
            .iter()
            .find_map(|at| json::time(&value, at)),
        tags: sender.map(|name| text::clip(&text::one_line(name), limits::TAG)).into_iter().collect(),
        actions: said.actions,
        ..Entry::new(own, json::title(&title, sender.unwrap_or("New message")))
    })]))
}

#[derive(Default)]
struct Said {
    title: Option<String>,
    words: String,
    link: Option<String>,
    image: Option<String>,
    actions: Vec<Action>,
}

fn discord(value: &Value, endpoint: &Url) -> Said {
    let plain = |at: &str| json::text(value, at).map(markdown::plain);
    let mut words: Vec<String> =
        [plain("/content"), plain("/embeds/0/description")].into_iter().flatten().collect();
    let fields = value.pointer("/embeds/0/fields").and_then(Value::as_array).into_iter().flatten();
    words.extend(fields.take(25).filter_map(|field| {
        Some(format!(
            "{}: {}",
            text::one_line(json::text(field, "/name")?),
            markdown::plain(json::text(field, "/value")?)
        ))
    }));
    Said {
        title: plain("/embeds/0/title"),
        words: words.join("\n"),
        link: json::link(value, "/embeds/0/url", endpoint),
        image: json::first_link(value, &["/embeds/0/image/url", "/embeds/0/thumbnail/url"], endpoint),
        actions: Vec::new(),
    }
}

fn slack(value: &Value, endpoint: &Url) -> Said {
    let attachment = value.pointer("/attachments/0").cloned().unwrap_or_default();
    let mut said = Said {
        title: json::text(&attachment, "/title").map(mrkdwn),
        link: json::link(&attachment, "/title_link", endpoint),
        image: json::first_link(&attachment, &["/image_url", "/thumb_url"], endpoint),
        ..Said::default()
    };
    let mut words: Vec<String> = Vec::new();
    for block in value.get("blocks").and_then(Value::as_array).into_iter().flatten().take(50) {
        block_of(block, &mut said, &mut words, endpoint);
    }
    // `text` is what is read out in place of blocks.
    if words.is_empty() {
        words.extend(json::text(value, "/text").map(mrkdwn));
    }
    words.extend(json::first(&attachment, &["/text", "/fallback"]).map(mrkdwn));
    let fields = attachment.get("fields").and_then(Value::as_array).into_iter().flatten();
    words.extend(fields.take(25).filter_map(|field| {
        Some(format!("{}: {}", mrkdwn(json::text(field, "/title")?), mrkdwn(json::text(field, "/value")?)))
    }));
    words.dedup();
    said.words = words.join("\n");
    said.link = said.link.take().or_else(|| first_link(json::text(value, "/text")?, endpoint));
    said
}

fn block_of(block: &Value, said: &mut Said, words: &mut Vec<String>, endpoint: &Url) {
    match json::text(block, "/type") {
        Some("header") => said.title = json::text(block, "/text/text").map(mrkdwn).or(said.title.take()),
        Some("image") => said.image = json::link(block, "/image_url", endpoint).or(said.image.take()),
        Some("actions") => {
            let buttons = block.get("elements").and_then(Value::as_array).into_iter().flatten().take(25);
            let button = |button: &Value| {
                let label = text::clip(
                    &text::one_line(json::text(button, "/text/text").unwrap_or("Open")),
                    limits::LABEL,
                );
                Some(Action::Open { label, url: json::link(button, "/url", endpoint)?, clear: false })
            };
            let room = limits::ACTIONS.saturating_sub(said.actions.len());
            said.actions.extend(buttons.filter_map(button).take(room));
        }
        _ => {
            words.extend(json::text(block, "/text/text").map(mrkdwn));
            let inner =
                ["fields", "elements"].iter().filter_map(|name| block.get(*name)?.as_array()).flatten();
            words.extend(inner.take(50).filter_map(|part| json::first(part, &["/text"]).map(mrkdwn)));
        }
    }
}

/// The text of Slack's mrkdwn: `<https://a|label>`, `*bold*`, `&lt;`.
fn mrkdwn(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((inner, tail)) = after.split_once('>') else {
            text.push('<');
            rest = after;
            continue;
        };
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

const ABOUT: About = About {
    subscribe: &[("A relay of Slack or Discord webhooks", "https://{server}/{path}")],
    recognised: "By events with \"blocks\", \"attachments\" and \"text\", \"embeds\", or \"content\" and \"avatar_url\".",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "\"id\" or \"client_msg_id\", or else a hash of the event: webhooks send none.",
    replaces: "Nothing.",
    fields: &[
        (
            "title",
            "the first embed's or attachment's \"title\", or a `header` block, or else the first sentence",
        ),
        (
            "text",
            "\"content\" or \"text\" or the blocks, and the \"description\" and \"fields\" of the first embed or attachment, without marks",
        ),
        ("link", "the first embed's \"url\", the attachment's \"title_link\", or the first link in the text"),
        (
            "picture",
            "\"image\" or \"thumbnail\" of the embed, \"image_url\" or \"thumb_url\" of the attachment",
        ),
        ("icon", "\"avatar_url\", \"icon_url\", or the author's"),
        ("time", "\"timestamp\" or \"ts\""),
        ("tags", "who sends it"),
    ],
    urgency: "Normal.",
    actions: "Buttons of `actions` blocks that have an address.",
    errors: "None of its own.",
    source: "docs.slack.dev and discord.com/developers/docs, message and webhook payloads.",
    ..About::titled("Slack and Discord messages")
};
