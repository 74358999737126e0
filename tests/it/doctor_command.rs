//! `tidings doctor`: what works here, what does not, and nothing that is secret.

use tidings_tests::{Bus, Config, FeedTable, Refusing, ReplayHub, Tidings};

#[tokio::test]
async fn where_all_is_well_it_says_so() {
    let (bus, hub) = (Bus::start().await, ReplayHub::start());
    let service = bus.serve().await;
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let tidings = tidings.variable("DBUS_SESSION_BUS_ADDRESS", bus.address());
    let finished = tidings.finish(&["doctor"]).await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    let config = tidings.config_path().display().to_string();
    for word in [
        config.as_str(),
        "remembering 1",
        "actions, body, body-markup, icon-static, persistence",
        "a test was rung",
        "hub",
    ] {
        assert!(finished.stdout.contains(word), "{word}: {finished:#?}");
    }
    assert_eq!(service.shown().len(), 1, "it rings once, for trying");
    let silent = tidings.finish(&["doctor", "--no-ring"]).await;
    assert!(silent.code == Some(0) && !silent.stdout.contains("was rung"), "{silent:#?}");
    assert_eq!(service.shown().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_no_secret_shown() {
    let nobody = Refusing::new();
    let headers = "headers = { Authorization = { env = \"TIDINGS_TEST_TOKEN\" }, X-Other = { env = \"TIDINGS_TEST_NONE\" } }";
    let feed = FeedTable::new("locked", &nobody.url("/x?token=s3cret")).raw(headers);
    let tidings = Tidings::with(&Config::of([feed])).variable("TIDINGS_TEST_TOKEN", "Bearer s3cret");
    let finished = tidings.finish(&["-vv", "doctor"]).await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    for word in ["notifications", "locked", "TIDINGS_TEST_NONE"] {
        assert!(finished.stdout.contains(word), "{word}: {finished:#?}");
    }
    assert!(!finished.stderr.contains("s3cret"), "{finished:#?}");
    assert!(!finished.stdout.contains("Bearer"), "{finished:#?}");
}

#[tokio::test]
async fn a_broken_configuration_and_a_data_directory_in_use_are_told() {
    let hub = ReplayHub::start();
    let tidings = Tidings::with(&Config::of([FeedTable::new("hub", &hub.url("/"))]));
    let run = tidings.start(&["run", "--no-notify"]);
    hub.request(0).await;
    tidings.write_config("[feeds.hub]\nurl = 7\n");
    let finished = tidings.finish(&["doctor", "--no-ring"]).await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    for word in ["line 2", &format!("{}", run.id())] {
        assert!(finished.stdout.contains(word), "{word}: {finished:#?}");
    }
}
