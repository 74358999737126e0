//! Whether an entry rings. Pure: the same entry, feed, settings and circumstances give the same answer, and the answer is stored
//! with its reason.

use tidings_model::{
    Bell, Entry, Feed, Held, NotifyLevel, Ring, Rule, Silence, StoredEntry, Then, Urgency, Verdict,
};

/// What is to become of `entry`, of which the template and the rules say `verdict`: [`Ring::Pending`], or what it waits for, or why
/// it stays silent.
///
/// `quiet` is what makes the feed quiet now, if anything does.
#[must_use]
pub fn decide(entry: &Entry, feed: &Feed, bell: &Bell, verdict: &Verdict, quiet: Option<Held>) -> Ring {
    let urgency = if verdict.raised { Urgency::Critical } else { entry.urgency };
    if !bell.enabled {
        return Ring::Silent(Silence::BellOff);
    }
    let hushed = verdict.hushed.is_some() || verdict.notify == Some(false);
    if hushed && feed.notify != NotifyLevel::Never {
        return Ring::Silent(Silence::Rule);
    }
    let wanted = match feed.notify {
        _ if verdict.rings => Ok(()),
        _ if verdict.digested => return Ring::Held(Held::Digest),
        NotifyLevel::Never => Err(Silence::FeedNever),
        NotifyLevel::Highlighted if !verdict.highlighted && !verdict.raised => Err(Silence::NotHighlighted),
        NotifyLevel::Urgent if urgency < feed.bell.urgent_from => Err(Silence::NotUrgent),
        NotifyLevel::Digest if !verdict.raised => return Ring::Held(Held::Digest),
        _ => Ok(()),
    };
    match wanted {
        Err(silence) => Ring::Silent(silence),
        Ok(()) => quiet.and_then(|why| hush(urgency, bell, why)).unwrap_or(Ring::Pending),
    }
}

/// What template and rules had said of an entry that waits: one that they silence does not. A rule that had it ring or wait for a digest does so as
/// long as it is there and says so.
#[must_use]
pub(crate) fn had(stored: &StoredEntry, rules: &[Rule]) -> Verdict {
    let raised = stored.entry.urgency == Urgency::Critical;
    let decided = |rule: &&Rule| Some(rule.id.as_str()) == stored.status.rule.as_deref();
    let then = rules.iter().find(decided).filter(|rule| rule.enabled).map(|rule| rule.then);
    let (rings, digested) = (then == Some(Then::Ring), then == Some(Then::Digest));
    Verdict { highlighted: stored.status.highlighted, rings, raised, digested, ..Verdict::default() }
}

/// What becomes of something of this urgency while it is quiet; none where it breaks through.
#[must_use]
pub fn hush(urgency: Urgency, bell: &Bell, why: Held) -> Option<Ring> {
    if bell.breaks_through.is_some_and(|from| urgency >= from) {
        return None;
    }
    Some(match (bell.summary_after_quiet, why) {
        (true, _) | (_, Held::Digest) => Ring::Held(why),
        (false, Held::QuietHours) => Ring::Silent(Silence::QuietHours),
        (false, Held::Snoozed) => Ring::Silent(Silence::Snoozed),
        (false, Held::DoNotDisturb) => Ring::Silent(Silence::DoNotDisturb),
    })
}

#[cfg(test)]
mod tests;
