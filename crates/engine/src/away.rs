//! Whether something a feed said may be missing, because its connection was down.

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

    /// It is open again. Gives what is to be said at once; `span` puts two times into words.
    pub(crate) fn opened(
        &mut self,
        now: Timestamp,
        resuming: Resuming,
        span: impl FnOnce(Timestamp, Timestamp) -> String,
    ) -> Option<String> {
        let since = self.since.take()?;
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
        away.opened(Timestamp(7), resuming, |from, to| format!("{}-{}", from.0, to.0))
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
