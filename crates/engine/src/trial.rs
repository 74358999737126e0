//! Templates and rules tried on what is stored, before they count. Nothing is changed by it.

use tidings_mapping::template::Payload;
use tidings_mapping::{Reader, rules};
use tidings_model::{
    Condition, Entry, EntryQuery, Feed, Moment, RawEvent, Ring, Rule, Settings, Silence, StoredEntry,
    Template, Then, Timestamp,
};
use tidings_store::Store;
use tidings_wire as wire;
use url::Url;

use crate::config::Config;
use crate::error::Error;
use crate::flaws;
use crate::ingest;
use crate::judge::{Judge, Trouble};
use crate::policy;

/// Events shown.
const SHOWN: usize = 50;
/// Entries looked at: more than a person has patience for.
const LOOKED_AT: u32 = 5_000;
/// Read at a time, so that no reader holds the database for long.
const PAGE: u32 = 250;
/// Bytes of events held for a trial beyond those that are shown; what is older is left out.
const MOST_BYTES: usize = 16 << 20;
/// A week, in milliseconds.
const WEEK: i64 = 7 * 24 * 3_600_000;

/// Tries a rule on a history, beside a running Tidings as well.
///
/// # Errors
/// Where the history cannot be read. What is wrong with the rule is in the answer.
pub async fn try_rule(
    store: &Store,
    config: &Config,
    rule: wire::Rule,
    now: Timestamp,
) -> Result<wire::RuleTrial, Error> {
    let trial = Trial { store, settings: &config.settings, rules: &config.rules, now };
    match crate::config::rule_of(rule) {
        Ok(rule) => trial.rule(&config.feeds, rule.condition).await,
        Err(problem) => {
            let problem = Some(flaws::of_rule(&problem));
            Ok(wire::RuleTrial { matched: 0, of: 0, rows: Vec::new(), problem })
        }
    }
}

/// What a trial is made with.
pub(crate) struct Trial<'a> {
    pub(crate) store: &'a Store,
    pub(crate) settings: &'a Settings,
    pub(crate) rules: &'a [Rule],
    pub(crate) now: Timestamp,
}

