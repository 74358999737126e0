//! What the next look has to know, in a few kilobytes.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::MOST_ITEMS;
use crate::item::Item;

/// Marks remembered: two for each item, of the last few documents. What falls out is old, and the store knows it by its key.
const MARKS: usize = 10 * MOST_ITEMS;
/// Items whose words are remembered, the last looked at.
const TOLD: usize = MOST_ITEMS;
/// So often an item may read differently. One that does so more often counts something: it stays as it was last told.
const EDITS: u8 = 5;

/// Where a polled feed stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Checkpoint {
    /// The document's `ETag` (RFC 9110, section 8.8.3), as it came.
    pub(crate) etag: Option<String>,
    /// The document's `Last-Modified`, as it came.
    pub(crate) modified: Option<String>,
    /// Marks of items that were seen, oldest first.
    marks: Vec<String>,
    /// How the items of late read when they were last told, oldest first.
    told: Vec<Told>,
    /// Whether there was a first look.
    begun: bool,
}

/// An item's mark, that of its words, and how often they were others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told(String, String, u8);

/// What a document brings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Noted {
    /// Items that are new, in its order.
    pub(crate) new: Vec<Item>,
    /// Items that were told and read differently.
    pub(crate) edited: Vec<Item>,
}

impl Checkpoint {
    /// What was stored; anything else is a feed never looked at.
    pub(crate) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        // Strings and flags: nothing in them can fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Takes note of a document.
    ///
    /// An item is known by its identifier, and by its link and title where a feed gives it another identifier each time. Two identifiers in
    /// one document are two items, whatever else they share.
    pub(crate) fn note(&mut self, items: Vec<Item>) -> Noted {
        self.begun = true;
        let mut noted = Noted::default();
        let mut there = HashSet::new();
        let items: Vec<_> = items
            .into_iter()
            .filter(|item| there.insert(item.id_mark()))
            .map(|item| self.meet(item))
            .collect();
        let apart = told_apart(&items);
        for Met { item, id, content, known_id, known_content } in items {
            let known = known_id || (known_content && !apart.contains(&content));
            let edited = self.tell(id.clone(), &item.words);
            for mark in [id, content] {
                self.marks.retain(|other| *other != mark);
                self.marks.push(mark);
            }
            if !known {
                noted.new.push(item);
            } else if edited {
                noted.edited.push(item);
            }
        }
        let over = self.marks.len().saturating_sub(MARKS);
        self.marks.drain(..over);
        let over = self.told.len().saturating_sub(TOLD);
        self.told.drain(..over);
        noted
    }

    fn meet(&self, item: Item) -> Met {
        let (id, content) = (item.id_mark(), item.content_mark());
        let (known_id, known_content) = (self.marks.contains(&id), self.marks.contains(&content));
        Met { item, id, content, known_id, known_content }
    }

    /// Remembers how an item reads; says whether it read differently before.
    fn tell(&mut self, id: String, words: &str) -> bool {
        let before = self.told.iter().position(|told| told.0 == id).map(|at| self.told.remove(at));
        let told = match before {
            None => Told(id, words.to_owned(), 0),
            Some(Told(id, before, edits)) if before == words || edits >= EDITS => Told(id, before, edits),
            Some(Told(id, _, edits)) => {
                self.told.push(Told(id, words.to_owned(), edits + 1));
                return true;
            }
        };
        self.told.push(told);
        false
    }
}

/// An item of a document, its marks, and which of them were known before this document.
struct Met {
    item: Item,
    id: String,
    content: String,
    known_id: bool,
    known_content: bool,
}

/// The link and title that several identifiers of one document share, where these are no others each time: one of them was known.
fn told_apart(items: &[Met]) -> HashSet<String> {
    let mut shared: HashMap<&str, (usize, bool)> = HashMap::new();
    for met in items {
        let (count, known) = shared.entry(&met.content).or_default();
        (*count, *known) = (*count + 1, *known || met.known_id);
    }
    let apart = shared.into_iter().filter(|(_, (count, known))| *count > 1 && *known);
    apart.map(|(content, _)| content.to_owned()).collect()
}
