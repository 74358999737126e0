//! What is wrong with a setting, on its way through serde, which carries text alone: the kind and what belongs to it travel before the
//! sentence, with a sign between them that nobody types.

use std::borrow::Cow;
use std::fmt;

use serde::de;
use tidings_mapping::template::Problem;
use tidings_model::{FlawCode, Place, Wrong, WrongCode};

const SIGN: char = '\u{1f}';

/// As serde's error.
pub(super) fn wrong<E: de::Error>(code: WrongCode, what: &[&str], message: impl fmt::Display) -> E {
    E::custom(Sealed(Wrong::new(code, what, message.to_string())))
}

/// A mistake in a rule, as serde's error.
pub(super) fn flawed<E: de::Error>(code: FlawCode, what: &str, message: impl fmt::Display) -> E {
    E::custom(Sealed(Wrong::flaw(code, what, message.to_string())))
}

/// A mistake in a template or a condition, with its place in that, as serde's error.
pub(super) fn placed<E: de::Error>(problem: &Problem) -> E {
    let Problem { field, line, column, code, what } = problem.clone();
    let place = Place { field: field.into_owned(), line, column };
    E::custom(Sealed(Wrong::flaw(code, &what, problem.to_string()).at(place)))
}

/// A mistake as the text that travels.
pub(super) struct Sealed(pub(super) Wrong);

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |text: &str| text.replace(SIGN, " ");
        let Place { field, line, column } = &self.0.place;
        let number = |number: &Option<u32>| number.unwrap_or_default();
        write!(f, "{SIGN}{}{SIGN}{}", self.0.code, plain(field))?;
        write!(f, "{SIGN}{}{SIGN}{}", number(line), number(column))?;
        for what in &self.0.what {
            write!(f, "{SIGN}{}", plain(what))?;
        }
        write!(f, "{SIGN}{}", plain(&self.0.message))
    }
}

/// What was said to be wrong. `toml` tells whether the text is TOML at all.
pub(super) fn opened(said: &str, toml: bool) -> Wrong {
    sealed(said).unwrap_or_else(|| of_library(&without_value(said), toml))
}

fn sealed(said: &str) -> Option<Wrong> {
    let (_, sealed) = said.split_once(SIGN)?;
    let mut parts = sealed.split(SIGN).map(str::to_owned);
    let code = Wrong::known(&parts.next()?)?;
    let field = parts.next()?;
    let (line, column) = (number(&parts.next()?), number(&parts.next()?));
    let mut what: Vec<String> = parts.collect();
    let message = what.pop()?;
    Some(Wrong { code, place: Place { field, line, column }, what, message: sentence(&message) })
}

/// 0 stands for none: places count from 1.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number > 0)
}

/// What serde and the TOML library say, by how they begin.
fn of_library(said: &str, toml: bool) -> Wrong {
    let message = sentence(said);
    let name = said.split('`').nth(1).unwrap_or_default();
    if !toml {
        Wrong::new(WrongCode::NotToml, &[message.trim_end_matches('.')], &*message)
    } else if said.starts_with("unknown field `") {
        Wrong::new(WrongCode::NoSetting, &[name], &*message)
    } else if said.starts_with("missing field `") {
        Wrong::new(WrongCode::Missing, &[name], &*message)
    } else {
        Wrong::new(WrongCode::Kind, &[message.trim_end_matches('.')], &*message)
    }
}

/// serde quotes the value it did not expect. It may be a secret in the wrong place, and the line says where it stands.
fn without_value(message: &str) -> Cow<'_, str> {
    let mismatch = ["invalid type: ", "invalid value: "].iter().any(|start| message.starts_with(start));
    let quoted = message.find(['"', '`']).zip(message.rfind(", expected "));
    match quoted {
        Some((from, to)) if mismatch && from < to => {
            Cow::Owned(format!("{}{}", message[..from].trim_end(), &message[to..]))
        }
        _ => Cow::Borrowed(message),
    }
}