impl Trial<'_> {
    /// Tries a template on a feed's last events.
    ///
    /// # Errors
    /// Where the history cannot be read. What is wrong with the template is in the answer.
    pub(crate) async fn template(
        &self,
        feed: &Feed,
        template: &Template,
    ) -> Result<wire::TemplateTrial, Error> {
        let mut judge = Judge::default();
        let problems = match judge.follow(template, self.rules) {
            Ok(()) => Vec::new(),
            Err(problems) => {
                // The feed's own entries stand beside what is wrong.
                let _ = judge.follow(&Template::default(), self.rules);
                problems
            }
        };
        let mut trial = wire::TemplateTrial {
            rows: Vec::new(),
            problems: problems.iter().map(flaws::of_template).collect(),
            would_ring_last_week: 0,
            of_last_week: 0,
            more_last_week: false,
        };
        let mut reads = Reads::of(feed)?;
        let week = self.now.0 - WEEK;
        // Many formats tell an event by those before it: the oldest is read first.
        let (kept, more) = self.kept(feed, week).await?;
        trial.more_last_week = more;
        for (at, (stored, raw)) in kept.into_iter().enumerate().rev() {
            let recent = stored.received_at.0 >= week;
            let entry = reads.entry(&stored, &raw);
            let row = self.row(&judge, &reads.endpoint, feed, (&stored, entry), &raw, &mut trial.problems);
            trial.of_last_week += u32::from(recent);
            trial.would_ring_last_week += u32::from(recent && row.rings);
            if at < SHOWN {
                trial.rows.push(row);
            }
            if at % PAGE as usize == 0 {
                tokio::task::yield_now().await;
            }
        }
        trial.rows.reverse();
        Ok(trial)
    }

    /// What the feed said of late, the newest first: what is shown, and what is of the last week. The flag says that this is not all of the
    /// week.
    async fn kept(&self, feed: &Feed, week: i64) -> Result<(Vec<(StoredEntry, RawEvent)>, bool), Error> {
        let query = EntryQuery { feed: Some(feed.id.clone()), ..EntryQuery::default() };
        let (mut kept, mut bytes, mut more) = (Vec::new(), 0, false);
        self.each(query, |stored, raw| {
            bytes += raw.data.len();
            let recent = stored.received_at.0 >= week;
            let wanted =
                kept.len() < SHOWN || (recent && bytes <= MOST_BYTES && kept.len() < LOOKED_AT as usize);
            more = recent && !wanted;
            if wanted {
                kept.push((stored, raw));
            }
            wanted
        })
        .await?;
        Ok((kept, more))
    }

    fn row(
        &self,
        judge: &Judge,
        endpoint: &Url,
        feed: &Feed,
        (stored, entry): (&StoredEntry, Entry),
        raw: &RawEvent,
        problems: &mut Vec<wire::Flaw>,
    ) -> wire::TrialRow {
        let judged = judge.judge(feed, endpoint, &Payload::new(raw.clone()), entry);
        // A rule that does not work is no reason to write another template.
        if let (Some(Trouble::Template(problem)), true) = (&judged.problem, problems.is_empty()) {
            problems.push(flaws::of_template(problem));
        }
        let decide =
            |entry: &Entry| match policy::decide(entry, feed, &self.settings.bell, &judged.verdict, None) {
                // The bell passes these over, unless the popup of their card is up.
                Ring::Pending if entry.moment == Moment::Minor => Ring::Silent(Silence::Minor),
                ring => ring,
            };
        let ring = judged.entry.as_ref().map(decide);
        wire::TrialRow {
            raw: raw.into(),
            dropped: judged.entry.is_none(),
            entry: judged.entry.map(|entry| {
                wire::Entry::new(
                    feed.id.as_str(),
                    &tidings_store::key(&entry.identity),
                    stored.received_at,
                    &entry,
                )
            }),
            rings: ring == Some(Ring::Pending),
            ring_reason: ring.map_or("dropped", Ring::code).to_owned(),
        }
    }

    /// Tries a rule on the history of all feeds it is meant for.
    ///
    /// # Errors
    /// Where the history cannot be read. What is wrong with the rule is in the answer.
    pub(crate) async fn rule(&self, feeds: &[Feed], condition: Condition) -> Result<wire::RuleTrial, Error> {
        let mut trial = wire::RuleTrial { matched: 0, of: 0, rows: Vec::new(), problem: None };
        if let Err(problem) = rules::check(&condition) {
            trial.problem = Some(flaws::of_rule(&problem));
            return Ok(trial);
        }
        let rule =
            Rule { id: "trial".into(), name: String::new(), enabled: true, condition, then: Then::Highlight };
        let mut judge = Judge::default();
        if judge.follow(&Template::default(), std::slice::from_ref(&rule)).is_err() {
            return Ok(trial);
        }
        let query = EntryQuery { current: true, ..EntryQuery::default() };
        self.each(query, |stored, raw| {
            let Some(feed) = feeds.iter().find(|feed| feed.id == stored.feed) else { return true };
            let Some(endpoint) = crate::stream::address_of(feed) else { return true };
            if trial.of == LOOKED_AT {
                return false;
            }
            trial.of += 1;
            let judged = judge.judge(feed, &endpoint, &Payload::new(raw), stored.entry.clone());
            if let (Some(Trouble::Rule(failed)), None) = (&judged.problem, &trial.problem) {
                trial.problem = Some(flaws::of_template(&failed.problem));
            }
            if judged.verdict.highlighted {
                trial.matched += 1;
                if trial.rows.len() < SHOWN {
                    trial.rows.push((&stored).into());
                }
            }
            true
        })
        .await?;
        Ok(trial)
    }

    /// Hands out the newest entries with their events until `each` has enough.
    async fn each(
        &self,
        mut query: EntryQuery,
        mut each: impl FnMut(StoredEntry, RawEvent) -> bool,
    ) -> Result<(), Error> {
        query.limit = Some(PAGE);
        // One more than counts: whoever wants all can tell that there is more.
        let mut left = LOOKED_AT + 1;
        while left > 0 {
            let page = self.store.entries_with_events(query.clone()).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            query.before = Some(last.seq);
            for (stored, raw) in page {
                if left == 0 || !each(stored, raw) {
                    return Ok(());
                }
                left -= 1;
            }
            // A long history is no reason to hold up the feeds of this thread.
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

/// How a feed's stored events are read once more: by one reader, in their order.
struct Reads {
    format: &'static dyn tidings_mapping::Format,
    reader: Box<dyn Reader>,
    endpoint: Url,
    /// Whether the events may still tell the format.
    guessed: bool,
    /// The last event, and what it said: one that says several things was stored with each.
    last: Option<(RawEvent, Vec<Entry>)>,
}

impl Reads {
    fn of(feed: &Feed) -> Result<Self, Error> {
        let pasted = tidings_mapping::parse_address(&feed.url)?;
        let format = crate::stream::format_of(feed, &pasted);
        let endpoint = format.endpoint(&pasted);
        let reader = format.reader(&endpoint, None);
        Ok(Self { format, reader, endpoint, guessed: feed.format.is_none(), last: None })
    }

    /// The entry as the format says it, without the template that was in force when it came; where the event alone does not tell, the
    /// stored one.
    fn entry(&mut self, stored: &StoredEntry, raw: &RawEvent) -> Entry {
        let event = ingest::event(raw);
        self.guess(&event);
        if let Some(entry) = self.reader.found(&event, stored.entry.replaces.as_deref()) {
            return entry;
        }
        if self.last.as_ref().is_none_or(|(last, _)| last != raw) {
            let said = self.reader.read(&event).map(|meaning| meaning.outcomes).unwrap_or_default();
            self.last = Some((raw.clone(), said.into_iter().filter_map(entry_of).collect()));
        }
        let said = self.last.as_ref().map(|(_, said)| said.as_slice()).unwrap_or_default();
        // One event may say several things: the one with the same key is meant, or the only one there is.
        let key = |entry: &Entry| tidings_store::key(&entry.identity);
        let same = said.iter().find(|entry| key(entry) == key(&stored.entry));
        let only = said.first().filter(|_| said.len() == 1);
        same.or(only).unwrap_or(&stored.entry).clone()
    }

    fn guess(&mut self, event: &tidings_sse::Event) {
        if !self.guessed {
            return;
        }
        let format = tidings_mapping::reconsider(self.format, &self.endpoint, std::slice::from_ref(event));
        if format.name() != self.format.name() {
            self.format = format;
            self.reader = format.reader(&self.endpoint, None);
        }
    }
}

fn entry_of(outcome: tidings_mapping::Outcome) -> Option<Entry> {
    match outcome {
        tidings_mapping::Outcome::Entry(entry)
        | tidings_mapping::Outcome::Edit(entry)
        | tidings_mapping::Outcome::Found { entry, .. } => Some(entry),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
