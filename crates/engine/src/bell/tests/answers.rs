//! What becomes of the popups.

use tidings_model::{Click, Entry, Moment, Shown, Silence, Sound};
use tidings_notifier::{Answer, Deed, Remembered};

use super::super::*;
use super::scene::Scene;

#[tokio::test(start_paused = true)]
async fn a_click_asks_for_the_entry_and_a_button_marks_it_read() {
    let mut scene = Scene::new().await;
    let two = scene.stored("a", 2).await;
    let [first, second] = [two[0].seq, two[1].seq];
    scene.rope.ring(two, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang; 2]).await;
    let answer = |seq: Seq, deed| Answer { tag: format!("entry:{}", seq.0), deed, token: None };
    scene.answers.send(answer(first, Deed::Opened)).await.unwrap();
    let shown = Shown { seqs: vec![first], action: None, token: None };
    while scene.clicks.recv().await.unwrap() != Click::Show(shown.clone()) {}
    scene.answers.send(answer(second, Deed::Pressed("mark-read".into()))).await.unwrap();
    scene
        .until(async |scene| {
            scene.store.entry(second).await.unwrap().is_some_and(|(stored, _)| stored.status.read)
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn waving_a_popup_away_marks_read_where_that_is_wanted() {
    let mut scene = Scene::new().await;
    for (wanted, seq) in [(false, Seq(1)), (true, Seq(2))] {
        scene.set(|config| config.settings.bell.dismiss_reads = wanted);
        let one = scene.stored("a", 1).await;
        scene.rope.ring(one, false);
        scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Rang)).await;
        let dismissed = Answer { tag: format!("entry:{}", seq.0), deed: Deed::Dismissed, token: None };
        scene.answers.send(dismissed).await.unwrap();
        // What comes back for the next answer says that this one was taken.
        let nothing = Answer { tag: "none".into(), deed: Deed::Opened, token: None };
        scene.answers.send(nothing).await.unwrap();
        while !matches!(scene.clicks.recv().await.unwrap(), Click::Show(_)) {}
    }
    scene.until(async |scene| scene.store.entry(Seq(2)).await.unwrap().unwrap().0.status.read).await;
    assert!(!scene.store.entry(Seq(1)).await.unwrap().unwrap().0.status.read);
}

#[tokio::test(start_paused = true)]
async fn the_button_snoozes_the_feed_for_an_hour_and_that_is_remembered() {
    let mut scene = Scene::new().await;
    let one = scene.stored("a", 1).await;
    scene.rope.ring(one, false);
    scene.until(async |scene| scene.rings().await == [Ring::Rang]).await;
    let pressed = Answer { tag: "entry:1".into(), deed: Deed::Pressed("snooze".into()), token: None };
    scene.answers.send(pressed).await.unwrap();
    let alpha = FeedId::parse("a").unwrap();
    scene.until(async |scene| scene.quiet.snoozed_until(Some(&alpha)).is_some()).await;
    let stored = scene.store.snoozes().await.unwrap();
    assert_eq!(stored, [(Some(alpha.clone()), scene.quiet.snoozed_until(Some(&alpha)).unwrap())]);
}

/// A popup of this tag went by itself, and the bell has heard it.
async fn goes(scene: &mut Scene, tag: &str) {
    let of = |tag: &str, deed| Answer { tag: tag.into(), deed, token: None };
    scene.answers.send(of(tag, Deed::Gone)).await.unwrap();
    // What comes back for the next answer says that this one was taken.
    scene.answers.send(of("none", Deed::Opened)).await.unwrap();
    while !matches!(scene.clicks.recv().await.unwrap(), Click::Show(_)) {}
}

#[tokio::test(start_paused = true)]
async fn a_small_change_opens_no_popup_anew_once_its_own_is_gone() {
    let mut scene = Scene::new().await;
    let card = |moment| move |entry: &mut Entry| (entry.replaces, entry.moment) = (Some("m1".into()), moment);
    let goal = scene.one("a", card(Moment::News)).await;
    scene.rope.ring(goal, false);
    scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Rang)).await;
    // It went and came again while that was said: it is up.
    let up = Remembered { tag: "card:a:m1".into(), id: 2, service: String::new() };
    scene.memory.up.lock().unwrap().push(up);
    goes(&mut scene, "card:a:m1").await;
    let tick = scene.one("a", card(Moment::Minor)).await;
    scene.rope.ring(tick, false);
    scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Updated)).await;
    scene.memory.up.lock().unwrap().clear();
    goes(&mut scene, "card:a:m1").await;
    let tick = scene.one("a", card(Moment::Minor)).await;
    scene.rope.ring(tick, false);
    scene.until(async |scene| scene.rings().await.last() == Some(&Ring::Silent(Silence::Minor))).await;
    assert_eq!(scene.memory.titles(), ["t0", "t1"]);
}

#[tokio::test(start_paused = true)]
async fn a_count_begins_anew_once_its_popup_is_gone() {
    let mut scene = Scene::new().await;
    for _ in 0..2 {
        let many = scene.stored("a", 10).await;
        scene.rope.ring(many, false);
        scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
        goes(&mut scene, "digest:a").await;
        // The buckets fill again.
        scene.pass(60_000).await;
    }
    assert_eq!(
        scene.memory.titles(),
        ["t0", "t1", "t2", "7 more from Alpha", "t10", "t11", "t12", "7 more from Alpha"]
    );
    let sounds: Vec<_> = scene.memory.shown.lock().unwrap().iter().map(|popup| popup.sound).collect();
    assert_eq!((sounds[3], sounds[7]), (Sound::System, Sound::System));
}

#[tokio::test(start_paused = true)]
async fn what_says_the_same_is_counted_though_its_popup_is_gone() {
    let mut scene = Scene::new().await;
    for tag in ["entry:1", "entry:1"] {
        let same = scene.one("a", |entry| entry.title = "Door open".into()).await;
        scene.rope.ring(same, false);
        scene.until(async |scene| !scene.rings().await.contains(&Ring::Pending)).await;
        goes(&mut scene, tag).await;
    }
    assert_eq!(scene.memory.titles(), ["Door open", "Door open (×2)"]);
}
