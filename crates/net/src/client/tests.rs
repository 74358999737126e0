//! Where a feed may lead (S7), and what may travel along (S6), over real sockets and with names of our own.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::resolve::{LookUp, Refusal};

mod send;

/// It stands for an address on the internet: nobody else's packets leave this machine.
const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// Names whose owner answers differently each time; the last answer stays.
#[derive(Default)]
struct Names(Mutex<HashMap<String, VecDeque<Vec<IpAddr>>>>);

impl Directory for Names {
    fn look_up(&self, host: String) -> LookUp {
        let mut names = self.0.lock().expect("no panic");
        let found = names.get_mut(&host).and_then(|answers| {
            if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
        });
        let found = found.map(|found| found.into_iter().map(|address| SocketAddr::new(address, 0)).collect());
        Box::pin(async move { found.ok_or(Refusal::NoAddress) })
    }

    fn is_public(&self, address: IpAddr) -> bool {
        address == PUBLIC || crate::is_global(address)
    }
}

fn client<const N: usize>(names: [(&str, &[&[IpAddr]]); N]) -> Client {
    let names =
        names.map(|(name, answers)| (name.to_owned(), answers.iter().map(|found| found.to_vec()).collect()));
    let names = Names(Mutex::new(HashMap::from(names)));
    Client::asking(Arc::new(names), &Trust::System, &Proxy::None, Http::One).expect("a client")
}

struct Server(TcpListener);

impl Server {
    async fn at(address: IpAddr) -> Self {
        Self(TcpListener::bind((address, 0)).await.expect("a port"))
    }

    fn port(&self) -> u16 {
        self.0.local_addr().expect("an address").port()
    }

    fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port())
    }

    /// Answers the next connections, and gives back what was asked.
    async fn answer<const N: usize>(&self, answers: [&str; N]) -> Vec<String> {
        let mut heads = Vec::new();
        for answer in answers {
            let (mut stream, _) = self.0.accept().await.expect("a connection");
            heads.push(head(&mut stream).await);
            stream.write_all(answer.as_bytes()).await.expect("a listener");
        }
        heads
    }

    /// Nobody connects, nor has anybody.
    async fn was_left_alone(&self) -> bool {
        timeout(Duration::from_millis(20), self.0.accept()).await.is_err()
    }
}

async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a request"));
    }
    String::from_utf8(head).expect("UTF-8")
}

