//! The table of docs/connection.md, held to what the code decides and says.

use std::path::Path;
use std::time::Duration;

use tidings_net::{Error as Net, TlsFault};
use tidings_sse::{Error, Limit};

use super::of_stream;

const BEGIN: &str = "<!-- The table begins. A test compares it with the code. -->\n";
const END: &str = "<!-- The table ends. -->";
const HEAD: &str = "| What happens | Then | What it says | What to do |\n|---|---|---|---|\n";

/// Everything that can happen, and what it is called in the table. The host is `HOST` throughout.
fn cases() -> Vec<(String, Error)> {
    let host = || "HOST".to_owned();
    let secs = Duration::from_secs;
    let mut cases = vec![
        ("The server ends the stream", Error::Ended),
        ("Silence, where nothing is known of the feed's habit", Error::Idle { after: secs(90), usual: None }),
        ("Silence of three times what is usual", Error::Idle { after: secs(45), usual: Some(secs(15)) }),
        ("200 of another type", Error::NotAStream { came: "an HTML page".into() }),
        ("200, but packed (`Content-Encoding`)", Error::Packed { coding: "gzip".into() }),
        (
            "No sign of life when it is checked: after sleep, in another network, or by *Reconnect now*",
            Error::Unconfirmed,
        ),
        ("204", Error::NoContent),
        ("A polled feed that is none", Error::Unreadable { came: "an HTML page".into() }),
    ]
    .into_iter()
    .map(|(what, error)| (what.to_owned(), error))
    .collect::<Vec<_>>();
    let status = |status| Error::Status { status, retry_after: None };
    let named = [400, 401, 403, 404, 407, 408, 410, 425, 429, 500, 502, 503, 504];
    cases.extend(named.map(|code| (code.to_string(), status(code))));
    cases.extend(
        [("other 5xx", 599), ("other 4xx", 418), ("any other", 304)]
            .map(|(what, code)| (what.to_owned(), status(code))),
    );
    let tls = |fault| Net::Tls { host: host(), fault };
    let net = [
        ("The name has no address", Net::Dns { host: host() }),
        ("Nobody listens there", Net::Refused { host: host() }),
        ("No network, or no route", Net::Unreachable { host: host() }),
        ("No more files may be opened", Net::NoFiles { host: host() }),
        ("Reset, or ended within the answer", Net::Broken { host: host() }),
        ("No connection in 10 s, or no answer in 30 s", Net::Timeout { host: host() }),
        ("An answer that is not HTTP", Net::BadResponse { host: host() }),
        ("TLS: expired", tls(TlsFault::Expired)),
        ("TLS: not valid yet", tls(TlsFault::NotYetValid)),
        ("TLS: another host's", tls(TlsFault::WrongHost)),
        ("TLS: self-signed, or an issuer nobody knows", tls(TlsFault::UnknownIssuer)),
        ("TLS: revoked", tls(TlsFault::Revoked)),
        ("TLS: not the pinned key", tls(TlsFault::WrongKey)),
        ("TLS: malformed, or not for servers", tls(TlsFault::BadCertificate)),
        ("TLS: no common version, or none at all", tls(TlsFault::Handshake)),
        ("The proxy is down, or refuses", Net::Proxy { host: host() }),
        ("The proxy asks for a password", Net::ProxyDenied { host: host() }),
        ("More than 100 headers, or 400 KiB of them", Net::HeadTooLarge { host: host() }),
        ("More than five redirects in a row", Net::TooManyRedirects { host: host() }),
        ("A redirect from https to http", Net::InsecureRedirect { host: host() }),
        ("A redirect to no web address", Net::BadRedirect { host: host() }),
        ("A public feed leads to a private address", Net::ForbiddenAddress { host: host() }),
        ("The feed's own name means a private address", Net::PrivateName { host: host() }),
        ("An address without host", Net::BadUrl),
        ("An address of another scheme", Net::Scheme { scheme: "ftp".into() }),
        ("A password in the address", Net::Credentials { host: host() }),
        ("A header that cannot be sent", Net::Header { name: "X Key".into() }),
        ("A certificate file without certificates", Net::CaFile { path: "FILE".into() }),
        ("A proxy of another scheme", Net::ProxyUrl),
        ("No usable certificates or proxy settings", Net::Setup),
    ];
    cases.extend(net.map(|(what, error)| (what.to_owned(), Error::Net(error))));
    let limits = [
        ("An event over the limit", Limit::Block(1 << 20)),
        ("An id over the limit", Limit::Id(1024)),
        ("An event name over the limit", Limit::Name(128)),
        ("More bytes a second than are taken", Limit::Rate(16 << 20)),
    ];
    cases.extend(limits.map(|(what, limit)| (what.to_owned(), Error::Limit(limit))));
    cases
}

