//! The language: minijinja with fuel, and the filters that feeds need.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};
use regex::{Regex, RegexBuilder};
use tidings_model::FlawCode;

use super::FUEL;
use crate::{html, text, time};

/// The longest pattern, in bytes.
pub(super) const PATTERN: usize = 1_000;
/// The largest compiled pattern, in bytes: `\w{50}` fits, `\w{1000}` does not.
const COMPILED: usize = 1 << 20;
/// How much of a text a pattern is held against, in bytes.
const HAYSTACK: usize = 64 << 10;
/// Compiled patterns kept. A pattern that is made of the payload could be another each time; the cache is emptied then.
const KEPT: usize = 64;
/// What compiling a pattern costs: one in each of a loop's rounds is not meant.
const COMPILING: u64 = 2_000;

/// A language of its own: what is added to it stays in it.
pub(crate) fn language() -> Environment<'static> {
    let mut language = Environment::new();
    language.set_fuel(Some(FUEL));
    language.set_recursion_limit(64);
    language.set_undefined_behavior(UndefinedBehavior::Chainable);
    language.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    language.add_filter("strip_html", strip_html);
    language.add_filter("shorten", shorten);
    language.add_filter("when", when);
    language.add_filter("number", number);
    language.add_filter("emoji", emoji);
    language.add_filter("path", path);
    language.add_filter("from_json", from_json);
    patterns(&mut language);
    language
}

fn patterns(language: &mut Environment<'static>) {
    let all = Arc::new(Patterns::default());
    let mine = all.clone();
    language.add_filter("matches", move |state: &State, text: &str, pattern: &str| {
        Ok::<_, Error>(mine.get(state, pattern)?.is_match(haystack(state, text)?))
    });
    let mine = all.clone();
    language.add_filter("capture", move |state: &State, text: &str, pattern: &str, group: Option<usize>| {
        let regex = mine.get(state, pattern)?;
        let group = group.unwrap_or_else(|| usize::from(regex.captures_len() > 1));
        let found =
            regex.captures(haystack(state, text)?).and_then(|all| Some(all.get(group)?.as_str().to_owned()));
        Ok::<_, Error>(found.unwrap_or_default())
    });
    language.add_filter("replace_matches", move |state: &State, text: &str, pattern: &str, with: &str| {
        let regex = all.get(state, pattern)?;
        let text = haystack(state, text)?;
        // One letter may become a page: what comes of it is paid for before it is made.
        let grows = regex.find_iter(text).count().saturating_mul(with.len());
        state.consume_fuel((grows / 64) as u64)?;
        Ok::<_, Error>(regex.replace_all(text, with).into_owned())
    });
}

/// Compiled patterns, by their text.
#[derive(Debug, Default)]
pub(crate) struct Patterns(Mutex<HashMap<String, Regex>>);

impl Patterns {
    fn get(&self, state: &State, text: &str) -> Result<Regex, Error> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(regex) = all.get(text) {
            return Ok(regex.clone());
        }
        state.consume_fuel(COMPILING)?;
        let regex = pattern(text)
            .map_err(|(code, what)| Error::new(ErrorKind::InvalidOperation, super::say(code, &what)))?;
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(text.to_owned(), regex.clone());
        Ok(regex)
    }
}

/// A pattern of the linear `regex` crate within its limits; otherwise a sentence without its full stop.
pub(crate) fn pattern(text: &str) -> Result<Regex, (FlawCode, String)> {
    if text.len() > PATTERN {
        return Err((FlawCode::PatternLong, text.len().to_string()));
    }
    let built = RegexBuilder::new(text).size_limit(COMPILED).dfa_size_limit(COMPILED).nest_limit(50).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => (FlawCode::PatternLarge, String::new()),
        other => {
            let told = other.to_string();
            let reason = told.lines().last().unwrap_or_default().trim_start_matches("error: ");
            (FlawCode::Pattern, reason.to_owned())
        }
    })
}

/// What a pattern is held against, paid for.
fn haystack<'a>(state: &State, text: &'a str) -> Result<&'a str, Error> {
    let bounded = &text[..text.floor_char_boundary(HAYSTACK)];
    state.consume_fuel(20 + (bounded.len() / 16) as u64)?;
    Ok(bounded)
}

/// HTML as plain text.
fn strip_html(state: &State, text: &str) -> Result<String, Error> {
    state.consume_fuel((text.len() / 16) as u64)?;
    Ok(html::plain(text))
}

