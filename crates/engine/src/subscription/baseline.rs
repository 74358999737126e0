//! What a stream had said before anybody listened: stored and shown, and told to nobody.

use std::time::Duration;

use tidings_model::Timestamp;
use tidings_store::Cursor;
use tokio::time::Instant;

use super::backlog::BACKLOG;
use crate::ingest::Progress;

/// What is no older than this when a stream is connected counts as news: clocks differ, and servers are slow.
const SLACK: Duration = Duration::from_secs(30);

/// The first connect of a stream ever. It goes on over connections that break before the server has told what it had kept.
#[derive(Debug)]
pub(super) struct Baseline {
    /// What is older than this was there before. None before it was ever open.
    before: Option<Timestamp>,
    /// What comes later than this comes as it happens, whatever its time: a late report is news.
    until: Instant,
    spoke: bool,
}

impl Baseline {
    /// None for a stream that left a cursor, or was heard in an earlier run.
    pub(super) fn of(cursor: Option<&Cursor>, progress: &Progress, heard: Option<Timestamp>) -> Option<Self> {
        let first = match cursor {
            Some(cursor) => cursor.stream != progress.stream,
            None => heard.is_none(),
        };
        first.then(|| Self { before: None, until: Instant::now(), spoke: false })
    }

    pub(super) fn opened(&mut self, now: Timestamp) {
        self.before.get_or_insert(now.plus_millis(-(SLACK.as_millis() as i64)));
        self.until = Instant::now() + BACKLOG;
    }

    pub(super) fn spoke(&mut self) {
        self.spoke = true;
    }

    /// The connection is down: what its server says next it may have said after it.
    pub(super) fn is_over(&self) -> bool {
        self.spoke && self.until < Instant::now()
    }

    /// Entries of a time before this were there when nobody listened.
    pub(super) fn line(&self) -> Option<Timestamp> {
        self.before.filter(|_| Instant::now() <= self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(stream: &str) -> Progress {
        Progress { stream: stream.into(), ..Progress::default() }
    }

    #[tokio::test(start_paused = true)]
    async fn a_first_connect_lasts_ten_seconds() {
        let mut first = Baseline::of(None, &progress("a"), None).unwrap();
        assert_eq!(first.line(), None);
        first.opened(Timestamp(100_000));
        assert_eq!(first.line(), Some(Timestamp(70_000)));
        tokio::time::advance(Duration::from_secs(11)).await;
        assert_eq!((first.line(), first.is_over()), (None, false), "nothing was said yet");
        first.opened(Timestamp(900_000));
        assert_eq!(first.line(), Some(Timestamp(70_000)), "what came in between is no baseline");
        first.spoke();
        assert!(!first.is_over(), "it broke in the middle");
        tokio::time::advance(Duration::from_secs(11)).await;
        assert!(first.is_over());
    }

    #[tokio::test]
    async fn only_a_stream_that_nobody_ever_heard_has_one() {
        let cursor = Cursor { stream: "a".into(), ..Cursor::default() };
        let heard = Some(Timestamp(1));
        for (cursor, stream, heard, first) in [
            (None, "a", None, true),
            (None, "a", heard, false),
            (Some(&cursor), "a", None, false),
            (Some(&cursor), "b", heard, true),
        ] {
            assert_eq!(
                Baseline::of(cursor, &progress(stream), heard).is_some(),
                first,
                "{cursor:?} {stream}"
            );
        }
    }
}
