//! Which field of a payload became what: for a person who wonders why an entry reads as it does.
//!
//! It is read off the result, not kept while mapping: a field is named where its value stands in the entry. So it holds for every
//! format, and costs nothing while events come.

use serde_json::Value;
use tidings_model::{Entry, Identity};

use crate::text::{self, limits};
use crate::{auto, html, time};

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The part of the entry: `title`, `body`, `link`, `image`, `icon`, `time`, `identity`, `replaces`, `tags`, `urgency`.
    pub field: &'static str,
    /// The paths in the payload that it was made of, such as `home.name, away.name`; or words where it was made of none.
    pub from: String,
}

/// One field of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its path, such as `home.name`.
    pub name: String,
    /// Its value, as a person would write it, shortened.
    pub value: String,
}

/// Fields looked at.
const LEAVES: usize = 256;
/// Paths named in one reason.
const NAMED: usize = 6;
/// How deep a payload is looked into, JSON in a string included.
const DEPTH: usize = 12;
/// The longest value shown, in characters.
const VALUE: usize = 500;

/// The payload as a table: every single value with its path, in the order of the payload; empty where it is no JSON.
#[must_use]
pub fn table(data: &str) -> Vec<Row> {
    let shown =
        |(name, value): (String, String)| Row { name, value: text::clip(text::one_line(&value), VALUE) };
    leaves(data).into_iter().map(shown).collect()
}

/// What each part of `entry` was made of, as far as the payload shows it.
#[must_use]
pub fn explain(entry: &Entry, data: &str) -> Vec<Reason> {
    let leaves = leaves(data);
    let link = |value: &Option<String>| value.clone();
    let own = match &entry.identity {
        Identity::Own(id) => Some(id.clone()),
        Identity::Stream { .. } | Identity::Content { .. } => None,
    };
    let mut reasons = Vec::new();
    let mut add = |field: &'static str, from: Vec<&str>, otherwise: &str| {
        let named = from.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        let from = if named.is_empty() { otherwise.to_owned() } else { named };
        if !from.is_empty() {
            reasons.push(Reason { field, from });
        }
    };
    add("title", made_of(&entry.title, &leaves), "words of the format");
    if !entry.body.is_empty() {
        add("body", made_of(&entry.body, &leaves), "words of the format");
    }
    for (field, value) in
        [("link", link(&entry.link)), ("image", link(&entry.image)), ("icon", link(&entry.icon))]
    {
        if let Some(value) = value {
            add(field, same(&value, &leaves), "the server's address");
        }
    }
    if let Some(at) = entry.published_at {
        let is_it = |(_, value): &&(String, String)| time::read(&Value::String(value.clone())) == Some(at);
        add("time", leaves.iter().filter(is_it).take(1).map(|(path, _)| path.as_str()).collect(), "");
    }
    match own {
        Some(own) => add("identity", parts_of(&own, &leaves), "the server's id"),
        None => add("identity", Vec::new(), "a hash of the whole event"),
    }
    if let Some(replaces) = &entry.replaces {
        add("replaces", parts_of(replaces, &leaves), "words of the format");
    }
    let stated = ["priority", "urgency", "severity", "level"];
    let is_stated =
        |(path, _): &&(String, String)| stated.iter().any(|name| path.rsplit('.').next() == Some(name));
    add("urgency", leaves.iter().filter(is_stated).take(1).map(|(path, _)| path.as_str()).collect(), "");
    reasons
}

/// The paths whose values are exactly this.
fn same<'a>(value: &str, leaves: &'a [(String, String)]) -> Vec<&'a str> {
    let is_it = |(_, leaf): &&(String, String)| {
        leaf == value || (leaf.len() > 1 && leaf.starts_with('/') && value.ends_with(leaf.as_str()))
    };
    leaves.iter().filter(is_it).take(1).map(|(path, _)| path.as_str()).collect()
}

/// The paths whose values a key was put together of.
fn parts_of<'a>(key: &str, leaves: &'a [(String, String)]) -> Vec<&'a str> {
    let exact = same(key, leaves);
    if !exact.is_empty() {
        return exact;
    }
    let mut parts: Vec<&str> = key.split(['@', ' ', ':']).filter(|part| !part.is_empty()).collect();
    parts.dedup();
    parts.iter().filter_map(|part| same(part, leaves).first().copied()).take(NAMED).collect()
}

