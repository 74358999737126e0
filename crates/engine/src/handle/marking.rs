//! What is done with an entry.

use tidings_model::{Action, Change, Seq, StoredEntry, Wrong, WrongCode};
use tidings_wire as wire;
use url::Url;

use super::EngineHandle;
use crate::error::Error;
use crate::view;

impl EngineHandle {
    /// Marks entries read or unread; the popups of read ones come down. Returns those that really changed, for undoing it.
    ///
    /// # Errors
    /// Where the history cannot be written.
    pub async fn mark_read(&self, target: wire::ReadTarget, read: bool) -> Result<Vec<i64>, Error> {
        let target = view::target(target, |search| self.search(&self.loaded().config, search))?;
        let marked = self.parts.store.mark_read(target, read).await?;
        if read {
            self.parts.rope.read(marked.seqs.clone());
        }
        self.parts.changes.announce(Change::Entries(marked.revision));
        Ok(marked.seqs.into_iter().map(|seq| seq.0).collect())
    }

    /// Keeps entries, or no longer. Returns those that really changed, for undoing it.
    ///
    /// # Errors
    /// Where the history cannot be written.
    pub async fn star(&self, seqs: Vec<i64>, starred: bool) -> Result<Vec<i64>, Error> {
        let marked = self.parts.store.star(seqs.into_iter().map(Seq).collect(), starred).await?;
        self.parts.changes.announce(Change::Entries(marked.revision));
        Ok(marked.seqs.into_iter().map(|seq| seq.0).collect())
    }

    /// The address behind an entry, or behind one of its actions, checked: `http` or `https`, nothing else is ever opened. Some actions
    /// mark the entry read.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn link(&self, seq: i64, action: Option<usize>) -> Result<Url, Error> {
        let (stored, _) = self.parts.store.entry(Seq(seq)).await?.ok_or(Error::NoEntry)?;
        let (text, clear) = address(&stored, action)
            .ok_or_else(|| Wrong::new(WrongCode::NoLink, &[], "This entry leads nowhere."))?;
        let url = checked(text)?;
        if clear {
            self.mark_read(wire::ReadTarget::Entries { seqs: vec![seq] }, true).await?;
        }
        Ok(url)
    }

    /// An address that is written in an entry's text, checked the same way.
    ///
    /// # Errors
    /// Where the text does not say it: a window opens nothing that no feed has said.
    pub async fn written_link(&self, seq: i64, address: &str) -> Result<Url, Error> {
        let (stored, _) = self.parts.store.entry(Seq(seq)).await?.ok_or(Error::NoEntry)?;
        written(&stored.entry.body, address)
    }
}

fn written(body: &str, address: &str) -> Result<Url, Error> {
    if !body.contains(address) {
        let message = "This link is not in the entry, and is not opened.";
        return Err(Wrong::new(WrongCode::OtherLink, &[], message).into());
    }
    checked(address)
}

fn checked(text: &str) -> Result<Url, Error> {
    Url::parse(text).ok().filter(may_open).ok_or_else(|| {
        Wrong::new(WrongCode::NoWebLink, &[], "This link is not a web address, and is not opened.").into()
    })
}

/// Web addresses only, and none with a name or password in it: those are for deceiving the eye.
fn may_open(url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    matches!(url.scheme(), "http" | "https") && url.has_host() && plain
}

/// And whether opening it marks the entry read.
fn address(stored: &StoredEntry, action: Option<usize>) -> Option<(&str, bool)> {
    let Some(index) = action else { return stored.entry.link.as_deref().map(|link| (link, false)) };
    match stored.entry.actions.get(index)? {
        Action::Open { url, clear, .. } => Some((url, *clear)),
        Action::Copy { .. } | Action::Http { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for address in ["https://example.org/a?b#c", "http://127.0.0.1:8080/"] {
            assert_eq!(checked(address).unwrap().as_str(), address);
        }
        for address in
            ["javascript:alert(1)", "file:///etc/passwd", "https://bank@evil.example/", "", "example.org"]
        {
            assert!(checked(address).is_err(), "{address}");
        }
    }

    #[test]
    fn of_what_is_written_only_that_is_opened() {
        let body = "See https://example.org/a, or file:///etc/passwd.";
        assert!(written(body, "https://example.org/a").is_ok());
        assert!(written(body, "https://example.org/b").is_err(), "it is not there");
        assert!(written(body, "file:///etc/passwd").is_err(), "it is no web address");
    }
}
