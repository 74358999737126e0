//! S6: what a redirect takes along. Six kinds of secret, to every kind of other origin, by every status: none may arrive.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tidings_tests::{Config, FeedTable, Request, Script, Server, Tidings};

use super::command::{Run, eventually};
use super::ways::port;
use super::{Scale, network, row::Row};

/// Where the feeds are configured to.
const HOME: &str = "home.test";
const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];
/// The names of the ways out, and the host each leads to.
const WAYS: [(&str, &str); 5] = [
    ("another port", HOME),
    ("another host", "other.test"),
    ("a sub-domain", "sub.home.test"),
    ("the domain above", "test.home.test"),
    ("the host by its address", "127.0.0.1"),
];

/// A kind of secret: lines of the feed's table, and what stands in its address.
struct Kind {
    name: &'static str,
    table: fn(&str) -> String,
    in_query: bool,
}

const KINDS: [Kind; 6] = [
    Kind {
        name: "bearer",
        table: |_| r#"headers = { Authorization = { env = "S6" } }"#.to_owned(),
        in_query: false,
    },
    Kind {
        name: "cookie",
        table: |_| r#"headers = { Cookie = { env = "S6" } }"#.to_owned(),
        in_query: false,
    },
    Kind {
        name: "key",
        table: |_| r#"headers = { X-Api-Key = { env = "S6" } }"#.to_owned(),
        in_query: false,
    },
    Kind {
        name: "proxy",
        table: |_| r#"headers = { Proxy-Authorization = { env = "S6" } }"#.to_owned(),
        in_query: false,
    },
    Kind {
        name: "file",
        table: |file| format!(r#"headers = {{ X-Odd = {{ file = "{file}" }} }}"#),
        in_query: false,
    },
    Kind { name: "query", table: |_| String::new(), in_query: true },
];

const SECRET: &str = "s3cret-canary";

/// What arrived at another origin than the configured one.
type Arrived = Arc<Mutex<Vec<Request>>>;

/// Every row of the family.
pub async fn run(_: Scale) -> Vec<Row> {
    network::name_hosts(
        WAYS.iter().map(|(_, host)| (*host, [127, 0, 0, 1].into())).filter(|(host, _)| host.contains("test")),
    );
    let mut rows = Vec::new();
    for (way, host) in WAYS {
        // A host takes 24 connections at a time, and waits with the rest.
        let (mut row, more) =
            (matrix(way, host, &STATUSES[..3]).await, matrix(way, host, &STATUSES[3..]).await);
        row.times += more.times;
        row.right += more.right;
        row.wrong.extend(more.wrong);
        rows.push(row);
    }
    rows
}

async fn matrix(way: &str, host: &str, statuses: &[u16]) -> Row {
    let arrived = Arrived::default();
    let noted = arrived.clone();
    let away = Server::start(move |_, request: Request, stream| {
        noted.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        async move {
            let _ = Script::stream().say("data: here\n\n").hold().play(stream).await;
        }
    });
    let target = format!("http://{host}:{}", port(&away));
    let home = Server::start(move |_, request: Request, stream| {
        let script = lead(&request, &target);
        async move {
            let _ = script.play(stream).await;
        }
    });
    let tidings = Tidings::new().variable("S6", SECRET);
    let file = tidings.config_path().with_file_name("secret");
    let mut tables = Vec::new();
    for (kind, status) in KINDS.iter().flat_map(|kind| statuses.iter().map(move |status| (kind, status))) {
        let query = if kind.in_query { format!("?token={SECRET}") } else { String::new() };
        let url = format!("http://{HOME}:{}/{status}/3{query}", port(&home));
        let table = FeedTable::new(&format!("{}-{status}", kind.name), &url);
        tables.push(table.raw(&(kind.table)(&file.display().to_string())));
    }
    let times = tables.len();
    tidings.write_config(&Config::of(tables).to_string());
    std::fs::write(&file, format!("{SECRET}\n")).expect("a file");
    let mut run = Run::start(tidings);
    run.open(times, Duration::from_secs(30)).await;
    let sent_home = home.requests().iter().filter(|request| has_secret(request)).count();
    eventually(Duration::from_secs(5), || away.requests().len() >= times).await;
    let mut wrong = run.wrong();
    let leaked = arrived
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .filter(|request| has_secret(request))
        .count();
    if leaked > 0 {
        wrong.push(format!("{leaked} requests brought the secret"));
    }
    // Were it sent nowhere, nothing would be shown by its not arriving.
    if sent_home < times {
        wrong.push(format!("only {sent_home} requests brought the secret to where it belongs"));
    }
    wrong.extend(run.said().into_iter().map(|said| said.line).filter(|line| line.contains(SECRET)));
    let arrived = away.requests().len().min(times);
    Row {
        id: "S6".to_owned(),
        fault: format!("redirects to {way}"),
        times,
        right: arrived,
        figure: "0 secrets at another origin".to_owned(),
        wrong,
        ..Row::default()
    }
}

/// `/STATUS/N`: N redirects at home, and then away.
fn lead(request: &Request, away: &str) -> Script {
    let path = request.path.split('?').next().unwrap_or_default();
    let mut words = path.split('/').skip(1);
    let status = words.next().and_then(|word| word.parse().ok()).unwrap_or(302);
    let left: u32 = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    let to = if left > 0 { format!("/{status}/{}", left - 1) } else { format!("{away}/canary") };
    super::origin::redirect(status, &to)
}

fn has_secret(request: &Request) -> bool {
    let in_header =
        |(_, value): &(String, Vec<u8>)| value.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes());
    request.path.contains(SECRET) || request.headers.iter().any(in_header)
}
