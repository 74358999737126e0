//! A service that is missing, slow, frozen, refusing or crashing.

use crate::bus::{kill_bus, revive_bus, under_private_bus};
use crate::fake::{Fake, Mood};
use crate::support::{SOON, answer, desktop, desktop_with_timeout, eventually, next, notification};
use std::time::Duration;
use tidings_notifier::{Answer, Deed, Notifier};
use tokio::time::Instant;

const RICH: &[&str] = &["actions", "body", "body-markup"];

#[test]
fn without_a_service_it_says_so_and_rings_when_one_comes() {
    under_private_bus("faults::without_a_service_it_says_so_and_rings_when_one_comes", async || {
        let (desktop, _answers) = desktop();
        let silent = desktop.show(notification("1")).await.unwrap_err();
        assert_eq!(silent.reason, "No notification service is running.");
        assert_eq!(desktop.server().await.unwrap_err().reason, silent.reason);
        let mut fake = Fake::start(RICH).await;
        desktop.show(notification("1")).await.unwrap();
        assert_eq!(next(&mut fake.notified).await.summary, "Title 1");
    });
}

#[test]
fn without_a_bus_it_says_so() {
    under_private_bus("faults::without_a_bus_it_says_so", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("1")).await.unwrap();
        next(&mut fake.notified).await;
        kill_bus();
        eventually("the bus is known to be gone", async || {
            let silent = desktop.show(notification("2")).await.unwrap_err();
            silent.reason.starts_with("There is no session bus")
        })
        .await;
        assert!(desktop.server().await.unwrap_err().reason.starts_with("There is no session bus"));
    });
}

#[test]
fn a_frozen_service_costs_the_timeout_and_no_more() {
    under_private_bus("faults::a_frozen_service_costs_the_timeout_and_no_more", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop_with_timeout(Duration::from_millis(400));
        desktop.show(notification("0")).await.unwrap();
        assert_eq!(next(&mut fake.notified).await.summary, "Title 0");
        fake.become_(Mood::Frozen);
        let begun = Instant::now();
        let silent = desktop.show(notification("1")).await.unwrap_err();
        assert!(silent.reason.contains("did not answer within 0.4 seconds"), "{silent}");
        assert!(desktop.server().await.unwrap_err().reason.contains("did not answer"));
        desktop.withdraw("0").await;
        let waited = begun.elapsed();
        assert!(waited >= Duration::from_millis(800) && waited < Duration::from_secs(5), "{waited:?}");
        fake.become_(Mood::Answers);
        desktop.show(notification("2")).await.unwrap();
        // What it was sent while frozen may come late; what was asked after it thawed must come.
        while next(&mut fake.notified).await.summary != "Title 2" {}
    });
}

/// What is shown late is up: its click is heard, it is changed in place, and it can be taken down.
#[test]
fn what_a_service_shows_when_it_thaws_is_known() {
    under_private_bus("faults::what_a_service_shows_when_it_thaws_is_known", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop_with_timeout(Duration::from_millis(400));
        desktop.show(notification("0")).await.unwrap();
        next(&mut fake.notified).await;
        fake.become_(Mood::Frozen);
        desktop.show(notification("1")).await.unwrap_err();
        fake.become_(Mood::Answers);
        let late = next(&mut fake.notified).await;
        assert_eq!(answer(&mut answers).await, Answer { tag: "1".into(), deed: Deed::Shown, token: None });
        desktop.show(notification("1")).await.unwrap();
        assert_eq!(next(&mut fake.notified).await.replaces, late.id);
        fake.click(late.id, "default").await;
        assert_eq!(answer(&mut answers).await, Answer { tag: "1".into(), deed: Deed::Opened, token: None });
        desktop.withdraw("1").await;
        assert_eq!(next(&mut fake.closed).await, late.id);
    });
}

#[test]
fn a_service_frozen_from_the_start_is_no_worse() {
    under_private_bus("faults::a_service_frozen_from_the_start_is_no_worse", async || {
        let fake = Fake::start(RICH).await;
        fake.become_(Mood::Frozen);
        let (desktop, _answers) = desktop_with_timeout(Duration::from_millis(300));
        assert!(desktop.show(notification("1")).await.unwrap_err().reason.contains("did not answer"));
        fake.become_(Mood::Answers);
        desktop.show(notification("2")).await.unwrap();
    });
}

