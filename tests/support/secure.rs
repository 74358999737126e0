//! Certificates made for a test, and TLS in front of a server that has none.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    PublicKeyData as _, date_time_ymd,
};
use tempfile::TempDir;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::Server;

/// A certificate with its key.
pub struct Card {
    chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

/// Somebody who issues certificates, and whom no system trusts.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Card {
    /// A certificate for `host` that nobody vouches for.
    #[must_use]
    pub fn self_signed(host: &str) -> Self {
        Self::new(host, None)
    }

    fn new(host: &str, issuer: Option<&CertifiedIssuer<'static, KeyPair>>) -> Self {
        let mut params = CertificateParams::new([host.to_owned()]).expect("a name");
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2090, 1, 1);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().expect("a key");
        let signed = issuer.map_or_else(|| params.self_signed(&key), |issuer| params.signed_by(&key, issuer));
        Self { chain: vec![signed.expect("a certificate").der().clone()], key }
    }

    fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(self.chain.clone(), key)
            .expect("a certificate and its key");
        TlsAcceptor::from(Arc::new(config))
    }

    /// The public key as `openssl pkey -pubin` reads it: what a pin is made of.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.key.subject_public_key_info()
    }
}

impl Authority {
    /// A new one, with its certificate in a file.
    ///
    /// # Panics
    ///
    /// Where there is no temporary directory.
    #[must_use]
    pub fn new() -> Self {
        let mut params = CertificateParams::new([]).expect("no name");
        params.distinguished_name.push(DnType::CommonName, "home");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
        let folder = tempfile::tempdir().expect("a temporary directory");
        std::fs::write(folder.path().join("ca.pem"), issuer.pem()).expect("a file");
        Self { issuer, folder }
    }

    /// The PEM file with its certificate, for as long as it lives.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A certificate for `host`.
    #[must_use]
    pub fn issue(&self, host: &str) -> Card {
        Card::new(host, Some(&self.issuer))
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// TLS in front of a server: what is said behind it, the server hears and records as ever.
pub struct Secure {
    address: SocketAddr,
    shown: watch::Sender<TlsAcceptor>,
    serving: JoinHandle<()>,
}

impl Secure {
    /// Shows `card` to whoever comes, and passes on to `server` who takes it.
    ///
    /// # Panics
    ///
    /// Where the system has no port left.
    pub async fn before(server: &Server, card: &Card) -> Self {
        let (shown, showing) = watch::channel(card.acceptor());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("a listener has an address");
        let behind = server.address();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = showing.borrow().clone();
                tokio::spawn(async move {
                    // A client that does not like what it sees leaves: the test sees that there.
                    let Ok(mut secure) = acceptor.accept(stream).await else { return };
                    let Ok(mut plain) = TcpStream::connect(behind).await else { return };
                    let _ = copy_bidirectional(&mut secure, &mut plain).await;
                });
            }
        });
        Self { address, shown, serving }
    }

    /// Shows another card from the next connection on.
    pub fn show(&self, card: &Card) {
        self.shown.send_replace(card.acceptor());
    }

    /// A URL with this host and path.
    #[must_use]
    pub fn url(&self, host: &str, path: &str) -> String {
        format!("https://{host}:{}{path}", self.address.port())
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
