//! The policy as a table: every level, urgency, verdict and circumstance, each with the answer a person would expect.

use tidings_model::{FeedId, Identity};

use super::*;

const URGENCIES: [Urgency; 3] = [Urgency::Low, Urgency::Normal, Urgency::Critical];
const PLAIN: Said = Said::Nothing;
const HIGHLIGHTED: Said = Said::Highlighted;
const RUNG: Said = Said::Rung;
const RAISED: Said = Said::Raised;
const GATHERED: Said = Said::Gathered;
const HUSHED: Said = Said::Hushed;
const UNASKED: Said = Said::Unasked;

/// What template and rules say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    Highlighted,
    Rung,
    Raised,
    Gathered,
    Hushed,
    Unasked,
}

fn verdict(said: Said) -> Verdict {
    let hushed = (said == Said::Hushed).then(|| "quiet".to_owned());
    let notify = (said == Said::Unasked).then_some(false);
    // What silences does so though another rule highlights.
    let highlighted = matches!(said, Said::Highlighted | Said::Hushed | Said::Unasked);
    Verdict {
        highlighted,
        rings: said == Said::Rung,
        raised: said == Said::Raised,
        digested: said == Said::Gathered,
        hushed,
        notify,
        rule: None,
    }
}

/// A row for each urgency, from low to critical: r rings, d waits for the digest, q is held by quiet; the rest is silent:
/// 0 off, n never, u not urgent, h not highlighted, x by a rule.
struct Row(NotifyLevel, Said, &'static str);

use NotifyLevel::{Always, Digest, Highlighted, Never, Urgent};

const LOUD: [Row; 35] = [
    Row(Always, PLAIN, "rrr"),
    Row(Always, HIGHLIGHTED, "rrr"),
    Row(Always, RUNG, "rrr"),
    Row(Always, RAISED, "rrr"),
    Row(Always, GATHERED, "ddd"),
    Row(Always, HUSHED, "xxx"),
    Row(Always, UNASKED, "xxx"),
    Row(Highlighted, PLAIN, "hhh"),
    Row(Highlighted, HIGHLIGHTED, "rrr"),
    Row(Highlighted, RUNG, "rrr"),
    Row(Highlighted, RAISED, "rrr"),
    Row(Highlighted, GATHERED, "ddd"),
    Row(Highlighted, HUSHED, "xxx"),
    Row(Highlighted, UNASKED, "xxx"),
    Row(Urgent, PLAIN, "uur"),
    Row(Urgent, HIGHLIGHTED, "uur"),
    Row(Urgent, RUNG, "rrr"),
    Row(Urgent, RAISED, "rrr"),
    Row(Urgent, GATHERED, "ddd"),
    Row(Urgent, HUSHED, "xxx"),
    Row(Urgent, UNASKED, "xxx"),
    Row(Digest, PLAIN, "ddd"),
    Row(Digest, HIGHLIGHTED, "ddd"),
    Row(Digest, RUNG, "rrr"),
    Row(Digest, RAISED, "rrr"),
    Row(Digest, GATHERED, "ddd"),
    Row(Digest, HUSHED, "xxx"),
    Row(Digest, UNASKED, "xxx"),
    Row(Never, PLAIN, "nnn"),
    Row(Never, HIGHLIGHTED, "nnn"),
    Row(Never, RUNG, "rrr"),
    Row(Never, RAISED, "nnn"),
    Row(Never, GATHERED, "ddd"),
    Row(Never, HUSHED, "nnn"),
    Row(Never, UNASKED, "nnn"),
];

fn entry(urgency: Urgency) -> Entry {
    Entry { urgency, ..Entry::new(Identity::Own("1".into()), "t".into()) }
}

fn feed(notify: NotifyLevel) -> Feed {
    Feed { notify, ..Feed::new(FeedId::parse("f").unwrap(), "https://a.example/".into()) }
}

fn letter(ring: Ring) -> char {
    match ring {
        Ring::Pending => 'r',
        Ring::Held(Held::Digest) => 'd',
        Ring::Held(_) => 'q',
        Ring::Silent(Silence::BellOff) => '0',
        Ring::Silent(Silence::FeedNever) => 'n',
        Ring::Silent(Silence::NotUrgent) => 'u',
        Ring::Silent(Silence::NotHighlighted) => 'h',
        Ring::Silent(Silence::Rule) => 'x',
        Ring::Silent(Silence::QuietHours | Silence::Snoozed | Silence::DoNotDisturb) => 's',
        other => panic!("{other:?} is not for the policy to say"),
    }
}

/// What a row becomes under these circumstances: only what would ring at once is touched by quiet.
fn expected(row: &Row, at: usize, bell: &Bell, quiet: bool) -> char {
    let loud = row.2.chars().nth(at).unwrap();
    if !bell.enabled {
        return '0';
    }
    let urgency = if row.1 == Said::Raised { Urgency::Critical } else { URGENCIES[at] };
    let through = match bell.breaks_through {
        None => false,
        Some(Urgency::Low) => true,
        Some(Urgency::Normal) => urgency != Urgency::Low,
        Some(Urgency::Critical) => urgency == Urgency::Critical,
    };
    match loud {
        'r' if quiet && !through && bell.summary_after_quiet => 'q',
        'r' if quiet && !through => 's',
        other => other,
    }
}

#[test]
fn every_row_under_every_circumstance() {
    let mut rows = 0;
    for row in &LOUD {
        for (at, urgency) in URGENCIES.into_iter().enumerate() {
            for quiet in [None, Some(Held::QuietHours), Some(Held::Snoozed), Some(Held::DoNotDisturb)] {
                for breaks_through in
                    [None, Some(Urgency::Low), Some(Urgency::Normal), Some(Urgency::Critical)]
                {
                    for (enabled, summary_after_quiet) in [(true, true), (true, false), (false, true)] {
                        let bell = Bell { enabled, breaks_through, summary_after_quiet, ..Bell::default() };
                        let found =
                            letter(decide(&entry(urgency), &feed(row.0), &bell, &verdict(row.1), quiet));
                        let wanted = expected(row, at, &bell, quiet.is_some());
                        assert_eq!(found, wanted, "{:?} {urgency:?} {:?} {quiet:?} {bell:?}", row.0, row.1);
                        rows += 1;
                    }
                }
            }
        }
    }
    assert_eq!(rows, 35 * 3 * 4 * 4 * 3);
}

#[test]
fn urgent_means_from_the_urgency_that_was_chosen() {
    for (from, rings) in [(Urgency::Low, "rrr"), (Urgency::Normal, "urr"), (Urgency::Critical, "uur")] {
        let mut feed = feed(Urgent);
        feed.bell.urgent_from = from;
        let found: String = URGENCIES
            .into_iter()
            .map(|urgency| {
                letter(decide(&entry(urgency), &feed, &Bell::default(), &Verdict::default(), None))
            })
            .collect();
        assert_eq!(found, rings, "{from:?}");
    }
}

#[test]
fn the_reason_says_what_made_it_quiet() {
    let silent = Bell { summary_after_quiet: false, ..Bell::default() };
    for (why, held, silence) in [
        (Held::QuietHours, "held:quiet_hours", "silent:quiet_hours"),
        (Held::Snoozed, "held:snoozed", "silent:snoozed"),
        (Held::DoNotDisturb, "held:do_not_disturb", "silent:do_not_disturb"),
    ] {
        let entry = entry(Urgency::Normal);
        assert_eq!(
            decide(&entry, &feed(Always), &Bell::default(), &Verdict::default(), Some(why)).code(),
            held
        );
        assert_eq!(decide(&entry, &feed(Always), &silent, &Verdict::default(), Some(why)).code(), silence);
    }
}

#[test]
fn what_a_rule_had_ring_or_wait_does_so_as_long_as_the_rule_says_so() {
    let rule = |id: &str, enabled, then| {
        let words =
            tidings_model::Condition { words: Some("x".into()), ..tidings_model::Condition::default() };
        Rule { id: id.into(), name: id.into(), enabled, condition: words, then }
    };
    let status = tidings_model::EntryStatus {
        read: false,
        starred: false,
        highlighted: false,
        rule: Some("mine".into()),
        ring: Ring::Pending,
    };
    let stored = StoredEntry {
        seq: tidings_model::Seq(1),
        revision: 1,
        feed: FeedId::parse("f").unwrap(),
        key: "1".into(),
        received_at: tidings_model::Timestamp(0),
        entry: entry(Urgency::Normal),
        status,
        standing: tidings_model::Standing::Current,
    };
    for (rules, expected) in [
        (vec![rule("other", true, Then::Ring), rule("mine", true, Then::Ring)], Ring::Pending),
        (vec![rule("mine", true, Then::Digest)], Ring::Held(Held::Digest)),
        (vec![rule("mine", false, Then::Digest)], Ring::Silent(Silence::FeedNever)),
        (vec![rule("mine", false, Then::Ring)], Ring::Silent(Silence::FeedNever)),
        (vec![rule("mine", true, Then::Highlight)], Ring::Silent(Silence::FeedNever)),
        (Vec::new(), Ring::Silent(Silence::FeedNever)),
    ] {
        let verdict = had(&stored, &rules);
        assert_eq!(
            decide(&stored.entry, &feed(Never), &Bell::default(), &verdict, None),
            expected,
            "{rules:?}"
        );
    }
}
