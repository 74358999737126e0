//! Who asks: passwords and tokens from files and the environment, read anew before each connect, and left nowhere.

use std::{fs, path::Path};

use tidings_tests::{Config, FeedTable, Gate, Script, ScriptedServer, Tidings};

const SECRET: &str = "s3cret-in-a-file";
const NEXT: &str = "s3cret-that-follows";

/// Fails where a secret stands in any file below `folder`, but for the one it belongs in.
fn assert_untold(folder: &Path, secrets: &[&str]) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            assert_untold(&path, secrets);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let found = secrets.iter().find(|secret| bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
        assert_eq!(found, None, "in {}", path.display());
    }
}

#[tokio::test]
async fn each_login_is_sent_as_it_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    // The first line alone is meant.
    fs::write(&file, format!("{SECRET}\nnot this\n")).unwrap();
    let from_file = format!("{{ file = \"{}\" }}", file.display());
    let from_env = "{ env = \"TIDINGS_TEST_SECRET\" }";
    for source in [from_file.as_str(), from_env] {
        let server = ScriptedServer::start(vec![Script::stream().say("data: one\n\n").hold()]);
        let feeds = [
            FeedTable::new("basic", &server.url("/basic"))
                .raw(&format!("basic = {{ user = \"me\", password = {source} }}")),
            FeedTable::new("bearer", &server.url("/bearer")).raw(&format!("bearer = {source}")),
            FeedTable::new("query", &server.url("/query?a=b"))
                .raw(&format!("query = {{ token = {source} }}")),
            FeedTable::new("header", &server.url("/header"))
                .raw(&format!("headers = {{ X-Key = {source} }}")),
        ];
        let tidings = Tidings::with(&Config::of(feeds)).variable("TIDINGS_TEST_SECRET", SECRET);
        let run = tidings.start(&["-vv", "run", "--no-notify"]);
        tidings.titles(4).await;
        let asked = server.requests();
        let sent = |path: &str, header: &str| {
            let request = asked.iter().find(|request| request.path.starts_with(path)).unwrap();
            request.header(header)
        };
        // "me:s3cret-in-a-file"
        assert_eq!(sent("/basic", "authorization").as_deref(), Some("Basic bWU6czNjcmV0LWluLWEtZmlsZQ=="));
        assert_eq!(sent("/bearer", "authorization"), Some(format!("Bearer {SECRET}")));
        assert_eq!(sent("/header", "x-key").as_deref(), Some(SECRET));
        assert!(
            asked.iter().any(|request| request.path == format!("/query?a=b&token={SECRET}")),
            "{asked:#?}"
        );
        run.terminate().await;
        let said = format!("{:?}", run.finish().await);
        assert!(!said.contains(SECRET) && !said.contains("bWU6"), "{said}");
        assert_untold(&tidings.data_dir(), &[SECRET, "bWU6czNjcmV0"]);
    }
}

#[tokio::test]
async fn a_file_is_read_anew_before_each_connect() {
    let folder = tempfile::tempdir().unwrap();
    let (file, gate) = (folder.path().join("token"), Gate::default());
    fs::write(&file, SECRET).unwrap();
    let first = Script::stream().say("retry: 500\n\nid: 1\ndata: one\n\n").until(&gate);
    let server = ScriptedServer::start(vec![first, Script::stream().say("id: 2\ndata: two\n\n").hold()]);
    let feed = FeedTable::new("news", &server.url("/"))
        .raw(&format!("bearer = {{ file = \"{}\" }}", file.display()));
    let tidings = Tidings::with(&Config::of([feed]));
    let run = tidings.start(&["run", "--no-notify"]);
    tidings.titles(1).await;
    fs::write(&file, NEXT).unwrap();
    gate.open();
    tidings.titles(2).await;
    let sent = |n: usize| server.requests()[n].header("authorization");
    assert_eq!((sent(0), sent(1)), (Some(format!("Bearer {SECRET}")), Some(format!("Bearer {NEXT}"))));
    run.terminate().await;
    run.finish().await;
    assert_untold(&tidings.data_dir(), &[SECRET, NEXT]);
}

#[tokio::test]
async fn a_file_that_is_gone_is_named() {
    let server = ScriptedServer::start(vec![Script::stream().hold()]);
    let feed = FeedTable::new("news", &server.url("/")).raw("bearer = { file = \"/nowhere/token\" }");
    let tidings = Tidings::with(&Config::of([feed]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["news", "/nowhere/token"]).await;
    assert_eq!(server.requests().len(), 0);
}
