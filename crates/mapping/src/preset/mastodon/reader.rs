//! Who reads a timeline, and asks for what was missed.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tidings_model::{Entry, Gap, GapCode};
use tidings_sse::Event;
use url::Url;

use super::catch_up::{self, BASELINE, Of, PAGE};
use super::{host, notification, status};
use crate::auto::identity;
use crate::text;
use crate::{Answer, Fetch, MappingError, Meaning, Opening, Outcome, Reader, json};

/// Pages asked for after one connect.
const PAGES: usize = 5;
/// Where a page could not be had, it is asked for again after so many events, and then after twice as many.
const AGAIN: usize = 20;
/// So often. What could not be had by then is said to be missing.
const TRIES: u32 = 6;

/// A timeline, and how far it was read.
pub(super) struct Timeline {
    endpoint: Url,
    /// Where the server says that its streams are.
    stream: Option<Url>,
    reached: Reached,
    /// Pages that could not be had: what was reached stays as it is until they could.
    behind: Vec<Of>,
    /// How often they were asked for in vain, and the events since.
    tries: u32,
    events: usize,
    /// Whether it was open before.
    begun: bool,
}

/// The newest ids seen: what [`Meaning::checkpoint`] holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Reached {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    status: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    notification: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    conversation: String,
}

impl Reached {
    fn of(&mut self, of: Of) -> &mut String {
        match of {
            Of::Statuses => &mut self.status,
            Of::Notifications => &mut self.notification,
            Of::Conversations => &mut self.conversation,
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
        let reached: Option<Reached> = checkpoint.and_then(|text| serde_json::from_str(text).ok());
        Self {
            endpoint: endpoint.clone(),
            stream: None,
            begun: reached.is_some(),
            reached: reached.unwrap_or_default(),
            behind: Vec::new(),
            tries: 0,
            events: 0,
        }
    }

    /// Asks for the page of this number; where nothing was reached, only how far that kind has come.
    fn ask(&mut self, of: Of, number: usize) -> Option<Fetch> {
        let after = self.reached.of(of).clone();
        let number = if after.is_empty() { BASELINE } else { number };
        catch_up::page(of, &self.endpoint, &after, number)
    }

    /// None while nothing was reached: it would promise that something can be asked for.
    fn checkpoint(&self) -> Option<String> {
        let reached = (self.reached != Reached::default()).then_some(&self.reached)?;
        serde_json::to_string(reached).ok()
    }

    /// Moves on to an id, unless pages are still to come before it.
    fn reach(&mut self, of: Of, value: &Value) {
        let id = json::word(value, of.place()).unwrap_or_default();
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
                let entry = status::entry(&value, &self.endpoint)?;
                self.reach(Of::Statuses, &value);
                Ok(one(entry))
            }
            "status.update" => status::entry(&json::data(event)?, &self.endpoint)
                .map(|entry| Meaning::of(vec![Outcome::Edit(entry)])),
            "notification" => {
                let value = json::data(event)?;
                let entry = notification::entry(&value, &self.endpoint)?;
                self.reach(Of::Notifications, &value);
                Ok(one(entry))
            }
            "conversation" => {
                let value = json::data(event)?;
                let entry = notification::conversation(&value, &self.endpoint)?;
                self.reach(Of::Conversations, &value);
                Ok(one(entry))
            }
            "announcement" => notification::announcement(&json::data(event)?, &self.endpoint).map(one),
            _ => Ok(crate::auto::read(event, &self.endpoint)),
        }
    }

    /// The entries of a page, oldest first, as they would have come.
    fn page(&mut self, of: Of, page: &[Value]) -> Vec<Outcome> {
        let mut found = Vec::new();
        for item in page.iter().rev() {
            let entry = match of {
                Of::Statuses => status::entry(item, &self.endpoint),
                Of::Notifications => notification::entry(item, &self.endpoint),
                Of::Conversations => notification::conversation(item, &self.endpoint),
            };
            if let Ok(entry) = entry {
                found.push(Outcome::Found { entry, data: item.to_string(), earlier: false });
            }
            self.reach(of, item);
        }
        found
    }
}

impl Timeline {
    /// What came of asking for a page: the page, or the reason why there is none and whether it may be had later.
    fn page_of(answer: &Answer) -> Result<Vec<Value>, (String, bool)> {
        let passing =
            matches!(answer, Answer::Failed { .. } | Answer::Came { status: 408 | 429 | 500..=599, .. });
        match answer.text("the page").and_then(json::parse) {
            Ok(Value::Array(page)) => Ok(page),
            Ok(_) => Err(("the server answered something else".to_owned(), false)),
            Err(MappingError::NotFetched { reason, .. }) => Err((reason, passing)),
            Err(error) => Err((error.to_string(), false)),
        }
    }

