//! A panel of the test's own: it watches for status icons, as the panels of desktops do, and reads and uses their menus.
//!
//! The names are KDE's StatusNotifierItem, which every panel speaks, and Canonical's dbusmenu.

use std::collections::HashMap;
use std::sync::Arc;

use tidings_tests::until;
use tokio::sync::watch;
use xtask::desk::Desk;
use zbus::message::Header;
use zbus::{Connection, OwnedVariant, Variant, connection, interface};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Watches for icons for as long as the value lives.
pub struct Panel {
    bus: Connection,
    icons: Arc<watch::Sender<Vec<Icon>>>,
}

/// Where a program's icon is found on the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Icon {
    owner: String,
    path: String,
}

/// One line of the menu; a line between is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: i32,
    pub label: String,
    pub enabled: bool,
}

impl Panel {
    /// Takes the watcher's name on the desk's bus.
    pub async fn start(desk: &Desk) -> Self {
        Self::try_start(desk).await.expect("nobody else watches here")
    }

    /// None while somebody has the name.
    pub async fn try_start(desk: &Desk) -> Option<Self> {
        let icons = Arc::new(watch::Sender::new(Vec::new()));
        let bus = connection::Builder::address(desk.bus_address())
            .serve_at("/StatusNotifierWatcher", Watcher { icons: Arc::clone(&icons) })
            .name(WATCHER)
            .build();
        Some(Self { bus: bus.await.ok()?, icons })
    }

    /// The menu's lines, as soon as they are as wanted.
    pub async fn menu(&self, what: &str, wanted: impl Fn(&[Line]) -> bool) -> Vec<Line> {
        let what = format!("the tray's menu: {what}");
        until(&what, async || self.lines().await.filter(|lines| wanted(lines))).await
    }

    /// Clicks the line with this label.
    pub async fn click(&self, label: &str) {
        let lines =
            self.menu(&format!("a line {label:?}"), |lines| lines.iter().any(|l| l.label == label)).await;
        let line = lines.iter().find(|line| line.label == label).expect("it was there");
        let (icon, menu) = self.place().await.expect("the icon has a menu");
        let call = (line.id, "clicked", Variant::from(0_i32), 0_u32);
        let clicked = self.bus.call_method(Some(icon.owner), menu.as_str(), Some(MENU), "Event", &call).await;
        clicked.expect("the menu takes the click");
    }

    /// The file of the icon that is shown.
    pub async fn picture(&self) -> Option<String> {
        let icon = self.icon()?;
        String::try_from(self.property(&icon, "IconName").await?).ok()
    }

    fn icon(&self) -> Option<Icon> {
        self.icons.borrow().last().cloned()
    }

    async fn place(&self) -> Option<(Icon, String)> {
        let icon = self.icon()?;
        match &*self.property(&icon, "Menu").await? {
            Variant::ObjectPath(path) => Some((icon, path.as_str().to_owned())),
            _ => None,
        }
    }

    async fn property(&self, icon: &Icon, name: &str) -> Option<OwnedVariant> {
        let properties = Some("org.freedesktop.DBus.Properties");
        let (owner, path) = (Some(icon.owner.as_str()), icon.path.as_str());
        let reply = self.bus.call_method(owner, path, properties, "Get", &(ITEM, name)).await.ok()?;
        reply.body().deserialize().ok()
    }

    async fn lines(&self) -> Option<Vec<Line>> {
        type Layout = (u32, (i32, HashMap<String, OwnedVariant>, Vec<OwnedVariant>));
        let (icon, menu) = self.place().await?;
        let call = (0_i32, -1_i32, Vec::<&str>::new());
        let owner = Some(icon.owner);
        let reply = self.bus.call_method(owner, menu.as_str(), Some(MENU), "GetLayout", &call).await.ok()?;
        let (_, (_, _, lines)) = reply.body().deserialize::<Layout>().ok()?;
        Some(lines.iter().filter_map(|line| line_of(line)).collect())
    }
}

/// A line is a structure of its number, its properties and the lines below it.
fn line_of(line: &Variant<'_>) -> Option<Line> {
    let Variant::Structure(line) = line else { return None };
    let [Variant::I32(id), Variant::Dict(properties), _] = line.fields() else { return None };
    let property = |name: &str| {
        let mut all = properties.iter();
        all.find_map(|(key, value)| matches!(key, Variant::Str(key) if key.as_str() == name).then_some(value))
    };
    let (label, enabled) = (property("label")?, property("enabled"));
    let label = match label {
        Variant::Variant(inner) => String::try_from(&**inner).ok()?,
        plain => String::try_from(plain).ok()?,
    };
    let disabled = enabled.is_some_and(|value| match value {
        Variant::Variant(inner) => matches!(**inner, Variant::Bool(false)),
        plain => matches!(plain, Variant::Bool(false)),
    });
    Some(Line { id: *id, label, enabled: !disabled })
}

struct Watcher {
    icons: Arc<watch::Sender<Vec<Icon>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// Some programs give the name of their connection, some only the path of the icon.
    #[expect(clippy::needless_pass_by_value, reason = "zbus hands it over so")]
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let icon = if service.starts_with('/') {
            Icon { owner: sender, path: service.to_owned() }
        } else {
            Icon { owner: service.to_owned(), path: "/StatusNotifierItem".to_owned() }
        };
        self.icons.send_modify(|icons| icons.push(icon));
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.icons.borrow().iter().map(|icon| format!("{}{}", icon.owner, icon.path)).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}