/// One line that ends like a sentence.
fn sentence(message: &str) -> String {
    let mut line = message.split('\n').filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("; ");
    if !line.ends_with('.') {
        line.push('.');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn of(text: &str) -> (&'static str, Vec<String>) {
        let Wrong { code, what, message, .. } = parse(text).expect_err(text).wrong;
        assert!(message.ends_with('.') && !message.contains(SIGN), "{message}");
        (code, what)
    }

    fn assert_all(cases: &[(String, WrongCode, &[&str])]) {
        for (text, code, what) in cases {
            let (code, what) = (code.code(), what.iter().map(|&part| part.to_owned()).collect());
            assert_eq!(of(text), (code, what), "{text}");
        }
    }

    #[test]
    fn each_mistake_in_a_feed_has_its_kind_and_what_belongs_to_it() {
        let feed = |lines: &str| format!("[feeds.a]\nurl = 'https://a.example/'\n{lines}\n");
        let secret = "{ env = 'P' }";
        let twice = format!("bearer = {secret}\nbasic = {{ user = 'a', password = {secret} }}");
        let pin = "a".repeat(64);
        assert_all(&[
            (feed("poll_seconds = 5"), WrongCode::Number, &["poll_seconds", "5", "60", "86400"]),
            (feed("format = 'runes'"), WrongCode::Format, &["runes"]),
            (feed("folder = \"a\\nb\""), WrongCode::Folder, &[]),
            (feed("proxy = 'ftp://a'"), WrongCode::Proxy, &[]),
            (feed("proxy = 'http://u:p@a'"), WrongCode::ProxyPassword, &[]),
            (
                feed(&format!("proxy = {{ url = 'http://a', password = {secret} }}")),
                WrongCode::ProxyUser,
                &[],
            ),
            (feed("pin_sha256 = 'x'"), WrongCode::Pin, &[]),
            (feed("http_version = '3'"), WrongCode::HttpVersion, &[]),
            (feed("headers = { Cookie = 'x' }"), WrongCode::SecretHeader, &["Cookie"]),
            (feed(&format!("basic = {{ user = 'a:b', password = {secret} }}")), WrongCode::User, &[]),
            (feed(&twice), WrongCode::OneLogin, &[]),
            (feed(&format!("ca_file = 'a'\npin_sha256 = '{pin}'")), WrongCode::OneTrust, &[]),
            (feed("colour = 'red'"), WrongCode::NoSetting, &["colour"]),
            ("[feeds.A]\nurl = 'https://a.example/'\n".into(), WrongCode::Key, &["A"]),
            ("[feeds.a]\nname = 'A'\n".into(), WrongCode::Missing, &["url"]),
            ("[feeds.a]\nurl = 'javascript:alert(1)'\n".into(), WrongCode::FeedAddress, &[]),
        ]);
        assert_eq!(of(&feed("template.title = '{{'")).0, "unfinished");
        assert_eq!(of("[feeds.a]\nurl = 'https://a.example/\n").0, "not_toml");
    }

    #[test]
    fn each_mistake_in_the_settings_has_its_kind_and_what_belongs_to_it() {
        let hours =
            |from: &str, more: &str| format!("[bell]\nquiet = [{{ from = '{from}', to = '07:00'{more} }}]\n");
        assert_all(&[
            (hours("22:00", ", days = ['mud']"), WrongCode::Day, &["mud"]),
            (hours("22:00", ", days = []"), WrongCode::Days, &[]),
            (hours("25:00", ""), WrongCode::Clock, &["25:00"]),
            ("[bell]\nsound = 'gong'\n".into(), WrongCode::Sound, &["gong"]),
            ("[window]\nlanguage = '?'\n".into(), WrongCode::Language, &[]),
            ("[connections]\nper_host = { 'a/b' = 2 }\n".into(), WrongCode::Host, &["a/b"]),
            (
                "[connections]\nper_host = { 'a.example' = 0 }\n".into(),
                WrongCode::Number,
                &["a.example", "0", "1", "1000"],
            ),
        ]);
        assert_eq!(of("[rules.a]\nthen = 'drop'\n").0, "everything");
        assert_eq!(of("[window]\nzoom = 'x'\n").0, "kind");
    }

    #[test]
    fn a_value_cannot_pass_for_a_kind() {
        assert_eq!(of("[bell]\nsound = \"\\u001fzone\\u001fx\"\n"), ("sound", vec![" zone x".to_owned()]));
    }
}
