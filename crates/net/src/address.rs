//! Which addresses belong to the whole internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Whether `address` can be reached from anywhere, after the IANA special-purpose address registries (RFC 6890).
///
/// An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by the one it carries.
#[must_use]
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4_is_global(v4),
        IpAddr::V6(v6) => carried(v6).map_or_else(|| v6_is_global(v6), v4_is_global),
    }
}

fn v4_is_global(v4: Ipv4Addr) -> bool {
    let special = match v4.octets() {
        [0 | 10 | 127, ..] | [169, 254, ..] | [192, 168, ..] => true,
        [172, b, ..] => (16..32).contains(&b),
        [100, b, ..] => (64..128).contains(&b),
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18..=19, ..] => true,
        [198, 51, 100, _] | [203, 0, 113, _] => true,
        [a, ..] => a >= 224,
    };
    !special
}

fn v6_is_global(v6: Ipv6Addr) -> bool {
    // Only 2000::/3 is given out for use on the internet.
    let special = match v6.segments() {
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] => true,
        [0x3fff, b, ..] => b < 0x1000,
        [a, ..] => !(0x2000..0x4000).contains(&a),
    };
    !special
}

/// The IPv4 address inside an IPv6 one.
fn carried(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let whole = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(whole(high, low)),
        [0x2002, high, low, ..] => Some(whole(high, low)),
        _ => None,
    }
}

/// Whether the host of `url` says by itself that it is local: a literal address, a name kept for such use (RFC 6761, 6762, 8375), or
/// one without a dot, which is no name of the internet.
pub(crate) fn is_local_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(v4)) => !is_global(v4.into()),
        Some(Host::Ipv6(v6)) => !is_global(v6.into()),
        Some(Host::Domain(name)) => is_local_name(name),
        None => true,
    }
}

/// Whether the host of `url` is this machine by its own account.
#[must_use]
pub fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(v4)) => v4.is_loopback(),
        Some(Host::Ipv6(v6)) => v6.is_loopback() || carried(v6).is_some_and(|v4| v4.is_loopback()),
        Some(Host::Domain(name)) => is_under(name, "localhost"),
        None => false,
    }
}

fn is_local_name(name: &str) -> bool {
    let no_dot = !name.trim_end_matches('.').contains('.');
    no_dot || ["localhost", "local", "internal", "home.arpa", "lan"].iter().any(|end| is_under(name, end))
}

fn is_under(name: &str, end: &str) -> bool {
    let rest = name.trim_end_matches('.').strip_suffix(end);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(host: &str) -> bool {
        is_local_literal(&Url::parse(&format!("http://{host}/")).expect(host))
    }

    #[test]
    fn every_form_of_a_private_address_is_seen() {
        let private = [
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0",
            "10.0.0.1",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "192.168.1.1.",
            "169.254.169.254",
            "0xa9fea9fe",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "１２７.０.０.１",
            "[::]",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:10.1.2.3]",
            "[::ffff:169.254.169.254]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2002:c0a8:101::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[fc00::1]",
            "[fd12:3456:789a::1]",
            "[ff02::1]",
            "[100::1]",
            "[2001::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[5f00::1]",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "printer.local",
            "metadata.google.internal",
            "nas.home.arpa",
            "fritz.lan",
            "homeassistant",
            "router.",
        ];
        for host in private {
            assert!(local(host), "{host}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        let here = |host: &str| is_this_machine(&Url::parse(&format!("http://{host}/")).expect(host));
        for host in
            ["127.0.0.1", "127.9.9.9", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "a.LocalHost."]
        {
            assert!(here(host), "{host}");
        }
        for host in ["10.0.0.1", "192.168.1.1", "[fe80::1]", "nas.local", "notlocalhost", "example.org"] {
            assert!(!here(host), "{host}");
        }
    }

    #[test]
    fn public_addresses_pass() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.255.255",
            "192.169.0.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "[2606:4700:4700::1111]",
            "[2001:4860:4860::8888]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::808:808]",
            "[2002:808:808::1]",
            "example.org",
            "notlocalhost.example",
            "local.example.org",
            "stream.wikimedia.org",
        ];
        for host in public {
            assert!(!local(host), "{host}");
        }
    }
}
