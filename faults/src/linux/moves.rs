//! Another network: the connections made in the old one are dead, and nobody says so.

use tidings_tests::{Config, FeedTable, ReplayHub, Tidings};

use super::clocks::{AWAKE, FEEDS, found_again, heard};
use super::command::Run;
use super::{Scale, network, row::Row};

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    network::way_out(HOME, None);
    let (mut here, mut there) = (HOME, CAFE);
    let mut rounds = Vec::new();
    for _ in 0..scale.times / FEEDS {
        rounds.push(moved(here, there).await);
        std::mem::swap(&mut here, &mut there);
    }
    vec![Row::summed("R4", "another network", rounds)]
}

async fn moved(here: u8, there: u8) -> Row {
    let hub = ReplayHub::forgetful();
    let tables = (0..FEEDS).map(|n| FeedTable::new(&format!("f{n}"), &hub.url(&format!("/{n}"))));
    let mut run = Run::start(Tidings::with(&Config::of(tables)));
    let opened = run.open(FEEDS, AWAKE * 4).await;
    hub.publish("e1");
    let came = heard(&run.tidings, FEEDS).await;
    let asked = hub.requests().len();
    // On the way from one network to the other, the ends of the connections are lost, and what they would have said.
    network::link(false);
    hub.publish("e2");
    hub.cut().await;
    network::way_out(there, Some(here));
    network::link(true);
    found_again(&hub, &mut run, opened && came, asked).await
}

/// The third parts of two private networks.
const HOME: u8 = 77;
const CAFE: u8 = 78;
