//! Events to what the store is to write. A bad event is reported and passed over: it never costs the good ones around it.

use std::sync::Arc;

use tidings_mapping::template::Payload;
use tidings_mapping::{Answer, Fetch, MappingError, Meaning, Outcome, Reader};
use tidings_model::{Entry, Feed, Gap, RawEvent, Ring, Settings, Silence, Timestamp, Verdict};
use tidings_sse::Event;
use tidings_store::{Cursor, Write};
use tidings_wire as wire;
use tokio::runtime::{Handle, RuntimeFlavor};
use url::Url;

use crate::asking::{Asker, ROUNDS};
use crate::flaws;
use crate::judge::Judge;
use crate::policy;

/// What became of a batch of events.
#[derive(Debug, Default)]
pub(crate) struct Ingested {
    /// For the store, in the order the feed said it.
    pub(crate) writes: Vec<Write>,
    /// Why the last bad event among them was passed over.
    pub(crate) bad: Option<wire::Flaw>,
    /// Why something may be missing.
    pub(crate) gap: Option<Gap>,
}

/// Where a feed goes on from, as it grows with each event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The stream this is the progress of.
    pub(crate) stream: String,
    pub(crate) last_event_id: String,
    pub(crate) checkpoint: Option<String>,
}

impl Progress {
    pub(crate) fn cursor(&self) -> Cursor {
        let Self { stream, last_event_id, checkpoint } = self.clone();
        Cursor { last_event_id, checkpoint, stream }
    }

    /// What the progress of a stream at `endpoint` is kept under.
    pub(crate) fn stream_of(endpoint: &Url) -> String {
        blake3::hash(endpoint.path().as_bytes()).to_hex()[..32].to_owned()
    }

    /// Goes on from `cursor` if that is of the stream at `endpoint`. A feed whose address was changed begins anew: the
    /// path says which stream it is, while a server may move to another host with its ids. It is hashed, since paths can hold secrets.
    pub(crate) fn resume(cursor: Option<Cursor>, endpoint: &Url) -> Self {
        let stream = Self::stream_of(endpoint);
        let cursor = cursor.filter(|cursor| cursor.stream == stream).unwrap_or_default();
        Self { stream, last_event_id: cursor.last_event_id, checkpoint: cursor.checkpoint }
    }
}

/// What stays the same over a batch.
pub(crate) struct Circumstances<'a> {
    pub(crate) feed: &'a Feed,
    pub(crate) settings: &'a Settings,
    /// Where the feed is.
    pub(crate) endpoint: &'a Url,
    /// The person's template and rules.
    pub(crate) judge: &'a Judge,
    /// The headers of what must be asked.
    pub(crate) headers: &'a [(String, String)],
    /// While a stream is connected for the first time: entries of a time before this were there already.
    pub(crate) earlier_than: Option<Timestamp>,
    /// The time of the connection while a replay is possible: entries that came before it may come again.
    pub(crate) replay_before: Option<Timestamp>,
}

/// One thing that a feed means, and what it was made of.
struct Told<'a> {
    meaning: Result<Meaning, MappingError>,
    of: &'a Arc<Payload>,
}

/// Reads a batch of events. It waits only where a reader asks; dropped meanwhile, nothing is stored, and the cursor has not moved.
pub(crate) async fn ingest(
    events: &[Event],
    reader: &mut dyn Reader,
    asker: &mut Asker,
    around: &Circumstances<'_>,
    progress: &mut Progress,
) -> Ingested {
    let mut ingested = Ingested::default();
    for event in events {
        let told =
            Told { meaning: aside(event.data.len(), || reader.read(event)), of: &Payload::new(raw(event)) };
        take(told, reader, asker, around, progress, &mut ingested).await;
        progress.last_event_id.clone_from(&event.last_event_id);
    }
    ingested
}

/// What a meaning that came with no event comes to: a new connection, or an answer.
pub(crate) async fn ingest_meaning(
    meaning: Meaning,
    reader: &mut dyn Reader,
    asker: &mut Asker,
    around: &Circumstances<'_>,
    progress: &mut Progress,
) -> Ingested {
    let mut ingested = Ingested::default();
    let nothing = Payload::new(RawEvent { kind: "message".to_owned(), ..RawEvent::default() });
    let told = Told { meaning: Ok(meaning), of: &nothing };
    take(told, reader, asker, around, progress, &mut ingested).await;
    ingested
}

/// Takes what was told, and then, round by round, the answers to what it asks.
async fn take(
    told: Told<'_>,
    reader: &mut dyn Reader,
    asker: &mut Asker,
    around: &Circumstances<'_>,
    progress: &mut Progress,
    ingested: &mut Ingested,
) {
    let of = told.of;
    let mut fetches = aside(of.raw().data.len(), || keep(told, around, progress, ingested));
    for _ in 0..ROUNDS {
        if fetches.is_empty() {
            return;
        }
        let answers = asker.ask(std::mem::take(&mut fetches), around.headers).await;
        asker.keep(&answers);
        for (fetch, answer) in &answers {
            let length = if let Answer::Came { text, .. } = answer { text.len() } else { 0 };
            let told = Told { meaning: aside(length, || reader.answered(fetch, answer)), of };
            fetches.extend(aside(length, || keep(told, around, progress, ingested)));
        }
    }
}

