//! Summaries: what they count, what they grow by, and what is not made to wait for them.

use tidings_model::{Click, Shown, Urgency};
use tidings_notifier::{Answer, Deed};

use super::super::*;
use super::scene::Scene;

async fn opens(scene: &mut Scene, tag: &str) -> Vec<i64> {
    let answer = Answer { tag: tag.to_owned(), deed: Deed::Opened, token: None };
    scene.answers.send(answer).await.unwrap();
    loop {
        if let Click::Show(Shown { seqs, .. }) = scene.clicks.recv().await.unwrap() {
            return seqs.into_iter().map(|seq| seq.0).collect();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_card_that_is_gathered_again_is_counted_once() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 3).await;
    scene.rope.ring(burst, false);
    let mut fronts = Vec::new();
    for round in 0..2 {
        for card in 0..2 {
            let one = scene.one("a", |entry| entry.replaces = Some(format!("m{card}"))).await;
            if round > 0 {
                scene.rope.replaced(vec![(fronts[card], one[0].seq)]);
            } else {
                fronts.push(one[0].seq);
            }
            scene.rope.ring(one, false);
        }
        scene.until(async |scene| scene.memory.titles().len() == 4 + round).await;
    }
    assert_eq!(scene.memory.titles()[3..], ["2 more from Alpha", "2 more from Alpha"]);
    assert_eq!(opens(&mut scene, "digest:a").await, [6, 7]);
}

#[tokio::test(start_paused = true)]
async fn a_backlog_over_one_that_nobody_saw_is_one_with_it() {
    let mut scene = Scene::new().await;
    let (a, b) = (scene.stored("a", 3).await, scene.stored("b", 2).await);
    scene.rope.ring(a, true);
    scene.until(async |scene| scene.memory.titles() == ["3 new from Alpha"]).await;
    scene.rope.ring(b, true);
    scene.until(async |scene| scene.memory.titles().len() == 2).await;
    assert_eq!(scene.memory.titles()[1], "5 new in 2 feeds");
    assert_eq!(opens(&mut scene, "backlog").await, [1, 2, 3, 4, 5]);
    // Once seen, it counts anew.
    let more = scene.stored("b", 2).await;
    scene.rope.ring(more, true);
    scene.until(async |scene| scene.memory.titles().len() == 3).await;
    assert_eq!(scene.memory.titles()[2], "2 new from Beta");
}

#[tokio::test(start_paused = true)]
async fn an_inbox_that_overflows_again_and_again_does_not_put_the_summary_off() {
    let mut scene = Scene::new().await;
    for _ in 0..6 {
        scene.stored("a", 5).await;
        Inbox::pretend_overflow(&scene.rope);
        scene.rope.read(vec![Seq(999)]);
        scene.pass(1_000).await;
    }
    assert!(!scene.memory.titles().is_empty(), "nothing for six seconds");
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    assert_eq!(scene.memory.titles().last().map(String::as_str), Some("30 new from Alpha"));
}

#[tokio::test(start_paused = true)]
async fn what_is_critical_waits_for_no_summary_and_no_flood() {
    let mut scene = Scene::new().await;
    let critical = |entry: &mut tidings_model::Entry| entry.urgency = Urgency::Critical;
    // As an inbox that was full left them.
    scene.stored("a", 3).await;
    scene.one("b", critical).await;
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(999)]);
    scene.until(async |scene| scene.memory.titles() == ["t3", "3 new from Alpha"]).await;
    // Behind a flood of the very feed.
    let flood = scene.stored("a", 200).await;
    scene.rope.ring(flood, false);
    scene.until(async |scene| scene.memory.titles().len() == 5).await;
    let mut alarms = Vec::new();
    for _ in 0..6 {
        alarms.extend(scene.one("a", critical).await);
    }
    scene.rope.ring(alarms, false);
    scene.until(async |scene| scene.memory.titles().len() == 10).await;
    assert_eq!(scene.memory.titles()[8..], ["3 more from Alpha", "197 more from Alpha"]);
}

#[tokio::test(start_paused = true)]
async fn an_alarm_among_what_was_missed_is_in_no_summary() {
    let mut scene = Scene::new().await;
    let mut missed = scene.stored("a", 5).await;
    missed.extend(scene.one("b", |entry| entry.urgency = Urgency::Critical).await);
    scene.rope.ring(missed, true);
    scene.until(async |scene| scene.memory.titles() == ["t5", "5 new from Alpha"]).await;
    scene.until(async |scene| scene.rings().await[5] == Ring::Rang).await;
}

