//! Why a stream is not open, and whether trying again can help.

use std::time::Duration;

use tidings_net::Error as NetError;

/// Why a stream ended or never began.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server ended the stream in good order.
    #[error("the server ended the stream")]
    Ended,
    /// No byte for this long.
    #[error("nothing was heard for {}{}", length(*.after), habit(*.usual))]
    Idle {
        /// The deadline that is over.
        after: Duration,
        /// The longest usual silence of this feed, where the deadline was learnt from it.
        usual: Option<Duration>,
    },
    /// The connection may have died unseen, as while the machine slept or changed networks, and gave no sign of life when asked for one.
    #[error("the connection gave no sign of life when it was checked")]
    Unconfirmed,
    /// 204: the server asks not to come back.
    #[error("the server says there is nothing more to come (204)")]
    NoContent,
    /// 200, but no `text/event-stream`.
    #[error("the server sent {came} instead of an event stream")]
    NotAStream {
        /// What came, in words: "an HTML page".
        came: String,
    },
    /// 200, and packed though it was asked for as it is. Read as text it would say nothing, for ever, and unpacking it would hand a small
    /// server a large memory.
    #[error("the server sent the stream packed ({coding}), though it was asked for as it is")]
    Packed {
        /// How: "gzip", "in an unknown way".
        coding: String,
    },
    /// A feed that is polled gave what is none. It may be mended.
    #[error("the server sent {came} instead of a feed")]
    Unreadable {
        /// What came, in words: "an HTML page".
        came: String,
    },
    /// A refusal. 408, 425, 429 and 5xx are tried again, every other one stops.
    #[error("the server answered {status}{}", reason(*status))]
    Status {
        /// The status code.
        status: u16,
        /// What `Retry-After` asks for, held within one second and one hour.
        retry_after: Option<Duration>,
    },
    /// The stream breaks a limit.
    #[error("{0}")]
    Limit(#[from] Limit),
    /// No connection, or a broken one.
    #[error("{0}")]
    Net(#[from] NetError),
}

/// A limit that a stream broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// An event, as it stands in the stream, with every line of it.
    #[error("the server sent an event of more than {0} bytes")]
    Block(usize),
    /// An `id:` value.
    #[error("the server sent an event id of more than {0} bytes")]
    Id(usize),
    /// Bytes a second, over ten seconds.
    #[error("the server sent more than {0} bytes a second")]
    Rate(u64),
    /// An `event:` value.
    #[error("the server sent an event name of more than {0} bytes")]
    Name(usize),
}

impl Error {
    /// Whether trying again cannot help: someone has to change something first.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Ended | Self::Idle { .. } | Self::Unconfirmed | Self::Unreadable { .. } => false,
            Self::Limit(_) => false,
            Self::NoContent | Self::NotAStream { .. } | Self::Packed { .. } => true,
            Self::Status { status, .. } => !matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Net(error) => net_is_final(error),
        }
    }

    /// Of a final one: whether somebody on the way may have said it, such as the login page of a hotel's network, so that the answer may be
    /// another in another network. 204 and 410 are said by the server alone.
    #[must_use]
    pub fn heals_elsewhere(&self) -> bool {
        match self {
            Self::NotAStream { .. } | Self::Packed { .. } => true,
            Self::Status { status, .. } => self.is_final() && *status != 410,
            Self::Net(error) => matches!(error, NetError::ProxyDenied { .. }),
            _ => false,
        }
    }

    /// Of a final one: whether it may heal where it is, with nobody who changes the feed. A page that is mended or logged in at, a token that
    /// is renewed: it is worth a look each hour.
    #[must_use]
    pub fn heals_slowly(&self) -> bool {
        match self {
            Self::NotAStream { .. } => true,
            Self::Status { status, .. } => matches!(status, 401 | 407),
            Self::Net(error) => matches!(error, NetError::ProxyDenied { .. }),
            _ => false,
        }
    }

    /// Whether the server did what no server of events should: it is given a longer rest each time.
    #[must_use]
    pub fn is_breach(&self) -> bool {
        use NetError::{HeadTooLarge, TooManyRedirects};
        match self {
            Self::Limit(_) => true,
            Self::Net(error) => matches!(error, TooManyRedirects { .. } | HeadTooLarge { .. }),
            _ => false,
        }
    }

    /// What the server asked to be waited.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// Only what is wrong with the address, a header or a password as configured. Networks, names and certificates heal, and so does a