/// What is longer takes more than the 5 ms that a format has for an event: a tenth of a second for the largest.
const LONG: usize = 64 << 10;

/// Reads or judges so many bytes. Many are where they hold up no other feed: the thread's other tasks go on on another one.
fn aside<T>(length: usize, read: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) if length > LONG => tokio::task::block_in_place(read),
        _ => read(),
    }
}

/// Turns a meaning into writes and progress; gives back what it asks.
fn keep(
    told: Told<'_>,
    around: &Circumstances<'_>,
    progress: &mut Progress,
    ingested: &mut Ingested,
) -> Vec<Fetch> {
    let meaning = match told.meaning {
        Ok(meaning) => meaning,
        Err(error) => {
            ingested.bad = Some(flaws::of_event(&error));
            return Vec::new();
        }
    };
    if meaning.checkpoint.is_some() {
        progress.checkpoint = meaning.checkpoint;
    }
    ingested.gap = meaning.gap.or(ingested.gap.take());
    let mut fetches = Vec::new();
    for outcome in meaning.outcomes {
        match outcome {
            Outcome::Fetch(fetch) => fetches.push(fetch),
            outcome => ingested.write(outcome, told.of, around),
        }
    }
    fetches
}

impl Ingested {
    /// When what its entries tell of happened, as far as they say so.
    pub(crate) fn times(&self) -> Vec<Timestamp> {
        let time = |write: &Write| match write {
            Write::Entry { entry, .. } => entry.published_at,
            _ => None,
        };
        self.writes.iter().filter_map(time).collect()
    }

    fn write(&mut self, outcome: Outcome, of: &Arc<Payload>, around: &Circumstances<'_>) {
        match outcome {
            Outcome::Entry(entry) => self.entry(entry, of, false, around),
            Outcome::Found { entry, data, earlier } => {
                self.entry(entry, &Payload::new(with(of.raw(), data)), earlier, around);
            }
            Outcome::Edit(entry) => self.edit(entry, of, around),
            Outcome::Withdraw { replaces } => self.writes.push(Write::Withdraw { replaces }),
            Outcome::Read { replaces } => self.writes.push(Write::Read { replaces }),
            Outcome::Fetch(_) => {}
        }
    }

    /// It rings for nobody: only the template has a say in how it reads.
    fn edit(&mut self, entry: Entry, of: &Arc<Payload>, around: &Circumstances<'_>) {
        let judged = around.judge.judge(around.feed, around.endpoint, of, entry);
        self.bad = judged.problem.map(|trouble| trouble.flaw()).or(self.bad.take());
        self.writes.extend(judged.entry.map(|entry| Write::Edit { entry, raw: of.raw().clone() }));
    }

    /// The template rewords it, the rules judge it, and the policy says whether it rings.
    fn entry(&mut self, entry: Entry, of: &Arc<Payload>, earlier: bool, around: &Circumstances<'_>) {
        let own_card = entry.replaces.clone();
        let judged = around.judge.judge(around.feed, around.endpoint, of, entry);
        self.bad = judged.problem.map(|trouble| trouble.flaw()).or(self.bad.take());
        let Some(entry) = judged.entry else { return };
        let own_card = own_card.filter(|card| entry.replaces.as_ref() != Some(card));
        let old = entry.published_at.zip(around.earlier_than).is_some_and(|(at, line)| at < line);
        let ring = if earlier || old {
            Ring::Silent(Silence::Earlier)
        } else {
            policy::decide(&entry, around.feed, &around.settings.bell, &judged.verdict, None)
        };
        let Verdict { highlighted, rule, .. } = judged.verdict;
        let (raw, replay_before) = (of.raw().clone(), around.replay_before);
        self.writes.push(Write::Entry { entry, raw, ring, highlighted, rule, own_card, replay_before });
    }
}

/// The same event with other data.
fn with(raw: &RawEvent, data: String) -> RawEvent {
    RawEvent { kind: raw.kind.clone(), data, last_event_id: raw.last_event_id.clone() }
}

/// The event that was kept so. Whether its own block had an id is not known any more: the one in force stands in.
pub(crate) fn event(raw: &RawEvent) -> Event {
    let id = (!raw.last_event_id.is_empty()).then(|| raw.last_event_id.clone());
    Event { kind: raw.kind.clone(), data: raw.data.clone(), last_event_id: raw.last_event_id.clone(), id }
}

/// The event word for word.
pub(crate) fn raw(event: &Event) -> RawEvent {
    RawEvent {
        kind: event.kind.clone(),
        data: event.data.clone(),
        last_event_id: event.last_event_id.clone(),
    }
}

#[cfg(test)]
mod tests;
