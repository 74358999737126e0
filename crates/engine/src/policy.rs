//! Whether an entry rings. Pure: the same entry, feed and settings give the same answer, and the answer is stored with its reason.

use tidings_model::{Entry, NotifyLevel, Ring, Settings, Silence, Urgency, Verdict};

/// What is to become of `entry`, of which the template and the rules say `verdict`: [`Ring::Pending`], or [`Ring::Silent`] with the
/// reason.
#[must_use]
pub fn decide(entry: &Entry, verdict: &Verdict, notify: NotifyLevel, settings: &Settings) -> Ring {
    if !settings.bell_enabled {
        return Ring::Silent(Silence::BellOff);
    }
    if verdict.hushed.is_some() || verdict.notify == Some(false) {
        return Ring::Silent(Silence::Rule);
    }
    match notify {
        NotifyLevel::Never => Ring::Silent(Silence::FeedNever),
        NotifyLevel::Urgent if entry.urgency < Urgency::Critical => Ring::Silent(Silence::NotUrgent),
        NotifyLevel::Urgent | NotifyLevel::Always => Ring::Pending,
    }
}

#[cfg(test)]
mod tests {
    use tidings_model::Identity;

    use super::*;

    fn entry(urgency: Urgency) -> Entry {
        Entry { urgency, ..Entry::new(Identity::Own("1".into()), "t".into()) }
    }

    #[test]
    fn rules_and_templates_silence() {
        let decide =
            |verdict| decide(&entry(Urgency::Critical), &verdict, NotifyLevel::Always, &Settings::default());
        let hushed = Verdict { hushed: Some("quiet".into()), raised: true, ..Verdict::default() };
        let unasked = Verdict { notify: Some(false), highlighted: true, ..Verdict::default() };
        let asked = Verdict { notify: Some(true), ..Verdict::default() };
        assert_eq!(
            [hushed, unasked, asked].map(decide),
            [Ring::Silent(Silence::Rule), Ring::Silent(Silence::Rule), Ring::Pending]
        );
    }

    #[test]
    fn every_case() {
        use NotifyLevel::{Always, Never, Urgent};
        let silent = Ring::Silent;
        let table = [
            (true, Always, Urgency::Low, Ring::Pending),
            (true, Always, Urgency::Normal, Ring::Pending),
            (true, Always, Urgency::Critical, Ring::Pending),
            (true, Urgent, Urgency::Low, silent(Silence::NotUrgent)),
            (true, Urgent, Urgency::Normal, silent(Silence::NotUrgent)),
            (true, Urgent, Urgency::Critical, Ring::Pending),
            (true, Never, Urgency::Critical, silent(Silence::FeedNever)),
            (false, Always, Urgency::Critical, silent(Silence::BellOff)),
            (false, Never, Urgency::Low, silent(Silence::BellOff)),
        ];
        for (bell_enabled, notify, urgency, expected) in table {
            let settings = Settings { bell_enabled, ..Settings::default() };
            assert_eq!(
                decide(&entry(urgency), &Verdict::default(), notify, &settings),
                expected,
                "{bell_enabled} {notify:?} {urgency:?}"
            );
        }
    }
}
