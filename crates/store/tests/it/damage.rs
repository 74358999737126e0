use std::fs;
use std::path::{Path, PathBuf};

use tidings_model::{Entry, Gap, GapCode, Moment, Ring, Seq, StoredEntry, Timestamp};
use tidings_store::{Fault, Figures, OpenError, Opened, Outcome, Reason, Span, Store, StoredPopup, Told};

use crate::support::*;

/// The size of a page.
const PAGE: usize = 4096;

/// A database of 300 entries, closed cleanly: one file, as bytes.
async fn image() -> (Vec<u8>, Vec<StoredEntry>) {
    let (dir, store) = fresh();
    put(&store, (0..300).map(|n| said(own(&n.to_string()))).collect()).await;
    store.star(vec![Seq(7)], true).await.unwrap();
    let entries = all(&store).await;
    store.close().await;
    (fs::read(dir.path().join("tidings.db")).unwrap(), entries)
}

fn set_aside(dir: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let damaged =
        |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("tidings.damaged-");
    files.filter(damaged).filter(|path| path.extension().is_some_and(|end| end == "db")).collect()
}

fn open_image(image: &[u8]) -> (tempfile::TempDir, Opened) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("tidings.db"), image).unwrap();
    let opened = Store::open(dir.path(), NOW).expect("a damaged database never keeps Tidings from starting");
    (dir, opened)
}

/// Small and the same on every run: what is damaged must not depend on luck.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

#[tokio::test]
async fn two_hundred_damaged_images_all_open() {
    let (image, entries) = image().await;
    let mut dice = Dice(1);
    let (mut repaired, mut saved) = (0, 0);
    for round in 0..200 {
        let mut bad = image.clone();
        match round % 4 {
            0 => bad.truncate(dice.below(image.len() - 1) + 1),
            1 => {
                let from = dice.below(image.len());
                let to = (from + 4096).min(image.len());
                bad[from..to].fill(0);
            }
            _ => (0..=dice.below(20)).for_each(|_| {
                let (byte, bit) = (dice.below(image.len()), dice.below(8));
                // The version has a test of its own.
                if !(60..64).contains(&byte) {
                    bad[byte] ^= 1 << bit;
                }
            }),
        }
        let (dir, opened) = open_image(&bad);
        let aside = set_aside(dir.path());
        assert_eq!(aside.len(), opened.notices.len(), "round {round}: {:?}", opened.notices);
        if let Some(path) = aside.first() {
            assert_eq!(fs::read(path).unwrap(), bad, "round {round}: the original is kept as it was");
            let kept = all(&opened.store).await.len();
            if round % 4 != 0 {
                // The start of a small table may stand in the part that was cut off: that alone promises nothing.
                (repaired, saved) = (repaired + 1, saved + kept);
            }
            assert!(matches!(put_one(&opened.store, own("after")).await, Outcome::New { .. }));
        }
    }
    assert!(repaired > 100, "{repaired} of 150 images were found damaged");
    assert!(saved > repaired * entries.len() / 2, "{saved} entries were saved from {repaired} images");
}

#[tokio::test]
async fn what_is_saved_is_as_it_was() {
    let (mut image, entries) = image().await;
    // The page in the middle goes; which table it belongs to does not matter.
    let middle = image.len() / 2 / PAGE * PAGE;
    image[middle..middle + PAGE].fill(0xa5);
    let (dir, opened) = open_image(&image);
    let notice = opened.notices.first().expect("a notice");
    assert!(
        notice.starts_with(
            "The history was damaged. It was set aside as tidings.damaged-20270115T080000Z.db; "
        )
    );
    assert_eq!(set_aside(dir.path()).len(), 1);
    let kept = all(&opened.store).await;
    assert!(kept.len() > 150, "{notice}");
    let content =
        |entry: &StoredEntry| (entry.seq, entry.key.clone(), entry.entry.clone(), entry.status.clone());
    assert!(kept.iter().all(|entry| entries.iter().any(|was| content(was) == content(entry))));
    let next = put_one(&opened.store, own("after")).await;
    assert_eq!(next, new(301));
    opened.store.close().await;
    // Sound again.
    assert_eq!(all(&open(dir.path())).await.len(), kept.len() + 1);
}

/// What a feed's connection did, a snooze, and how it stood.
async fn note_connection(store: &Store) {
    let fault = Fault {
        at: NOW,
        code: "idle".into(),
        what: vec!["90".into()],
        reason: "It was silent.".into(),
        advice: String::new(),
    };
    let figures = Figures {
        day: 20_270_115,
        reconnects: 3,
        bytes: 4,
        events: 5,
        last_event_at: Some(NOW),
        heard_at: Some(NOW),
        gaps: vec![Gap::between(GapCode::NoIds, Timestamp(1), NOW)],
        last_error: Some(fault),
    };
    store.note_figures(vec![(feed(), figures)]).await.unwrap();
    store.snooze(Some(feed()), Some(NOW)).await.unwrap();
    let span = Span {
        feed: feed(),
        since: NOW,
        until: Timestamp(NOW.0 + 1),
        state: "waiting".into(),
        reason: Some(Reason { code: "idle".into(), what: vec!["90".into()], words: "It was silent.".into() }),
    };
    store.note_spans(vec![span], NOW).await.unwrap();
}

