//! Where the program may be led: what a person pastes, and where a redirect points. Web addresses only, never away from encryption,
//! and a private address is seen in every spelling.
//!
//! The input is what was pasted, a NUL, and what the redirect says.

#![no_main]

use std::net::ToSocketAddrs as _;

use libfuzzer_sys::fuzz_target;
use tidings_mapping::parse_address;
use tidings_net::Error;
use url::{Host, Url};

#[allow(dead_code, reason = "not all of it is looked at here")]
#[path = "../../crates/net/src/address.rs"]
mod address;
#[path = "../../crates/mapping/tests/promises/mod.rs"]
#[allow(dead_code, reason = "not all of it is looked at here")]
mod promises;
#[allow(dead_code, reason = "not all of it is looked at here")]
#[path = "../../crates/net/src/redirect.rs"]
mod redirect;

fuzz_target!(|input: &str| {
    let (pasted, location) = input.split_once('\0').unwrap_or((input, input));
    let Ok(from) = parse_address(pasted) else { return };
    promises::check_address(&from);
    check_private(&from);
    if let Ok(to) = redirect::target(&from, Some(location)) {
        assert!(
            to.scheme() == "https" || (to.scheme() == "http" && from.scheme() == "http"),
            "{from} to {to}"
        );
        assert!(to.username().is_empty() && to.password().is_none() && to.host().is_some(), "{to}");
        check_private(&to);
    }
});

/// A literal address is local where the system, which reads it by itself, would connect to a local one.
fn check_private(url: &Url) {
    let Some(Host::Ipv4(_) | Host::Ipv6(_)) = url.host() else { return };
    let host = url.host_str().expect("it has one").trim_matches(['[', ']']);
    let found = (host, 0).to_socket_addrs().expect("an address needs no look-up").next().expect("one");
    assert_eq!(address::is_local_literal(url), !address::is_global(found.ip()), "{url} is {found}");
    assert!(!found.ip().is_loopback() || address::is_local_literal(url), "{url}");
}
