//! The exit codes are a contract: 0 done, 1 failed, 2 wrong usage, 3 refused for good, 4 could not connect with --no-reconnect.

use std::fs;

use tidings_tests::{Refusing, Script, ScriptedServer, Tidings};

#[tokio::test]
async fn zero_for_done() {
    let server = ScriptedServer::start(vec![Script::stream().say("data: x\n\n").hold()]);
    let tidings = Tidings::new();
    let url = server.url("/");
    for arguments in
        [&["watch", &url, "--count", "1"][..], &["watch", &url, "--for", "1"], &["--version"], &["--help"]]
    {
        let finished = tidings.finish(arguments).await;
        assert_eq!(finished.code, Some(0), "{arguments:?}: {finished:#?}");
    }
}

#[tokio::test]
async fn one_for_failed() {
    let tidings = Tidings::new();
    tidings.write_config("[feeds.a]\nurl = 3\n");
    for arguments in [&["feeds", "list"][..], &["feeds", "add", "http://127.0.0.1:9/x"], &["watch", "a"]] {
        tidings.finish(arguments).await.expect(1, &["line 2"]);
    }
    assert_eq!(tidings.read_config(), "[feeds.a]\nurl = 3\n", "a broken file is left alone");
}

#[tokio::test]
async fn two_for_wrong_usage() {
    let tidings = Tidings::new();
    let wrong: [&[&str]; 11] = [
        &[],
        &["wach"],
        &["watch"],
        &["watch", "http://127.0.0.1:9/", "--count", "many"],
        &["watch", "http://127.0.0.1:9/", "--header", "no colon"],
        &["watch", "http://127.0.0.1:9/", "--header", ": no name s3cret"],
        &["watch", "http://127.0.0.1:9/", "--header", "X A: s3cret"],
        &["watch", "http://127.0.0.1:9/", "--header", "X-A: s3cret\r\nX-B: c"],
        &["watch", "http://127.0.0.1:9/", "--format", "nonsense"],
        &["history", "--since", "the other day"],
        &["feeds", "frobnicate"],
    ];
    for arguments in wrong {
        let finished = tidings.finish(arguments).await;
        assert_eq!(finished.code, Some(2), "{arguments:?}: {finished:#?}");
        assert!(!finished.stderr.contains("s3cret"), "{finished:#?}");
        assert!(!finished.stderr.is_empty() && finished.stdout.is_empty(), "{arguments:?}: {finished:#?}");
    }
    assert!(!fs::exists(tidings.config_path()).unwrap(), "nothing was configured by mistake");
}

#[tokio::test]
async fn three_for_refused_for_good() {
    for answer in [
        Script::answer(404, "text/plain", "no"),
        Script::answer(200, "text/html", "<html>"),
        Script::default().say("HTTP/1.1 204 No Content\r\n\r\n"),
    ] {
        let server = ScriptedServer::start(vec![answer]);
        let url = server.url("/");
        for more in [&[][..], &["--no-reconnect"]] {
            let finished = Tidings::new().finish(&[&["watch", &url, "--json"], more].concat()).await;
            assert_eq!(finished.code, Some(3), "{more:?}: {finished:#?}");
        }
        assert_eq!(server.requests().len(), 2, "a refusal for good is not asked again");
    }
}

#[tokio::test]
async fn four_for_no_connection() {
    let nobody = Refusing::new();
    let failing = ScriptedServer::start(vec![Script::answer(503, "text/plain", "later")]);
    for url in [nobody.url("/"), failing.url("/"), "http://nobody.invalid/".to_owned()] {
        let finished = Tidings::new().finish(&["watch", &url, "--json", "--no-reconnect"]).await;
        assert_eq!(finished.code, Some(4), "{url}: {finished:#?}");
    }
    assert_eq!(failing.requests().len(), 1);
}

#[tokio::test]
async fn flags_name_the_places_before_the_environment_does() {
    let (tidings, other) = (Tidings::new(), Tidings::new());
    let (config, data) = (other.config_path().display().to_string(), other.data_dir().display().to_string());
    let add = ["--config", &config, "--data-dir", &data, "feeds", "add", "http://127.0.0.1:9/x"];
    assert_eq!(tidings.finish(&add).await.code, Some(0));
    assert!(other.read_config().contains("127.0.0.1:9"));
    assert!(!fs::exists(tidings.config_path()).unwrap());
}