#[tokio::test]
async fn whichever_page_goes_the_rest_is_saved_the_schemas_own_included() {
    let (image, entries) = {
        let (dir, store) = fresh();
        put(&store, (0..300).map(|n| said(own(&n.to_string()))).collect()).await;
        note_connection(&store).await;
        let entries = all(&store).await;
        store.close().await;
        (fs::read(dir.path().join("tidings.db")).unwrap(), entries)
    };
    let (mut poor, mut unnoted) = (Vec::new(), 0);
    for page in 0..image.len() / PAGE {
        for rubbish in [0, 0xa5] {
            let mut bad = image.clone();
            bad[page * PAGE..(page + 1) * PAGE].fill(rubbish);
            let (dir, opened) = open_image(&bad);
            let kept = all(&opened.store).await;
            let is_one_of_them = |entry: &StoredEntry| entries.iter().any(|was| was.entry == entry.entry);
            assert!(kept.iter().all(is_one_of_them), "page {page}");
            if kept.len() < 150 {
                poor.push(page);
            }
            let noted =
                opened.store.figures().await.unwrap().len() + opened.store.snoozes().await.unwrap().len();
            unnoted += usize::from(noted < 2);
            let left =
                fs::read_dir(dir.path()).unwrap().flatten().any(|f| f.file_name() == "tidings.reread.db");
            assert!(!left, "page {page}: the copy is gone");
        }
    }
    // The one page at the top of `statuses`, and the one at the top of `entries`: below it nothing is found.
    assert_eq!(poor.len(), 4, "{poor:?}");
    // What stands on a page of its own goes with it, and figures go with the name of their feed.
    assert!(unnoted <= 2 * 4, "{unnoted}");
}

