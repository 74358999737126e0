//! What is held back while it is quiet, and what comes of it.

use std::sync::atomic::Ordering;

use tidings_model::{Click, Condition, FeedId, Held, Rule, Shown, Silence, Then, Urgency};
use tidings_notifier::{Answer, Deed};

use super::super::*;
use super::scene::Scene;
use crate::ports::Clock as _;

#[tokio::test(start_paused = true)]
async fn what_comes_while_snoozed_is_summed_up_when_that_ends() {
    let mut scene = Scene::new().await;
    let now = scene.clock.now();
    scene.quiet.snooze(None, Some(now.plus_millis(600_000)));
    let (a, b) = (scene.stored("a", 7).await, scene.stored("b", 5).await);
    scene.rope.ring(a, false);
    scene.rope.ring(b, true);
    scene.until(async |scene| scene.rings().await == [Ring::Held(Held::Snoozed); 12]).await;
    scene.pass(590_000).await;
    assert_eq!(scene.memory.titles(), [""; 0]);
    scene.pass(11_000).await;
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 12]).await;
    assert_eq!(scene.memory.titles(), ["12 in 2 feeds while it was quiet"]);
    scene
        .answers
        .send(Answer { tag: "quiet".into(), deed: Deed::Opened, token: Some("x".into()) })
        .await
        .unwrap();
    let shown = Shown { seqs: (1..=12).map(Seq).collect(), action: None, token: Some("x".into()) };
    while scene.clicks.recv().await.unwrap() != Click::Show(shown.clone()) {}
}

#[tokio::test(start_paused = true)]
async fn a_snooze_of_one_feed_leaves_the_others_alone_and_ends_at_a_word() {
    let mut scene = Scene::new().await;
    let alpha = FeedId::parse("a").unwrap();
    scene.quiet.snooze(Some(alpha.clone()), Some(scene.clock.now().plus_millis(3_600_000)));
    let (a, b) = (scene.stored("a", 1).await, scene.stored("b", 1).await);
    scene.rope.ring(a, false);
    scene.rope.ring(b, false);
    scene.until(async |scene| scene.rings().await == [Ring::Held(Held::Snoozed), Ring::Rang]).await;
    scene.quiet.snooze(Some(alpha), None);
    scene.rope.look();
    scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    assert_eq!(scene.memory.titles(), ["t1", "t0"]);
}

#[tokio::test(start_paused = true)]
async fn do_not_disturb_holds_back_and_what_may_breaks_through() {
    let mut scene = Scene::new().await;
    scene.set(|config| config.settings.bell.breaks_through = Some(Urgency::Critical));
    scene.memory.peace.store(true, Ordering::SeqCst);
    scene.pass(3_000).await;
    let low = scene.stored("a", 1).await;
    scene.rope.ring(low, false);
    let alarm = scene.one("a", |entry| entry.urgency = Urgency::Critical).await;
    scene.rope.ring(alarm, false);
    scene.until(async |scene| scene.rings().await == [Ring::Held(Held::DoNotDisturb), Ring::Rang]).await;
    scene.memory.peace.store(false, Ordering::SeqCst);
    scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    assert_eq!(scene.memory.titles(), ["t1", "t0"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_summary_what_comes_in_peace_stays_silent() {
    let mut scene = Scene::new().await;
    scene.set(|config| config.settings.bell.summary_after_quiet = false);
    scene.quiet.snooze(None, Some(scene.clock.now().plus_millis(60_000)));
    let two = scene.stored("a", 2).await;
    scene.rope.ring(two, false);
    scene.until(async |scene| scene.rings().await == [Ring::Silent(Silence::Snoozed); 2]).await;
    scene.pass(120_000).await;
    assert_eq!(scene.memory.titles(), [""; 0]);
}

/// Its feed is of any other level; a rule that is gone keeps nothing waiting.
#[tokio::test(start_paused = true)]
async fn what_a_rule_gathers_comes_with_the_digest_of_its_feed() {
    for removed in [false, true] {
        let mut scene = Scene::new().await;
        let condition = Condition { feeds: vec![FeedId::parse("a").unwrap()], ..Condition::default() };
        let rule = Rule { id: "r".into(), name: "r".into(), enabled: true, condition, then: Then::Digest };
        scene.set(|config| {
            config.rules = vec![rule];
            config.feeds[0].bell.digest_minutes = 10;
        });
        scene.held("a", 3, Ring::Held(Held::Digest)).await;
        let one = scene.stored("a", 1).await;
        scene.rope.ring(one, false);
        scene.pass(if removed { 60_000 } else { 590_000 }).await;
        assert_eq!(scene.memory.titles(), ["t3"]);
        if removed {
            scene.set(|config| config.rules.clear());
        }
        scene.until(async |scene| scene.memory.titles() == ["t3", "3 new from Alpha"]).await;
        scene.until(async |scene| scene.rings().await[..3] == [Ring::Gathered; 3]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_digest_comes_when_its_time_has_come() {
    let mut scene = Scene::new().await;
    scene.set(|config| {
        config.feeds[0].notify = tidings_model::NotifyLevel::Digest;
        config.feeds[0].bell.digest_minutes = 10;
    });
    scene.held("a", 4, Ring::Held(Held::Digest)).await;
    scene.pass(590_000).await;
    assert_eq!(scene.memory.titles(), [""; 0]);
    scene.held("a", 1, Ring::Held(Held::Digest)).await;
    scene.pass(11_000).await;
    scene.until(async |scene| scene.rings().await == [Ring::Gathered; 5]).await;
    assert_eq!(scene.memory.titles(), ["5 new from Alpha"]);
}