#[test]
fn behind_a_frozen_service_the_queue_is_bounded_and_empties_in_time() {
    under_private_bus(
        "faults::behind_a_frozen_service_the_queue_is_bounded_and_empties_in_time",
        async || {
            let mut fake = Fake::start(RICH).await;
            let (desktop, _answers) = desktop_with_timeout(Duration::from_millis(500));
            desktop.server().await.unwrap();
            fake.become_(Mood::Frozen);
            let begun = Instant::now();
            let calls = (0..200).map(|n| desktop.show(notification(&n.to_string())));
            let outcomes = futures_util::future::join_all(calls).await;
            assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
            let slow = outcomes
                .iter()
                .filter(|it| it.as_ref().is_err_and(|it| it.reason.contains("too slow")))
                .count();
            let hung = outcomes
                .iter()
                .filter(|it| it.as_ref().is_err_and(|it| it.reason.contains("not answer")))
                .count();
            // 100 places, and the one the notifier may have in hand already.
            assert!((99..=100).contains(&slow) && slow + hung == 200, "{slow} too slow, {hung} hung");
            fake.become_(Mood::Answers);
            desktop.show(notification("after")).await.unwrap();
            let mut late = 0;
            while next(&mut fake.notified).await.summary != "Title after" {
                late += 1;
            }
            assert!(late <= 1, "{late} were rung after their caller had been told that they were not");
        },
    );
}

#[test]
fn a_slow_service_is_waited_for() {
    under_private_bus("faults::a_slow_service_is_waited_for", async || {
        let mut fake = Fake::start(RICH).await;
        fake.become_(Mood::Slow(300));
        let (desktop, _answers) = desktop();
        desktop.show(notification("1")).await.unwrap();
        desktop.show(notification("2")).await.unwrap();
        assert_eq!(next(&mut fake.notified).await.summary, "Title 1");
        assert_eq!(next(&mut fake.notified).await.summary, "Title 2");
    });
}

#[test]
fn a_refusal_is_put_in_words() {
    under_private_bus("faults::a_refusal_is_put_in_words", async || {
        let mut fake = Fake::start(RICH).await;
        fake.become_(Mood::Refuses);
        let (desktop, _answers) = desktop();
        let silent = desktop.show(notification("1")).await.unwrap_err();
        assert!(silent.reason.contains("too many came in a short time"), "{silent}");
        fake.become_(Mood::Answers);
        desktop.show(notification("2")).await.unwrap();
        assert_eq!(next(&mut fake.notified).await.summary, "Title 2");
        assert_eq!(fake.capabilities_asked(), 2, "after an error the service is asked anew");
    });
}

#[test]
fn a_crash_mid_call_is_told_apart_and_the_next_service_starts_clean() {
    under_private_bus(
        "faults::a_crash_mid_call_is_told_apart_and_the_next_service_starts_clean",
        async || {
            let (desktop, _answers) = desktop();
            for _ in 0..100 {
                let mut fake = Fake::start(RICH).await;
                desktop.show(notification("kept")).await.unwrap();
                assert_eq!(next(&mut fake.notified).await.replaces, 0, "the id is of the service before");
                fake.become_(Mood::Frozen);
                let (silent, ()) = tokio::join!(desktop.show(notification("cut")), async {
                    fake.notified_times(2).await;
                    fake.crash().await;
                });
                assert_eq!(silent.unwrap_err().reason, "The notification service ended while it was asked.");
            }
        },
    );
}

#[test]
fn another_service_is_asked_what_it_can_do() {
    under_private_bus("faults::another_service_is_asked_what_it_can_do", async || {
        let mut rich = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("1")).await.unwrap();
        assert!(next(&mut rich.notified).await.body.contains("&amp;"));
        rich.crash().await;
        let mut poor = Fake::start(&["body"]).await;
        eventually("the new service's capabilities are known", async || {
            desktop.show(notification("1")).await.unwrap();
            next(&mut poor.notified).await.actions.is_empty()
        })
        .await;
    });
}

