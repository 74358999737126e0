#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tidings_store::Hold;

use crate::support::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Run by the test below in a process whose umask lets everyone in.
#[tokio::test]
async fn child_makes_a_store() {
    #[expect(clippy::disallowed_methods, reason = "a test tells its child where to work")]
    let Some(dir) = std::env::var_os("STORE_MODES_DIR") else { return };
    let data = Path::new(&dir).join("share").join("tidings");
    let _hold = Hold::take(&data, "test").unwrap();
    let store = open(&data);
    put_one(&store, own("a")).await;
    let files: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    for name in ["tidings.db", "tidings.db-wal", "tidings.db-shm", "tidings.lock", "tidings.holder"] {
        assert!(files.contains(&data.join(name)), "{name} is missing");
    }
    assert!(files.iter().all(|path| mode(path) == 0o600), "{files:?}");
    assert_eq!(mode(&data), 0o700);
}

#[test]
fn nobody_else_reads_the_files_whatever_the_umask() {
    let dir = tempfile::tempdir().unwrap();
    let status = Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" --exact modes::child_makes_a_store"])
        .arg(std::env::current_exe().unwrap())
        .env("STORE_MODES_DIR", dir.path())
        .status()
        .unwrap();
    assert!(status.success());
    assert!(dir.path().join("share/tidings/tidings.db").exists());
}

#[tokio::test]
async fn files_that_were_open_to_others_are_closed_to_them() {
    let (dir, store) = fresh();
    store.close().await;
    let path = dir.path().join("tidings.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    open(dir.path());
    assert_eq!(mode(&path), 0o600);
}
