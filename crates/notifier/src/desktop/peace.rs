//! Whether the desktop asks not to be disturbed: each says so in its own way.

use std::process::Stdio;
use std::time::Duration;

use super::service::Service;
use tokio::process::Command;
use tokio::time::timeout;
use zbus::OwnedVariant;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// How long an answer is waited for: longer is taken for a no.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the desktop wants peace. Where nobody can say, it does not.
pub(super) async fn wanted(service: &Service) -> bool {
    timeout(PATIENCE, ask(service)).await.ok().flatten().unwrap_or(false)
}

async fn ask(service: &Service) -> Option<bool> {
    let bus = service.connection();
    match service.name()?.split_whitespace().next()?.to_lowercase().as_str() {
        "dunst" => property(bus, "org.dunstproject.cmd0", "paused").await,
        "gnome-shell" => gnome_hides_banners().await,
        "xfce" => xfce(bus).await,
        "mako" => mako(bus).await,
        "swaync" | "swaynotificationcenter" => {
            let (name, path) = ("org.erikreider.swaync.cc", "/org/erikreider/swaync/cc");
            call(bus, name, path, name, "GetDnd", &()).await?.body().deserialize().ok()
        }
        // Plasma's, on its way into the specification.
        _ => property(bus, NAME, "Inhibited").await,
    }
}

async fn property(bus: &zbus::Connection, interface: &str, name: &str) -> Option<bool> {
    let properties = "org.freedesktop.DBus.Properties";
    let reply = call(bus, NAME, PATH, properties, "Get", &(interface, name)).await?;
    bool::try_from(reply.body().deserialize::<OwnedVariant>().ok()?).ok()
}

async fn xfce(bus: &zbus::Connection) -> Option<bool> {
    let (name, path) = ("org.xfce.Xfconf", "/org/xfce/Xfconf");
    let asked = ("xfce4-notifyd", "/do-not-disturb");
    let reply = call(bus, name, path, name, "GetProperty", &asked).await?;
    bool::try_from(reply.body().deserialize::<OwnedVariant>().ok()?).ok()
}

async fn mako(bus: &zbus::Connection) -> Option<bool> {
    let reply = call(bus, NAME, "/fr/emersion/Mako", "fr.emersion.Mako", "ListModes", &()).await?;
    let modes: Vec<String> = reply.body().deserialize().ok()?;
    Some(modes.iter().any(|mode| matches!(mode.as_str(), "do-not-disturb" | "dnd")))
}

/// GNOME keeps it among its settings, which only its own program reads for others.
async fn gnome_hides_banners() -> Option<bool> {
    let mut program = Command::new("gsettings");
    program.args(["get", "org.gnome.desktop.notifications", "show-banners"]);
    let out = program.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).output().await.ok()?;
    Some(String::from_utf8_lossy(&out.stdout).trim() == "false")
}

async fn call<B>(
    bus: &zbus::Connection,
    name: &str,
    path: &str,
    interface: &str,
    method: &str,
    body: &B,
) -> Option<zbus::Message>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    bus.call_method(Some(name), path, Some(interface), method, body).await.ok()
}
