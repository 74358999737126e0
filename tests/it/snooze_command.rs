//! `tidings snooze`, `tidings feeds level`, and what `tidings history` says of what they hold back.

use tidings_tests::{Bus, Config, FeedTable, ReplayHub, Tidings, until};

#[tokio::test]
async fn a_snooze_holds_the_bell_until_it_ends_and_the_history_says_how_many_wait() {
    let (bus, hub) = (Bus::start().await, ReplayHub::start());
    let service = bus.serve().await;
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let tidings = tidings.variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    tidings.finish(&["snooze", "--for", "1h"]).await.expect(0, &["all feeds until"]);

    let run = tidings.start(&["run"]);
    hub.request(0).await;
    hub.publish("hello");
    assert_eq!(tidings.titles(1).await, ["hello"]);
    run.terminate().await;
    run.finish().await.expect(0, &[]);

    let history = tidings.finish(&["history"]).await;
    history.expect(0, &["not rung yet: 1 of hub until the end of a snooze."]);
    assert!(!history.stdout.contains("not rung"), "{history:#?}");
    assert_eq!(tidings.finish(&["history", "-q"]).await.stderr, "");
    assert_eq!(service.shown().len(), 0);

    tidings.finish(&["snooze", "--end"]).await.expect(0, &["no longer snoozed"]);
    let run = tidings.start(&["run"]);
    assert_eq!(service.shown_at_least(1).await.len(), 1);
    until("the ring is recorded", async || {
        (!tidings.finish(&["history"]).await.stderr.contains("not rung")).then_some(())
    })
    .await;
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_snooze_reaches_the_run_that_goes_on() {
    let (bus, hub) = (Bus::start().await, ReplayHub::start());
    let service = bus.serve().await;
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let tidings = tidings.variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let run = tidings.start(&["run"]);
    hub.request(0).await;
    hub.publish("one");
    service.shown_at_least(1).await;

    tidings.finish(&["snooze", "hub", "--for", "1h"]).await.expect(0, &["hub until"]);
    hub.publish("two");
    until("what comes is held back", async || {
        let said = tidings.finish(&["history"]).await.stderr;
        said.contains("1 of hub until the end of a snooze").then_some(())
    })
    .await;
    assert_eq!(service.shown().len(), 1);

    tidings.finish(&["snooze", "hub", "--end"]).await.expect(0, &["no longer snoozed"]);
    assert_eq!(service.shown_at_least(2).await[1].summary, "two");
    run.terminate().await;
    run.finish().await.expect(0, &[]);
}

#[tokio::test]
async fn a_snooze_is_told_and_what_is_no_time_is_refused() {
    let tidings = Tidings::with(&Config::of([FeedTable::new("match", "http://127.0.0.1:9/")]));
    tidings.finish(&["snooze"]).await.expect(0, &["Nothing is snoozed"]);
    tidings.finish(&["snooze", "match", "--until", "2999-01-01T08:00:00Z"]).await.expect(0, &["match until"]);
    let told = tidings.finish(&["snooze"]).await;
    assert_eq!((told.code, &*told.stdout), (Some(0), "match  2999-01-01T08:00:00.000Z"), "{told:#?}");
    for (arguments, word) in [
        (["snooze", "--for", "soon"], "soon"),
        (["snooze", "--until", "2020-01-01"], "past"),
        (["snooze", "nobody", "--end"], "nobody"),
    ] {
        let refused = tidings.finish(&arguments).await;
        assert!(refused.code.is_some_and(|code| code == 1 || code == 2), "{refused:#?}");
        assert!(refused.stderr.contains(word), "{refused:#?}");
    }
    let both = tidings.finish(&["snooze", "--for", "1h", "--end"]).await;
    assert_eq!(both.code, Some(2), "{both:#?}");
}

#[tokio::test]
async fn a_level_is_given_to_all_named_feeds_or_to_none() {
    let feed = |id| FeedTable::new(id, "http://127.0.0.1:9/");
    let tidings = Tidings::with(&Config::of([feed("one"), feed("two"), feed("three")]));
    tidings.finish(&["feeds", "level", "never", "one", "three"]).await.expect(0, &[]);
    let listed = tidings.finish(&["feeds", "list", "--json"]).await;
    let levels: Vec<_> = listed.json_lines().iter().map(|line| line["notify"].clone()).collect();
    assert_eq!(levels, ["never", "always", "never"]);
    let before = tidings.read_config();
    let refused = tidings.finish(&["feeds", "level", "urgent", "two", "nobody"]).await;
    assert!(refused.code == Some(1) && refused.stderr.contains("nobody"), "{refused:#?}");
    assert_eq!(tidings.read_config(), before);
}
