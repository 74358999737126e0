use super::*;

const NEXT: [M<'static>; 3] = [
    M::up(include_str!("../schema/0001_history.sql")),
    M::up(include_str!("../schema/0002_cards.sql")),
    M::up("ALTER TABLE cursors ADD COLUMN moved_at INTEGER;"),
];
const BROKEN: [M<'static>; 3] = [
    M::up(include_str!("../schema/0001_history.sql")),
    M::up(include_str!("../schema/0002_cards.sql")),
    M::up("CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);"),
];

fn file_at(dir: &Path) -> (PathBuf, Connection) {
    let path = dir.join(FILE);
    files::private_file(&path).unwrap();
    let conn = open_writer(&path).unwrap();
    conn.execute("INSERT INTO feeds (name) VALUES ('match')", []).unwrap();
    (path, conn)
}

#[test]
fn before_a_migration_a_copy_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (path, mut conn) = file_at(dir.path());
    migrate(&mut conn, &path, &NEXT).unwrap();
    assert_eq!(version(&conn).unwrap(), 3);
    let copy = look(&dir.path().join("tidings.schema-2.db")).unwrap();
    assert_eq!(version(&copy).unwrap(), 2);
    let kept: String = copy.query_row("SELECT name FROM feeds", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, "match");
    // Nothing to do: no second copy.
    fs::remove_file(dir.path().join("tidings.schema-2.db")).unwrap();
    migrate(&mut conn, &path, &NEXT).unwrap();
    assert!(!dir.path().join("tidings.schema-2.db").exists());
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (path, mut conn) = file_at(dir.path());
    // Left by an attempt that was stopped half-way.
    fs::write(dir.path().join("tidings.schema-2.db"), "half a copy").unwrap();
    assert!(matches!(migrate(&mut conn, &path, &BROKEN), Err(OpenError::Sqlite { .. })));
    assert_eq!(version(&conn).unwrap(), 2);
    let half: u32 = conn
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(half, 0);
    migrate(&mut conn, &path, &NEXT).unwrap();
}

#[test]
fn the_migrations_are_valid() {
    Migrations::from_slice(&SCHEMA).validate().unwrap();
}

#[test]
fn every_connection_is_settled() {
    let dir = tempfile::tempdir().unwrap();
    let (_, conn) = file_at(dir.path());
    let ask = |pragma: &str| {
        conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, rusqlite::types::Value>(0))
            .unwrap()
    };
    assert_eq!(ask("journal_mode"), "wal".to_owned().into());
    let numbers = [
        ("synchronous", 2),
        ("mmap_size", 0),
        ("trusted_schema", 0),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
    ];
    for (pragma, wanted) in numbers {
        assert_eq!(ask(pragma), i64::into(wanted), "{pragma}");
    }
}

#[test]
fn met_damage_is_looked_for_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let (path, conn) = file_at(dir.path());
    drop(conn);
    suspect(&path);
    assert!(path.with_file_name(SUSPECT).exists());
    assert_eq!(open(dir.path(), Timestamp(0)).unwrap().notices, Vec::<String>::new());
    assert!(!path.with_file_name(SUSPECT).exists());
}

#[test]
fn what_stops_an_open_is_said_in_words() {
    let path = Path::new("/data/tidings.db");
    let io = |kind: io::ErrorKind| OpenError::io(path, kind.into());
    assert!(matches!(io(io::ErrorKind::StorageFull), OpenError::Full { .. }));
    assert!(matches!(io(io::ErrorKind::PermissionDenied), OpenError::ReadOnly { .. }));
    let newer = OpenError::Newer { path: path.to_owned(), found: 3, known: 1 }.to_string();
    assert!(
        newer.starts_with(
            "/data/tidings.db was written by a newer Tidings (its schema is 3, this one knows 1)"
        )
    );
}

#[test]
fn trouble_with_the_machine_is_no_damage() {
    let failure = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
    assert!(
        is_outside(&failure(rusqlite::ffi::SQLITE_IOERR))
            && is_outside(&failure(rusqlite::ffi::SQLITE_CANTOPEN))
    );
    assert!(!is_outside(&failure(rusqlite::ffi::SQLITE_ERROR)));
}