/// At most so many characters, cut at a word.
fn shorten(state: &State, text: &str, most: Option<usize>) -> Result<String, Error> {
    state.consume_fuel((text.len() / 16) as u64)?;
    Ok(text::clip(text, most.unwrap_or(80).clamp(1, text::limits::BODY)))
}

/// A time in a form of one's own: `{{ start|when("%H:%M", "Europe/Berlin") }}`. What is no time gives nothing.
fn when(state: &State, value: &Value, form: Option<&str>, zone: Option<&str>) -> Result<String, Error> {
    let form = form.unwrap_or("%Y-%m-%d %H:%M");
    state.consume_fuel(100 + (form.len() * 4) as u64)?;
    let invalid = |message: String| Error::new(ErrorKind::InvalidOperation, message);
    if form.len() > 200 {
        return Err(invalid("the form of a time is at most 200 bytes long".to_owned()));
    }
    let Some(at) = serde_json::to_value(value).ok().and_then(|value| time::read(&value)) else {
        return Ok(String::new());
    };
    let zone = zone.unwrap_or("UTC");
    let known =
        jiff::tz::TimeZone::get(zone).map_err(|_| invalid(format!("there is no time zone `{zone}`")))?;
    let at = jiff::Timestamp::from_millisecond(at.0)
        .map_err(|_| invalid("the time is out of range".to_owned()))?;
    jiff::fmt::strtime::format(form, &at.to_zoned(known))
        .map_err(|_| invalid(format!("`{form}` is no form of a time; one such as `%H:%M` is")))
}

/// A number with its thousands set apart: `{{ 1234.5|number(1) }}` gives `1,234.5`. What is no number is left as it is.
fn number(value: &Value, decimals: Option<usize>) -> String {
    let given = value.to_string();
    let Some(number) = given.trim().parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() < 1e15) else {
        return given;
    };
    let decimals = decimals.unwrap_or(if number.fract() == 0.0 { 0 } else { 2 }).min(9);
    let plain = format!("{:.decimals$}", number.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let minus = if number < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "-" } else { "" };
    format!("{minus}{grouped}{rest}")
}

/// The emoji of a short name, or of each of a list, as ntfy writes tags: `warning` gives ⚠️. Others give nothing.
fn emoji(value: &Value) -> String {
    let one =
        |name: &str| emojis::get_by_shortcode(name.trim().trim_matches(':')).map(|emoji| emoji.as_str());
    match value.kind() {
        ValueKind::String => value.as_str().and_then(one).unwrap_or_default().to_owned(),
        _ => {
            let all = value.try_iter().into_iter().flatten().take(32);
            all.filter_map(|item| one(item.as_str()?)).collect()
        }
    }
}

/// What stands at a path: `{{ data|path("items.0.name") }}`, and `*` for every one of a list. What is not there gives nothing.
fn path(state: &State, value: Value, steps: &str, _more: Rest<Value>) -> Result<Value, Error> {
    let steps = steps.trim_start_matches('$').split(['.', '[', ']']).filter(|step| !step.is_empty());
    let mut found = vec![value];
    let mut many = false;
    for step in steps.take(32) {
        state.consume_fuel(1 + found.len() as u64)?;
        let mut next = Vec::new();
        for value in found {
            if step == "*" {
                many = true;
                let all = value.try_iter().into_iter().flatten().take(1_000);
                let items = all
                    .map(|item| if value.kind() == ValueKind::Map { at(&value, &item) } else { Some(item) });
                next.extend(items.flatten());
            } else {
                next.extend(at(&value, &Value::from(step.trim_matches(['"', '\'']))));
            }
        }
        next.truncate(1_000);
        found = next;
    }
    Ok(if many { Value::from(found) } else { found.into_iter().next().unwrap_or_default() })
}

fn at(value: &Value, key: &Value) -> Option<Value> {
    let found = match (value.kind(), key.as_str().and_then(|step| step.parse::<usize>().ok())) {
        (ValueKind::Seq | ValueKind::Iterable, Some(index)) => value.get_item(&Value::from(index)),
        _ => value.get_item(key),
    };
    found.ok().filter(|found| !found.is_undefined())
}

/// JSON that stands in a text.
fn from_json(state: &State, text: &str) -> Result<Value, Error> {
    state.consume_fuel((text.len() / 8) as u64)?;
    serde_json::from_str(text).map_err(|_| Error::new(ErrorKind::InvalidOperation, "this is not JSON"))
}
