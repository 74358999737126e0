//! The streams of `tests/fixtures/sse` over a real socket, through `tidings watch --raw --json`: whole, and a byte at a time.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tidings_tests::{Request, Script, Server, Tidings};
use tokio::{io::AsyncWriteExt, task::JoinSet};

/// Commands at work at a time.
const BESIDE: usize = 8;
/// Longer streams are not sent byte by byte: what is cut there is cut in the crate's own tests.
const SHORT: usize = 2048;

#[tokio::test]
async fn every_fixture_is_printed_as_it_should_be() {
    let server = Server::start(|_, request: Request, mut stream| async move {
        let (how, name) = request.path.trim_start_matches('/').split_once('/').unwrap();
        let bytes = fs::read(folder().join(name).with_extension("sse")).unwrap();
        let size = if how == "bytes" { 1 } else { bytes.len().max(1) };
        let _ = stream.set_nodelay(true);
        let _ = stream.write_all(&Script::stream().bytes()).await;
        for piece in bytes.chunks(size) {
            // A client that has left cannot be told: what it printed is compared.
            let _ = stream.write_all(piece).await;
            tokio::task::yield_now().await;
        }
        let _ = stream.shutdown().await;
    });
    let mut waiting: Vec<_> = streams().into_iter().map(|path| (server.url("/"), path)).collect();
    assert!(waiting.len() >= 80, "only {} fixtures were found", waiting.len());
    let mut at_work = JoinSet::new();
    while !(waiting.is_empty() && at_work.is_empty()) {
        while at_work.len() < BESIDE
            && let Some((url, path)) = waiting.pop()
        {
            at_work.spawn(async move { printed(&url, &path).await });
        }
        at_work.join_next().await.unwrap().unwrap();
    }
}

async fn printed(url: &str, path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let expected: Vec<Value> = fs::read_to_string(path.with_extension("ndjson"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let short = fs::metadata(path).unwrap().len() < SHORT as u64;
    for how in if short { &["whole", "bytes"][..] } else { &["whole"] } {
        let address = format!("{url}{how}/{name}");
        let finished = Tidings::new().finish(&["watch", &address, "--raw", "--json", "--no-reconnect"]).await;
        assert_eq!(finished.json_lines(), expected, "{name}, {how}: {}", finished.stderr);
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sse")
}

fn streams() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|end| end == "sse")).collect()
}
