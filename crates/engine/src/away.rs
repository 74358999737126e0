//! Whether something a feed said may be missing, because its connection was down.

use std::time::Duration;

use tidings_model::Timestamp;

/// How a feed goes on after it was away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resuming {
    /// It asked by a checkpoint of its format, whose meaning the server promises.
    ByCheckpoint,
    /// It asked by a last event ID; the flag says whether the server named the same in its answer.
    ById(bool),
    /// It has nothing to ask by.
    Blindly,
}

/// One feed's absences.
#[derive(Debug, Default)]
pub(crate) struct Away {
    since: Option<Timestamp>,
    /// The server has sent what it had kept at least once: it knows its own ids.
    replays: bool,
    /// What is to be said if the server sends nothing that it had kept.
    unsure: Option<String>,
    /// The server refused what it was asked to go on from.
    refused: bool,
}

impl Away {
    /// One that was last heard in an earlier run of the program, if ever.
    pub(crate) fn since(last_event: Option<Timestamp>) -> Self {
        Self { since: last_event, ..Self::default() }
    }

    /// The connection is down.
    pub(crate) fn lost(&mut self, now: Timestamp) {
        self.since.get_or_insert(now);
        self.unsure = None;
    }

    /// The server refused what it was asked to go on from, and is asked without it.
    pub(crate) fn refused(&mut self) {
        self.refused = true;
    }

    /// It is open again, and its server keeps what was said for no longer than `keeps`, as far as its format tells. Gives what is to be
    /// said at once; `span` puts two times into words.
    pub(crate) fn opened(
        &mut self,
        now: Timestamp,
        resuming: Resuming,
        keeps: Option<Duration>,
        span: impl FnOnce(Timestamp, Timestamp) -> String,
    ) -> Option<String> {
        let refused = std::mem::take(&mut self.refused);
        let since = self.since.take()?;
        if refused {
            return Some(format!(
                "What it said {} is missing: its server no longer knows where Tidings left off.",
                span(since, now)
            ));
        }
        let length = Duration::from_millis(u64::try_from(now.0 - since.0).unwrap_or_default());
        let too_long = resuming != Resuming::Blindly && keeps.is_some_and(|keeps| length > keeps);
        if too_long {
            return Some(format!(
                "Of what it said {} the oldest may be missing: servers of its kind keep it for less than that.",
                span(since, now)
            ));
        }
        match resuming {
            Resuming::ByCheckpoint | Resuming::ById(true) => None,
            Resuming::ById(false) if self.replays => None,
            Resuming::ById(false) => {
                self.unsure = Some(format!(
                    "What it said {} may be missing: the server did not say whether it knows where Tidings left off.",
                    span(since, now)
                ));
                None
            }
            Resuming::Blindly => Some(format!(
                "What it said {} is missing: its events have no ids that Tidings could ask for them by.",
                span(since, now)
            )),
        }
    }

    /// Events came while it was catching up.
    pub(crate) fn spoke(&mut self, by_id: bool) {
        self.replays |= by_id && self.unsure.is_some();
        self.unsure = None;
    }

    /// It has caught up. Gives what is to be said.
    pub(crate) fn caught_up(&mut self) -> Option<String> {
        self.unsure.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(away: &mut Away, resuming: Resuming) -> Option<String> {
        away.opened(Timestamp(7), resuming, None, |from, to| format!("{}-{}", from.0, to.0))
    }

    #[test]
    fn what_a_server_no_longer_keeps_is_missing_whatever_it_is_asked_by() {
        let after = |hours: i64, resuming| {
            let mut away = Away::default();
            away.lost(Timestamp(0));
            let (now, keeps) = (Timestamp(hours * 3_600_000), Some(Duration::from_secs(12 * 3_600)));
            away.opened(now, resuming, keeps, |from, to| format!("{}-{}", from.0, to.0))
        };
        for resuming in [Resuming::ByCheckpoint, Resuming::ById(true), Resuming::ById(false)] {
            assert_eq!(after(12, resuming), None, "{resuming:?}");
            assert!(after(13, resuming).is_some_and(|gap| gap.contains("the oldest may be missing")));
        }
        assert!(after(13, Resuming::Blindly).is_some_and(|gap| gap.contains("is missing")));
    }

    #[test]
    fn what_was_refused_is_said_once() {
        let mut away = Away::default();
        away.lost(Timestamp(3));
        away.refused();
        assert!(opened(&mut away, Resuming::Blindly).is_some_and(|gap| gap.contains("no longer knows")));
        away.lost(Timestamp(5));
        assert_eq!(opened(&mut away, Resuming::ByCheckpoint), None);
    }

    #[test]
    fn a_feed_without_ids_says_what_it_missed() {
        let mut away = Away::default();
        assert_eq!(opened(&mut away, Resuming::Blindly), None, "it was never there");
        away.lost(Timestamp(3));
        away.lost(Timestamp(5));
        assert!(opened(&mut away, Resuming::Blindly).is_some_and(|gap| gap.contains("3-7")));
        assert_eq!(opened(&mut away, Resuming::Blindly), None, "said once");
        assert!(opened(&mut Away::since(Some(Timestamp(1))), Resuming::Blindly).is_some());
    }

    #[test]
    fn an_id_counts_once_the_server_shows_that_it_knows_it() {
        let mut away = Away::default();
        away.lost(Timestamp(3));
        assert_eq!(opened(&mut away, Resuming::ById(false)), None);
        assert!(away.caught_up().is_some_and(|gap| gap.contains("may be missing")));
        away.lost(Timestamp(3));
        opened(&mut away, Resuming::ById(false));
        away.spoke(true);
        assert_eq!(away.caught_up(), None);
        away.lost(Timestamp(3));
        opened(&mut away, Resuming::ById(false));
        assert_eq!(away.caught_up(), None, "it replays");
        for sure in [Resuming::ById(true), Resuming::ByCheckpoint] {
            let mut away = Away::since(Some(Timestamp(1)));
            assert_eq!((opened(&mut away, sure), away.caught_up()), (None, None));
        }
    }
}