    /// A page could not be had. What may be had later is left to be asked for again; else it is missing.
    fn without(&mut self, of: Of, reason: String, passing: bool) -> Result<Meaning, MappingError> {
        if passing && self.tries < TRIES {
            self.behind.push(of);
            return Err(MappingError::NotFetched { what: of.name(), reason });
        }
        let gap = Gap::found(GapCode::Part, format!("{} ({reason})", of.name()));
        Ok(Meaning { gap: Some(gap), ..Meaning::alive() })
    }

    /// How far a kind has come, where nothing was known of it. Nothing of it is told.
    fn begin_at(&mut self, of: Of, page: &[Value]) -> Meaning {
        let newest = page.first().and_then(|newest| json::word(newest, of.place()));
        // Where there is none yet, all that comes is newer than this.
        *self.reached.of(of) = newest.unwrap_or_else(|| "0".to_owned());
        Meaning { checkpoint: self.checkpoint(), ..Meaning::alive() }
    }
}

impl Reader for Timeline {
    fn address(&self) -> Url {
        self.stream.as_ref().unwrap_or(&self.endpoint).clone()
    }

    /// What a catch-up brought has no kind of its own.
    fn found(&self, kept: &Event, replaces: Option<&str>) -> Option<Entry> {
        let item: Value = serde_json::from_str(&kept.data).ok().filter(|_| kept.kind == "message")?;
        let read = match replaces {
            Some(card) if card.starts_with("conversation:") => {
                notification::conversation(&item, &self.endpoint)
            }
            Some(_) => status::entry(&item, &self.endpoint),
            None => notification::entry(&item, &self.endpoint),
        };
        read.ok()
    }

    fn opened(&mut self, _opening: &Opening<'_>) -> Meaning {
        (self.behind, self.tries, self.events) = (Vec::new(), 0, 0);
        let brings = catch_up::brings(&self.endpoint);
        let unknown: Vec<_> =
            brings.iter().filter(|of| self.reached.of(**of).is_empty()).map(|of| of.name()).collect();
        // Where nothing at all is known, the engine says so.
        let told = std::mem::replace(&mut self.begun, true) && self.reached != Reached::default();
        let gap = (told && !unknown.is_empty()).then(|| Gap::found(GapCode::Part, unknown.join(", ")));
        let fetches = brings.into_iter().filter_map(|of| self.ask(of, 1)).collect();
        Meaning { gap, ..Meaning::asking(fetches) }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let mut meaning = self.said(event)?;
        self.events += 1;
        if self.events >= AGAIN << self.tries && !self.behind.is_empty() {
            (self.events, self.tries) = (0, self.tries + 1);
            let fetches: Vec<_> = self.behind.clone().into_iter().filter_map(|of| self.ask(of, 1)).collect();
            meaning.outcomes.extend(fetches.into_iter().map(Outcome::Fetch));
        }
        Ok(Meaning { checkpoint: self.checkpoint(), ..meaning })
    }

    fn answered(&mut self, fetch: &Fetch, answer: &Answer) -> Result<Meaning, MappingError> {
        if host::is_about(fetch) {
            self.stream = host::told(answer, &self.endpoint)?.or(self.stream.take());
            return Ok(Meaning::alive());
        }
        let Some((of, number)) = catch_up::about(fetch) else { return Ok(Meaning::alive()) };
        self.behind.retain(|other| *other != of);
        let page = match Self::page_of(answer) {
            Ok(page) => page,
            Err((reason, _)) if number == BASELINE => {
                return Err(MappingError::NotFetched { what: of.newest(), reason });
            }
            Err((reason, passing)) => return self.without(of, reason, passing),
        };
        if number == BASELINE {
            return Ok(self.begin_at(of, &page));
        }
        let mut outcomes = self.page(of, &page);
        let more = page.len() >= PAGE;
        if more && number < PAGES {
            outcomes.extend(self.ask(of, number + 1).map(Outcome::Fetch));
        }
        let gap = (more && number >= PAGES).then(|| Gap::found(GapCode::TooMuch, (PAGE * PAGES).to_string()));
        Ok(Meaning { outcomes, checkpoint: self.checkpoint(), gap })
    }

    /// Big servers keep their streams at another host. A token that is missing or may not read this is no reason to ask for it.
    fn refused(&mut self, status: u16) -> Option<Vec<Fetch>> {
        let elsewhere = self.stream.is_none() && !matches!(status, 401 | 403);
        elsewhere.then(|| vec![host::ask(&self.endpoint)])
    }
}
