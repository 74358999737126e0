//! How a feed's connection stands, and what is wrong with it.

use crate::Timestamp;
use crate::coded::coded;

/// How a feed's connection stands. The delay shown is the delay slept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// Switched off by the person.
    Paused,
    /// The host takes no more connections at once; it has its turn when one of those there ends.
    Queued {
        /// Which host, and how many.
        trouble: Trouble,
    },
    /// On its way: resolving, connecting, or waiting for the answer.
    Connecting,
    /// The server accepted, and bytes may come.
    Open {
        /// Since when.
        since: Timestamp,
    },
    /// Down for a while.
    Waiting {
        /// When the next attempt starts.
        until: Timestamp,
        /// The whole pause, in milliseconds.
        retry_in_ms: u64,
        /// What is wrong.
        trouble: Trouble,
    },
    /// Down until the person does something.
    Stopped {
        /// What is wrong.
        trouble: Trouble,
    },
}

/// What is wrong with a feed, in words for the person it is shown to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its kind.
    pub code: TroubleCode,
    /// What belongs to it: names and numbers; as many as the kind says.
    pub what: Vec<String>,
    /// What happened, in one sentence.
    pub message: String,
    /// What the person can do, in one sentence; empty where waiting is all.
    pub advice: String,
}

coded! {
    /// The kinds of trouble. Each has something that belongs to it, in the order that is said here; a host, where nothing is said.
    pub enum TroubleCode {
        /// The server ended the stream; nothing.
        Ended = "ended",
        /// No byte for too long; the seconds.
        Idle = "idle",
        /// No byte for longer than is usual for the feed; the seconds, and those that are usual.
        IdleUsual = "idle_usual",
        /// No sign of life when the connection was checked; nothing.
        Unconfirmed = "unconfirmed",
        /// The name has no address.
        Dns = "dns",
        /// Nothing listens there.
        Refused = "refused",
        /// There is no way to it.
        Unreachable = "unreachable",
        /// No more files may be opened.
        NoFiles = "no_files",
        /// The connection broke.
        Broken = "broken",
        /// No answer in time.
        Timeout = "timeout",
        /// The certificate is past its date.
        TlsExpired = "tls_expired",
        /// The certificate is not valid yet.
        TlsEarly = "tls_early",
        /// The certificate is another host's.
        TlsHost = "tls_host",
        /// The certificate is from nobody who is trusted.
        TlsIssuer = "tls_issuer",
        /// The certificate was taken back.
        TlsRevoked = "tls_revoked",
        /// The key is not the one that was configured.
        TlsKey = "tls_key",
        /// The certificate cannot be used.
        TlsCertificate = "tls_certificate",
        /// No encryption that both sides understand.
        TlsHandshake = "tls_handshake",
        /// No certificate could be read; the file.
        CaFile = "ca_file",
        /// The proxy failed.
        Proxy = "proxy",
        /// The proxy asks for a password; nothing.
        ProxyDenied = "proxy_denied",
        /// The proxy's address cannot be used; nothing.
        ProxyUrl = "proxy_url",
        /// Certificates or proxy settings of the system cannot be used; nothing.
        Setup = "setup",
        /// The address cannot be a feed's; nothing.
        Address = "address",
        /// The address has a scheme that is not opened; the scheme.
        Scheme = "scheme",
        /// The address holds a user name or password; nothing.
        Credentials = "credentials",
        /// A public feed leads to a private address.
        PrivateAddress = "private_address",
        /// The name means a private address, and nobody said that it may.
        PrivateName = "private_name",
        /// Too many redirects in a row.
        Redirects = "redirects",
        /// A redirect to an address without encryption.
        RedirectPlain = "redirect_plain",
        /// A redirect to no web address.
        Redirect = "redirect",
        /// A button's request is led on; the host that nobody allowed.
        LedOn = "led_on",
        /// The answer is not an event stream; what it is, where that is known.
        NotAStream = "not_a_stream",
        /// The answer is not HTTP.
        NotHttp = "not_http",
        /// The document is no feed; what it is, where that is known.
        Unreadable = "unreadable",
        /// The event stream comes packed; how, where that is known.
        Packed = "packed",
        /// 204: the server asks not to come back; nothing.
        NoContent = "no_content",
        /// 401; nothing.
        Denied = "denied",
        /// 403; nothing.
        Forbidden = "forbidden",
        /// 404; nothing.
        NotFound = "not_found",
        /// 410; nothing.
        Gone = "gone",
        /// 429, or another "later"; the status.
        TooMany = "too_many",
        /// 5xx; the status.
        ServerError = "server_error",
        /// Any other refusal; the status.
        OtherStatus = "other_status",
        /// An event over the limit; its bytes.
        TooBig = "too_big",
        /// An event's id over the limit; its bytes.
        IdTooBig = "id_too_big",
        /// An event's name over the limit; its bytes.
        NameTooBig = "name_too_big",
        /// More bytes a second than are taken; so many.
        TooFast = "too_fast",
        /// More headers than are taken.
        HeadTooBig = "head_too_big",
        /// A header cannot be sent; its name.
        Header = "header",
        /// An environment variable is not set; its name.
        SecretVariable = "secret_variable",
        /// A secret's file cannot be read; the file, and what the system says.
        SecretFile = "secret_file",
        /// There is no keyring; nothing.
        SecretKeyring = "secret_keyring",
        /// The keyring is locked; nothing.
        SecretLocked = "secret_locked",
        /// The keyring does not answer; nothing.
        SecretSilent = "secret_silent",
        /// The keyring has nothing under a name; the name.
        SecretMissing = "secret_missing",
        /// The keyring has several under a name; the name.
        SecretSeveral = "secret_several",
        /// What the keyring has under a name is no text; the name.
        SecretNoText = "secret_no_text",
        /// What came could not be stored; nothing.
        Storage = "storage",
        /// What came could not be stored, for the disk fails; nothing.
        StorageDisk = "storage_disk",
        /// The feed's template cannot be used; nothing.
        Template = "template",
        /// The host has as many connections as it takes; the host, and how many.
        Crowded = "crowded",
    }
}

impl TroubleCode {
    /// What came could not be stored.
    #[must_use]
    pub const fn is_of_storage(self) -> bool {
        matches!(self, Self::Storage | Self::StorageDisk)
    }
}
