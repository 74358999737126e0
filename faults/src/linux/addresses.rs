//! S7: a public feed may not lead to this machine or its network. The network has a public address here, and everything listens.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tidings_tests::Request;
use tokio::net::TcpListener;

use super::command::eventually;
use super::origin::redirect;
use super::{Scale, feeds, network, row::Row, turning};

/// A public address. Nothing of it leaves the namespace.
pub const PUBLIC: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 34);
const WORDS: [&str; 3] = [
    "an address of this machine or a private network",
    "an address that cannot be opened",
    "could not be resolved",
];

/// Addresses that everything here listens at.
const PRIVATE: [&str; 7] =
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fc00::1", "fec0::1"];

/// Where feeds are led, `PORT` being the canary's.
const FORMS: [&str; 44] = [
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://127.0.0.2:PORT/",
    "http://127.255.255.254:PORT/",
    "http://0x7f.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://2130706433:PORT/",
    "http://017700000001:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://127。0。0。1:PORT/",
    "http://①②⑦.0.0.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://user@127.0.0.1:PORT/",
    "http://public.test@127.0.0.1:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[fc00::1]:PORT/",
    "http://[fec0::1]:PORT/",
    "http://[::ffff:10.0.0.1]:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST:PORT/",
    "http://localhost.:PORT/",
    "http://10.0.0.1:PORT/",
    "http://172.16.0.1:PORT/",
    "http://192.168.1.1:PORT/",
    "http://100.64.0.1:PORT/",
    "http://169.254.169.254:PORT/latest/meta-data/",
    "http://inner.test:PORT/",
    "http://router.test:PORT/",
    "http://meta.test:PORT/",
    "http://six.test:PORT/",
    "http://mapped.test:PORT/",
    "//127.0.0.1:PORT/",
    "file:///etc/hostname",
    "ftp://127.0.0.1:PORT/",
];

/// Feeds of each form in a round: twenty connects a second are shared by all.
const COPIES: usize = 10;

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    network::add_address(PUBLIC.into());
    for address in PRIVATE.iter().filter_map(|address| address.parse().ok()) {
        network::add_address(address);
    }
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let names: [(&str, IpAddr); 6] = [
        ("public.test", PUBLIC.into()),
        ("inner.test", here),
        ("router.test", Ipv4Addr::new(192, 168, 1, 1).into()),
        ("meta.test", Ipv4Addr::new(169, 254, 169, 254).into()),
        ("six.test", Ipv6Addr::LOCALHOST.into()),
        ("mapped.test", Ipv4Addr::LOCALHOST.to_ipv6_mapped().into()),
    ];
    network::name_hosts(names);
    let (rounds, copies) = if scale.short { (1, 1) } else { (scale.times / COPIES, COPIES) };
    let mut sum = Row {
        id: "S7".to_owned(),
        fault: "a public feed leads to a private address".to_owned(),
        figure: "0 connects, and said".to_owned(),
        ..Row::default()
    };
    for _ in 0..rounds {
        let (right, wrong) = round(copies).await;
        sum.times += FORMS.len() * copies;
        sum.right += right;
        sum.wrong.extend(wrong);
    }
    vec![sum, turning::run(scale).await]
}

async fn round(copies: usize) -> (usize, Vec<String>) {
    let (canary, met) = canary().await;
    let public = TcpListener::bind(SocketAddr::from((PUBLIC, 0))).await.expect("the public address is ours");
    let port = public.local_addr().expect("an address").port();
    let serving = tokio::spawn(serve(public, canary));
    let names: Vec<_> = (0..FORMS.len() * copies).map(|n| format!("f{n}")).collect();
    let mut run = feeds::run(&names, |feed| format!("http://public.test:{port}/{feed}"), |tidings| tidings);
    let told = |feed: &String| {
        run.said_of(feed).iter().any(|said| WORDS.iter().any(|words| said.line.contains(words)))
    };
    eventually(Duration::from_secs(20) * u32::try_from(copies).unwrap_or(1), || names.iter().all(told)).await;
    let right = names.iter().filter(|feed| told(feed)).count();
    let untold = names.iter().zip(FORMS.iter().cycle()).filter(|(feed, _)| !told(feed));
    let mut wrong: Vec<_> = untold
        .map(|(feed, form)| {
            let lines: Vec<_> = run.said_of(feed).into_iter().map(|said| said.line).collect();
            format!("{form}: {}", lines.join(" / "))
        })
        .collect();
    serving.abort();
    let met = met.load(Ordering::Relaxed);
    if met > 0 {
        wrong.push(format!("{met} connects to a private address"));
    }
    wrong.extend(run.wrong());
    (right, wrong)
}

/// Listens at every address, and counts who comes.
async fn canary() -> (u16, Arc<AtomicUsize>) {
    // One socket for both families; a name of one alone would be met by the other.
    let listener = TcpListener::bind("[::]:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let met = Arc::new(AtomicUsize::new(0));
    let counter = met.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    // The canary itself is alive: else nobody's coming would show nothing.
    for address in ["127.0.0.1", "::1", "169.254.169.254", "192.168.1.1"] {
        let address: IpAddr = address.parse().expect("an address");
        tokio::net::TcpStream::connect((address, port)).await.expect("the canary listens");
    }
    while met.load(Ordering::Relaxed) < 4 {
        tokio::task::yield_now().await;
    }
    met.store(0, Ordering::Relaxed);
    (port, met)
}

async fn serve(listener: TcpListener, canary: u16) {
    while let Ok((mut socket, _)) = listener.accept().await {
        tokio::spawn(async move {
            let Ok(Some(request)) = Request::read(&mut socket).await else { return };
            let number: usize = request.path.trim_start_matches("/f").parse().unwrap_or_default();
            let to = FORMS[number % FORMS.len()].replace("PORT", &canary.to_string());
            let _ = redirect(302, &to).play(socket).await;
        });
    }
}
