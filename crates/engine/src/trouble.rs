//! What a stream's error means to the person who reads it: one table, the only one.

use tidings_model::{Trouble, TroubleCode as Code};
use tidings_net::{Error as NetError, TlsFault};
use tidings_sse::{Error, Limit};

use crate::ports::SecretError;

/// The words for a stream's error.
#[must_use]
pub fn of_stream(error: &Error) -> Trouble {
    let (code, advice) = match error {
        Error::Ended => (Code::Ended, ""),
        Error::Idle { .. } => {
            (Code::Idle, "A quiet feed can be given more time with idle_seconds in tidings.toml.")
        }
        Error::Unconfirmed => (Code::Idle, ""),
        Error::NoContent => (Code::NoContent, "Reconnect when you expect news there, or remove the feed."),
        Error::NotAStream { .. } => {
            (Code::NotAStream, "Look for the address of the event stream itself in the site's documentation.")
        }
        Error::Packed { .. } => (
            Code::Packed,
            "The owner of the server has to send this address unpacked, without Content-Encoding.",
        ),
        Error::Unreadable { .. } => {
            (Code::NotAStream, "Check the address. The owner of the feed may be about to mend it.")
        }
        Error::Status { status, .. } => of_status(*status),
        Error::Limit(Limit::Id(_) | Limit::Name(_)) => {
            (Code::TooBig, "The owner of the feed has to mend this; no feed needs so much.")
        }
        Error::Limit(Limit::Rate(_)) => (
            Code::TooBig,
            "If this feed is meant to say so much, raise max_bytes_per_second in tidings.toml.",
        ),
        Error::Limit(Limit::Block(_)) => (
            Code::TooBig,
            "If this feed's events are meant to be so large, raise max_event_bytes in tidings.toml.",
        ),
        Error::Net(error) => of_net(error),
    };
    trouble(code, &error.to_string(), advice)
}

const PROXY_DENIED: &str = "Check the user name and password of the feed's proxy, or of the system's.";

fn of_status(status: u16) -> (Code, &'static str) {
    match status {
        401 => (Code::Denied, "Give the feed a password (basic) or a token (bearer, query) in tidings.toml."),
        403 => (Code::Denied, "Check that your key or account may read this feed."),
        404 | 410 => (Code::NotFound, "Check the address."),
        407 => (Code::ProxyDenied, PROXY_DENIED),
        408 | 425 | 429 => (Code::TooMany, ""),
        500..=599 => (Code::ServerError, ""),
        _ => (Code::OtherStatus, "Check the address, and what the feed's documentation asks for."),
    }
}

fn of_net(error: &NetError) -> (Code, &'static str) {
    match error {
        NetError::BadUrl | NetError::Scheme { .. } => (Code::Address, "Check the address."),
        NetError::Credentials { .. } => (
            Code::Address,
            "Take them out of the address, and give the feed an Authorization header in tidings.toml.",
        ),
        NetError::Header { .. } => (Code::Secret, "Mend the header in tidings.toml."),
        NetError::ForbiddenAddress { .. } => (
            Code::Address,
            "If this feed is meant to be on your own network, configure it with that address.",
        ),
        NetError::PrivateName { .. } => (
            Code::PrivateName,
            "If this feed is in your own network, say so on its page under Connection: \"The feed is in my own network\" (in tidings.toml: \
             private_network = true). Else wait: it may be the login page of the network you are in, which answers for every name.",
        ),
        NetError::Dns { .. } => (Code::Dns, "Check the spelling of the address, and your connection."),
        NetError::Refused { .. } => (Code::Refused, "Check the port, and that the server runs."),
        NetError::Unreachable { .. } => (Code::Broken, "Check your connection."),
        NetError::NoFiles { .. } => (
            Code::Broken,
            "Raise the number of files that a program may open (ulimit -n), or pause some feeds.",
        ),
        NetError::Broken { .. } => (Code::Broken, ""),
        NetError::Timeout { .. } => (Code::Timeout, ""),
        NetError::Tls { fault: TlsFault::NotYetValid, .. } => {
            (Code::Tls, "Check this computer's date and time.")
        }
        NetError::Tls { fault: TlsFault::WrongKey, .. } => {
            (Code::Tls, "If the server was given a new key, give the feed that one in tidings.toml.")
        }
        NetError::Tls { .. } => {
            (Code::Tls, "The owner of the server has to mend this; Tidings does not connect without proof.")
        }
        NetError::Proxy { .. } => {
            (Code::Proxy, "Check the feed's proxy in tidings.toml, or the system's proxy settings.")
        }
        NetError::ProxyDenied { .. } => (Code::ProxyDenied, PROXY_DENIED),
        NetError::HeadTooLarge { .. } => (Code::TooBig, "The owner of the server has to mend this."),
        NetError::BadResponse { .. } => (Code::NotAStream, "Check the address and the port."),
        NetError::TooManyRedirects { .. }
        | NetError::InsecureRedirect { .. }
        | NetError::BadRedirect { .. } => {
            (Code::Redirect, "Ask the feed's documentation for its address of today.")
        }
        NetError::CaFile { .. } => (Code::Tls, "Check the file."),
        NetError::ProxyUrl => (Code::Proxy, "Mend the proxy's address in tidings.toml."),
        NetError::Setup => (Code::Tls, "Check this system's certificates and proxy settings."),
    }
}

/// The words for a header whose value could not be read.
#[must_use]
pub fn of_secret(error: &SecretError) -> Trouble {
    trouble(Code::Secret, &error.to_string(), "Set it, and reconnect.")
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
        &message,
        "Pause a feed of this host, or join several in one address where it allows that (ntfy: /a,b/sse).",
    )
}

/// The words for entries that could not be stored. They are kept in memory, and tried again.
#[must_use]
pub fn of_store(error: &tidings_store::Error) -> Trouble {
    let advice = match error {
        tidings_store::Error::Disk => {
            "Nothing is lost: Tidings goes on by itself once the disk works again. Check it."
        }
        _ => "Nothing is lost: Tidings goes on by itself once there is room.",
    };
    trouble(Code::Storage, &error.to_string(), advice)
}

/// The words for an address that cannot be subscribed to. They say what to do by themselves.
#[must_use]
pub fn of_address(message: &str) -> Trouble {
    trouble(Code::Address, message, "")
}

/// The words for a template that cannot be used.
#[must_use]
pub(crate) fn of_template(message: &str) -> Trouble {
    trouble(Code::Address, message, "Mend the feed's template, or take it out.")
}

/// A sentence begins with a capital and ends with a full stop.
fn trouble(code: Code, message: &str, advice: &str) -> Trouble {
    let mut chars = message.chars();
    let mut sentence: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    Trouble { code, message: sentence, advice: advice.to_owned() }
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
}
