//! Certificates made for the test, and a server that shows one.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    PublicKeyData, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use tidings_net::{Pin, Trust};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A certificate and its key.
pub struct Card {
    pub chain: Vec<CertificateDer<'static>>,
    pub key: KeyPair,
}

impl Card {
    pub fn pin(&self) -> Pin {
        Pin(Sha256::digest(self.key.subject_public_key_info()).into())
    }
}

/// Somebody who issues certificates.
pub struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
    _folder: tempfile::TempDir,
    pub trust: Trust,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, certificate.pem()).expect("a file");
        Self { certificate, issuer: Issuer::new(params, key), _folder: folder, trust: Trust::Also(path) }
    }

    /// A certificate for `name`, valid in the years given.
    pub fn issue(&self, name: &str, years: (i32, i32)) -> Card {
        let key = KeyPair::generate().expect("a key");
        let leaf = params(name, years).signed_by(&key, &self.issuer).expect("a certificate");
        Card { chain: vec![leaf.der().clone(), self.certificate.der().clone()], key }
    }
}

/// A certificate that nobody vouches for.
pub fn self_signed(name: &str) -> Card {
    let key = KeyPair::generate().expect("a key");
    let certificate = params(name, VALID).self_signed(&key).expect("a certificate");
    Card { chain: vec![certificate.der().clone()], key }
}

pub const VALID: (i32, i32) = (2020, 2090);

fn params(name: &str, (from, to): (i32, i32)) -> CertificateParams {
    let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

/// A server for one connection, and what was asked of it once that was secure: nothing, if it never was.
pub struct Server {
    pub address: SocketAddr,
    pub asked: JoinHandle<String>,
}

impl Server {
    pub async fn start(card: &Card) -> Self {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(card.key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(card.chain.clone(), key)
            .expect("a certificate and its key");
        Self::serve(config).await
    }

    async fn serve(config: ServerConfig) -> Self {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a connection");
            let Ok(mut stream) = acceptor.accept(stream).await else { return String::new() };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => return String::from_utf8(head).expect("UTF-8"),
                }
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.expect("a listener");
            let _ = stream.shutdown().await;
            String::from_utf8(head).expect("UTF-8")
        });
        Self { address, asked }
    }
}

/// A server that shows the certificate of `card` and signs with a key of its own.
pub async fn lie(card: &Card) -> Server {
    use rustls::crypto::CryptoProvider;
    use rustls::server::{ClientHello, ResolvesServerCert};
    use rustls::sign::CertifiedKey;

    #[derive(Debug)]
    struct Liar(Arc<CertifiedKey>);

    impl ResolvesServerCert for Liar {
        fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
            Some(self.0.clone())
        }
    }

    let provider: CryptoProvider = aws_lc_rs::default_provider();
    let own = KeyPair::generate().expect("a key").serialize_der();
    let key = provider.key_provider.load_private_key(PrivatePkcs8KeyDer::from(own).into()).expect("a key");
    let shown = Arc::new(CertifiedKey::new(card.chain.clone(), key));
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Liar(shown)));
    Server::serve(config).await
}
