#![cfg(unix)]

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use tidings_model::{EntryQuery, Identity};
use tidings_store::{Append, Outcome};

use crate::support::*;

const ROUNDS: u32 = 20;

/// Run by the test below: appends and says so, until it is killed. Like a server that resumes, it goes on from the cursor.
#[tokio::test]
async fn child_appends_until_killed() {
    #[expect(clippy::disallowed_methods, reason = "a test tells its child where to work")]
    let Some(dir) = std::env::var_os("STORE_KILLED_DIR") else { return };
    let store = open(Path::new(&dir));
    let from =
        store.cursor(&feed()).await.unwrap().map_or(0, |cursor| cursor.last_event_id.parse::<u32>().unwrap());
    for first in (from + 1..).step_by(10) {
        let writes = (first..first + 10).map(|n| said(own(&n.to_string()))).collect();
        let append = Append { cursor: cursor(&(first + 9).to_string()), ..at(NOW, writes) };
        let appended = store.append(append).await.unwrap();
        assert!(appended.outcomes.iter().all(|outcome| matches!(outcome, Outcome::New { .. })));
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nacknowledged {}", first + 9).unwrap();
        out.flush().unwrap();
    }
}

/// Starts the child and kills it after so many acknowledgements; gives the last one that came through.
fn run_and_kill(dir: &Path, after: u32) -> u32 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::child_appends_until_killed", "--nocapture"])
        .env("STORE_KILLED_DIR", dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged =
        lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok());
    let last = acknowledged.by_ref().take(after as usize).last();
    child.kill().unwrap();
    let last = acknowledged.last().or(last);
    child.wait().unwrap();
    last.expect("the child acknowledged something before it was killed")
}

#[tokio::test]
async fn what_was_acknowledged_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..ROUNDS {
        let acknowledged = run_and_kill(dir.path(), 1 + round * 7 % 13);
        let store = open(dir.path());
        let (kept, reached) = (all(&store).await, store.cursor(&feed()).await.unwrap().unwrap());
        let reached: u32 = reached.last_event_id.parse().unwrap();
        assert!(
            reached >= acknowledged,
            "round {round}: {acknowledged} was acknowledged, {reached} was kept"
        );
        let wanted: Vec<_> = (1..=reached).rev().map(|n| Identity::Own(n.to_string())).collect();
        assert_eq!(kept.iter().map(|entry| entry.entry.identity.clone()).collect::<Vec<_>>(), wanted);
        let found = EntryQuery { search: search(&reached.to_string()), ..EntryQuery::default() };
        assert!(!store.entries(found).await.unwrap().is_empty());
        store.close().await;
    }
}
