//! What a stream's error means to the person who reads it: one table, the only one.

use std::time::Duration;

use tidings_model::{Trouble, TroubleCode as Code};
use tidings_net::{Error as NetError, TlsFault};
use tidings_sse::{Error, Limit};

use crate::ports::SecretError;

/// The words for a stream's error.
#[must_use]
pub fn of_stream(error: &Error) -> Trouble {
    let (code, advice) = match error {
        Error::Ended => (Code::Ended, ""),
        Error::Idle { usual, .. } => (
            if usual.is_some() { Code::IdleUsual } else { Code::Idle },
            "A quiet feed can be given more time with idle_seconds in tidings.toml.",
        ),
        Error::Unconfirmed => (Code::Unconfirmed, ""),
        Error::NoContent => (Code::NoContent, "Reconnect when you expect news there, or remove the feed."),
        Error::NotAStream { .. } => {
            (Code::NotAStream, "Look for the address of the event stream itself in the site's documentation.")
        }
        Error::Packed { .. } => (
            Code::Packed,
            "The owner of the server has to send this address unpacked, without Content-Encoding.",
        ),
        Error::Unreadable { .. } => {
            (Code::Unreadable, "Check the address. The owner of the feed may be about to mend it.")
        }
        Error::Status { status, .. } => of_status(*status),
        Error::Limit(limit) => of_limit(*limit),
        Error::Net(error) => of_net(error),
    };
    trouble(code, parts(error), &error.to_string(), advice)
}

const PROXY_DENIED: &str = "Check the user name and password of the feed's proxy, or of the system's.";

fn of_status(status: u16) -> (Code, &'static str) {
    match status {
        401 => (Code::Denied, "Give the feed a password (basic) or a token (bearer, query) in tidings.toml."),
        403 => (Code::Forbidden, "Check that your key or account may read this feed."),
        404 => (Code::NotFound, "Check the address."),
        410 => (Code::Gone, "Check the address."),
        407 => (Code::ProxyDenied, PROXY_DENIED),
        408 | 425 | 429 => (Code::TooMany, ""),
        500..=599 => (Code::ServerError, ""),
        _ => (Code::OtherStatus, "Check the address, and what the feed's documentation asks for."),
    }
}

fn of_limit(limit: Limit) -> (Code, &'static str) {
    const NEEDLESS: &str = "The owner of the feed has to mend this; no feed needs so much.";
    match limit {
        Limit::Id(_) => (Code::IdTooBig, NEEDLESS),
        Limit::Name(_) => (Code::NameTooBig, NEEDLESS),
        Limit::Rate(_) => (
            Code::TooFast,
            "If this feed is meant to say so much, raise max_bytes_per_second in tidings.toml.",
        ),
        Limit::Block(_) => (
            Code::TooBig,
            "If this feed's events are meant to be so large, raise max_event_bytes in tidings.toml.",
        ),
    }
}

fn of_net(error: &NetError) -> (Code, &'static str) {
    match error {
        NetError::BadUrl => (Code::Address, "Check the address."),
        NetError::Scheme { .. } => (Code::Scheme, "Check the address."),
        NetError::Credentials { .. } => (
            Code::Credentials,
            "Take them out of the address, and give the feed an Authorization header in tidings.toml.",
        ),
        NetError::Header { .. } => (Code::Header, "Mend the header in tidings.toml."),
        NetError::ForbiddenAddress { .. } => (
            Code::PrivateAddress,
            "If this feed is meant to be on your own network, configure it with that address.",
        ),
        NetError::PrivateName { .. } => (
            Code::PrivateName,
            "If this feed is in your own network, say so on its page under Connection: \"The feed is in my own network\" (in tidings.toml: \
             private_network = true). Else wait: it may be the login page of the network you are in, which answers for every name.",
        ),
        NetError::Dns { .. } => (Code::Dns, "Check the spelling of the address, and your connection."),
        NetError::Refused { .. } => (Code::Refused, "Check the port, and that the server runs."),
        NetError::Unreachable { .. } => (Code::Unreachable, "Check your connection."),
        NetError::NoFiles { .. } => (
            Code::NoFiles,
            "Raise the number of files that a program may open (ulimit -n), or pause some feeds.",
        ),
        NetError::Broken { .. } => (Code::Broken, ""),
        NetError::Timeout { .. } => (Code::Timeout, ""),
        NetError::Tls { fault, .. } => of_tls(*fault),
        NetError::Proxy { .. } => {
            (Code::Proxy, "Check the feed's proxy in tidings.toml, or the system's proxy settings.")
        }
        NetError::ProxyDenied { .. } => (Code::ProxyDenied, PROXY_DENIED),
        NetError::HeadTooLarge { .. } => (Code::HeadTooBig, "The owner of the server has to mend this."),
        NetError::BadResponse { .. } => (Code::NotHttp, "Check the address and the port."),
        NetError::TooManyRedirects { .. } => (Code::Redirects, REDIRECT),
        NetError::InsecureRedirect { .. } => (Code::RedirectPlain, REDIRECT),
        NetError::BadRedirect { .. } => (Code::Redirect, REDIRECT),
        NetError::CaFile { .. } => (Code::CaFile, "Check the file."),
        NetError::ProxyUrl => (Code::ProxyUrl, "Mend the proxy's address in tidings.toml."),
        NetError::Setup => (Code::Setup, "Check this system's certificates and proxy settings."),
    }
}

