//! Secure connections, with real certificates over real sockets.

use std::net::SocketAddr;
use std::time::Duration;

use crate::secure::{Authority, Card, Server, VALID, lie, self_signed};
use tidings_net::{Client, Error, Http, Pin, Proxy, Request, TlsFault, Trust, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

async fn get(address: SocketAddr, trust: &Trust) -> Result<u16, Error> {
    get_from(&format!("https://localhost:{}/?token=s3cret", address.port()), trust).await
}

async fn get_from(url: &str, trust: &Trust) -> Result<u16, Error> {
    let url = Url::parse(url).expect("a URL");
    let headers = vec![("Authorization".to_owned(), "Bearer s3cret".to_owned())];
    let request = Request {
        url,
        query: Vec::new(),
        headers,
        header_timeout: Duration::from_secs(20),
        private_network: false,
    };
    let client = Client::with(trust, &Proxy::None, Http::One).expect("a client");
    client.get(request).await.map(|answer| answer.status())
}

/// Asks a server that shows `card`: what came of it, and what the server was told.
async fn ask(card: &Card, trust: &Trust) -> (Result<u16, Error>, String) {
    let server = Server::start(card).await;
    let answer = get(server.address, trust).await;
    (answer, server.asked.await.expect("no panic"))
}

fn tls(fault: TlsFault) -> Error {
    Error::Tls { host: "localhost".into(), fault }
}

#[tokio::test]
async fn a_certificate_that_proves_nothing_is_refused_and_named_and_told_nothing() {
    let [known, unknown, namesake] = ["home", "elsewhere", "home"].map(Authority::new);
    let other_key = Trust::Key(Pin([7; 32]));
    let cases = [
        ("expired", known.issue("localhost", (2020, 2021)), &known.trust, TlsFault::Expired),
        ("not valid yet", known.issue("localhost", (2089, 2090)), &known.trust, TlsFault::NotYetValid),
        ("another host", known.issue("a.example", VALID), &known.trust, TlsFault::WrongHost),
        ("a host below", known.issue("*.localhost", VALID), &known.trust, TlsFault::WrongHost),
        ("unknown issuer", unknown.issue("localhost", VALID), &known.trust, TlsFault::UnknownIssuer),
        (
            "an issuer of a known name",
            namesake.issue("localhost", VALID),
            &known.trust,
            TlsFault::BadCertificate,
        ),
        (
            "an issuer only some feed trusts",
            known.issue("localhost", VALID),
            &Trust::System,
            TlsFault::UnknownIssuer,
        ),
        ("self-signed", self_signed("localhost"), &Trust::System, TlsFault::UnknownIssuer),
        ("self-signed, beside an authority", self_signed("localhost"), &known.trust, TlsFault::UnknownIssuer),
        ("another key than the pinned one", self_signed("localhost"), &other_key, TlsFault::WrongKey),
        ("another key, well issued", known.issue("localhost", VALID), &other_key, TlsFault::WrongKey),
    ];
    for (what, card, trust, fault) in cases {
        let (answer, asked) = ask(&card, trust).await;
        assert_eq!(answer, Err(tls(fault)), "{what}");
        assert_eq!(asked, "", "{what}");
    }
}

#[tokio::test]
async fn an_authority_of_the_feeds_own_is_taken() {
    let authority = Authority::new("home");
    let (answer, asked) = ask(&authority.issue("localhost", VALID), &authority.trust).await;
    assert_eq!(answer, Ok(200));
    assert!(asked.starts_with("GET /?token=s3cret HTTP/1.1\r\n"), "{asked}");
}

/// The key is the proof: a device at home seldom has a good name, date or issuer.
#[tokio::test]
async fn a_pinned_key_is_taken_whoever_issued_its_certificate() {
    let authority = Authority::new("home");
    for card in [self_signed("nas"), authority.issue("localhost", (2020, 2021))] {
        let (answer, asked) = ask(&card, &Trust::Key(card.pin())).await;
        assert_eq!(answer, Ok(200));
        assert!(asked.contains("s3cret"), "{asked}");
    }
}

/// Showing the certificate of a pinned key is not enough: the server has to sign with it.
#[tokio::test]
async fn a_copied_certificate_is_no_proof() {
    let card = self_signed("localhost");
    // A server refuses to start with a key that is not its certificate's; so the liar signs by another one of the same kind.
    let liar = lie(&card).await;
    let answer = get(liar.address, &Trust::Key(card.pin())).await;
    assert!(
        matches!(answer, Err(Error::Tls { fault: TlsFault::Handshake | TlsFault::BadCertificate, .. })),
        "{answer:?}"
    );
    assert_eq!(liar.asked.await.expect("no panic"), "");
}

/// TLS 1.0 and 1.1, as a server that knows nothing newer answers.
#[tokio::test]
async fn an_old_version_is_refused() {
    for minor in [1, 2] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let old = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut head = [0; 5];
            stream.read_exact(&mut head).await.expect("a record");
            let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
            stream.read_exact(&mut hello).await.expect("a ClientHello");
            // ServerHello: version, 32 bytes of chance, no session, ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
            let body = [&[3, minor][..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
            let hello = [&[2, 0, 0, 38][..], &body].concat();
            let record = [&[22, 3, minor, 0, 42][..], &hello].concat();
            stream.write_all(&record).await.expect("a listener");
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
            rest
        });
        assert_eq!(get(address, &Trust::System).await, Err(tls(TlsFault::Handshake)), "3.{minor}");
        let rest = old.await.expect("no panic");
        // An alert and nothing else.
        assert_eq!((rest.first(), rest.len()), (Some(&21), 7), "{rest:?}");
    }
}

/// The same host by another scheme is another origin: the way up to TLS takes no secret along, and there is none down.
#[tokio::test]
async fn a_change_of_scheme_takes_no_secret_along() {
    let authority = Authority::new("home");
    let server = Server::start(&authority.issue("localhost", VALID)).await;
    let plain = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let from = format!("http://localhost:{}/?token=s3cret", plain.local_addr().expect("an address").port());
    let redirect = format!(
        "HTTP/1.1 301 Moved\r\nLocation: https://localhost:{}/\r\nContent-Length: 0\r\n\r\n",
        server.address.port()
    );
    let lead = async {
        let (mut stream, _) = plain.accept().await.expect("a connection");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("a request"));
        }
        stream.write_all(redirect.as_bytes()).await.expect("a listener");
        String::from_utf8(head).expect("UTF-8")
    };
    let (answer, head) = tokio::join!(get_from(&from, &authority.trust), lead);
    assert_eq!(answer, Ok(200));
    assert_eq!(head.matches("s3cret").count(), 2, "{head}");
    let asked = server.asked.await.expect("no panic");
    assert!(asked.starts_with("GET / HTTP/1.1\r\n") && !asked.contains("s3cret"), "{asked}");
}
