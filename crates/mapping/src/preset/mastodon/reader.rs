//! Who reads a timeline, and asks for what was missed.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tidings_model::Entry;
use tidings_sse::Event;
use url::Url;

use super::catch_up::{self, Of, PAGE};
use super::{notification, status};
use crate::auto::identity;
use crate::text;
use crate::{Answer, Fetch, MappingError, Meaning, Opening, Outcome, Reader, json};

/// Pages asked for after one connect.
const PAGES: usize = 5;
/// Where a page could not be had, it is asked for again after so many events.
const AGAIN: usize = 20;

/// A timeline, and how far it was read.
pub(super) struct Timeline {
    endpoint: Url,
    reached: Reached,
    /// Pages that could not be had: what was reached stays as it is until they could.
    behind: Vec<Of>,
    events: usize,
}

/// The newest ids seen: what [`Meaning::checkpoint`] holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Reached {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    status: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    notification: String,
}

impl Reached {
    fn of(&mut self, of: Of) -> &mut String {
        match of {
            Of::Statuses => &mut self.status,
            Of::Notifications => &mut self.notification,
        }
    }
}

/// Whether an id is newer: they are numbers of any length.
fn is_newer(id: &str, than: &str) -> bool {
    let number = id.bytes().all(|b| b.is_ascii_alphanumeric()) && id.len() <= 32;
    number && (id.len(), id) > (than.len(), than)
}

impl Timeline {
    pub(super) fn new(endpoint: &Url, checkpoint: Option<&str>) -> Self {
        let reached = checkpoint.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Self { endpoint: endpoint.clone(), reached, behind: Vec::new(), events: 0 }
    }

    fn ask(&mut self, of: Of, number: usize) -> Option<Fetch> {
        let after = self.reached.of(of).clone();
        (!after.is_empty()).then(|| catch_up::page(of, &self.endpoint, &after, number)).flatten()
    }

    fn checkpoint(&self) -> Option<String> {
        serde_json::to_string(&self.reached).ok()
    }

    /// Moves on to an id, unless pages are still to come before it.
    fn reach(&mut self, of: Of, value: &Value) {
        let id = json::word(value, "/id").unwrap_or_default();
        if !self.behind.contains(&of) && is_newer(&id, self.reached.of(of)) {
            *self.reached.of(of) = id;
        }
    }

    fn said(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let key = || identity::key(text::one_line(&event.data));
        let one = |entry: Entry| Meaning::of(vec![Outcome::Entry(entry)]);
        let taken_back = |replaces| Meaning::of(vec![Outcome::Withdraw { replaces }]);
        match event.kind.as_str() {
            "delete" if text::shows(&event.data) => Ok(taken_back(key())),
            "announcement.delete" => Ok(taken_back(identity::key(format!("announcement:{}", key())))),
            "filters_changed" | "announcement.reaction" | "notifications_merged" | "delete" => {
                Ok(Meaning::alive())
            }
            "update" => {
                let value = json::data(event)?;
                let meaning = status::meaning(&value, false, &self.endpoint)?;
                self.reach(Of::Statuses, &value);
                Ok(meaning)
            }
            "status.update" => status::meaning(&json::data(event)?, true, &self.endpoint),
            "notification" => {
                let value = json::data(event)?;
                let entry = notification::entry(&value, &self.endpoint)?;
                self.reach(Of::Notifications, &value);
                Ok(one(entry))
            }
            "conversation" => notification::conversation(&json::data(event)?, &self.endpoint).map(one),
            "announcement" => notification::announcement(&json::data(event)?, &self.endpoint).map(one),
            _ => Ok(crate::auto::read(event, &self.endpoint)),
        }
    }

    /// The entries of a page, oldest first, as they would have come.
    fn page(&mut self, of: Of, page: &[Value]) -> Vec<Outcome> {
        let mut found = Vec::new();
        for item in page.iter().rev() {
            let entry = match of {
                Of::Statuses => status::entry(item, false, &self.endpoint),
                Of::Notifications => notification::entry(item, &self.endpoint),
            };
            if let Ok(entry) = entry {
                found.push(Outcome::Found { entry, data: item.to_string(), earlier: false });
            }
            self.reach(of, item);
        }
        found
    }
}

impl Reader for Timeline {
    fn address(&self) -> Url {
        self.endpoint.clone()
    }

    /// What a catch-up brought has no kind of its own.
    fn found(&self, kept: &Event, replaces: Option<&str>) -> Option<Entry> {
        let item: Value = serde_json::from_str(&kept.data).ok().filter(|_| kept.kind == "message")?;
        let read = match replaces {
            Some(_) => status::entry(&item, false, &self.endpoint),
            None => notification::entry(&item, &self.endpoint),
        };
        read.ok()
    }

    fn opened(&mut self, _opening: &Opening<'_>) -> Meaning {
        let brings = catch_up::brings(&self.endpoint);
        Meaning::asking(brings.into_iter().filter_map(|of| self.ask(of, 1)).collect())
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let mut meaning = self.said(event)?;
        self.events += 1;
        if self.events >= AGAIN && !self.behind.is_empty() {
            self.events = 0;
            let fetches: Vec<_> = self.behind.clone().into_iter().filter_map(|of| self.ask(of, 1)).collect();
            meaning.outcomes.extend(fetches.into_iter().map(Outcome::Fetch));
        }
        Ok(Meaning { checkpoint: self.checkpoint(), ..meaning })
    }

    fn answered(&mut self, fetch: &Fetch, answer: &Answer) -> Result<Meaning, MappingError> {
        let Some((of, number)) = catch_up::about(fetch) else { return Ok(Meaning::alive()) };
        self.behind.retain(|other| *other != of);
        let page = answer.text("what was missed").and_then(json::parse);
        let page = match page {
            Ok(Value::Array(page)) => page,
            Ok(_) => return Ok(Meaning::alive()),
            Err(error) => {
                self.behind.push(of);
                return Err(error);
            }
        };
        let mut outcomes = self.page(of, &page);
        let more = page.len() >= PAGE;
        if more && number < PAGES {
            outcomes.extend(self.ask(of, number + 1).map(Outcome::Fetch));
        }
        let gap = (more && number >= PAGES).then(|| {
            format!(
                "More than {} posts came while the connection was down: the rest is missing.",
                PAGE * PAGES
            )
        });
        Ok(Meaning { outcomes, checkpoint: self.checkpoint(), gap })
    }
}
