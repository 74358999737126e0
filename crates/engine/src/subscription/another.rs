//! What is tried where a server says no: as a feed that is polled, from the beginning, at another address.

use tidings_mapping::{Format, Meaning};
use tokio_util::sync::CancellationToken;

use super::{Subscription, open};
use crate::ingest::Progress;
use crate::source;
use crate::stream::Means;

impl Subscription {
    /// An address whose format nobody named, and that gave a feed to be polled where a stream was looked for, is polled.
    pub(super) async fn polled_instead(&mut self, error: &tidings_sse::Error) -> bool {
        if self.feed.format.is_some() {
            return false;
        }
        let Some(format) = source::polled_instead(error) else { return false };
        self.reopen(format, self.progress.clone()).await
    }

    /// Opens it anew, from another place or as of another format; says whether its secrets let it.
    async fn reopen(&mut self, format: &'static dyn Format, progress: Progress) -> bool {
        let means = Means::of(&self.context.client, &self.context.world, &self.feed.connection).await;
        let Ok(means) = means else { return false };
        self.reader = format.reader(&self.endpoint, progress.checkpoint.as_deref());
        self.source = open(&self.context, &self.feed, format, self.reader.address(), &progress, &means);
        (self.format, self.progress, self.counted) = (format, progress, 0);
        true
    }

    /// A server may refuse for what it was asked to go on from: it is asked once more without that, and what this costs is said.
    async fn begin_anew(&mut self, status: u16) -> bool {
        let resumes = !self.progress.last_event_id.is_empty() || self.progress.checkpoint.is_some();
        if !resumes || !self.format.refuses_resume(status) {
            return false;
        }
        let progress = Progress { stream: self.progress.stream.clone(), ..Progress::default() };
        let anew = self.reopen(self.format, progress).await;
        if anew {
            self.away.refused();
        }
        anew
    }

    /// Where the server refused for good, the reader may know of another address that it would let us have.
    pub(super) async fn another_way(&mut self, error: &tidings_sse::Error, stop: &CancellationToken) -> bool {
        let Some(status) = source::refusal(error) else { return false };
        if self.begin_anew(status).await {
            return true;
        }
        let before = self.reader.address();
        let Some(fetches) = self.reader.refused(status) else { return false };
        self.hear(Meaning::asking(fetches), stop).await;
        let now = self.reader.address();
        let other = now != before;
        if other {
            self.source.resume_at(now);
            self.source.retry_now();
        }
        other
    }
}
