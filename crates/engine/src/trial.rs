//! Templates and rules tried on what is stored, before they count. Nothing is changed by it.

use tidings_mapping::{rules, template::Problem};
use tidings_model::{
    Condition, Entry, EntryQuery, Feed, RawEvent, Ring, Rule, Settings, StoredEntry, Template, Then,
    Timestamp,
};
use tidings_store::Store;
use tidings_wire as wire;
use url::Url;

use crate::config::Config;
use crate::error::Error;
use crate::judge::Judge;
use crate::policy;

/// Events shown.
const SHOWN: usize = 50;
/// Entries looked at: more than a person has patience for.
const LOOKED_AT: u32 = 5_000;
/// Read at a time, so that no reader holds the database for long.
const PAGE: u32 = 250;
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
            Ok(wire::RuleTrial { matched: 0, of: 0, rows: Vec::new(), problem: Some(problem + ".") })
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
            problems: problems.iter().map(problem).collect(),
            would_ring_last_week: 0,
            of_last_week: 0,
        };
        let reads = Reads::of(feed)?;
        let query = EntryQuery { feed: Some(feed.id.clone()), ..EntryQuery::default() };
        let week = self.now.0 - WEEK;
        self.each(query, |stored, raw| {
            let (shown, recent) = (trial.rows.len() < SHOWN, stored.received_at.0 >= week);
            if !shown && !recent {
                return false;
            }
            let row = self.row(&judge, &reads, feed, &stored, &raw, &mut trial.problems);
            trial.of_last_week += u32::from(recent);
            trial.would_ring_last_week += u32::from(recent && row.rings);
            if shown {
                trial.rows.push(row);
            }
            true
        })
        .await?;
        Ok(trial)
    }

    fn row(
        &self,
        judge: &Judge,
        reads: &Reads,
        feed: &Feed,
        stored: &StoredEntry,
        raw: &RawEvent,
        problems: &mut Vec<wire::TemplateProblem>,
    ) -> wire::TrialRow {
        let judged = judge.judge(feed, &reads.endpoint, raw, reads.entry(stored, raw));
        if let Some(what) = judged.problem.filter(|_| problems.is_empty()) {
            problems.push(wire::TemplateProblem {
                field: String::new(),
                line: None,
                column: None,
                message: what,
            });
        }
        let ring = judged
            .entry
            .as_ref()
            .map(|entry| policy::decide(entry, feed, &self.settings.bell, &judged.verdict, None));
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
            trial.problem = Some(problem.sentence());
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
            let Ok(endpoint) = Url::parse(&feed.url) else { return true };
            trial.of += 1;
            let judged = judge.judge(feed, &endpoint, &raw, stored.entry.clone());
            trial.problem = trial.problem.take().or(judged.problem);
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
        let mut left = LOOKED_AT;
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

/// How a feed's stored events are read once more.
struct Reads {
    format: &'static dyn tidings_mapping::Format,
    endpoint: Url,
    /// Whether the address alone told the format.
    guessed: bool,
}

impl Reads {
    fn of(feed: &Feed) -> Result<Self, Error> {
        let pasted = tidings_mapping::parse_address(&feed.url)?;
        let format = crate::stream::format_of(feed, &pasted);
        Ok(Self { format, endpoint: format.endpoint(&pasted), guessed: feed.format.is_none() })
    }

    /// The entry as the format says it, without the template that was in force when it came; where the event alone does not tell, the
    /// stored one.
    fn entry(&self, stored: &StoredEntry, raw: &RawEvent) -> Entry {
        let id = (!raw.last_event_id.is_empty()).then(|| raw.last_event_id.clone());
        let event = tidings_sse::Event {
            kind: raw.kind.clone(),
            data: raw.data.clone(),
            last_event_id: raw.last_event_id.clone(),
            id,
        };
        let format = if self.guessed {
            tidings_mapping::recognise(&self.endpoint, std::slice::from_ref(&event))
        } else {
            self.format
        };
        // A reader of its own, which remembers nothing: what an event means only beside others is taken as it was stored.
        let Ok(meaning) = format.reader(&self.endpoint, None).read(&event) else {
            return stored.entry.clone();
        };
        let mut said: Vec<_> = meaning.outcomes.into_iter().filter_map(entry_of).collect();
        // One event may say several things: the one with the same key is meant, or the only one there is.
        let same = said.iter().position(|entry| tidings_store::key(&entry.identity) == stored.key);
        match (same, said.len()) {
            (Some(at), _) => said.swap_remove(at),
            (None, 1) => said.swap_remove(0),
            (None, _) => stored.entry.clone(),
        }
    }
}

fn entry_of(outcome: tidings_mapping::Outcome) -> Option<Entry> {
    match outcome {
        tidings_mapping::Outcome::Entry(entry) | tidings_mapping::Outcome::Found { entry, .. } => Some(entry),
        _ => None,
    }
}

fn problem(problem: &Problem) -> wire::TemplateProblem {
    wire::TemplateProblem {
        field: problem.field.clone().into_owned(),
        line: problem.line,
        column: problem.column,
        message: problem.message.clone(),
    }
}