const REDIRECT: &str = "Ask the feed's documentation for its address of today.";

fn of_tls(fault: TlsFault) -> (Code, &'static str) {
    const OWNER: &str = "The owner of the server has to mend this; Tidings does not connect without proof.";
    match fault {
        TlsFault::NotYetValid => (Code::TlsEarly, "Check this computer's date and time."),
        TlsFault::WrongKey => {
            (Code::TlsKey, "If the server was given a new key, give the feed that one in tidings.toml.")
        }
        TlsFault::Expired => (Code::TlsExpired, OWNER),
        TlsFault::WrongHost => (Code::TlsHost, OWNER),
        TlsFault::UnknownIssuer => (Code::TlsIssuer, OWNER),
        TlsFault::Revoked => (Code::TlsRevoked, OWNER),
        TlsFault::BadCertificate => (Code::TlsCertificate, OWNER),
        TlsFault::Handshake => (Code::TlsHandshake, OWNER),
    }
}

/// What belongs to the kind of an error, as [`Code`] says.
fn parts(error: &Error) -> Vec<String> {
    match error {
        Error::Idle { after, usual } => {
            let seconds = |length: &Duration| length.as_secs_f64().round().max(1.0).to_string();
            std::iter::once(after).chain(usual).map(seconds).collect()
        }
        Error::NotAStream { came } | Error::Unreadable { came } => vec![short(came).to_owned()],
        Error::Packed { coding } => vec![if coding.contains(' ') { "" } else { coding }.to_owned()],
        Error::Status { status: 401 | 403 | 404 | 407 | 410, .. } => Vec::new(),
        Error::Status { status, .. } => vec![status.to_string()],
        Error::Limit(Limit::Block(most) | Limit::Id(most) | Limit::Name(most)) => vec![most.to_string()],
        Error::Limit(Limit::Rate(most)) => vec![most.to_string()],
        Error::Net(error) => parts_of_net(error).into_iter().map(str::to_owned).collect(),
        Error::Ended | Error::Unconfirmed | Error::NoContent => Vec::new(),
    }
}

fn parts_of_net(error: &NetError) -> Option<&str> {
    match error {
        NetError::Dns { host }
        | NetError::Refused { host }
        | NetError::Unreachable { host }
        | NetError::NoFiles { host }
        | NetError::Broken { host }
        | NetError::Timeout { host }
        | NetError::Tls { host, .. }
        | NetError::Proxy { host }
        | NetError::ForbiddenAddress { host }
        | NetError::PrivateName { host }
        | NetError::TooManyRedirects { host }
        | NetError::InsecureRedirect { host }
        | NetError::BadRedirect { host }
        | NetError::BadResponse { host }
        | NetError::HeadTooLarge { host } => Some(host),
        NetError::CaFile { path } => Some(path),
        NetError::Scheme { scheme } => Some(scheme),
        NetError::Header { name } => Some(name),
        NetError::BadUrl
        | NetError::Credentials { .. }
        | NetError::ProxyDenied { .. }
        | NetError::ProxyUrl
        | NetError::Setup => None,
    }
}

/// What came, by the name that it has in every language; empty where it has none.
fn short(came: &str) -> &str {
    let named = [
        ("an HTML page", "HTML"),
        ("JSON", "JSON"),
        ("XML", "XML"),
        ("an RSS feed", "RSS"),
        ("an Atom feed", "Atom"),
        ("plain text", "text/plain"),
        ("lines of JSON", "NDJSON"),
    ];
    let known = named.iter().find(|(words, _)| *words == came).map(|(_, name)| *name);
    known.or_else(|| came.strip_prefix("an answer of type ")).unwrap_or_default()
}

/// The words for a header whose value could not be read.
#[must_use]
pub fn of_secret(error: &SecretError) -> Trouble {
    let (code, what) = match error {
        SecretError::NoVariable(name) => (Code::SecretVariable, vec![name.clone()]),
        SecretError::NoFile(path, error) => (Code::SecretFile, vec![path.clone(), error.to_string()]),
        SecretError::NoKeyring(_) => (Code::SecretKeyring, Vec::new()),
        SecretError::KeyringLocked => (Code::SecretLocked, Vec::new()),
        SecretError::KeyringSilent => (Code::SecretSilent, Vec::new()),
        SecretError::NoItem(item) => (Code::SecretMissing, vec![item.clone()]),
        SecretError::Several(item) => (Code::SecretSeveral, vec![item.clone()]),
        SecretError::NoText(item) => (Code::SecretNoText, vec![item.clone()]),
    };
    trouble(code, what, &error.to_string(), "Set it, and reconnect.")
}

