//! From what a feed said to entries: with the reader of its format, the template and the rules as they are now.

use tidings_mapping::Meaning;
use tidings_model::Settings;
use tidings_sse::Event;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Subscription;
use super::baseline::Baseline;
use super::recalling::recall;
use crate::batch::Batch;
use crate::ingest::{Circumstances, Ingested, ingest, ingest_meaning};

/// What there is to read.
enum Said<'a> {
    Events(&'a [Event]),
    /// What the reader itself has to say, on opening or when refused.
    Meaning(Meaning),
}

impl Subscription {
    /// Does what a meaning asks for that came with no event.
    pub(super) async fn hear(&mut self, meaning: Meaning, stop: &CancellationToken) {
        if meaning == Meaning::alive() {
            return;
        }
        if let Some(ingested) = self.read(Said::Meaning(meaning), stop).await {
            self.write(ingested, stop).await;
        }
    }

    /// Stores what a batch says.
    pub(super) async fn store(&mut self, batch: Batch, stop: &CancellationToken) {
        let Batch { events, cursor } = batch;
        let came = (self.context.world.clock.now(), Instant::now());
        self.end_backlog_if_long();
        self.guess(&events).await;
        let Some(ingested) = self.read(Said::Events(&events), stop).await else { return };
        if let Some(id) = cursor {
            self.progress.last_event_id = id;
        }
        let times = ingested.times();
        self.write(ingested, stop).await;
        if !events.is_empty() {
            self.spoke(events.len(), &times, came);
        }
    }

    /// What asks nothing is ready at the first look. What waits for answers is given up at the end: its cursor has not been stored.
    async fn read(&mut self, said: Said<'_>, stop: &CancellationToken) -> Option<Ingested> {
        self.follow();
        let settings = self.settings();
        let around = Circumstances {
            feed: &self.feed,
            settings: &settings,
            endpoint: &self.endpoint,
            judge: &self.judge,
            headers: &self.headers,
            earlier_than: self.baseline.as_ref().and_then(Baseline::line),
            replay_before: self.catching_up.map(|catching_up| catching_up.opened_at),
        };
        let (reader, asker, progress) = (&mut *self.reader, &mut self.asker, &mut self.progress);
        let reading = async {
            match said {
                Said::Events(events) => ingest(events, reader, asker, &around, progress).await,
                Said::Meaning(meaning) => ingest_meaning(meaning, reader, asker, &around, progress).await,
            }
        };
        tokio::select! {
            biased;
            ingested = reading => Some(ingested),
            () = stop.cancelled() => None,
        }
    }

    /// Name, level, template and rules may have changed since the task began; the connection did not.
    fn follow(&mut self) {
        let loaded = self.context.config.borrow().clone();
        if let Some(feed) = loaded.config.feed(&self.feed.id) {
            self.feed.clone_from(feed);
        }
        if let Err(problems) = self.judge.follow(&self.feed.template, &loaded.config.rules) {
            tracing::warn!(feed = %self.feed.id, ?problems, "the template cannot be used");
        }
    }

    fn settings(&self) -> Settings {
        let mut settings = self.context.config.borrow().config.settings.clone();
        settings.bell.enabled &= self.context.bell_hangs;
        settings
    }

    async fn guess(&mut self, events: &[Event]) {
        let told = &events[..events.len().min(self.guesses)];
        self.guesses -= told.len();
        if told.is_empty() {
            return;
        }
        let format = tidings_mapping::reconsider(self.format, &self.endpoint, told);
        if format.name() != self.format.name() {
            self.format = format;
            self.reader = format.reader(&self.endpoint, self.progress.checkpoint.as_deref());
            recall(&self.context.store, &self.feed.id, &mut *self.reader).await;
        }
    }
}