/// The paths whose values stand in a text, in the order in which they stand there. Where one says it all, it alone.
fn made_of<'a>(told: &str, leaves: &'a [(String, String)]) -> Vec<&'a str> {
    let told_line = text::one_line(told);
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (path, value) in leaves {
        let near = &value[..value.floor_char_boundary(limits::BODY)];
        let plain = text::one_line(&html::plain(near));
        if plain == told_line {
            return vec![path];
        }
        // A cut text shows its beginning only.
        let cut = told_line
            .strip_suffix('…')
            .is_some_and(|shown| shown.len() > 20 && plain.starts_with(shown.trim_end()));
        if cut {
            return vec![path];
        }
        if plain.chars().count() < 2 && !plain.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        if let Some(at) = whole_word(&told_line, &plain) {
            found.push((at, plain.len(), path));
        }
    }
    found.sort_by_key(|(at, len, _)| (*at, usize::MAX - len));
    let mut until = 0;
    let mut paths = Vec::new();
    for (at, len, path) in found {
        if at >= until {
            paths.push(path);
            until = at + len;
        }
    }
    paths
}

/// Where `part` stands in `text`, with no letter or digit on either side.
fn whole_word(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.match_indices(part).take(16).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + part.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !before && !after
    })
}

/// The single values of a payload with their paths.
fn leaves(data: &str) -> Vec<(String, String)> {
    let mut leaves = Vec::new();
    if let Ok(value) = serde_json::from_str(data) {
        gather(&mut leaves, String::new(), &value, DEPTH);
    }
    leaves
}

fn gather(leaves: &mut Vec<(String, String)>, path: String, value: &Value, depth: usize) {
    if leaves.len() >= LEAVES || depth == 0 || path.len() > limits::KEY {
        return;
    }
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .take(LEAVES)
                .for_each(|(name, inner)| gather(leaves, under(name), inner, depth - 1));
        }
        Value::Array(items) => {
            let items = items.iter().take(LEAVES).enumerate();
            items.for_each(|(n, inner)| gather(leaves, under(&n.to_string()), inner, depth - 1));
        }
        Value::String(text)
            if text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<Value>(text).is_ok() =>
        {
            let inner = serde_json::from_str(text).unwrap_or_default();
            gather(leaves, path, &inner, depth - 1);
        }
        value => leaves.extend(auto::scalar(value).map(|value| (path, value))),
    }
}

#[cfg(test)]
mod tests {
    use tidings_sse::Event;
    use url::Url;

    use super::*;
    use crate::Outcome;

    fn explained(format: &str, data: &str) -> Vec<String> {
        let endpoint = Url::parse("https://a.example/live").unwrap();
        let event =
            Event { kind: "message".into(), data: data.into(), last_event_id: String::new(), id: None };
        let meaning = crate::format(format).unwrap().reader(&endpoint, None).read(&event).unwrap();
        let Some(Outcome::Entry(entry)) = meaning.outcomes.first() else { panic!("an entry") };
        explain(entry, data).into_iter().map(|Reason { field, from }| format!("{field} < {from}")).collect()
    }

    #[test]
    fn each_part_names_the_field_it_came_from() {
        let data = r#"{"id":"7","title":"Door <b>open</b>","message":"Since noon","link":"/7","time":1700000000,"priority":5}"#;
        assert_eq!(
            explained("auto", data),
            [
                "title < title",
                "body < message",
                "link < link",
                "time < time",
                "identity < id",
                "urgency < priority"
            ]
        );
    }

    #[test]
    fn a_title_of_many_fields_names_them_in_their_order() {
        let data = r#"{"match_id":"m","type":"goal","clock":"63'","home":{"name":"Harbour Town","score":2},"away":{"name":"Northgate","score":1}}"#;
        let reasons = explained("score", data);
        assert_eq!(reasons[0], "title < clock, home.name, home.score, away.score, away.name");
        assert!(reasons.contains(&"replaces < match_id".to_owned()), "{reasons:?}");
        assert!(reasons.contains(&"identity < a hash of the whole event".to_owned()), "{reasons:?}");
    }

    #[test]
    fn a_payload_is_a_table_json_in_strings_included() {
        let rows = table(r#"{"a":{"b":[1,true]},"payload":"{\"c\":\"x\\ny\"}","n":null}"#);
        let rows: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.value.as_str())).collect();
        assert_eq!(rows, [("a.b.0", "1"), ("a.b.1", "yes"), ("payload.c", "x y")]);
        assert_eq!(table("plain"), []);
    }
}
