//! S7: a public feed whose own name means a private address one day. It is not connected to, and that is said.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tidings_tests::{Request, Script};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::addresses::PUBLIC;
use super::command::{Run, eventually};
use super::{Scale, feeds, network, row::Row};

const WORDS: &str = "leads to this machine or into a private network";

/// What the names mean in the end, in turn.
const PRIVATE: [IpAddr; 6] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)),
    IpAddr::V4(Ipv4Addr::new(192, 168, 1, 1)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
    IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped()),
];

/// As many feeds as times, all open; then every name turns, and every stream ends.
pub async fn run(scale: Scale) -> Row {
    let names = feeds::names(scale.times);
    let hosts: Vec<_> = names.iter().map(|feed| format!("{feed}.test")).collect();
    let mean = |address: &dyn Fn(usize) -> IpAddr| {
        network::name_hosts(hosts.iter().enumerate().map(|(n, host)| (host.as_str(), address(n))));
    };
    mean(&|_| PUBLIC.into());
    let listener = TcpListener::bind("[::]:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (end, ended) = watch::channel(false);
    let met = Arc::new(AtomicUsize::new(0));
    let serving = tokio::spawn(serve(listener, ended, met.clone()));
    let mut run = feeds::run(&names, |feed| format!("http://{feed}.test:{port}/"), |tidings| tidings);
    let patience = Duration::from_secs(30) + Duration::from_millis(100) * names.len() as u32;
    let opened = run.open(names.len(), patience).await;
    mean(&|n| PRIVATE[n % PRIVATE.len()]);
    end.send_replace(true);
    eventually(patience, || names.iter().all(|feed| told(&run, feed))).await;
    let right = if opened { names.iter().filter(|feed| told(&run, feed)).count() } else { 0 };
    let mut wrong = run.wrong();
    let met = met.load(Ordering::Relaxed);
    if met > 0 {
        wrong.push(format!("{met} connects to a private address"));
    }
    serving.abort();
    Row {
        id: "S7".to_owned(),
        fault: "a public feed's own name means a private address later".to_owned(),
        figure: "0 connects, and said".to_owned(),
        times: names.len(),
        right,
        wrong,
        ..Row::default()
    }
}

fn told(run: &Run, feed: &str) -> bool {
    run.said_of(feed).iter().any(|said| said.line.contains(WORDS))
}

/// Streams to whoever comes to the public address, until the end; counts who comes to another.
async fn serve(listener: TcpListener, ended: watch::Receiver<bool>, met: Arc<AtomicUsize>) {
    while let Ok((mut socket, _)) = listener.accept().await {
        let at = socket.local_addr().map(|at| at.ip().to_canonical());
        if at.is_ok_and(|at| at != IpAddr::from(PUBLIC)) {
            met.fetch_add(1, Ordering::Relaxed);
            continue;
        }
        let mut ended = ended.clone();
        tokio::spawn(async move {
            let Ok(Some(_)) = Request::read(&mut socket).await else { return };
            tokio::select! {
                _ = Script::stream().say("data: here\n\n").hold().play(socket) => {}
                _ = ended.wait_for(|ended| *ended) => {}
            }
        });
    }
}