fn then(error: &Error) -> &'static str {
    match error {
        _ if error.heals_slowly() => "stops, and looks again each hour",
        _ if error.heals_elsewhere() => "stops, in this network",
        _ if error.is_final() => "stops",
        _ if error.is_breach() => "rests longer each time",
        Error::Status { .. } => "tries again, no sooner than `Retry-After` says",
        _ => "tries again",
    }
}

fn table() -> String {
    let row = |(what, error): (String, Error)| {
        let trouble = of_stream(&error);
        let advice = if trouble.advice.is_empty() { "Wait." } else { &trouble.advice };
        format!("| {what} | {} | {} | {advice} |\n", then(&error), trouble.message)
    };
    HEAD.to_owned() + &cases().into_iter().map(row).collect::<String>()
}

#[test]
fn the_table_in_the_docs_is_what_the_code_does() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/connection.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let (_, rest) = page.split_once(BEGIN).expect("the table's beginning");
    let (written, _) = rest.split_once(END).expect("the table's end");
    let table = table();
    assert!(written == table, "docs/connection.md should say:\n\n{table}");
}

/// Each status decides as the row it belongs to says.
#[test]
fn every_status_has_a_row() {
    let cases = cases();
    let find = |what: &str| cases.iter().find(|(name, _)| name == what).map(|(_, error)| error);
    for status in (100..=999).filter(|status| !matches!(status, 200 | 204)) {
        let class = match status {
            400..=499 => "other 4xx",
            500..=599 => "other 5xx",
            _ => "any other",
        };
        let row = find(&status.to_string()).or_else(|| find(class)).expect("a row");
        let error = Error::Status { status, retry_after: None };
        assert_eq!((error.is_final(), then(&error)), (row.is_final(), then(row)), "{status}");
        let (said, written) = (of_stream(&error), of_stream(row));
        assert_eq!((said.code, said.advice), (written.code, written.advice), "{status}");
    }
}

/// A variant that is added has to be given its row: this does not compile without it.
#[test]
fn every_variant_has_a_row() {
    let rows = |index: usize| cases().iter().filter(|(_, error)| variant(error) == index).count();
    for index in 0..34 {
        assert!(rows(index) > 0, "variant {index} has no row");
    }
}

fn variant(error: &Error) -> usize {
    match error {
        Error::Ended => 0,
        Error::Idle { .. } => 1,
        Error::NoContent => 2,
        Error::Unconfirmed => 28,
        Error::NotAStream { .. } => 3,
        Error::Status { .. } => 4,
        Error::Limit(limit) => match limit {
            Limit::Block(_) => 5,
            Limit::Id(_) => 6,
            Limit::Name(_) => 7,
            Limit::Rate(_) => 29,
        },
        Error::Net(net) => match net {
            Net::BadUrl => 8,
            Net::Credentials { .. } => 9,
            Net::Scheme { .. } => 10,
            Net::Header { .. } => 11,
            Net::ForbiddenAddress { .. } => 12,
            Net::Dns { .. } => 13,
            Net::Refused { .. } => 14,
            Net::Unreachable { .. } => 15,
            Net::Broken { .. } => 16,
            Net::Timeout { .. } => 17,
            Net::Tls { .. } => 18,
            Net::Proxy { .. } => 19,
            Net::ProxyDenied { .. } => 31,
            Net::BadResponse { .. } => 20,
            Net::TooManyRedirects { .. } => 21,
            Net::InsecureRedirect { .. } | Net::BadRedirect { .. } => 22,
            Net::Setup => 23,
            Net::CaFile { .. } => 24,
            Net::ProxyUrl => 25,
            Net::NoFiles { .. } => 26,
            Net::HeadTooLarge { .. } => 27,
            Net::PrivateName { .. } => 33,
        },
        Error::Unreadable { .. } => 30,
        Error::Packed { .. } => 32,
    }
}
