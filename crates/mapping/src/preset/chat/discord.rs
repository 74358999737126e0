//! A message as Discord's webhooks take it.

use serde_json::Value;
use url::Url;

use super::{Said, list};
use crate::{json, markdown, text};

/// As many embeds as a message may have, and fields as an embed may have.
const EMBEDS: usize = 10;
const FIELDS: usize = 25;

pub(super) fn is(value: &Value) -> bool {
    value.pointer("/embeds/0").is_some_and(Value::is_object)
        || (value["content"].is_string() && value["avatar_url"].is_string())
}

pub(super) fn read(value: &Value, endpoint: &Url) -> Said {
    let plain = |value: &Value, at: &str| json::text(value, at).map(markdown::plain);
    let mut said = Said { words: plain(value, "/content").into_iter().collect(), ..Said::default() };
    for embed in list(value, "embeds", EMBEDS) {
        said.titled(plain(embed, "/title"));
        said.words.extend(plain(embed, "/description"));
        said.words.extend(list(embed, "fields", FIELDS).filter_map(|field| {
            let name = text::one_line(json::text(field, "/name")?);
            Some(format!("{name}: {}", plain(field, "/value")?))
        }));
        said.link = said.link.take().or_else(|| json::link(embed, "/url", endpoint));
        let pictures = ["/image/url", "/thumbnail/url"];
        said.image = said.image.take().or_else(|| json::first_link(embed, &pictures, endpoint));
    }
    said
}