/// redirect that may not be followed, or a name that means a private address: the login page of a hotel's network looks like one.
fn net_is_final(error: &NetError) -> bool {
    match error {
        NetError::BadUrl
        | NetError::Credentials { .. }
        | NetError::Scheme { .. }
        | NetError::Header { .. }
        | NetError::CaFile { .. }
        | NetError::ProxyDenied { .. }
        | NetError::ProxyUrl => true,
        NetError::InsecureRedirect { .. }
        | NetError::BadRedirect { .. }
        | NetError::TooManyRedirects { .. } => false,
        NetError::Dns { .. } | NetError::Refused { .. } | NetError::Unreachable { .. } => false,
        NetError::NoFiles { .. } => false,
        NetError::Broken { .. } | NetError::Timeout { .. } | NetError::BadResponse { .. } => false,
        NetError::HeadTooLarge { .. } => false,
        NetError::Tls { .. }
        | NetError::Proxy { .. }
        | NetError::ForbiddenAddress { .. }
        | NetError::PrivateName { .. }
        | NetError::Setup => false,
    }
}

fn habit(usual: Option<Duration>) -> String {
    usual.map_or_else(String::new, |usual| {
        format!(", and this feed is seldom silent for more than {}", length(usual))
    })
}

/// In words: "45 seconds", "10 minutes".
fn length(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round().max(1.0);
    let (count, unit) =
        if seconds < 120.0 { (seconds, "second") } else { ((seconds / 60.0).round(), "minute") };
    format!("{count} {unit}{}", if count == 1.0 { "" } else { "s" })
}

fn reason(status: u16) -> &'static str {
    match status {
        401 => " (not signed in)",
        403 => " (not allowed)",
        404 => " (no such address)",
        407 => " (a proxy asks for a password)",
        410 => " (gone for good)",
        429 => " (too many requests)",
        500 => " (internal error)",
        502 => " (bad gateway)",
        503 => " (not available now)",
        504 => " (gateway timeout)",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_heal_is_final() {
        let status = |status| Error::Status { status, retry_after: None };
        for code in [408, 425, 429, 500, 501, 502, 503, 504, 599] {
            assert!(!status(code).is_final(), "{code}");
        }
        for code in [201, 206, 304, 400, 401, 403, 404, 405, 407, 410, 418, 451, 600] {
            assert!(status(code).is_final(), "{code}");
        }
        assert!(Error::NoContent.is_final());
        assert!(!Error::Ended.is_final());
        assert!(!Error::Limit(Limit::Block(1)).is_final());
        assert!(!Error::Net(NetError::Dns { host: "h".into() }).is_final());
        assert!(Error::Net(NetError::Scheme { scheme: "file".into() }).is_final());
    }

    #[test]
    fn the_words_are_whole_sentences() {
        let idle = |after, usual: Option<u64>| {
            let usual = usual.map(Duration::from_millis);
            Error::Idle { after: Duration::from_secs(after), usual }.to_string()
        };
        assert_eq!(idle(90, None), "nothing was heard for 90 seconds");
        let usual = "and this feed is seldom silent for more than";
        assert_eq!(idle(45, Some(15_200)), format!("nothing was heard for 45 seconds, {usual} 15 seconds"));
        assert_eq!(idle(30, Some(200)), format!("nothing was heard for 30 seconds, {usual} 1 second"));
        assert_eq!(idle(600, Some(400_000)), format!("nothing was heard for 10 minutes, {usual} 7 minutes"));
        assert_eq!(
            Error::Status { status: 404, retry_after: None }.to_string(),
            "the server answered 404 (no such address)"
        );
        assert_eq!(
            Error::Limit(Limit::Id(1024)).to_string(),
            "the server sent an event id of more than 1024 bytes"
        );
    }
}
