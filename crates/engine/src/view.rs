//! The engine's state in the words of the wire.

use std::collections::HashMap;
use std::sync::Arc;

use tidings_model::{
    Bell, EntryQuery, Feed, FeedId, Gap, NotifyLevel, ReadTarget, Revision, Search, Seq, Timestamp, Wrong,
    WrongCode,
};
use tidings_store::{Changed, Fault, Holding};
use tidings_wire as wire;

use crate::board::FeedStanding;
use crate::config::{Broken, ConfigError};
use crate::error::Error;
use crate::ports::Clock;
use crate::quiet::Quiet;

/// The most rows asked for by number.
const ONLY: usize = 1_000;
/// The most rows of one page.
const PAGE: u32 = 500;

/// What the store counts, by feed.
pub(crate) struct Counts {
    pub(crate) unread: HashMap<FeedId, u32>,
    pub(crate) last_entries: HashMap<FeedId, Timestamp>,
    pub(crate) held_back: HashMap<FeedId, u32>,
}

pub(crate) fn feed(
    feed: &Feed,
    standing: &FeedStanding,
    counts: &Counts,
    bell: wire::FeedBell,
    now: &Now,
) -> wire::FeedView {
    wire::FeedView {
        id: feed.id.to_string(),
        name: feed.name.clone(),
        url: feed.url.clone(),
        format: feed.format.clone(),
        folder: feed.folder.clone(),
        enabled: feed.enabled,
        bell,
        state: (&standing.state).into(),
        unread: counts.unread.get(&feed.id).copied().unwrap_or_default(),
        last_heard_at: standing.heard_at().map(wire::rfc3339),
        last_entry_at: counts.last_entries.get(&feed.id).copied().map(wire::rfc3339),
        last_bad_event: standing.last_bad_event.clone(),
        next_check_at: standing.next_check.map(wire::rfc3339),
        poll_seconds: feed.poll_seconds,
        template: feed.template.clone().into(),
        health: health(feed, standing, now),
        connection: (&feed.connection).into(),
    }
}

/// What "today" and "too long" mean now.
pub(crate) struct Now {
    /// What puts times into words.
    pub(crate) clock: Arc<dyn Clock>,
    /// By the local calendar.
    pub(crate) day: i32,
    /// By the steady clock.
    pub(crate) steady: Timestamp,
    /// How long a feed may fail before that is said, in milliseconds.
    pub(crate) grace: i64,
}

/// A feed's silence is taken for death after so many seconds, while nothing is known of it.
const IDLE: u32 = 90;

fn health(feed: &Feed, standing: &FeedStanding, now: &Now) -> wire::FeedHealth {
    let figures = &standing.figures;
    let today = figures.day == now.day;
    let failing = standing.clone().keeps_failing(now.steady, now.grace);
    let (idle, usual) = standing.patience.unwrap_or((feed.connection.idle_seconds.unwrap_or(IDLE), None));
    wire::FeedHealth {
        state_since: wire::rfc3339(standing.since),
        last_event_at: figures.last_event_at.map(wire::rfc3339),
        reconnects_today: if today { figures.reconnects } else { 0 },
        bytes_today: if today { figures.bytes } else { 0 },
        events_today: if today { figures.events } else { 0 },
        last_error: figures.last_error.as_ref().map(last_error),
        gaps: standing.gaps_on(now.day).map(|missed| gap(missed, &*now.clock)).collect(),
        usual_gap_seconds: usual,
        idle_seconds: idle,
        failing_since: failing.map(|failing| wire::rfc3339(failing.at)),
    }
}

/// Why something may be missing, as the window and the command line show it.
#[must_use]
pub fn gap(gap: &Gap, clock: &dyn Clock) -> wire::Gap {
    wire::Gap {
        code: gap.code.code().to_owned(),
        from: gap.from.map(wire::rfc3339),
        to: gap.to.map(wire::rfc3339),
        what: gap.what.clone(),
        reason: gap.sentence(|from, to| clock.between(from, to)),
    }
}

/// The last thing that went wrong, as the window and the command line show it.
#[must_use]
pub fn last_error(fault: &Fault) -> wire::LastError {
    let Fault { at, code, what, reason, advice } = fault.clone();
    wire::LastError { at: wire::rfc3339(at), code, what, reason, advice }
}

