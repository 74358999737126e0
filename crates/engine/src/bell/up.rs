//! Which popups are up, and which entries each one stands for.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use tidings_model::{Moment, Seq, Timestamp, Urgency};

use super::Ringing;
use super::lot::Lot;

/// Popups remembered; the desktop shows far fewer.
const MOST: usize = 256;
/// Milliseconds in which saying the same again only counts.
const REPEATED: i64 = 60_000;

/// The popups, oldest first, by their tags.
#[derive(Debug, Default)]
pub(super) struct Up {
    popups: IndexMap<String, Popup>,
    /// What single popups say.
    says: HashMap<String, Said>,
}

/// What a popup says of one entry.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// All of it, for telling a repetition.
    text: String,
    urgency: Urgency,
    /// It is the last of its card: small changes after it change nothing.
    settled: bool,
    at: Timestamp,
}

impl Said {
    pub(super) fn by(ringing: &Ringing, at: Timestamp) -> Self {
        let settled = ringing.moment == Moment::Final;
        Self { text: ringing.text(), urgency: ringing.urgency, settled, at }
    }
}

#[derive(Debug)]
struct Popup {
    seqs: Vec<Seq>,
    /// It is down, and nobody saw to it: what says the same again is still counted with it.
    gone: bool,
}

impl Up {
    /// A popup stands for these entries; what it stood for before is passed.
    pub(super) fn put(&mut self, tag: String, seqs: Vec<Seq>) {
        self.popups.shift_remove(&tag);
        self.popups.insert(tag, Popup { seqs, gone: false });
        if self.popups.len() > MOST {
            self.popups.shift_remove_index(0);
        }
    }

    /// Notes what a popup says.
    pub(super) fn says(&mut self, tag: &str, said: Said) {
        if self.popups.contains_key(tag) {
            self.says.insert(tag.to_owned(), said);
        }
        self.says.retain(|tag, _| self.popups.contains_key(tag));
    }

    /// The popup that said just this a short while ago; it may be gone.
    pub(super) fn same(&self, text: &str, now: Timestamp) -> Option<String> {
        let same = |said: &Said| said.text == text && now.millis_since(said.at) < REPEATED;
        let found = self.says.iter().find(|(_, said)| same(said));
        found.map(|(tag, _)| tag.clone()).filter(|tag| self.popups.contains_key(tag))
    }

    /// How urgent what a popup says is; none where none is up, or it is of an earlier run.
    pub(super) fn urgency(&self, tag: &str) -> Option<Urgency> {
        self.says.get(tag).filter(|_| self.has(tag)).map(|said| said.urgency)
    }

    /// Whether a popup is up that small changes of its card are shown in.
    pub(super) fn changes(&self, tag: &str) -> bool {
        self.has(tag) && !self.says.get(tag).is_some_and(|said| said.settled)
    }

    /// Whether a popup is up, as far as is known.
    pub(super) fn has(&self, tag: &str) -> bool {
        self.popups.get(tag).is_some_and(|popup| !popup.gone)
    }

    /// What a popup that is up stands for.
    pub(super) fn entries(&self, tag: &str) -> &[Seq] {
        if self.has(tag) { self.stood_for(tag) } else { &[] }
    }

    /// What a popup stands for, or stood for until it was gone.
    pub(super) fn stood_for(&self, tag: &str) -> &[Seq] {
        self.popups.get(tag).map_or(&[], |popup| popup.seqs.as_slice())
    }

    /// Nobody saw to it, and it is down.
    pub(super) fn gone(&mut self, tag: &str) {
        if let Some(popup) = self.popups.get_mut(tag) {
            popup.gone = true;
        }
    }

    /// What a popup stands for, and those of `lot` beside it, each once: a card that changed may be in both.
    pub(super) fn with(&self, tag: &str, lot: &Lot) -> Vec<Seq> {
        let all: IndexSet<Seq> = self.entries(tag).iter().copied().chain(lot.seqs()).collect();
        all.into_iter().collect()
    }

    pub(super) fn remove(&mut self, tag: &str) -> Vec<Seq> {
        self.popups.shift_remove(tag).map(|popup| popup.seqs).unwrap_or_default()
    }

    /// A newer entry of a card took the place of an older one: the popup now stands for it.
    pub(super) fn replaced(&mut self, old: Seq, new: Seq) {
        for Popup { seqs, .. } in self.popups.values_mut() {
            seqs.iter_mut().filter(|seq| **seq == old).for_each(|seq| *seq = new);
        }
    }

    /// Everything that popups stand for.
    pub(super) fn all(&self) -> Vec<Seq> {
        self.popups.values().flat_map(|popup| &popup.seqs).copied().collect()
    }

    /// Takes out `read`, and returns the tags of the popups that stand for nothing any more.
    pub(super) fn read(&mut self, read: &HashSet<Seq>) -> Vec<String> {
        for Popup { seqs, .. } in self.popups.values_mut() {
            seqs.retain(|seq| !read.contains(seq));
        }
        let empty = self.popups.iter().filter(|(_, popup)| popup.seqs.is_empty());
        let empty: Vec<_> = empty.map(|(tag, _)| tag.clone()).collect();
        for tag in &empty {
            self.popups.shift_remove(tag);
        }
        empty
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_popup_goes_when_all_it_stands_for_is_read() {
        let mut up = Up::default();
        up.put("backlog".into(), vec![Seq(1), Seq(2)]);
        up.put("entry:3".into(), vec![Seq(3)]);
        assert!(up.read(&HashSet::from([Seq(1)])).is_empty());
        assert_eq!(up.entries("backlog"), [Seq(2)]);
        assert_eq!(up.read(&HashSet::from([Seq(2), Seq(3)])), ["backlog", "entry:3"]);
    }

    #[test]
    fn a_popup_follows_its_card() {
        let mut up = Up::default();
        up.put("card:a:1".into(), vec![Seq(1)]);
        up.replaced(Seq(1), Seq(2));
        assert!(up.read(&HashSet::from([Seq(1)])).is_empty());
        assert_eq!(
            (up.all(), up.read(&HashSet::from([Seq(2)]))),
            (vec![Seq(2)], vec!["card:a:1".to_owned()])
        );
    }

    #[test]
    fn the_oldest_are_forgotten_first() {
        let mut up = Up::default();
        for n in 0..300 {
            up.put(format!("entry:{n}"), vec![Seq(n)]);
        }
        assert!(up.entries("entry:0").is_empty());
        assert_eq!(up.entries("entry:299"), [Seq(299)]);
    }
}
