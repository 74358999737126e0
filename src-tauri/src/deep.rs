//! `tidings:` links. Two things can be asked by them: to look at an address, and to see an entry. Nothing is ever added without the
//! person's word.
//!
//! The grammar: `tidings:add?url=<address>` or `tidings:show?entry=<number>` (`//` behind the scheme is let through), percent-encoded,
//! at most 2 KiB, and nothing else in it. The address is `http` or `https`, and has no name or password.

use std::sync::{Mutex, PoisonError};

use url::Url;

/// The longest link taken, in bytes.
const MOST: usize = 2 << 10;

/// What a link asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To look at this address before it is added.
    Address(String),
    /// To see the entry with this number.
    Entry(i64),
}

/// What a link asks for; none where it is not one of ours, or asks for more.
pub(crate) fn asked(link: &str) -> Option<Asked> {
    if link.len() > MOST || link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let (scheme, rest) = link.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("tidings") {
        return None;
    }
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (verb, query) = rest.split_once('?')?;
    let mut fields = url::form_urlencoded::parse(query.as_bytes());
    let (name, value) = fields.next()?;
    if fields.next().is_some() || value.chars().any(char::is_control) {
        return None;
    }
    match (verb.strip_suffix('/').unwrap_or(verb), &*name) {
        ("add", "url") => address(&value).map(Asked::Address),
        ("show", "entry") => value.parse().ok().filter(|seq| *seq > 0).map(Asked::Entry),
        _ => None,
    }
}

fn address(text: &str) -> Option<String> {
    let address = Url::parse(text).ok()?;
    let plain = address.username().is_empty() && address.password().is_none() && address.has_host();
    (matches!(address.scheme(), "http" | "https") && plain).then(|| address.into())
}

/// The latest wish, until a webview asks for it.
#[derive(Debug, Default)]
pub(crate) struct Wish(Mutex<Option<String>>);

impl Wish {
    pub(crate) fn set(&self, address: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(address);
    }

    pub(crate) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_to_look_at_is_taken() {
        for link in [
            "tidings:add?url=https%3A%2F%2Fa.example%2Fevents%3Fx%3D1",
            "tidings://add?url=https%3A%2F%2Fa.example%2Fevents%3Fx%3D1",
            "TIDINGS://add/?url=https%3A%2F%2Fa.example%2Fevents%3Fx%3D1",
        ] {
            assert_eq!(asked(link), Some(Asked::Address("https://a.example/events?x=1".into())), "{link}");
        }
    }

    #[test]
    fn an_entry_to_see_is_taken() {
        for link in ["tidings:show?entry=7", "tidings://show/?entry=7"] {
            assert_eq!(asked(link), Some(Asked::Entry(7)), "{link}");
        }
    }

    #[test]
    fn nothing_else_is() {
        let long = format!("tidings:add?url=https://a.example/{}", "x".repeat(MOST));
        let others = [
            "",
            "tidings:",
            "tidings:add",
            "tidings:add?url=",
            "tidings:remove?url=https://a.example/",
            "tidings:add?url=file:///etc/passwd",
            "tidings:add?url=javascript:alert(1)",
            "tidings:add?url=tidings:add",
            "tidings:add?url=https://user:secret@a.example/",
            "tidings:add?url=https://a.example/&notify=never",
            "tidings:add?headers=x&url=https://a.example/",
            "tidings:add?url=https://a.example/&url=https://b.example/",
            "tidings:add?url=https://a.example/%0d%0aX-A:%20b",
            "tidings:add?url=https://a.example/ x",
            "https://a.example/",
            "tidings:show?entry=",
            "tidings:show?entry=-7",
            "tidings:show?entry=7&url=https://a.example/",
            "tidings:show?url=https://a.example/",
            "tidings:add?entry=7",
            "tidings:add?url=//a.example/",
            "--config=/tmp/x",
            long.as_str(),
        ];
        for link in others {
            assert_eq!(asked(link), None, "{link}");
        }
    }
}
