//! Messages as they are sent to the webhooks of Slack and Discord, and to the many that took their form.
//!
//! By docs.slack.dev (message payloads, attachments, mrkdwn) and discord.com/developers (webhooks, embeds).

mod discord;
mod slack;
#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Action, Entry, Identity};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::reader::Plain;
use crate::text;
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, json};

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

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| slack::is(value) || discord::is(value))
    }

    fn reader(&self, endpoint: &Url, _checkpoint: Option<&str>) -> Box<dyn Reader> {
        Plain::boxed(endpoint, read)
    }
}

fn read(event: &Event, endpoint: &Url) -> Result<Meaning, MappingError> {
    let value = json::data(event)?;
    let said = if discord::is(&value) {
        discord::read(&value, endpoint)
    } else if slack::is(&value) {
        slack::read(&value, endpoint)
    } else {
        return Ok(auto::of(Some(value), event, endpoint));
    };
    let words = said.words.join("\n");
    let (title, body) = match said.title {
        Some(title) => (title, words),
        None => text::heading(&words).unwrap_or_default(),
    };
    let sender = json::first(&value, &["/username", "/embeds/0/author/name", "/attachments/0/author_name"]);
    let id = json::first(&value, &["/id", "/client_msg_id"]).map(str::to_owned);
    let own = match id {
        Some(id) => Identity::Own(identity::key(id)),
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
        tags: text::tags(sender),
        actions: said.actions,
        ..Entry::new(own, json::title(&title, sender.unwrap_or("New message")))
    })]))
}

/// What a message says.
#[derive(Default)]
struct Said {
    title: Option<String>,
    words: Vec<String>,
    link: Option<String>,
    image: Option<String>,
    actions: Vec<Action>,
}

impl Said {
    /// The first title is the message's; those of further parts stand in the text.
    fn titled(&mut self, title: Option<String>) {
        match (title, &self.title) {
            (Some(title), None) => self.title = Some(title),
            (title, _) => self.words.extend(title),
        }
    }
}

/// The parts of a list, at most so many.
fn list<'a>(value: &'a Value, name: &str, most: usize) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten().take(most)
}

const ABOUT: About = About {
    subscribe: &[("A relay of Slack or Discord webhooks", "https://{server}/{path}")],
    recognised: "By events with \"blocks\", \"attachments\" with text or blocks, \"embeds\", or \"content\" and \"avatar_url\".",
    heartbeat: "As the server does it.",
    cursor: "The `id:`, where the server sends one.",
    identity: "\"id\" or \"client_msg_id\", or else a hash of the event: webhooks send none.",
    replaces: "Nothing.",
    fields: &[
        (
            "title",
            "a `header` block, or the first embed's or attachment's \"title\", or else the first sentence",
        ),
        (
            "text",
            "\"content\" or \"text\" or the blocks, and the \"description\" or \"text\" and the \"fields\" of each embed or attachment (10 at most), without marks",
        ),
        (
            "link",
            "the first \"url\" of an embed or \"title_link\" of an attachment, or the first link in the text",
        ),
        (
            "picture",
            "the first \"image\" or \"thumbnail\" of an embed, \"image_url\" or \"thumb_url\" of an attachment",
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