#[tokio::test]
async fn whichever_page_goes_what_was_told_is_not_to_be_told_again() {
    let told = Told { id: 1, ring: Ring::Gathered, entries: (1..=300).map(Seq).collect() };
    let popup = StoredPopup { tag: "7".into(), id: 7, service: ":1.2".into(), entries: vec![Seq(7)] };
    let image = {
        let (dir, store) = fresh();
        put(&store, (0..300).map(|n| said(on_card(&n.to_string(), &n.to_string()))).collect()).await;
        let minute = Entry { moment: Moment::Minor, ..on_card("minute", "0") };
        assert!(matches!(put_one(&store, minute).await, Outcome::New { owed: Some(_), .. }));
        store.claim_commands(&feed(), vec![Seq(2)]).await.unwrap();
        store.keep_told(told.entries.clone(), told.ring).await.unwrap();
        store.keep_popups(vec![popup.clone()]).await.unwrap();
        store.close().await;
        fs::read(dir.path().join("tidings.db")).unwrap()
    };
    let (mut repaired, mut lost) = (0, [0; 4]);
    for page in 0..image.len() / PAGE {
        let mut bad = image.clone();
        bad[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        let (_dir, Opened { store, notices, .. }) = open_image(&bad);
        repaired += notices.len();
        lost[0] += usize::from(store.told().await.unwrap() != std::slice::from_ref(&told));
        lost[1] += usize::from(store.popups().await.unwrap() != std::slice::from_ref(&popup));
        lost[2] += usize::from(store.claim_commands(&feed(), vec![Seq(2)]).await.unwrap() == [Seq(2)]);
        // As the bell does that goes on writing it down: the minute is no news then.
        store.set_rings(vec![(Seq(1), Ring::Gathered)]).await.unwrap();
        let minute = all(&store).await.into_iter().find(|entry| entry.seq == Seq(301));
        lost[3] += usize::from(minute.is_some_and(|minute| minute.status.ring == Ring::Pending));
    }
    assert!(repaired > image.len() / PAGE / 2, "{repaired} pages were found damaged");
    // The page of its own, and that of the entry's status.
    assert!(lost.iter().all(|lost| *lost <= 1), "{lost:?}");
}

/// A database as the first version left it, with one entry.
fn first_version(dir: &Path) -> PathBuf {
    let path = dir.join("tidings.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(include_str!("../../src/schema/0001_history.sql")).unwrap();
    conn.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO feeds (id, name) VALUES (1, 'match');
         INSERT INTO cursors (feed, last_event_id, stream) VALUES (1, '7', '');
         INSERT INTO statuses (seq, feed, key, received_at, revision, ring, starred) VALUES (1, 1, 'k', 5, 1, 'rang', 1);
         INSERT INTO entries (seq, title, body, urgency, tags, actions, raw_kind, raw_id, raw_data)
             VALUES (1, 'Old', '', 1, '[]', '[]', 'message', '7', 'old');
         UPDATE counters SET seq = 1, revision = 1;",
    )
    .unwrap();
    path
}

#[tokio::test]
async fn a_damaged_database_of_the_first_version_is_saved_whichever_page_of_its_schema_goes() {
    let dir = tempfile::tempdir().unwrap();
    let image = fs::read(first_version(dir.path())).unwrap();
    let mut saved = 0;
    for page in 0..image.len() / PAGE {
        let mut bad = image.clone();
        bad[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        let (_dir, opened) = open_image(&bad);
        let kept = all(&opened.store).await;
        if let [entry] = &kept[..] {
            assert_eq!((entry.entry.title.as_str(), entry.status.starred), ("Old", true), "page {page}");
            saved += 1;
        }
    }
    // All but the pages on which the entry itself and its status stand.
    assert_eq!(saved, image.len() / PAGE - 2);
}

/// Its later tables begin where there was room, which only its own account knows.
#[tokio::test]
async fn one_that_was_brought_up_to_date_loses_no_entry_with_its_schema() {
    let dir = tempfile::tempdir().unwrap();
    let path = first_version(dir.path());
    let store = open(dir.path());
    put(&store, (0..300).map(|n| said(own(&n.to_string()))).collect()).await;
    note_connection(&store).await;
    store.close().await;
    let image = fs::read(&path).unwrap();
    let mut poor = 0;
    for page in 0..image.len() / PAGE {
        let mut bad = image.clone();
        bad[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        let (_dir, opened) = open_image(&bad);
        let kept = all(&opened.store).await.len();
        poor += usize::from(kept < 150);
        let noted = opened.store.figures().await.unwrap();
        assert!(
            noted.iter().all(|(_, figures)| figures.reconnects == 3),
            "no other table is taken for it: {noted:?}"
        );
    }
    assert_eq!(poor, 2);
}

#[tokio::test]
async fn rubbish_is_set_aside() {
    for rubbish in [vec![0; 8192], b"not a database, by far".to_vec(), vec![0xff; 100_000]] {
        let (dir, opened) = open_image(&rubbish);
        assert!(opened.notices[0].ends_with("no entry could be saved from it."), "{:?}", opened.notices);
        assert_eq!(fs::read(&set_aside(dir.path())[0]).unwrap(), rubbish);
        assert_eq!(put_one(&opened.store, own("a")).await, new(1));
    }
}

#[tokio::test]
async fn a_torn_log_costs_no_start_and_nothing_before_the_tear() {
    let (dir, store) = fresh();
    for n in 0..20 {
        put_one(&store, own(&n.to_string())).await;
    }
    // Copied while open: what a power cut leaves.
    let (db, log) = (
        fs::read(dir.path().join("tidings.db")).unwrap(),
        fs::read(dir.path().join("tidings.db-wal")).unwrap(),
    );
    let mut most = 0;
    for cut in (0..=40).map(|n| log.len() * n / 40) {
        let torn = tempfile::tempdir().unwrap();
        fs::write(torn.path().join("tidings.db"), &db).unwrap();
        fs::write(torn.path().join("tidings.db-wal"), &log[..cut]).unwrap();
        let kept = seqs(&all(&open(torn.path())).await);
        let count = i64::try_from(kept.len()).unwrap();
        assert_eq!(kept, (1..=count).rev().collect::<Vec<_>>());
        assert!(count >= most, "a longer log keeps no less");
        most = count;
    }
    assert_eq!(most, 20);
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    let (mut image, _) = image().await;
    image[60..64].copy_from_slice(&7_u32.to_be_bytes());
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("tidings.db");
    fs::write(&path, &image).unwrap();
    for refused in [Store::open(dir.path(), NOW).map(|_| ()), Store::open_read_only(dir.path()).map(|_| ())] {
        let Err(OpenError::Newer { found: 7, known: 2, .. }) = refused else { panic!("{refused:?}") };
    }
    assert_eq!(fs::read(&path).unwrap(), image);
    assert!(set_aside(dir.path()).is_empty());
}

#[tokio::test]
async fn an_absurd_version_is_damage() {
    let (mut image, _) = image().await;
    image[60] = 0x40;
    let (_dir, opened) = open_image(&image);
    assert_eq!(opened.notices.len(), 1);
    assert_eq!(all(&opened.store).await.len(), 300);
}

#[tokio::test]
async fn two_repairs_in_one_second_keep_both_originals() {
    let (dir, opened) = open_image(b"rubbish of the first kind");
    opened.store.close().await;
    fs::write(dir.path().join("tidings.db"), b"rubbish of the second kind").unwrap();
    Store::open(dir.path(), NOW).unwrap();
    assert_eq!(set_aside(dir.path()).len(), 2);
}