/// The words for a feed whose host has as many connections as it takes.
#[must_use]
pub fn of_queue(host: &str, limit: usize) -> Trouble {
    let message = match limit {
        1 => format!("{host} takes 1 connection at once, and has it"),
        _ => format!("{host} takes {limit} connections at once, and has them"),
    };
    trouble(
        Code::Crowded,
        vec![host.to_owned(), limit.to_string()],
        &message,
        "Pause a feed of this host, or join several in one address where it allows that (ntfy: /a,b/sse).",
    )
}

/// The words for a server that leads a button's request on to a host that nobody allowed.
pub(crate) fn of_leading_on(to: Option<&str>) -> Trouble {
    let words = to.unwrap_or("another address");
    let message = format!("the server took the request, and leads on to {words}, which nobody allowed");
    trouble(Code::LedOn, vec![to.unwrap_or_default().to_owned()], &message, "")
}

/// The words for entries that could not be stored. They are kept in memory, and tried again.
#[must_use]
pub fn of_store(error: &tidings_store::Error) -> Trouble {
    let (code, advice) = match error {
        tidings_store::Error::Disk => (
            Code::StorageDisk,
            "Nothing is lost: Tidings goes on by itself once the disk works again. Check it.",
        ),
        _ => (Code::Storage, "Nothing is lost: Tidings goes on by itself once there is room."),
    };
    trouble(code, Vec::new(), &error.to_string(), advice)
}

/// The words for an address that cannot be subscribed to. They say what to do by themselves.
#[must_use]
pub fn of_address(message: &str) -> Trouble {
    trouble(Code::Address, Vec::new(), message, "")
}

/// The words for a template that cannot be used.
#[must_use]
pub(crate) fn of_template(message: &str) -> Trouble {
    trouble(Code::Template, Vec::new(), message, "Mend the feed's template, or take it out.")
}

/// A sentence begins with a capital and ends with a full stop.
fn trouble(code: Code, what: Vec<String>, message: &str, advice: &str) -> Trouble {
    let mut chars = message.chars();
    let mut sentence: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    Trouble { code, what, message: sentence, advice: advice.to_owned() }
}

#[cfg(test)]
mod table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_for_good_says_what_to_do() {
        let host = || "a.example".to_owned();
        let finals = [
            Error::NoContent,
            Error::NotAStream { came: "an HTML page".into() },
            Error::Status { status: 401, retry_after: None },
            Error::Status { status: 418, retry_after: None },
            Error::Net(NetError::Credentials { host: host() }),
        ];
        for error in finals {
            assert!(error.is_final(), "{error:?}");
            let trouble = of_stream(&error);
            assert!(trouble.advice.ends_with('.') && trouble.message.ends_with('.'), "{trouble:?}");
            assert!(trouble.message.starts_with(|c: char| !c.is_lowercase() || c == 'a'), "{trouble:?}");
        }
    }

    #[test]
    fn a_sentence_reads_like_one() {
        let trouble = of_stream(&Error::Status { status: 404, retry_after: None });
        assert_eq!(trouble.message, "The server answered 404 (no such address).");
        assert_eq!(trouble.advice, "Check the address.");
    }

    #[test]
    fn what_belongs_to_a_kind_is_told_apart() {
        let of = |error: Error| {
            let Trouble { code, what, .. } = of_stream(&error);
            (code.code(), what.join("|"))
        };
        let idle = |usual: Option<u64>| Error::Idle {
            after: Duration::from_secs(45),
            usual: usual.map(Duration::from_secs),
        };
        let came = |came: &str| Error::NotAStream { came: came.into() };
        let cases = [
            (idle(None), "idle", "45"),
            (idle(Some(15)), "idle_usual", "45|15"),
            (came("an HTML page"), "not_a_stream", "HTML"),
            (came("an answer of type image/png"), "not_a_stream", "image/png"),
            (came("an answer of no stated type"), "not_a_stream", ""),
            (Error::Packed { coding: "gzip".into() }, "packed", "gzip"),
            (Error::Packed { coding: "in an unknown way".into() }, "packed", ""),
            (Error::Status { status: 418, retry_after: None }, "other_status", "418"),
            (Error::Status { status: 403, retry_after: None }, "forbidden", ""),
            (Error::Limit(Limit::Rate(16)), "too_fast", "16"),
            (Error::Net(NetError::Dns { host: "a.example".into() }), "dns", "a.example"),
        ];
        for (error, code, what) in cases {
            assert_eq!(of(error), (code, what.to_owned()));
        }
        let crowded = of_queue("a.example", 2);
        assert_eq!((crowded.code, crowded.what.join("|").as_str()), (Code::Crowded, "a.example|2"));
    }
}