#[cfg(unix)]
#[tokio::test]
async fn each_feed_of_a_summary_has_its_program_run() {
    let mut scene = Scene::new().await;
    let dir = tempfile::tempdir().unwrap();
    for (at, name) in ["a", "b"].into_iter().enumerate() {
        let file = dir.path().join(name).display().to_string();
        let script = r#"printf '%s %s' "$TIDINGS_COUNT" "$TIDINGS_TITLE" > "$0.new" && mv "$0.new" "$0""#;
        let args = vec!["-c".to_owned(), script.to_owned(), file];
        let command = tidings_model::BellCommand { program: "sh".into(), args, timeout_seconds: 600 };
        scene.set(|config| config.feeds[at].bell.command = Some(command));
    }
    let missed = [scene.stored("a", 3).await, scene.stored("b", 2).await].concat();
    scene.rope.ring(missed, true);
    let said = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap_or_default();
    scene.until(async |_| said("a") == "3 t2" && said("b") == "2 t4").await;
}

/// Some pages of it wait to be written down while the store is asked for what is to ring.
#[tokio::test(start_paused = true)]
async fn what_a_flood_left_to_write_down_is_not_told_again() {
    let mut scene = Scene::new().await;
    let burst = scene.stored("a", 2_003).await;
    scene.rope.ring(burst, false);
    scene.until(async |scene| scene.memory.titles().len() == 4).await;
    assert_eq!(scene.memory.titles()[3], "2000 more from Alpha");
    Inbox::pretend_overflow(&scene.rope);
    scene.rope.read(vec![Seq(9_999)]);
    scene.until(async |scene| scene.store.pending_rings(Seq(0), 1).await.unwrap().is_empty()).await;
    scene.until(async |scene| scene.store.told().await.unwrap().is_empty()).await;
    scene.pass(30_000).await;
    assert_eq!(scene.memory.titles().len(), 4, "{:?}", scene.memory.titles());
}

/// As a crash leaves it that came before the entries of a summary were written down.
#[tokio::test(start_paused = true)]
async fn what_an_earlier_run_told_and_did_not_write_down_is_not_told_again() {
    let mut before = Scene::new().await;
    let told = before.stored("a", 1_200).await.iter().map(|ringing| ringing.seq).collect();
    before.store.keep_told(told, Ring::Gathered).await.unwrap();
    before.stored("a", 1).await;
    let scene = before.restarted().await;
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    scene.pass(30_000).await;
    assert_eq!(scene.memory.titles(), ["t1200"]);
    assert_eq!(scene.rings().await[..1_200], [Ring::Gathered; 1_200]);
    assert_eq!(scene.store.told().await.unwrap(), []);
}

/// The same, where the history was damaged and saved in between.
#[tokio::test(start_paused = true)]
async fn what_was_told_is_not_told_again_out_of_a_history_that_was_saved() {
    let mut before = Scene::new().await;
    let told: Vec<_> = before.stored("a", 1_200).await.iter().map(|ringing| ringing.seq).collect();
    before.store.keep_told(told.clone(), Ring::Gathered).await.unwrap();
    let written = told[..512].iter().map(|seq| (*seq, Ring::Gathered)).collect();
    before.store.set_rings(written).await.unwrap();
    before.stored("a", 1).await;
    let scene = before.repaired().await;
    scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
    scene.pass(30_000).await;
    assert_eq!(scene.memory.titles(), ["t1200"]);
    let rings = scene.rings().await;
    let saved = rings.iter().filter(|ring| **ring == Ring::Gathered).count();
    assert!(saved > 600 && saved == rings.len() - 1, "{saved} of {}", rings.len());
}

/// R8 in small: two feeds that speak for a minute without a pause. What is measured at its full rate is `cargo xtask bench flood`.
#[tokio::test(start_paused = true)]
async fn a_flood_rings_at_its_pace_and_each_of_it_is_told_once() {
    const STEP: u32 = 300;
    let mut scene = Scene::new().await;
    let (mut calls, mut said) = (Vec::new(), 0);
    for step in 0..200 {
        for feed in ["a", "b"] {
            let some = scene.stored(feed, 5).await;
            scene.rope.ring(some, false);
            said += 5;
        }
        scene.pass(STEP).await;
        calls.resize(scene.memory.titles().len(), step * STEP);
    }
    // A full bucket's three, and then one in 1.2 s.
    let stretch = |from: &u32| calls.iter().filter(|at| (*from..from + 12_000).contains(at)).count();
    let most = calls.iter().map(stretch).max().unwrap();
    assert!(most <= 3 + 10, "{most} calls in 12 s: {calls:?}");
    scene.until(async |scene| scene.store.pending_rings(Seq(0), 1).await.unwrap().is_empty()).await;
    let told: usize = last_words(&scene).iter().map(|title| counted(title)).sum();
    assert_eq!(told, said, "{:?}", scene.memory.titles());
}

/// What each popup says in the end.
fn last_words(scene: &Scene) -> Vec<String> {
    let shown = scene.memory.shown.lock().unwrap();
    let by_tag: std::collections::HashMap<_, _> =
        shown.iter().map(|popup| (&popup.tag, &popup.title)).collect();
    by_tag.into_values().cloned().collect()
}

/// How many entries a title tells of.
fn counted(title: &str) -> usize {
    title.split_once(" more from ").map_or(1, |(count, _)| count.parse().unwrap())
}
