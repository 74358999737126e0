//! Whom a feed trusts, as `tidings.toml` says it: the system, a certificate authority of one's own, or one key.

use std::fs;

use sha2::{Digest as _, Sha256};
use tidings_tests::{Authority, Card, Config, FeedTable, Script, ScriptedServer, Secure, Tidings};

fn server() -> ScriptedServer {
    ScriptedServer::start(vec![Script::stream().say("id: 1\ndata: in secret\n\n").hold()])
}

fn home(secure: &Secure) -> FeedTable {
    FeedTable::new("home", &secure.url("localhost", "/news"))
}

fn pin(card: &Card) -> String {
    Sha256::digest(card.public_key()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_where_the_feed_names_it() {
    let (server, authority) = (server(), Authority::new());
    let secure = Secure::before(&server, &authority.issue("localhost")).await;
    let tidings = Tidings::with(&Config::of([home(&secure)]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["home", "waiting", "issued by nobody this system trusts"]).await;
    assert_eq!(server.requests().len(), 0);
    // The window and the file alike: what is edited counts at once.
    let trusting = home(&secure).text("ca_file", authority.file().to_str().unwrap());
    tidings.write_config(&Config::of([trusting]).to_string());
    assert_eq!(tidings.titles(1).await, ["in secret"]);
}

#[tokio::test]
async fn it_vouches_for_no_other_host() {
    let (server, authority) = (server(), Authority::new());
    let secure = Secure::before(&server, &authority.issue("another.test")).await;
    let trusting = home(&secure).text("ca_file", authority.file().to_str().unwrap());
    let tidings = Tidings::with(&Config::of([trusting]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["home", "waiting", "its certificate is for another host"]).await;
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn a_file_without_certificates_is_named() {
    let (server, authority) = (server(), Authority::new());
    let secure = Secure::before(&server, &authority.issue("localhost")).await;
    let file = authority.file();
    fs::write(&file, "no certificate\n").unwrap();
    let trusting = home(&secure).text("ca_file", file.to_str().unwrap());
    let tidings = Tidings::with(&Config::of([trusting]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["home", "stopped", "no certificate could be read", "ca.pem"]).await;
}

#[tokio::test]
async fn a_pinned_key_needs_no_authority_and_no_other_key_will_do() {
    let (server, card, other) = (server(), Card::self_signed("localhost"), Card::self_signed("localhost"));
    let secure = Secure::before(&server, &card).await;
    let tidings = Tidings::with(&Config::of([home(&secure).text("pin_sha256", &pin(&other))]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    run.says(&["home", "waiting", "its key is not the one that was configured"]).await;
    assert_eq!(server.requests().len(), 0);
    tidings.write_config(&Config::of([home(&secure).text("pin_sha256", &pin(&card))]).to_string());
    assert_eq!(tidings.titles(1).await, ["in secret"]);
}

#[tokio::test]
async fn a_server_that_is_given_another_key_is_not_spoken_to_again() {
    let (server, card) = (server(), Card::self_signed("localhost"));
    let secure = Secure::before(&server, &card).await;
    let tidings = Tidings::with(&Config::of([home(&secure).text("pin_sha256", &pin(&card))]));
    let mut run = tidings.start(&["run", "--no-notify"]);
    assert_eq!(tidings.titles(1).await, ["in secret"]);
    secure.show(&Card::self_signed("localhost"));
    server.cut().await;
    run.says(&["home", "waiting", "its key is not the one that was configured"]).await;
    assert_eq!(server.requests().len(), 1);
    secure.show(&card);
    assert_eq!(server.request(1).await.last_event_id().as_deref(), Some("1"));
}
