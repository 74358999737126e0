//! Who reads a list of Hacker News: which items are new in it.

use std::collections::{BTreeMap, HashSet, VecDeque};

use serde_json::Value;
use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

use super::hacker_news;
use super::reader::too_large;
use super::tree::{Said, Tree};
use crate::{Answer, Fetch, MappingError, Meaning, Outcome, Reader, json};

/// What is kept of a list at most, in bytes of memory: ten thousands of ids.
const MOST: usize = 2 << 20;
/// How far down a list an item counts as news. Lists hold up to 500, and below here they only shuffle.
const NOTED: usize = 60;
/// Items told silently of what was there at first, so that the window is not empty.
const EARLIER: usize = 8;
/// Items remembered.
const KNOWN: usize = 2_000;
/// Items remembered for another run.
const REMEMBERED: usize = 600;
/// Numbers that went by at most, where only the highest is told.
const PASSED: u64 = 20;
/// How often an item is asked for that the server names and does not have yet.
const TRIES: u8 = 5;

/// A list, and the items known of it.
pub(super) struct Stories {
    endpoint: Url,
    tree: Tree,
    known: HashSet<u64>,
    /// The same, the latest last.
    order: VecDeque<u64>,
    /// Whether a snapshot was seen, now or in an earlier run.
    begun: bool,
    /// Items of the first snapshot whose details are being asked.
    earlier: HashSet<u64>,
    /// Items whose details are being asked: another run would have to ask for them again.
    pending: HashSet<u64>,
    /// Items that the server did not have yet, and how often they were asked for: of those in sight, and [`NOTED`] at most.
    absent: BTreeMap<u64, u8>,
}

impl Stories {
    pub(super) fn new(endpoint: &Url, checkpoint: Option<&str>) -> Self {
        let ids: Option<Vec<u64>> = checkpoint.and_then(|text| serde_json::from_str(text).ok());
        let mut stories = Self {
            endpoint: endpoint.clone(),
            tree: Tree::of_at_most(MOST),
            known: HashSet::new(),
            order: VecDeque::new(),
            begun: ids.is_some(),
            earlier: HashSet::new(),
            pending: HashSet::new(),
            absent: BTreeMap::new(),
        };
        ids.unwrap_or_default().into_iter().for_each(|id| stories.know(id));
        stories
    }

    fn know(&mut self, id: u64) {
        if self.known.insert(id) {
            self.order.push_back(id);
        }
        if self.order.len() > KNOWN
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }

    fn checkpoint(&self) -> Option<String> {
        let from = self.order.len().saturating_sub(REMEMBERED);
        let told = self.order.iter().skip(from).filter(|id| !self.pending.contains(id));
        serde_json::to_string(&told.collect::<Vec<_>>()).ok()
    }

    fn forget(&mut self, id: u64) {
        self.known.remove(&id);
        self.order.retain(|known| *known != id);
    }

    /// What is to be asked about the list as it stands now.
    fn difference(&mut self) -> Vec<Fetch> {
        let ids = self.ids();
        let begins = !std::mem::replace(&mut self.begun, true);
        let asked: Vec<u64> = match begins {
            true => ids.iter().take(EARLIER).copied().collect(),
            false => ids.iter().take(NOTED).copied().filter(|id| !self.known.contains(id)).collect(),
        };
        let asking = if begins { &mut self.earlier } else { &mut self.pending };
        *asking = asked.iter().copied().collect();
        // Known from now on; one that could not be had is forgotten again, and asked for with the next change. In a list by rank what stands
        // further down is not: it is news once it climbs.
        let known = if hacker_news::is_by_time(&self.endpoint) { ids.len() } else { NOTED };
        ids.iter().take(known).rev().for_each(|id| self.know(*id));
        self.absent.retain(|id, _| ids.contains(id));
        asked.into_iter().rev().map(|id| self.fetch(id)).collect()
    }

    /// An item that was not there a moment ago is not answered from what is kept.
    fn fetch(&self, id: u64) -> Fetch {
        let common = !self.absent.contains_key(&id);
        Fetch { common, ..hacker_news::fetch(id, &self.endpoint) }
    }

    /// Whether an item that the server does not have is asked for again, with the next change.
    fn waits_for(&mut self, id: u64) -> bool {
        if self.absent.len() >= NOTED && !self.absent.contains_key(&id) {
            return false;
        }
        let tries = self.absent.entry(id).or_default();
        *tries += 1;
        *tries < TRIES
    }

    /// The ids that the list names; for the highest number, those that went by since the one before too.
    fn ids(&self) -> Vec<u64> {
        let ids = hacker_news::ids(&self.tree.root);
        match (&self.tree.root, &ids[..], self.order.back()) {
            (Value::Number(_), [highest], Some(last)) if highest > last => {
                let from = (last + 1).max(highest.saturating_sub(PASSED));
                let absent = self.absent.keys().copied().filter(|id| *id < from);
                (from..=*highest).rev().chain(absent.rev()).collect()
            }
            _ => ids,
        }
    }

    /// One item that is watched: what it is now.
    fn watched(&mut self) -> Vec<Outcome> {
        let earlier = !std::mem::replace(&mut self.begun, true);
        let entry = hacker_news::entry(&self.tree.root, true);
        entry
            .map(|entry| Outcome::Found { entry, data: self.tree.root.to_string(), earlier })
            .into_iter()
            .collect()
    }
}

impl Reader for Stories {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    fn found(&self, kept: &Event, replaces: Option<&str>) -> Option<Entry> {
        let item = serde_json::from_str(&kept.data).ok()?;
        hacker_news::entry(&item, replaces.is_some())
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        match self.tree.take(event)? {
            Said::Whole | Said::Changed(_) => {}
            Said::TooLarge => return Ok(Meaning { gap: Some(too_large()), ..Meaning::alive() }),
            Said::Nothing => return Ok(Meaning::alive()),
        }
        let meaning = if hacker_news::is_item(&self.endpoint) {
            Meaning::of(self.watched())
        } else {
            Meaning::asking(self.difference())
        };
        Ok(Meaning { checkpoint: self.checkpoint(), ..meaning })
    }

    fn answered(&mut self, fetch: &Fetch, answer: &Answer) -> Result<Meaning, MappingError> {
        let id = fetch.about.parse().unwrap_or_default();
        let earlier = self.earlier.remove(&id);
        self.pending.remove(&id);
        let item = match answer.text("an item of Hacker News").and_then(json::parse) {
            Ok(item) => item,
            Err(error) => {
                if !earlier {
                    self.forget(id);
                }
                return Err(error);
            }
        };
        // The server names an item a moment before it has it.
        if item.is_null() && !earlier && self.waits_for(id) {
            self.forget(id);
        } else {
            self.absent.remove(&id);
        }
        let found = hacker_news::entry(&item, false);
        let outcomes = found.map(|entry| Outcome::Found { entry, data: item.to_string(), earlier });
        Ok(Meaning { checkpoint: self.checkpoint(), ..Meaning::of(outcomes.into_iter().collect()) })
    }
}