fn moved(to: &str) -> String {
    format!("HTTP/1.1 307 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

/// The kinds of secret: five headers, and the query.
const SECRETS: [&str; 5] = ["Authorization", "Cookie", "X-Api-Key", "proxy-authorization", "x-ToKeN"];

fn request(url: &str) -> Request {
    let headers = SECRETS.map(|name| (name.to_owned(), format!("{name}-s3cret"))).to_vec();
    let url = Url::parse(url).expect("a URL");
    Request {
        url,
        query: Vec::new(),
        headers,
        header_timeout: Duration::from_secs(20),
        private_network: false,
    }
}

/// The same for a name that was said to be of a private network.
fn at_home(url: &str) -> Request {
    Request { private_network: true, ..request(url) }
}

fn forbidden(host: &str) -> Error {
    Error::ForbiddenAddress { host: host.to_owned() }
}

/// Every way of writing an address that is not for everybody, as the place where a public feed leads. The listener takes all that
/// reach this machine, by IPv4 and IPv6: none does.
#[tokio::test]
async fn a_public_feed_leads_to_no_private_address() {
    let feed = Server::at(PUBLIC).await;
    let trap = Server::at(IpAddr::V6(Ipv6Addr::UNSPECIFIED)).await;
    let v6 = |text: &str| IpAddr::V6(text.parse().expect("an address"));
    let v4 = |text: &str| IpAddr::V4(text.parse().expect("an address"));
    let client = client([
        ("feed.example", &[&[PUBLIC]]),
        ("loopback.example", &[&[HERE]]),
        ("loopback6.example", &[&[v6("::1")]]),
        ("mapped.example", &[&[v6("::ffff:127.0.0.1")]]),
        ("nat64.example", &[&[v6("64:ff9b::7f00:1")]]),
        ("unspecified.example", &[&[v4("0.0.0.0")]]),
        ("private.example", &[&[v4("10.0.0.1"), v4("192.168.0.1"), v4("172.16.0.1")]]),
        ("metadata.example", &[&[v4("169.254.169.254")]]),
        ("local6.example", &[&[v6("fe80::1"), v6("fd00::1")]]),
    ]);
    #[rustfmt::skip]
    let hosts = [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0x7f.1", "0x7f.0x0.0x0.0x1", "0X7F000001", "2130706433", "017700000001",
        "0177.0.0.1", "0177.0.0.01", "127.0.0.1.", "%31%32%37.0.0.1", "１２７.０.０.１", "127。0。0。1", "0.0.0.0", "0", "0x0",
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "0xc0a80101", "169.254.169.254", "0xa9fea9fe", "2852039166", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "localhost", "LOCALHOST.", "a.localhost",
        "loopback.example", "loopback6.example", "mapped.example", "nat64.example", "unspecified.example", "private.example",
        "metadata.example", "local6.example", "LoopBack.Example",
    ];
    assert!(hosts.len() >= 50);
    for host in hosts {
        let to = trap.url(host, "/");
        let redirect = moved(&to);
        let request = request(&feed.url("feed.example", "/"));
        let (answer, _) = tokio::join!(client.get(request), feed.answer([&redirect]));
        let named = Url::parse(&to).expect("a URL").host_str().unwrap_or_default().to_owned();
        assert_eq!(answer.expect_err(host), forbidden(&named), "{host}");
    }
    assert!(trap.was_left_alone().await, "somebody connected");
}

/// The listener of the test above would notice.
#[tokio::test]
async fn a_private_feed_may_lead_anywhere() {
    let trap = Server::at(IpAddr::V6(Ipv6Addr::UNSPECIFIED)).await;
    let client = client([("nas.example", &[&[HERE]]), ("nas2.example", &[&[HERE]])]);
    for to in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "nas2.example"] {
        let feed = Server::at(HERE).await;
        for from in ["127.0.0.1", "nas.example"] {
            let redirect = moved(&trap.url(to, "/"));
            let request = at_home(&feed.url(from, "/"));
            let (answer, ..) = tokio::join!(client.get(request), feed.answer([&redirect]), trap.answer([OK]));
            assert_eq!(answer.expect(to).status(), 200, "{from} to {to}");
        }
    }
}

/// A name that says something else when it is asked again: what counts is where the connection goes.
#[tokio::test]
async fn a_name_cannot_change_its_mind_between_check_and_connect() {
    let (feed, trap) = (Server::at(PUBLIC).await, Server::at(HERE).await);
    let ask = || request(&feed.url("feed.example", "/"));
    // The redirect's name is public once, and private from then on.
    let net = client([("feed.example", &[&[PUBLIC]]), ("re.example", &[&[PUBLIC], &[HERE]])]);
    let (first, second) = (moved(&feed.url("re.example", "/1")), moved(&trap.url("re.example", "/2")));
    let (answer, _) = tokio::join!(net.get(ask()), feed.answer([&first, &second]));
    assert_eq!(answer.expect_err("a private address"), forbidden("re.example"));
    // The feed's own name claims to be private after the feed was heard: that opens nothing, not even to itself.
    for to in [trap.url("127.0.0.1", "/"), trap.url("feed.example", "/"), feed.url("feed.example", "/own")] {
        let net = client([("feed.example", &[&[PUBLIC], &[HERE]])]);
        let redirect = moved(&to);
        let (answer, _) = tokio::join!(net.get(ask()), feed.answer([&redirect]));
        assert!(matches!(answer, Err(Error::ForbiddenAddress { .. })), "{to}: {answer:?}");
    }
    // Beside a public address, a private one is not used.
    let net = client([("feed.example", &[&[HERE, PUBLIC]])]);
    let (answer, _) = tokio::join!(net.get(ask()), feed.answer([OK]));
    assert_eq!(answer.expect("an answer").status(), 200);
    assert!(trap.was_left_alone().await, "somebody connected");
}

/// A public feed's own name, too: whoever owns it can have it mean this machine one day, or somebody on the way.
#[tokio::test]
async fn a_configured_name_may_not_become_a_private_one() {
    let (feed, trap) = (Server::at(PUBLIC).await, Server::at(HERE).await);
    let net = client([("feed.example", &[&[PUBLIC], &[HERE]])]);
    let (answer, _) = tokio::join!(net.get(request(&feed.url("feed.example", "/"))), feed.answer([OK]));
    assert_eq!(answer.expect("an answer").status(), 200);
    let refused = Error::PrivateName { host: "feed.example".into() };
    assert_eq!(net.get(request(&trap.url("feed.example", "/"))).await.expect_err("a private name"), refused);
    for address in
        ["10.0.0.1", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1"]
    {
        let found: &[IpAddr] = &[address.parse().expect("an address")];
        let net = client([("feed.example", &[found])]);
        let answer = net.get(request(&trap.url("feed.example", "/"))).await;
        assert_eq!(answer.expect_err(address), refused, "{address}");
    }
    assert!(trap.was_left_alone().await, "somebody connected");
}

/// Unless the person said so, or the name does.
#[tokio::test]
async fn a_name_of_a_private_network_may_be_configured() {
    let server = Server::at(HERE).await;
    let here: &[&[IpAddr]] = &[&[HERE]];
    let names =
        ["nas.example", "nas", "nas.", "nas.local", "nas.lan", "nas.home.arpa", "nas.internal", "localhost"];
    let net = client(names.map(|name| (name, here)));
    for name in names {
        let url = server.url(name, "/");
        let request = if name == "nas.example" { at_home(&url) } else { request(&url) };
        let (answer, _) = tokio::join!(net.get(request), server.answer([OK]));
        assert_eq!(answer.expect(name).status(), 200);
    }
}

/// From one origin to another, by host, sub-domain, parent and port, in one hop or in five: no secret arrives.
#[tokio::test]
async fn no_secret_arrives_at_another_origin() {
    let here: &[&[IpAddr]] = &[&[HERE]];
    let client = client([
        ("a.example", here),
        ("a.example.", here),
        ("sub.a.example", here),
        ("example", here),
        ("b.example", here),
    ]);
    let (home, away) = (Server::at(HERE).await, Server::at(HERE).await);
    let others = [
        home.url("b.example", "/x"),
        home.url("sub.a.example", "/x"),
        home.url("example", "/x"),
        home.url("a.example.", "/x"),
        home.url("127.0.0.1", "/x"),
        away.url("a.example", "/x"),
        away.url("b.example", "/x"),
    ];
    for to in &others {
        let server = if to.contains(&format!(":{}/", home.port())) { &home } else { &away };
        let first = moved(to);
        // Onwards over the same and another origin, and back home: what was left behind stays there.
        let hops = [moved("/y"), moved(&home.url("a.example", "/back?x=1")), moved("/z")];
        let feed = home.url("a.example", "/feed?token=query-s3cret");
        let serve = async {
            let own = home.answer([first.as_str()]).await;
            let mut others = server.answer([hops[0].as_str(), hops[1].as_str()]).await;
            others.extend(home.answer([hops[2].as_str(), OK]).await);
            (own, others)
        };
        let (answer, (own, others)) = tokio::join!(client.get(at_home(&feed)), serve);
        assert_eq!(answer.expect(to).status(), 200);
        assert_eq!(own[0].matches("s3cret").count(), SECRETS.len() + 1, "{}", own[0]);
        assert_eq!(others.len(), 4);
        for head in others {
            assert!(!head.contains("s3cret") && !head.contains(&feed), "{to}: {head}");
        }
    }
}

/// At its own origin, a secret travels along; but not the query, which the new address replaces.
#[tokio::test]
async fn a_secret_goes_along_at_its_own_origin() {
    let client = client([("a.example", &[&[HERE]])]);
    let home = Server::at(HERE).await;
    let feed = home.url("a.example", "/feed?token=query-s3cret");
    let redirect = moved("/other");
    let (answer, heads) = tokio::join!(client.get(at_home(&feed)), home.answer([&redirect, OK]));
    assert_eq!(answer.expect("an answer").status(), 200);
    assert_eq!(heads[1].matches("s3cret").count(), SECRETS.len(), "{}", heads[1]);
}

/// Ten hops are five too many; none of them hears a secret.
#[tokio::test]
async fn ten_hops_are_not_followed() {
    let client = client([("a.example", &[&[HERE]])]);
    let (home, away) = (Server::at(HERE).await, Server::at(HERE).await);
    let hops: [String; 10] = std::array::from_fn(|n| moved(&away.url("a.example", &format!("/{n}"))));
    let (first, later) = (hops[0].as_str(), [1, 2, 3, 4, 5].map(|n: usize| hops[n].as_str()));
    let feed = home.url("a.example", "/feed?token=query-s3cret");
    let (answer, _, heads) =
        tokio::join!(client.get(at_home(&feed)), home.answer([first]), away.answer(later));
    assert_eq!(answer.expect_err("a loop"), Error::TooManyRedirects { host: "a.example".into() });
    assert!(heads.iter().all(|head| !head.contains("s3cret")));
    assert!(away.was_left_alone().await);
}
