//! S6: what a redirect takes along. Nine kinds of secret, to every kind of other origin, by every status: none may arrive.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tidings_tests::{Authority, Config, FeedTable, Request, Script, Secure, Server, Tidings};

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

/// The same host by https, which is another origin.
const SCHEME: &str = "another scheme";
/// More redirects than are followed, of which the last would lead away.
const CHAIN: &str = "another port after ten of them";

/// A kind of secret: lines of the feed's table, and what stands in its address.
struct Kind {
    name: &'static str,
    table: fn(&str) -> String,
    in_query: bool,
}

const KINDS: [Kind; 9] = [
    Kind {
        name: "basic",
        table: |_| r#"basic = { user = "me", password = { env = "S6" } }"#.to_owned(),
        in_query: false,
    },
    Kind { name: "token", table: |_| r#"bearer = { env = "S6" }"#.to_owned(), in_query: false },
    Kind { name: "field", table: |_| r#"query = { token = { env = "S6" } }"#.to_owned(), in_query: false },
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
/// `me:s3cret-canary`, as a password is sent.
const LOGIN: &str = "bWU6czNjcmV0LWNhbmFyeQ==";
/// Redirects of the longest chain, of which five are followed.
const HOPS: u32 = 10;

/// What arrived at another origin than the configured one.
type Arrived = Arc<Mutex<Vec<Request>>>;

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    network::name_hosts(
        WAYS.iter().map(|(_, host)| (*host, [127, 0, 0, 1].into())).filter(|(host, _)| host.contains("test")),
    );
    // Each way a hundred times at least: it is taken by every kind and status.
    let rounds = if scale.short { 1 } else { scale.times.div_ceil(KINDS.len() * STATUSES.len()) };
    let mut rows = Vec::new();
    for (way, host) in WAYS.into_iter().chain([(SCHEME, HOME), (CHAIN, HOME)]) {
        let mut all = Vec::new();
        for _ in 0..rounds {
            // A host takes 24 connections at a time, and waits with the rest.
            for statuses in STATUSES.chunks(2) {
                all.push(matrix(way, host, statuses).await);
            }
        }
        rows.push(Row::summed("S6", &format!("redirects to {way}"), all));
    }
    rows
}

async fn matrix(way: &str, host: &str, statuses: &[u16]) -> Row {
    let (followed, hops) = if way == CHAIN { (false, HOPS - 1) } else { (true, 3) };
    let arrived = Arrived::default();
    let noted = arrived.clone();
    let away = Server::start(move |_, request: Request, stream| {
        noted.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        async move {
            let _ = Script::stream().say("data: here\n\n").hold().play(stream).await;
        }
    });
    let authority = Authority::new();
    let secure = Secure::before(&away, &authority.issue(HOME)).await;
    let target = if way == SCHEME { secure.url(HOME, "") } else { format!("http://{host}:{}", port(&away)) };
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
        let url = format!("http://{HOME}:{}/{status}/{hops}{query}", port(&home));
        let table = FeedTable::new(&format!("{}-{status}", kind.name), &url);
        let table = match way {
            SCHEME => table.text("ca_file", &authority.file().display().to_string()),
            _ => table,
        };
        let table = table.raw("private_network = true");
        tables.push(table.raw(&(kind.table)(&file.display().to_string())));
    }
    let times = tables.len();
    tidings.write_config(&Config::of(tables).to_string());
    std::fs::write(&file, format!("{SECRET}\n")).expect("a file");
    let mut run = Run::start(tidings);
    let right =
        if followed { arrivals(&run, &away, times).await } else { refusals(&run, &away, times).await };
    let sent_home = home.requests().iter().filter(|request| has_secret(request)).count();
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
    Row { times, right, figure: "0 secrets at another origin".to_owned(), wrong, ..Row::default() }
}

/// How many were led away and taken in there.
async fn arrivals(run: &Run, away: &Server, times: usize) -> usize {
    run.open(times, Duration::from_secs(30)).await;
    eventually(Duration::from_secs(5), || away.requests().len() >= times).await;
    away.requests().len().min(times)
}

/// How many said that they were led too far; none where one went there.
async fn refusals(run: &Run, away: &Server, times: usize) -> usize {
    let told = || {
        let said = run.said();
        let told = said.iter().filter(|said| said.line.contains("redirects more than 5 times in a row"));
        told.map(|said| said.feed.clone()).collect::<HashSet<_>>().len()
    };
    eventually(Duration::from_secs(30), || told() >= times).await;
    if away.requests().is_empty() { told() } else { 0 }
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
    let has =
        |value: &[u8], secret: &str| value.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
    let in_header = |(_, value): &(String, Vec<u8>)| [SECRET, LOGIN].iter().any(|secret| has(value, secret));
    request.path.contains(SECRET) || request.headers.iter().any(in_header)
}
