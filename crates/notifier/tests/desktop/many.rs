//! Ten thousand notifications: what the first ones cost is what all cost.

use crate::bus::{under_private_bus, under_private_bus_for};
use crate::fake::{Fake, Mood};
use crate::support::{desktop_with_timeout, eventually, files, next, notification, threads};
use std::collections::HashSet;
use std::time::Duration;
use tidings_notifier::{Desktop, Notifier};

const ALL: usize = 10_000;
/// What is asked for at one time: less than the queue holds.
const BATCH: usize = 50;
/// It is counted here, not timed.
const PATIENCE: Duration = Duration::from_secs(600);
/// Without pictures: in a debug build their bytes alone would take most of the time.
const RICH: &[&str] = &["actions", "body", "body-markup"];

async fn batch(desktop: &Desktop, first: usize) -> usize {
    let calls = (first..first + BATCH).map(|n| desktop.show(notification(&n.to_string())));
    futures_util::future::join_all(calls).await.iter().filter(|outcome| outcome.is_ok()).count()
}

#[test]
fn ten_thousand_cost_no_thread_no_file_and_no_connection_more() {
    let test = "many::ten_thousand_cost_no_thread_no_file_and_no_connection_more";
    under_private_bus_for(PATIENCE, test, async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop_with_timeout(PATIENCE);
        desktop.show(notification("first")).await.unwrap();
        let mut senders = HashSet::from([next(&mut fake.notified).await.sender]);
        let (threads_before, files_before) = (threads(), files());
        let connections = fake.connections().await;
        for first in (0..ALL).step_by(BATCH) {
            assert_eq!(batch(&desktop, first).await, BATCH);
            for _ in 0..BATCH {
                senders.insert(next(&mut fake.notified).await.sender);
            }
            let now = (threads(), files(), fake.connections().await);
            assert_eq!(now, (threads_before, files_before, connections), "after {first}");
        }
        assert_eq!(senders.len(), 1, "one connection for all");
        assert_eq!(desktop.up().await.len(), 256, "the newest are remembered");
    });
}

/// The same while the service refuses, hangs and answers by turns.
#[test]
fn a_bad_service_leaves_nothing_behind() {
    under_private_bus("many::a_bad_service_leaves_nothing_behind", async || {
        let mut fake = Fake::start(RICH).await;
        let (desktop, _answers) = desktop_with_timeout(Duration::from_millis(100));
        desktop.show(notification("first")).await.unwrap();
        next(&mut fake.notified).await;
        let (threads_before, files_before) = (threads(), files());
        let connections = fake.connections().await;
        for turn in 0..30 {
            fake.become_([Mood::Refuses, Mood::Frozen, Mood::Answers][turn % 3]);
            batch(&desktop, turn * BATCH).await;
        }
        fake.become_(Mood::Answers);
        eventually("it answers again", async || desktop.server().await.is_ok()).await;
        let now = (threads(), files(), fake.connections().await);
        assert_eq!(now, (threads_before, files_before, connections));
    });
}
