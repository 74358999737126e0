//! What happens to the machine that may cost connections without a word: sleep, and another network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use tokio::sync::mpsc;

use super::Pending;

/// Watches the machine.
pub trait Machine: Send + Sync {
    /// The addresses of this machine that a connection to the internet begins at now, none without a network. Sends nothing.
    fn ways_out(&self) -> Vec<IpAddr>;

    /// What the person speaks, as tags such as `de-AT` or `de_AT.UTF-8`, the most wanted first.
    fn languages(&self) -> Vec<String> {
        Vec::new()
    }

    /// Tells each time the machine has woken up, for as long as it is polled; ends where nobody here can say so.
    fn wakes(&self, tell: mpsc::Sender<()>) -> Pending<()>;
}

/// The real one.
pub(super) struct SystemMachine;

/// Addresses that routers know as elsewhere and nobody has (RFC 5737, RFC 3849).
const ELSEWHERE: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))];

impl Machine for SystemMachine {
    fn ways_out(&self) -> Vec<IpAddr> {
        ELSEWHERE.into_iter().filter_map(way_to).collect()
    }

    fn languages(&self) -> Vec<String> {
        sys_locale::get_locales().collect()
    }

    fn wakes(&self, tell: mpsc::Sender<()>) -> Pending<()> {
        Box::pin(async move {
            if let Err(error) = wakes(&tell).await {
                tracing::debug!(%error, "the system does not say when it wakes up; the clocks will");
            }
        })
    }
}

/// Connecting a datagram socket asks the routing table, and sends nothing.
fn way_to(elsewhere: IpAddr) -> Option<IpAddr> {
    let any = match elsewhere {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect((elsewhere, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// systemd's logind says `PrepareForSleep(false)` on the system bus.
#[cfg(target_os = "linux")]
async fn wakes(tell: &mpsc::Sender<()>) -> zbus::Result<()> {
    use futures_util::StreamExt as _;
    let bus = zbus::Connection::system().await?;
    let rule = zbus::MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface("org.freedesktop.login1.Manager")
        .member("PrepareForSleep")
        .path("/org/freedesktop/login1")
        .sender("org.freedesktop.login1")
        .build()?;
    let mut signals = zbus::MessageStream::for_match_rule(rule, &bus, None).await?;
    while let Some(signal) = signals.next().await {
        let goes_to_sleep: bool = signal?.body().deserialize()?;
        if !goes_to_sleep {
            // A full channel holds the word already.
            let _ = tell.try_send(());
        }
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
async fn wakes(_tell: &mpsc::Sender<()>) -> Result<(), &'static str> {
    Err("not asked on this system")
}