/// How a feed rings, and whether it is quiet.
pub(crate) fn bell(feed: &Feed, held_back: u32, quiet: &Quiet, settings: &Bell) -> wire::FeedBell {
    let bell = &feed.bell;
    let hours = bell.quiet.as_ref();
    wire::FeedBell {
        level: feed.notify,
        urgent_from: bell.urgent_from,
        digest_minutes: (feed.notify == NotifyLevel::Digest).then_some(bell.digest_minutes),
        sound: bell.sound.into(),
        quiet: hours.map(|hours| hours.iter().map(Into::into).collect()),
        snoozed_until: quiet.snoozed_until(Some(&feed.id)).map(wire::rfc3339),
        quiet_now: quiet.of(feed, settings).map(Into::into),
        spoiler_seconds: bell.spoiler_seconds,
        held_back,
        command: bell.command.as_ref().map(|command| command.program.clone()),
    }
}

pub(crate) fn problem(broken: &Broken) -> wire::ConfigProblem {
    let ConfigError { line, wrong } = broken.error.clone();
    wire::ConfigProblem { line, message: broken.message(), flaw: wrong.into(), goes_on: broken.goes_on }
}

pub(crate) fn feed_id(text: &str) -> Result<FeedId, Error> {
    let invalid =
        || Wrong::new(WrongCode::Key, &[text], format!("`{text}` is not the identifier of a feed."));
    FeedId::parse(text).ok_or_else(|| invalid().into())
}

/// What changed; `waiting` counts the new rows that are not told.
pub(crate) fn delta(changed: &Changed, waiting: Option<u32>) -> wire::EntryDelta {
    wire::EntryDelta {
        entries: changed.entries.iter().map(Into::into).collect(),
        revision: changed.revision.0,
        more: changed.more,
        reset: changed.reset,
        waiting,
        latest: changed.latest.0,
    }
}

/// The rows that a window holds.
pub(crate) fn holding(asked: &wire::ChangeQuery) -> Result<Holding, Error> {
    Ok(Holding {
        feed: asked.view.feed.as_deref().map(feed_id).transpose()?,
        oldest: Seq(asked.oldest),
        newest: Seq(asked.newest),
        since: Revision(asked.since),
        also: asked.also.iter().take(ONLY).copied().map(Seq).collect(),
        also_since: Revision(asked.also_since),
    })
}

/// The store's question for the window's: one row more than asked for tells whether others follow.
pub(crate) fn query(query: &wire::EntryQuery, search: Search) -> Result<(EntryQuery, usize), Error> {
    let limit = query.limit.clamp(1, PAGE);
    let asked = EntryQuery {
        feed: query.feed.as_deref().map(feed_id).transpose()?,
        only: query.only.as_ref().map(|seqs| seqs.iter().take(ONLY).copied().map(Seq).collect()),
        search,
        since: None,
        unread: query.unread,
        starred: query.starred,
        current: true,
        before: query.before.map(Seq),
        limit: Some(limit + 1),
    };
    Ok((asked, limit as usize))
}

/// The store's target for the window's; `parse` reads a search.
pub(crate) fn target(
    target: wire::ReadTarget,
    parse: impl FnOnce(&str) -> Result<Search, Error>,
) -> Result<ReadTarget, Error> {
    Ok(match target {
        wire::ReadTarget::Found { search, up_to } => ReadTarget::Found(parse(&search)?, Seq(up_to)),
        wire::ReadTarget::Entries { seqs } => ReadTarget::Entries(seqs.into_iter().map(Seq).collect()),
        wire::ReadTarget::Feed { feed, up_to } => ReadTarget::Feed(feed_id(&feed)?, Seq(up_to)),
        wire::ReadTarget::All { up_to } => ReadTarget::All(Seq(up_to)),
    })
}

/// A time to come, as RFC 3339 has it.
pub(crate) fn coming(text: &str, now: Timestamp) -> Result<Timestamp, Error> {
    let none = || {
        let message =
            format!("`{text}` is not a time; write it as RFC 3339 has it, such as 2026-11-23T08:00:00Z.");
        Wrong::new(WrongCode::NoMoment, &[text], message)
    };
    let moment: jiff::Timestamp = text.parse().map_err(|_| none())?;
    let moment = Timestamp(moment.as_millisecond());
    if moment <= now {
        return Err(Wrong::new(WrongCode::Past, &[], "This time is past: choose one that is to come.").into());
    }
    Ok(moment)
}
