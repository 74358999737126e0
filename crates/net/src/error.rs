//! What can go wrong between here and the answer.

/// Why a request failed. The texts name the host at most: never a path, a query or a header's value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The address has no host.
    #[error("the address names no host")]
    BadUrl,
    /// Name or password stand in the address (`https://me:secret@host/`), where logs and screens would show them.
    #[error(
        "the address of {host} holds a user name or password; send them in an Authorization header instead"
    )]
    Credentials {
        /// The host.
        host: String,
    },
    /// Neither `http` nor `https`.
    #[error("addresses that begin with {scheme}: cannot be opened, only http and https")]
    Scheme {
        /// The scheme found.
        scheme: String,
    },
    /// A configured header cannot be sent.
    #[error("the header {name:?} cannot be sent: its name or value is malformed")]
    Header {
        /// The field name as configured.
        name: String,
    },
    /// A public address led to a private one.
    #[error("{host} is an address of this machine or a private network, where a public feed may not lead")]
    ForbiddenAddress {
        /// The host that was not contacted.
        host: String,
    },
    /// A configured name means a private address, and nobody said that it may.
    #[error("the name {host} leads to this machine or into a private network")]
    PrivateName {
        /// The host that was not contacted.
        host: String,
    },
    /// The name has no address, or cannot be looked up now.
    #[error("the name {host} could not be resolved")]
    Dns {
        /// The name.
        host: String,
    },
    /// Nothing listens there.
    #[error("{host} refused the connection")]
    Refused {
        /// The host.
        host: String,
    },
    /// No way leads there: no network, or no route.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The host.
        host: String,
    },
    /// This process may open no more files (EMFILE, ENFILE): a connection is one.
    #[error("no connection to {host} can be made, for too many files are open")]
    NoFiles {
        /// The host.
        host: String,
    },
    /// The connection was reset, or ended within the answer.
    #[error("the connection to {host} broke")]
    Broken {
        /// The host.
        host: String,
    },
    /// No connection or no answer in time.
    #[error("{host} did not answer in time")]
    Timeout {
        /// The host.
        host: String,
    },
    /// The server could not prove who it is, or no secure connection came about.
    #[error("no secure connection to {host}: {fault}")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong with it.
        fault: TlsFault,
    },
    /// The proxy on the way refused, or failed.
    #[error("the proxy on the way to {host} failed")]
    Proxy {
        /// The host that was asked for.
        host: String,
    },
    /// The proxy on the way takes nobody without a password, or not with this one.
    #[error("the proxy on the way to {host} asks for a user name and password")]
    ProxyDenied {
        /// The host that was asked for.
        host: String,
    },
    /// The answer is not HTTP.
    #[error("the answer of {host} is not HTTP")]
    BadResponse {
        /// The host.
        host: String,
    },
    /// More header fields, or longer ones, than are taken.
    #[error("the answer of {host} has more than 100 headers, or more than 400 KiB of them")]
    HeadTooLarge {
        /// The host.
        host: String,
    },
    /// More than five redirects in a row.
    #[error("{host} redirects more than 5 times in a row")]
    TooManyRedirects {
        /// The host that sent the last one.
        host: String,
    },
    /// From `https` to `http`.
    #[error("{host} redirects to an address without encryption")]
    InsecureRedirect {
        /// The host that sent it.
        host: String,
    },
    /// A redirect to nowhere, or to an address that is no `http` one.
    #[error("{host} redirects to an address that cannot be opened")]
    BadRedirect {
        /// The host that sent it.
        host: String,
    },
    /// The configured file holds no certificate, or cannot be read.
    #[error("no certificate could be read from the file {path}")]
    CaFile {
        /// The file.
        path: String,
    },
    /// The configured proxy cannot be used.
    #[error("the proxy's address cannot be used: it is no http, https or socks5 address")]
    ProxyUrl,
    /// The client could not be set up, for want of usable root certificates or a broken proxy setting.
    #[error("the HTTP client could not be set up")]
    Setup,
}

/// What is wrong with a secure connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// Past its date.
    #[error("its certificate has expired")]
    Expired,
    /// Before its date; the clock here may be wrong.
    #[error("its certificate is not valid yet")]
    NotYetValid,
    /// For another host.
    #[error("its certificate is for another host")]
    WrongHost,
    /// Signed by nobody this system trusts, or by itself.
    #[error("its certificate was issued by nobody this system trusts")]
    UnknownIssuer,
    /// Taken back by its issuer.
    #[error("its certificate has been revoked")]
    Revoked,
    /// Its key is not the pinned one.
    #[error("its key is not the one that was configured for it")]
    WrongKey,
    /// Any other fault of the certificate.
    #[error("its certificate cannot be used")]
    BadCertificate,
    /// No common version or cipher, or no TLS at the other end.
    #[error("it offers no encryption that both sides understand")]
    Handshake,
}
