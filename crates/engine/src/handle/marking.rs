//! What is done with an entry.

use tidings_model::{Action, Change, Seq, StoredEntry};
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
        let marked = self.parts.store.mark_read(view::target(target)?, read).await?;
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
        let (text, clear) =
            address(&stored, action).ok_or_else(|| Error::Invalid("This entry leads nowhere.".to_owned()))?;
        let url = Url::parse(text)
            .ok()
            .filter(may_open)
            .ok_or_else(|| Error::Invalid("This link is not a web address, and is not opened.".to_owned()))?;
        if clear {
            self.mark_read(wire::ReadTarget::Entries { seqs: vec![seq] }, true).await?;
        }
        Ok(url)
    }
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
