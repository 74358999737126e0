//! The way to a server as `tidings.toml` says it: through a proxy of each kind, or through none.

use tidings_tests::{
    Authority, Config, FeedTable, HttpProxy, Refusing, Script, ScriptedServer, Secure, SocksProxy, Tidings,
};

const PASSWORD: &str = "s3cret-of-the-proxy";

fn server() -> ScriptedServer {
    ScriptedServer::start(vec![Script::stream().say("id: 1\ndata: through\n\n").hold()])
}

/// A feed of a host that only a proxy can find.
fn feed(way: &str) -> FeedTable {
    FeedTable::new("far", "http://feed.invalid/news?topic=a").raw(way)
}

#[tokio::test]
async fn an_http_proxy_asks_for_a_plain_address_and_is_told_its_own_password() {
    let server = server();
    let proxy = HttpProxy::to(server.address());
    let url = proxy.url("").replace("http://", "http://me@");
    let way = format!("proxy = {{ url = \"{url}\", password = {{ env = \"TIDINGS_TEST_PASSWORD\" }} }}");
    let tidings = Tidings::with(&Config::of([feed(&way)])).variable("TIDINGS_TEST_PASSWORD", PASSWORD);
    let mut run = tidings.start(&["-vv", "run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["through"]);
    let asked = proxy.request(0).await;
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "http://feed.invalid/news?topic=a"));
    // "me:s3cret-of-the-proxy"
    let login = "Basic bWU6czNjcmV0LW9mLXRoZS1wcm94eQ==";
    assert_eq!(asked.header("proxy-authorization").as_deref(), Some(login));
    let heard = server.request(0).await;
    assert_eq!((heard.path.as_str(), heard.header("proxy-authorization")), ("/news?topic=a", None));
    // Cut off, it comes back the same way and goes on where it was.
    proxy.cut().await;
    run.says(&["far", "waiting"]).await;
    assert_eq!(proxy.request(1).await.last_event_id().as_deref(), Some("1"));
    run.terminate().await;
    let said = run.finish().await;
    assert!(!format!("{said:?}").contains(PASSWORD) && !format!("{said:?}").contains("bWU6"), "{said:#?}");
}

#[tokio::test]
async fn a_tunnel_hides_from_an_http_proxy_what_is_asked() {
    let (server, authority) = (server(), Authority::new());
    let secure = Secure::before(&server, &authority.issue("feed.invalid")).await;
    let port = secure.url("feed.invalid", "").rsplit(':').next().unwrap().parse().unwrap();
    let proxy = HttpProxy::to(std::net::SocketAddr::from(([127, 0, 0, 1], port)));
    let feed = FeedTable::new("far", &secure.url("feed.invalid", "/news"))
        .text("proxy", &proxy.url(""))
        .text("ca_file", authority.file().to_str().unwrap())
        .raw("bearer = { env = \"TIDINGS_TEST_PASSWORD\" }");
    let tidings = Tidings::with(&Config::of([feed])).variable("TIDINGS_TEST_PASSWORD", PASSWORD);
    let watched = tidings.finish(&["watch", "far", "--raw", "--json", "--count", "1"]).await;
    assert_eq!(watched.json_lines()[0]["data"], "through", "{watched:#?}");
    let asked = proxy.request(0).await;
    assert_eq!((asked.method.as_str(), asked.path), ("CONNECT", format!("feed.invalid:{port}")));
    assert!(!format!("{:?}", proxy.requests()).contains("s3cret"));
    let heard = server.request(0).await;
    assert_eq!(heard.header("authorization"), Some(format!("Bearer {PASSWORD}")));
}

#[tokio::test]
async fn a_socks_proxy_is_told_a_name_or_an_address_as_its_scheme_says() {
    for (scheme, host) in [("socks5h", "feed.invalid"), ("socks5", "127.0.0.1")] {
        let server = server();
        let proxy = SocksProxy::to(server.address()).await;
        let feed = FeedTable::new("far", &format!("http://{host}:7/news")).text("proxy", &proxy.url(scheme));
        let tidings = Tidings::with(&Config::of([feed]));
        let watched = tidings.finish(&["watch", "far", "--raw", "--json", "--count", "1"]).await;
        assert_eq!(watched.json_lines()[0]["data"], "through", "{scheme}: {watched:#?}");
        assert_eq!(proxy.asked().await, format!("{host}:7"), "{scheme}");
        assert_eq!(server.request(0).await.path, "/news");
    }
}

/// The system's proxy is the only one that knows the host: with it the feed is heard, past it nobody can find the host.
#[tokio::test]
async fn the_systems_proxy_is_taken_unless_the_feed_says_none() {
    let server = server();
    let proxy = HttpProxy::to(server.address());
    let watch = ["watch", "far", "--json", "--no-reconnect", "--count", "1"];
    let with = |way: &str| Tidings::with(&Config::of([feed(way)])).variable("http_proxy", proxy.url(""));
    let straight = with("proxy = \"none\"").finish(&watch).await;
    straight.expect(4, &["feed.invalid could not be resolved"]);
    assert_eq!(proxy.requests().len(), 0);
    assert_eq!(with("# as the system says").finish(&watch).await.code, Some(0));
    assert_eq!(proxy.requests().len(), 1);
}

#[tokio::test]
async fn a_proxy_that_is_down_is_named_as_such_and_waited_for() {
    let server = server();
    let mut proxy = HttpProxy::to(server.address());
    proxy.stop().await;
    let way = format!("proxy = \"{}\"", proxy.url(""));
    let tidings = Tidings::with(&Config::of([feed(&way)]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["far", "waiting", "the proxy on the way to feed.invalid failed", "tidings.toml"]).await;
    proxy.restart();
    assert_eq!(tidings.titles(1).await, ["through"]);
}

#[tokio::test]
async fn a_proxy_that_cannot_be_one_is_said_with_its_line() {
    let nobody = Refusing::new();
    for (way, word) in
        [("proxy = \"ftp://p.example\"", "socks5"), ("proxy = \"http://me:pw@p.example\"", "password")]
    {
        let tidings = Tidings::with(&Config::of([FeedTable::new("far", &nobody.url("/")).raw(way)]));
        tidings.finish(&["feeds", "list"]).await.expect(1, &["line 4", word]);
    }
}
