//! Which popups are up, and which entries each one stands for.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use tidings_model::{Moment, Seq, Timestamp, Urgency};

use super::Ringing;
use super::behind::Behind;
use super::lot::Lot;

/// Popups remembered; the desktop shows far fewer.
const MOST: usize = 256;
/// Entries that all of them stand for by number. Past that, the oldest of the popup that stands for most are only counted.
const ENTRIES: usize = 200_000;
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
    behind: Behind,
    /// It is down, and nobody saw to it: what says the same again is still counted with it.
    gone: bool,
}

impl Up {
    /// A popup stands for these entries; what it stood for before is passed.
    pub(super) fn put(&mut self, tag: String, behind: Behind) {
        self.popups.shift_remove(&tag);
        self.popups.insert(tag, Popup { behind, gone: false });
        if self.popups.len() > MOST {
            self.popups.shift_remove_index(0);
        }
        let held: usize = self.popups.values().map(|popup| popup.behind.seqs().len()).sum();
        let mut over = held.saturating_sub(ENTRIES);
        while over > 0 {
            let most = self.popups.values_mut().max_by_key(|popup| popup.behind.seqs().len());
            over -= most.map_or(over, |popup| popup.behind.only_count(over));
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
        let popup = self.popups.get(tag).filter(|popup| !popup.gone);
        popup.map_or(&[], |popup| popup.behind.seqs())
    }

    /// Nobody saw to it, and it is down.
    pub(super) fn gone(&mut self, tag: &str) {
        if let Some(popup) = self.popups.get_mut(tag) {
            popup.gone = true;
        }
    }

    /// What a popup that is up stands for, and those of `lot` beside it.
    pub(super) fn with(&self, tag: &str, lot: &Lot) -> Behind {
        if self.has(tag) { self.with_what_was(tag, lot) } else { lot.seqs().into() }
    }

    /// The same, with what it stood for until it was gone.
    pub(super) fn with_what_was(&self, tag: &str, lot: &Lot) -> Behind {
        self.popups.get(tag).map_or_else(|| lot.seqs().into(), |popup| popup.behind.and(lot))
    }

    pub(super) fn remove(&mut self, tag: &str) -> Vec<Seq> {
        self.popups.shift_remove(tag).map(|popup| popup.behind.into_seqs()).unwrap_or_default()
    }

    /// Newer entries of cards took the places of older ones: old, new. The popups stand for those.
    pub(super) fn replaced(&mut self, pairs: &[(Seq, Seq)]) {
        let newer = pairs.iter().copied().collect();
        self.popups.values_mut().for_each(|popup| popup.behind.replaced(&newer));
    }

    /// Everything that popups stand for.
    pub(super) fn all(&self) -> Vec<Seq> {
        self.popups.values().flat_map(|popup| popup.behind.seqs()).copied().collect()
    }

    /// Takes out `read`, and returns the tags of the popups that stand for nothing any more.
    pub(super) fn read(&mut self, read: &HashSet<Seq>) -> Vec<String> {
        self.popups.values_mut().for_each(|popup| popup.behind.forget(read));
        let empty = self.popups.iter().filter(|(_, popup)| popup.behind.is_empty());
        let empty: Vec<_> = empty.map(|(tag, _)| tag.clone()).collect();
        for tag in &empty {
            self.popups.shift_remove(tag);
        }
        empty
    }
}

#[cfg(test)]
mod tests {
    use super::super::popup::tests::ringing;
    use super::*;

    #[test]
    fn a_popup_goes_when_all_it_stands_for_is_read() {
        let mut up = Up::default();
        up.put("backlog".into(), vec![Seq(1), Seq(2)].into());
        up.put("entry:3".into(), vec![Seq(3)].into());
        assert!(up.read(&HashSet::from([Seq(1)])).is_empty());
        assert_eq!(up.entries("backlog"), [Seq(2)]);
        assert_eq!(up.read(&HashSet::from([Seq(2), Seq(3)])), ["backlog", "entry:3"]);
    }

    #[test]
    fn a_popup_follows_its_card() {
        let mut up = Up::default();
        up.put("card:a:1".into(), vec![Seq(1)].into());
        up.replaced(&[(Seq(1), Seq(2))]);
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
            up.put(format!("entry:{n}"), vec![Seq(n)].into());
        }
        assert!(up.entries("entry:0").is_empty());
        assert_eq!(up.entries("entry:299"), [Seq(299)]);
    }

    #[test]
    fn a_flood_without_end_is_counted_within_a_bound() {
        let mut up = Up::default();
        up.put("entry:0".into(), vec![Seq(0)].into());
        for round in 0..30_i64 {
            let mut lot = Lot::default();
            (1..=20_000).for_each(|n| lot.push(ringing(round * 20_000 + n, "a", "t")));
            let behind = up.with("digest:a", &lot);
            assert_eq!(behind.count() as i64, (round + 1) * 20_000);
            up.put("digest:a".into(), behind);
        }
        assert_eq!((up.all().len(), up.entries("entry:0")), (ENTRIES, &[Seq(0)][..]));
        assert_eq!(up.entries("digest:a").last(), Some(&Seq(600_000)));
    }
}
