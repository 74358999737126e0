//! What people do with the popups.

use tidings_model::Shown;
use tidings_notifier::{Answer, Deed};

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
    while scene.changes.recv().await.unwrap() != Change::Show(shown.clone()) {}
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
        while !matches!(scene.changes.recv().await.unwrap(), Change::Show(_)) {}
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
