//! `tidings feeds`: the configured feeds, listed and changed; comments stay.

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

const MINE: &str = "# my feeds\n\n[bell]\nenabled = true # loud\n\n# the match\n[feeds.match]\nname = \"Match\"\n\
                    url = \"http://127.0.0.1:9/match\" # the live one\n";

fn mine() -> Tidings {
    let tidings = Tidings::new();
    tidings.write_config(MINE);
    tidings
}

#[tokio::test]
async fn list_shows_what_is_configured() {
    let tidings = mine();
    let finished = tidings.finish(&["feeds", "list"]).await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    for word in ["match", "Match", "http://127.0.0.1:9/match"] {
        assert!(finished.stdout.contains(word), "{finished:#?}");
    }
    Tidings::new().finish(&["feeds", "list"]).await.expect(0, &[]);
}

#[tokio::test]
async fn add_keeps_the_comments_and_what_it_adds_works() {
    let hub = ReplayHub::start();
    let tidings = mine();
    tidings.finish(&["feeds", "add", &hub.url("/news"), "--name", "World News"]).await.expect(0, &[]);
    let after = tidings.read_config();
    assert!(after.starts_with(MINE), "{after}");
    assert!(after.contains("[feeds.world-news]") && after.contains(&hub.url("/news")), "{after}");
    hub.publish("hello");
    let finished = tidings.finish(&["watch", "world-news", "--json", "--count", "1"]).await;
    assert_eq!(finished.json_lines()[0]["title"], "hello", "{finished:#?}");
}

#[tokio::test]
async fn add_makes_the_file_where_there_is_none() {
    let tidings = Tidings::new();
    tidings.finish(&["feeds", "add", "http://127.0.0.1:9/x"]).await.expect(0, &[]);
    assert!(tidings.read_config().contains("http://127.0.0.1:9/x"));
}

#[tokio::test]
async fn disable_and_enable_change_one_word() {
    let tidings = mine();
    tidings.finish(&["feeds", "disable", "match"]).await.expect(0, &[]);
    let off = tidings.read_config();
    assert!(off.contains("enabled = false"), "{off}");
    let rest: String =
        off.lines().filter(|line| *line != "enabled = false").map(|line| format!("{line}\n")).collect();
    assert_eq!(rest, MINE);
    tidings.finish(&["feeds", "enable", "match"]).await.expect(0, &[]);
    assert!(!tidings.read_config().contains("enabled = false"));
}

#[tokio::test]
async fn remove_takes_the_feed_and_leaves_the_rest() {
    let tidings = mine();
    tidings.finish(&["feeds", "remove", "match"]).await.expect(0, &[]);
    let after = tidings.read_config();
    assert!(!after.contains("[feeds.match]") && after.contains("enabled = true # loud"), "{after}");
}

#[tokio::test]
async fn a_feed_that_is_not_there_is_named() {
    let tidings = mine();
    for verb in ["remove", "enable", "disable"] {
        let finished = tidings.finish(&["feeds", verb, "nobody"]).await;
        assert!(finished.code.is_some_and(|code| code == 1 || code == 2), "{finished:#?}");
        assert!(finished.stderr.contains("nobody"), "{finished:#?}");
    }
    assert_eq!(tidings.read_config(), MINE);
}

#[tokio::test]
async fn what_is_exported_can_be_imported_elsewhere() {
    let tidings = mine();
    tidings
        .finish(&["feeds", "add", "http://127.0.0.1:9/second", "--name", "Second & last"])
        .await
        .expect(0, &[]);
    let exported = tidings.finish(&["feeds", "export"]).await;
    assert_eq!(exported.code, Some(0), "{exported:#?}");
    let other = Tidings::new();
    let file = other.config_path().with_file_name("exported");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, &exported.stdout).unwrap();
    other.finish(&["feeds", "import", &file.display().to_string()]).await.expect(0, &[]);
    let config = other.read_config();
    for word in ["http://127.0.0.1:9/match", "http://127.0.0.1:9/second", "Second & last"] {
        assert!(config.contains(word), "{config}");
    }
    // A second time changes nothing: they are there already.
    let again = other.finish(&["feeds", "import", &file.display().to_string()]).await;
    assert_eq!((again.code, other.read_config()), (Some(0), config), "{again:#?}");
}

#[tokio::test]
async fn what_is_imported_names_no_secret_of_this_machine() {
    let tidings = mine();
    let theirs = tidings.config_path().with_file_name("theirs");
    let text = "[feeds.match]\nurl = \"HTTP://127.0.0.1:9/a/../match\"\n\n[feeds.trap]\nurl = \"http://127.0.0.1:9/trap\"\n\
                headers = { Authorization = { env = \"HOME\" }, X-Plain = \"kept\", X-Key = { file = \"/etc/passwd\" } }\n";
    std::fs::write(&theirs, text).unwrap();
    let finished = tidings.finish(&["feeds", "import", &theirs.display().to_string()]).await;
    finished.expect(0, &["trap", "Authorization", "X-Key", "left out", "1 added, 1 here already"]);
    let config = tidings.read_config();
    assert!(config.contains("[feeds.trap]") && config.contains("kept"), "{config}");
    assert!(!config.contains("HOME") && !config.contains("passwd"), "{config}");
    let quiet = tidings.finish(&["feeds", "import", "-q", &theirs.display().to_string()]).await;
    assert_eq!((quiet.code, &*quiet.stderr), (Some(0), ""), "{quiet:#?}");
}

#[tokio::test]
async fn commands_at_once_all_have_their_way() {
    let tidings = mine();
    let addresses = (0..12).map(|n| format!("http://127.0.0.1:9/feed/{n}")).collect::<Vec<_>>();
    let running: Vec<_> =
        addresses.iter().map(|url| tidings.start(&["feeds", "add", url, "--name", "One of many"])).collect();
    for command in running {
        command.finish().await.expect(0, &[]);
    }
    let config = tidings.read_config();
    assert!(addresses.iter().all(|url| config.contains(url)), "{config}");
    let files = std::fs::read_dir(tidings.config_path().parent().unwrap()).unwrap().flatten();
    let ours = |file: &std::fs::DirEntry| file.file_name().to_string_lossy().contains("toml");
    assert_eq!(files.filter(ours).count(), 1, "no litter");
}

#[tokio::test]
async fn export_into_a_closed_pipe_is_no_failure() {
    let tidings = mine();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let child =
        tidings.command(&["feeds", "export"]).stdout(writer).stderr(std::process::Stdio::piped()).spawn();
    let output = child.unwrap().wait_with_output().await.unwrap();
    assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stderr)), (Some(0), ""));
}

#[tokio::test]
async fn check_tells_the_feeds_that_work_from_those_that_do_not() {
    let hub = ReplayHub::start();
    hub.publish("hello");
    let feeds =
        [FeedTable::new("good", &hub.url("/")), FeedTable::new("bad", "http://no-such-host.invalid/")];
    let tidings = Tidings::with(&Config::of(feeds));
    let finished = tidings.finish(&["feeds", "check"]).await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    let said = format!("{}{}", finished.stdout, finished.stderr);
    assert!(said.contains("good") && said.contains("no-such-host.invalid"), "{finished:#?}");
    let one = tidings.finish(&["feeds", "check", "good"]).await;
    assert_eq!(one.code, Some(0), "{one:#?}");
}
