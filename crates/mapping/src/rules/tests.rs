use tidings_model::{Entry, Identity, RawEvent};
use url::Url;

use super::*;
use crate::template::{Payload, Said};

fn scene(title: &str, body: &str) -> Scene {
    let raw =
        RawEvent { kind: "message".into(), data: r#"{"score":3}"#.into(), last_event_id: String::new() };
    let endpoint = Url::parse("https://a.example/").unwrap();
    let entry = Entry {
        body: body.into(),
        tags: vec!["Derby".into()],
        ..Entry::new(Identity::Own("1".into()), title.into())
    };
    Scene::new(Said { feed: "match", endpoint: &endpoint, event: &Payload::new(raw) }, entry)
}

fn rule(id: &str, condition: Condition, then: Then) -> Rule {
    Rule { id: id.into(), name: id.into(), enabled: true, condition, then }
}

fn words(text: &str) -> Condition {
    Condition { words: Some(text.into()), ..Condition::default() }
}

fn holds(condition: Condition) -> bool {
    let all = Compiled::new(&[rule("a", condition, Then::Highlight)]).unwrap();
    all.judge("match", scene("GOAL! Red  card for Müller", "C++ is at 1-0, goalless")).verdict.highlighted
}

#[test]
fn words_are_whole_and_in_any_case() {
    for yes in ["goal", "red card", "müller, nobody", "c++", "derby", "1-0"] {
        assert!(holds(words(yes)), "{yes}");
    }
    for no in ["goa", "card red", "mülle", "oal", "++x", "nobody, noone"] {
        assert!(!holds(words(no)), "{no}");
    }
}

#[test]
fn all_conditions_hold_at_once() {
    let with = |feed: &str, pattern: &str, holds: &str| Condition {
        feeds: vec![FeedId::parse(feed).unwrap()],
        pattern: Some(pattern.into()),
        holds: Some(holds.into()),
        ..words("goal")
    };
    assert!(holds(with("match", "^GOAL", "score == 3 and title is startingwith 'GOAL'")));
    assert!(!holds(with("other", "^GOAL", "true")));
    assert!(!holds(with("match", "^goal", "true")));
    assert!(!holds(with("match", "^GOAL", "score > 3")));
}

#[test]
fn what_becomes_of_an_entry() {
    let all = |thens: &[Then]| {
        let rules: Vec<_> =
            (0..).zip(thens).map(|(n, then)| rule(&format!("r{n}"), words("goal"), *then)).collect();
        let judged = Compiled::new(&rules).unwrap().judge("match", scene("goal", ""));
        let urgency = judged.scene.map(|scene| scene.entry().urgency);
        (urgency, judged.verdict.highlighted, judged.verdict.hushed, judged.held.len())
    };
    use Then::{Drop, Highlight, Hush, Raise};
    let (critical, normal) = (Some(Urgency::Critical), Some(Urgency::Normal));
    assert_eq!(all(&[]), (normal, false, None, 0));
    assert_eq!(all(&[Highlight, Raise]), (critical, true, None, 2));
    assert_eq!(all(&[Hush, Raise]), (critical, false, None, 2));
    assert_eq!(all(&[Raise, Hush]), (normal, false, Some("r1".into()), 2));
    assert_eq!(all(&[Highlight, Drop, Raise]).0, None);
}

#[test]
fn a_rule_that_fails_does_not_hold_and_is_told() {
    let condition = Condition { holds: Some("score|matches(1)".into()), ..Condition::default() };
    let judged =
        Compiled::new(&[rule("bad", condition, Then::Drop)]).unwrap().judge("match", scene("goal", ""));
    assert!(judged.scene.is_some());
    assert!(judged.problem.unwrap().sentence().contains("`bad`"));
}

#[test]
fn what_cannot_be_a_rule_is_told() {
    let with = |pattern: &str| Condition { pattern: Some(pattern.into()), ..Condition::default() };
    let bad = [
        (Condition::default(), "everything"),
        (with("("), "pattern"),
        (with("((\\w{99}){99}){99}"), "too much"),
        (with(&"x".repeat(2_000)), "2000"),
        (words(" , "), "words"),
        (Condition { holds: Some("a >".into()), ..Condition::default() }, "where"),
    ];
    for (condition, word) in bad {
        let problem = check(&condition).unwrap_err();
        assert!(problem.sentence().contains(word), "{problem}");
    }
    let off = Rule { enabled: false, ..rule("off", with("("), Then::Drop) };
    assert!(Compiled::new(&[off]).unwrap().is_empty());
}

#[test]
fn a_rule_that_rings_makes_nothing_critical_and_is_known_by_it() {
    let judge = |thens: &[Then], moment| {
        let rules: Vec<_> =
            (0..).zip(thens).map(|(n, then)| rule(&format!("r{n}"), words("goal"), *then)).collect();
        let small = scene("goal", "");
        let entry = Entry { moment, ..small.entry().clone() };
        let judged = Compiled::new(&rules).unwrap().judge("match", small.with(entry));
        let entry = judged.scene.map(Scene::into_entry).unwrap();
        (judged.verdict.rings, judged.verdict.rule.unwrap(), entry.urgency, entry.moment)
    };
    use Then::{Highlight, Hush, Raise, Ring};
    let (normal, critical) = (Urgency::Normal, Urgency::Critical);
    for (thens, rings, decided, urgency, moment) in [
        (&[Ring][..], true, "r0", normal, Moment::News),
        (&[Ring, Highlight], true, "r0", normal, Moment::News),
        (&[Ring, Raise], true, "r0", critical, Moment::News),
        (&[Raise, Ring], true, "r1", critical, Moment::News),
        (&[Hush, Ring], true, "r1", normal, Moment::News),
        (&[Ring, Hush], false, "r1", normal, Moment::Minor),
        (&[Highlight], false, "r0", normal, Moment::Minor),
        (&[Raise], false, "r0", critical, Moment::News),
    ] {
        assert_eq!(judge(thens, Moment::Minor), (rings, decided.to_owned(), urgency, moment), "{thens:?}");
    }
    assert_eq!(judge(&[Ring], Moment::Final).3, Moment::Final);
}

#[test]
fn between_a_digest_and_the_bell_the_last_rule_decides() {
    use Then::{Digest, Highlight, Hush, Raise, Ring};
    for (thens, digested, rings, raised, hushed, decided) in [
        (&[Digest][..], true, false, false, false, "r0"),
        (&[Highlight, Digest], true, false, false, false, "r1"),
        (&[Digest, Highlight], true, false, false, false, "r0"),
        (&[Ring, Raise, Digest], true, false, false, false, "r2"),
        (&[Hush, Digest], true, false, false, false, "r1"),
        (&[Digest, Hush], false, false, false, true, "r1"),
        (&[Digest, Raise], false, false, true, false, "r1"),
        (&[Digest, Ring], false, true, false, false, "r1"),
    ] {
        let rules: Vec<_> =
            (0..).zip(thens).map(|(n, then)| rule(&format!("r{n}"), words("goal"), *then)).collect();
        let verdict = Compiled::new(&rules).unwrap().judge("match", scene("goal", "")).verdict;
        let said = (verdict.digested, verdict.rings, verdict.raised, verdict.hushed.is_some());
        assert_eq!(said, (digested, rings, raised, hushed), "{thens:?}");
        assert_eq!(
            (verdict.rule.as_deref(), verdict.highlighted),
            (Some(decided), thens.contains(&Highlight))
        );
    }
}
