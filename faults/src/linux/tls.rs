//! R3 and S8: certificates that prove nothing, in the middle of a feed's life. None may be taken, and no byte said to who shows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    date_time_ymd,
};
use tempfile::TempDir;
use tidings_tests::Request;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::Acceptor;

use super::feeds::{self, Fault, Scene, names, not_opened};
use super::origin::{ALL, BEFORE, Log, event};
use super::{Rows, Scale, network, row::Row};

const VALID: (i32, i32) = (2020, 2090);
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

/// What is shown in place of a good certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Expired,
    NotYetValid,
    AnotherHosts,
    SelfSigned,
    UnknownIssuers,
    OldVersion,
}

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let names = names(scale.times);
    let hosts: Vec<_> = names.iter().map(|name| format!("{name}.internal")).collect();
    network::name_hosts(hosts.iter().map(|host| (host.as_str(), [127, 0, 0, 1].into())));
    let kinds = [
        (Shows::Expired, "TLS: expired", "its certificate has expired"),
        (Shows::NotYetValid, "TLS: not valid yet", "its certificate is not valid yet"),
        (Shows::AnotherHosts, "TLS: another host's", "its certificate is for another host"),
        (Shows::SelfSigned, "TLS: self-signed", "issued by nobody this system trusts"),
        (Shows::UnknownIssuers, "TLS: an unknown issuer", "issued by nobody this system trusts"),
        (Shows::OldVersion, "TLS: version 1.1", "no encryption that both sides understand"),
    ];
    let rows = kinds.map(|(shows, name, words)| -> Rows {
        Box::pin(async move { vec![one(scale, shows, Fault::waits(name, words)).await] })
    });
    feeds::beside(rows.into()).await
}

async fn one(scale: Scale, shows: Shows, fault: Fault) -> Row {
    let feeds = names(scale.times);
    let cards = Arc::new(Cards::new(&feeds, shows));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (log, taken) = (Log::default(), Arc::new(AtomicUsize::new(0)));
    let serving = tokio::spawn(serve(listener, cards.clone(), log.clone(), taken.clone()));
    let run = feeds::run(
        &feeds,
        |feed| format!("https://{feed}.internal:{port}/{feed}"),
        |tidings| tidings.variable("SSL_CERT_FILE", cards.trusted()),
    );
    let mut row = match Scene::open(run, feeds, log).await {
        Ok(scene) => scene.suffer(&fault).await,
        Err(why) => not_opened(&fault, &why),
    };
    serving.abort();
    let taken = taken.load(Ordering::Relaxed);
    if taken > 0 {
        row.wrong.push(format!("{taken} connections were made on that proof"));
    }
    row.id = "R3 S8".to_owned();
    row.figure += ", 0 accepted";
    row
}

/// What the server shows: a good certificate for all names, and a bad one.
struct Cards {
    folder: TempDir,
    good: Arc<ServerConfig>,
    bad: Option<Arc<ServerConfig>>,
}

impl Cards {
    fn new(feeds: &[String], shows: Shows) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (known, unknown) = (authority("home"), authority("nobody"));
        std::fs::write(folder.path().join("ca.pem"), known.pem()).expect("a file");
        let hosts: Vec<_> = feeds.iter().map(|feed| format!("{feed}.internal")).collect();
        let other = vec!["other.internal".to_owned()];
        let bad = match shows {
            Shows::Expired => Some(card(hosts.clone(), (2020, 2021), Some(&known))),
            Shows::NotYetValid => Some(card(hosts.clone(), (2080, 2090), Some(&known))),
            Shows::AnotherHosts => Some(card(other, VALID, Some(&known))),
            Shows::SelfSigned => Some(card(hosts.clone(), VALID, None)),
            Shows::UnknownIssuers => Some(card(hosts.clone(), VALID, Some(&unknown))),
            Shows::OldVersion => None,
        };
        Self { folder, good: card(hosts, VALID, Some(&known)), bad }
    }

    fn trusted(&self) -> String {
        self.folder.path().join("ca.pem").display().to_string()
    }
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).expect("a name");
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate")
}

fn card(
    names: Vec<String>,
    (from, to): (i32, i32),
    issuer: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> Arc<ServerConfig> {
    let mut params = CertificateParams::new(names).expect("names");
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate().expect("a key");
    let signed = issuer.map_or_else(|| params.self_signed(&key), |issuer| params.signed_by(&key, issuer));
    let chain = vec![signed.expect("a certificate").der().clone()];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key);
    Arc::new(config.expect("a server"))
}

async fn serve(listener: TcpListener, cards: Arc<Cards>, log: Log, taken: Arc<AtomicUsize>) {
    while let Ok((socket, _)) = listener.accept().await {
        let (cards, log, taken) = (cards.clone(), log.clone(), taken.clone());
        tokio::spawn(async move {
            // A client that does not like what it sees leaves: that is what is looked for.
            let _ = answer(socket, &cards, &log, &taken).await;
        });
    }
}

async fn answer(socket: TcpStream, cards: &Cards, log: &Log, taken: &AtomicUsize) -> std::io::Result<()> {
    let hello = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
    let host = hello.client_hello().server_name().unwrap_or_default().to_owned();
    let feed = host.trim_end_matches(".internal").to_owned();
    let number = log.note(&feed);
    if number == 1 {
        let Some(bad) = cards.bad.clone() else { return old_version(hello).await };
        let mut shown = hello.into_stream(bad).await?;
        // The handshake may look done from here before the client has judged: only what it then asks counts.
        taken.fetch_add(usize::from(shown.read_u8().await.is_ok()), Ordering::Relaxed);
        return Ok(());
    }
    let mut stream = hello.into_stream(cards.good.clone()).await?;
    let Some(request) = Request::read(&mut stream).await? else { return Ok(()) };
    let last = request.last_event_id().and_then(|id| id.parse().ok()).unwrap_or(0);
    let end = if number == 0 { BEFORE } else { ALL };
    let events: String = (last + 1..=end).map(event).collect();
    stream.write_all(format!("{HEAD}{events}").as_bytes()).await?;
    stream.flush().await?;
    if number == 0 {
        log.gate(&feed).passed().await;
    } else {
        std::future::pending::<()>().await;
    }
    stream.shutdown().await
}

/// What a server says that knows TLS 1.1 and nothing newer: its hello, which no client of today goes on from.
async fn old_version(hello: tokio_rustls::StartHandshake<TcpStream>) -> std::io::Result<()> {
    let mut socket = hello.io;
    // ServerHello 1.1: 32 bytes of chance, no session, ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
    let body = [&[2, 0, 0, 38, 3, 2][..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
    socket.write_all(&[&[22, 3, 2, 0, 42][..], &body].concat()).await?;
    let mut rest = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), socket.read_to_end(&mut rest)).await;
    Ok(())
}
