//! R3: nothing is wrong with the server, and no way leads there: no name, nobody who listens, no proxy.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use tidings_tests::{Script, Server, Tidings};

use super::command::{Run, eventually};
use super::feeds::{self, Fault, Scene, names, not_opened, queue_of};
use super::origin::{Part, serve};
use super::{Rows, Scale, network, row::Row};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// How long until every feed has met the fault.
const MET: Duration = Duration::from_secs(60);

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    // One after the other: names are the whole network's.
    let queue = queue_of(scale.times);
    let name = Fault { queue, ..Fault::waits("the name does not resolve", "could not be resolved") };
    let mut rows = vec![nameless(scale, name).await];
    let all: Vec<Rows> = vec![
        Box::pin(async move {
            vec![down(scale, false, Fault::waits("nobody listens", "refused the connection")).await]
        }),
        Box::pin(async move {
            vec![down(scale, true, Fault::waits("the proxy is down", "The proxy on the way to")).await]
        }),
        Box::pin(async move {
            vec![proxied(scale, 502, Fault::waits("the proxy answers 502", "502 (bad gateway)")).await]
        }),
        Box::pin(async move {
            let words = "asks for a user name and password";
            vec![proxied(scale, 407, Fault::stops("the proxy wants a password", words)).await]
        }),
    ];
    rows.extend(feeds::beside(all).await);
    rows
}

/// Each feed loses its name, then its stream; all get their names back when all have said so.
async fn nameless(scale: Scale, fault: Fault) -> Row {
    let feeds = names(scale.times);
    let hosts: Vec<_> = feeds.iter().map(|feed| format!("{feed}.internal")).collect();
    let known = |hosts: &[String]| network::name_hosts(hosts.iter().map(|host| (host.as_str(), HERE)));
    known(&hosts);
    let (server, log) = serve(Part::Way);
    let port = port(&server);
    let run = feeds::run(&feeds, |feed| format!("http://{feed}.internal:{port}/{feed}"), |tidings| tidings);
    let mut scene = match Scene::open(run, feeds, log).await {
        Ok(scene) => scene,
        Err(why) => return not_opened(&fault, &why),
    };
    for (n, feed) in scene.feeds.iter().enumerate() {
        known(&hosts[n + 1..]);
        scene.log.release(feed);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    told(&scene, fault.words).await;
    known(&hosts);
    scene.account(&fault).await
}

/// The port closes under all feeds at once, and opens again when all have said so.
async fn down(scale: Scale, proxied: bool, fault: Fault) -> Row {
    let feeds = names(scale.times);
    let (mut server, log) = serve(Part::Way);
    let run = if proxied { through(&server, &feeds) } else { straight(&server, &feeds) };
    let mut scene = match Scene::open(run, feeds, log).await {
        Ok(scene) => scene,
        Err(why) => return not_opened(&fault, &why),
    };
    server.stop().await;
    told(&scene, fault.words).await;
    server.restart();
    let queue = queue_of(scale.times);
    scene.account(&Fault { queue, patience: Duration::from_secs(90), ..fault }).await
}

/// The proxy is there, and answers for a server that it does not ask.
async fn proxied(scale: Scale, status: u16, fault: Fault) -> Row {
    let feeds = names(scale.times);
    let answer = move || Script::answer(status, "text/plain", "no");
    let (server, log) = serve(Part::Answer(Arc::new(answer)));
    match Scene::open(through(&server, &feeds), feeds, log).await {
        Ok(scene) => scene.suffer(&fault).await,
        Err(why) => not_opened(&fault, &why),
    }
}

fn straight(server: &Server, feeds: &[String]) -> Run {
    feeds::run(feeds, |feed| server.url(&format!("/{feed}")), |tidings| tidings)
}

/// The server is the proxy: it is asked for whole addresses, of hosts that are nowhere. A host each, for one takes 24 streams.
fn through(server: &Server, feeds: &[String]) -> Run {
    let proxy = server.url("");
    let surround = |tidings: Tidings| tidings.variable("http_proxy", proxy);
    feeds::run(feeds, |feed| format!("http://{feed}.internal/{feed}"), surround)
}

/// Waits until each feed has said these words; the account will tell where one did not.
async fn told(scene: &Scene, words: &str) {
    let has_told = |feed: &String| scene.run.said_of(feed).iter().any(|said| said.line.contains(words));
    eventually(MET, || scene.feeds.iter().all(has_told)).await;
}

/// The server's port.
pub fn port(server: &Server) -> u16 {
    server.url("").rsplit(':').next().and_then(|port| port.parse().ok()).expect("an address ends in its port")
}
