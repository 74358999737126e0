//! From the library's chain of causes to one of our errors.

use std::error::Error as StdError;
use std::io;

use rustls::CertificateError;

use crate::resolve::Refusal;
use crate::{Error, TlsFault};

/// EMFILE and ENFILE, which have no [`io::ErrorKind`]; on Windows, WSAEMFILE.
const NO_FILES: &[i32] = if cfg!(windows) { &[10_024] } else { &[24, 23] };

/// What hyper-util says of 407, and of a SOCKS5 proxy that wants a password, or another one.
const PROXY_DENIED: [&str; 3] =
    ["proxy authorization required", "credentials not accepted", "does not support user/pass authentication"];

/// How far the request had come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Until the head of the answer.
    Head,
    /// Within the body.
    Body,
}

/// The error for `error`; nothing of its text is kept, since it may quote the address.
pub(crate) fn reqwest(error: reqwest::Error, host: &str, stage: Stage) -> Error {
    let error = error.without_url();
    let host = || host.to_owned();
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(link) = cause {
        match known(link, &host) {
            // An answer had begun: the kernel's probes found nobody there any more.
            Some(Error::Timeout { host }) if stage == Stage::Body => return Error::Broken { host },
            Some(found) => return found,
            None => {}
        }
        cause = link.source();
    }
    if error.is_timeout() {
        return Error::Timeout { host: host() };
    }
    if says(&error, "message head is too large") {
        return Error::HeadTooLarge { host: host() };
    }
    let bad = stage == Stage::Head && says(&error, "invalid HTTP");
    if bad { Error::BadResponse { host: host() } } else { Error::Broken { host: host() } }
}

/// The same while connecting through a proxy: what was not reached is the proxy, or the proxy did not reach the host. Either end may
/// have failed to prove who it is.
pub(crate) fn on_the_way(error: Error) -> Error {
    match error {
        Error::Dns { host }
        | Error::Refused { host }
        | Error::Unreachable { host }
        | Error::Broken { host }
        | Error::Timeout { host }
        | Error::BadResponse { host } => Error::Proxy { host },
        other => other,
    }
}

fn known(link: &(dyn StdError + 'static), host: &impl Fn() -> String) -> Option<Error> {
    if let Some(refusal) = link.downcast_ref::<Refusal>() {
        return Some(match refusal {
            Refusal::NoAddress => Error::Dns { host: host() },
            Refusal::Private => Error::ForbiddenAddress { host: host() },
        });
    }
    if let Some(tls) = link.downcast_ref::<rustls::Error>() {
        return Some(Error::Tls { host: host(), fault: tls_fault(tls) });
    }
    if let Some(io) = link.downcast_ref::<io::Error>() {
        return from_io(io, host);
    }
    // reqwest and hyper keep their proxy errors private: the text is all there is.
    let text = link.to_string().to_ascii_lowercase();
    if !["proxy", "tunnel", "socks"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let denied = PROXY_DENIED.iter().any(|words| says(link, words));
    Some(if denied { Error::ProxyDenied { host: host() } } else { Error::Proxy { host: host() } })
}

fn from_io(io: &io::Error, host: &impl Fn() -> String) -> Option<Error> {
    // An io::Error hides what it wraps from `source()`.
    if let Some(inner) = io.get_ref() {
        let inner: &(dyn StdError + 'static) = inner;
        if let Some(found) = known(inner, host) {
            return Some(found);
        }
    }
    let host = host();
    if io.raw_os_error().is_some_and(|code| NO_FILES.contains(&code)) {
        return Some(Error::NoFiles { host });
    }
    match io.kind() {
        io::ErrorKind::ConnectionRefused => Some(Error::Refused { host }),
        io::ErrorKind::TimedOut => Some(Error::Timeout { host }),
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => Some(Error::Unreachable { host }),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(Error::Broken { host }),
        _ => None,
    }
}

fn tls_fault(error: &rustls::Error) -> TlsFault {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(certificate) = error else { return TlsFault::Handshake };
    match certificate {
        C::Expired | C::ExpiredContext { .. } => TlsFault::Expired,
        C::NotValidYet | C::NotValidYetContext { .. } => TlsFault::NotYetValid,
        C::NotValidForName | C::NotValidForNameContext { .. } => TlsFault::WrongHost,
        C::UnknownIssuer => TlsFault::UnknownIssuer,
        C::Revoked => TlsFault::Revoked,
        C::ApplicationVerificationFailure => TlsFault::WrongKey,
        C::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => TlsFault::UnknownIssuer,
        _ => TlsFault::BadCertificate,
    }
}

/// Whether it or one of its causes has these words.
fn says(error: &(dyn StdError + 'static), words: &str) -> bool {
    let mut cause = Some(error);
    while let Some(link) = cause {
        if link.to_string().contains(words) {
            return true;
        }
        cause = link.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(error: impl Into<io::Error>) -> Option<Error> {
        known(&error.into(), &|| "h".to_owned())
    }

    #[test]
    fn a_fault_of_the_certificate_is_named_however_deep_it_lies() {
        use CertificateError as C;
        let cases = [
            (C::Expired, TlsFault::Expired),
            (C::NotValidYet, TlsFault::NotYetValid),
            (C::NotValidForName, TlsFault::WrongHost),
            (C::UnknownIssuer, TlsFault::UnknownIssuer),
            (C::Revoked, TlsFault::Revoked),
            (C::ApplicationVerificationFailure, TlsFault::WrongKey),
            (C::BadEncoding, TlsFault::BadCertificate),
        ];
        for (certificate, fault) in cases {
            let tls = rustls::Error::InvalidCertificate(certificate);
            let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls));
            assert_eq!(found(wrapped), Some(Error::Tls { host: "h".into(), fault }));
        }
    }

    #[test]
    fn kinds_of_the_system_are_told_apart() {
        let host = || "h".to_owned();
        let cases = [
            (io::ErrorKind::ConnectionRefused, Error::Refused { host: host() }),
            (io::ErrorKind::ConnectionReset, Error::Broken { host: host() }),
            (io::ErrorKind::UnexpectedEof, Error::Broken { host: host() }),
            (io::ErrorKind::TimedOut, Error::Timeout { host: host() }),
            (io::ErrorKind::NetworkUnreachable, Error::Unreachable { host: host() }),
            (io::ErrorKind::HostUnreachable, Error::Unreachable { host: host() }),
        ];
        for (kind, error) in cases {
            assert_eq!(found(kind), Some(error), "{kind:?}");
        }
        assert_eq!(found(io::Error::other("anything")), None);
        assert_eq!(
            found(io::Error::other("tunnel error: unsuccessful")),
            Some(Error::Proxy { host: host() })
        );
    }
}