#[test]
fn no_call_takes_more_than_five_seconds() {
    under_private_bus("faults::no_call_takes_more_than_five_seconds", async || {
        let fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.show(notification("up")).await.unwrap();
        fake.become_(Mood::Frozen);
        // Behind each other, and more than the queue holds.
        let calls = async {
            let shows = (0..300).map(|n| desktop.show(notification(&n.to_string())));
            futures_util::future::join_all(shows).await.iter().all(Result::is_err)
        };
        let begun = Instant::now();
        let (shown, (), server, peace, up) = tokio::join!(
            calls,
            desktop.withdraw("up"),
            desktop.server(),
            desktop.do_not_disturb(),
            desktop.up()
        );
        // The calls end at five seconds; the half is for a machine that is busy with other tests.
        let waited = begun.elapsed();
        assert!(waited < tidings_notifier::CALL_TIMEOUT + Duration::from_millis(500), "{waited:?}");
        assert!(shown && server.is_err() && !peace && up.is_empty());
    });
}

#[test]
fn a_service_that_comes_is_told_at_once() {
    under_private_bus("faults::a_service_that_comes_is_told_at_once", async || {
        let (desktop, _answers) = desktop();
        let mut comings = desktop.comings().unwrap();
        assert!(desktop.server().await.is_err());
        for _ in 0..20 {
            let fake = Fake::start(RICH).await;
            let told = tokio::time::timeout(Duration::from_secs(1), comings.recv()).await;
            assert_eq!(told, Ok(Some(())));
            desktop.show(notification("1")).await.unwrap();
            fake.crash().await;
            eventually("the service is known to be gone", async || {
                desktop.show(notification("2")).await.is_err()
            })
            .await;
        }
    });
}

/// Under a service that takes three seconds for each, nothing is shown twice and nothing is said to have failed that was shown.
#[test]
fn a_service_of_three_seconds_shows_each_once() {
    under_private_bus("faults::a_service_of_three_seconds_shows_each_once", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.server().await.unwrap();
        fake.become_(Mood::Slow(3_000));
        // The second waits for the first, and its time is up before its turn ends.
        let (one, two) = (notification("1"), notification("2"));
        let (first, second) = tokio::join!(desktop.show(one), desktop.show(two));
        assert!(first.is_ok(), "{first:?}");
        let silent = second.unwrap_err();
        assert!(silent.reason.contains("did not answer") && !silent.later, "{silent}");
        assert_eq!(next(&mut fake.notified).await.summary, "Title 1");
        fake.become_(Mood::Answers);
        desktop.show(notification("3")).await.unwrap();
        assert_eq!(*fake.seen.notifies.borrow(), 3);
    });
}

/// What it showed went with it, and the bell is told.
#[test]
fn with_the_service_go_its_popups() {
    under_private_bus("faults::with_the_service_go_its_popups", async || {
        let fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        desktop.show(notification("1")).await.unwrap();
        desktop.show(notification("2")).await.unwrap();
        fake.crash().await;
        for tag in ["1", "2"] {
            assert_eq!(
                answer(&mut answers).await,
                Answer { tag: tag.to_owned(), deed: Deed::Gone, token: None }
            );
        }
        assert!(desktop.up().await.is_empty());
    });
}

/// Nobody says that there is a bus again: it is looked for.
#[test]
fn a_bus_that_comes_back_is_found() {
    under_private_bus("faults::a_bus_that_comes_back_is_found", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, mut answers) = desktop();
        let mut comings = desktop.comings().unwrap();
        desktop.show(notification("1")).await.unwrap();
        next(&mut fake.notified).await;
        kill_bus();
        assert_eq!(answer(&mut answers).await.deed, Deed::Gone);
        let bus = revive_bus();
        let mut fake = Fake::start(RICH).await;
        // Twice at most: for the bus, and for the service on it.
        assert_eq!(tokio::time::timeout(SOON, comings.recv()).await, Ok(Some(())));
        eventually("a popup gets through", async || desktop.show(notification("1")).await.is_ok()).await;
        assert_eq!(next(&mut fake.notified).await.replaces, 0, "the id is of the bus before");
        drop(bus);
    });
}

/// Peace does not seem to be over because a call failed, or because the service was restarted.
#[test]
fn the_wish_for_peace_outlasts_a_failure() {
    under_private_bus("faults::the_wish_for_peace_outlasts_a_failure", async || {
        let fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop();
        desktop.server().await.unwrap();
        fake.inhibit(true).await;
        fake.become_(Mood::Refuses);
        assert!(desktop.show(notification("1")).await.is_err());
        assert!(desktop.do_not_disturb().await);
        fake.crash().await;
        let fake = Fake::start(RICH).await;
        fake.inhibit(true).await;
        assert!(desktop.do_not_disturb().await);
    });
}
