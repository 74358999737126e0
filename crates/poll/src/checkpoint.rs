//! What the next look has to know, in a few kilobytes.

use serde::{Deserialize, Serialize};

use crate::MOST_ITEMS;
use crate::item::Item;

/// Marks remembered: two for each item, of the last few documents. What falls out is old, and the store knows it by its key.
const MARKS: usize = 10 * MOST_ITEMS;

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
    /// Whether there was a first look.
    begun: bool,
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

    /// Takes note of a document; gives the items that are new, in its order.
    ///
    /// An item is known by its identifier, and by its link and title where a feed gives it another identifier each time.
    pub(crate) fn note(&mut self, items: Vec<Item>) -> Vec<Item> {
        self.begun = true;
        let mut new = Vec::new();
        for item in items {
            let marks = item.marks();
            let known = marks.iter().any(|mark| self.marks.contains(mark));
            for mark in marks {
                self.marks.retain(|other| *other != mark);
                self.marks.push(mark);
            }
            if !known {
                new.push(item);
            }
        }
        let over = self.marks.len().saturating_sub(MARKS);
        self.marks.drain(..over);
        new
    }
}
