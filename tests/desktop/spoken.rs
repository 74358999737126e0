//! The window as a screen reader is told of it: the tree of AT-SPI, from the bus that assistive programs listen on.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use tidings_tests::{DEADLINE, ReplayHub};
use zbus::wire::OwnedObjectPath;
use zbus::{Connection, Message, OwnedVariant, connection};

use crate::home::{App, Home};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
/// Bits of the states, as AT-SPI counts them.
const FOCUSABLE: u32 = 11;
const FOCUSED: u32 = 12;
/// A page is no deeper than this.
const DEEPEST: usize = 60;
/// The roles that are told apart here, by AT-SPI's numbers: WebKit gives a role no name.
const ROLES: &[(u32, &str)] = &[
    (7, "check box"),
    (11, "combo box"),
    (16, "dialog"),
    (32, "list item"),
    (35, "menu item"),
    (37, "page tab"),
    (39, "panel"),
    (40, "password text"),
    (43, "push button"),
    (44, "radio button"),
    (50, "separator"),
    (51, "slider"),
    (52, "spin button"),
    (62, "toggle button"),
    (79, "entry"),
    (83, "heading"),
    (88, "link"),
    (95, "document web"),
    (110, "landmark"),
];
const OTHER: &str = "other";

/// One thing in the tree, in the order in which it is read.
#[derive(Clone, Debug)]
struct Spoken {
    role: &'static str,
    name: String,
    focusable: bool,
    focused: bool,
    /// The roles and names of what it is in.
    within: Vec<String>,
}

impl Spoken {
    fn said(&self) -> String {
        format!("{} {}", self.role, self.name)
    }

    /// Whether it is in something of this name.
    fn is_within(&self, name: &str) -> bool {
        self.within.iter().any(|outer| outer.ends_with(&format!(" {name}")))
    }
}

/// The bus of assistive programs, which the desktop starts when somebody asks for it.
async fn listen(home: &Home) -> Connection {
    let session =
        connection::Builder::address(home.desk.bus_address()).build().await.expect("the session bus");
    let bus = Some("org.a11y.Bus");
    let reply = session.call_method(bus, "/org/a11y/bus", bus, "GetAddress", &()).await;
    let address: String = reply.expect("at-spi2-core is installed").body().deserialize().expect("an address");
    connection::Builder::address(address.as_str()).build().await.expect("the accessibility bus")
}

/// The page as it is read, from above. What vanishes while it is read is left out.
async fn page(bus: &Connection) -> Vec<Spoken> {
    let mut all = Vec::new();
    read(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", Vec::new(), &mut all).await;
    all.retain(|one| one.within.iter().any(|outer| outer.starts_with("document web")));
    all
}

fn read<'a>(
    bus: &'a Connection,
    owner: &'a str,
    path: &'a str,
    within: Vec<String>,
    all: &'a mut Vec<Spoken>,
) -> Pin<Box<dyn Future<Output = Option<()>> + 'a>> {
    Box::pin(async move {
        let role: u32 = ask(bus, owner, path, "GetRole", None).await?.body().deserialize().ok()?;
        let role = ROLES.iter().find(|(number, _)| *number == role).map_or(OTHER, |(_, name)| name);
        let states: Vec<u32> = ask(bus, owner, path, "GetState", None).await?.body().deserialize().ok()?;
        let is = |bit: u32| states.first().is_some_and(|low| low & (1 << bit) != 0);
        let name = String::try_from(property(bus, owner, path, "Name").await?).ok()?;
        let one = Spoken { role, name, focusable: is(FOCUSABLE), focused: is(FOCUSED), within };
        let mut inner = one.within.clone();
        inner.push(one.said());
        all.push(one);
        let count = i32::try_from(property(bus, owner, path, "ChildCount").await?).ok()?;
        // One by one: the place of the page in GTK's tree has a child that its list of children leaves out.
        let count = if inner.len() < DEEPEST { count } else { 0 };
        for index in 0..count {
            let Some(child) = ask(bus, owner, path, "GetChildAtIndex", Some(index)).await else { continue };
            if let Ok(((owner, path),)) = child.body().deserialize::<((String, OwnedObjectPath),)>() {
                read(bus, &owner, path.as_str(), inner.clone(), all).await;
            }
        }
        Some(())
    })
}

/// Asks one thing of an object in the tree; none where it is gone.
async fn ask(bus: &Connection, owner: &str, path: &str, method: &str, index: Option<i32>) -> Option<Message> {
    let (owner, interface) = (Some(owner), Some(ACCESSIBLE));
    match index {
        None => bus.call_method(owner, path, interface, method, &()).await.ok(),
        Some(index) => bus.call_method(owner, path, interface, method, &index).await.ok(),
    }
}

async fn property(bus: &Connection, owner: &str, path: &str, name: &str) -> Option<OwnedVariant> {
    let properties = Some("org.freedesktop.DBus.Properties");
    let reply = bus.call_method(Some(owner), path, properties, "Get", &(ACCESSIBLE, name)).await.ok()?;
    reply.body().deserialize().ok()
}

/// Whatever can have the keyboard says what it is and what it is called.
fn all_are_named(part: &str, page: &[Spoken]) {
    let controls = page.iter().filter(|one| one.focusable).count();
    assert!(controls > 2, "{part}: {page:#?}");
    each_is_named(part, page);
}

fn each_is_named(part: &str, page: &[Spoken]) {
    for one in page.iter().filter(|one| one.focusable) {
        assert_ne!(one.role, OTHER, "{part}: no role: {one:?}");
        assert!(!one.name.trim().is_empty(), "{part}: no name: {one:?}");
    }
}

/// The app as a person starts it.
async fn start(home: &Home, hub: &ReplayHub) -> App {
    home.configure(&format!("[bell]\nenabled = false\n\n[feeds.hub]\nurl = \"{}\"\n", hub.url("/events")));
    let app = home.start(&[]);
    home.window("Tidings").await;
    app
}

/// Reads the page again and again until it is as wanted; without that, gives what there was last.
async fn read_until(
    bus: &Connection,
    patience: Duration,
    wanted: &impl Fn(&[Spoken]) -> bool,
) -> Result<Vec<Spoken>, Vec<Spoken>> {
    let begun = Instant::now();
    loop {
        let page = page(bus).await;
        if wanted(&page) {
            return Ok(page);
        }
        if begun.elapsed() > patience {
            return Err(page);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The page as soon as it is as wanted; else fails with what there was last.
async fn told(bus: &Connection, what: &str, wanted: impl Fn(&[Spoken]) -> bool) -> Vec<Spoken> {
    read_until(bus, DEADLINE, &wanted).await.unwrap_or_else(|last| {
        let said = last.iter().map(Spoken::said).collect::<Vec<_>>().join("\n");
        panic!("in {DEADLINE:?} it did not come to this: {what}. The page is read as\n{said}")
    })
}

/// Presses a key, and gives the page as soon as it is as wanted. On a busy machine a key may come before the window listens: then it
/// is pressed again.
async fn press(
    home: &Home,
    bus: &Connection,
    key: &str,
    what: &str,
    wanted: impl Fn(&[Spoken]) -> bool,
) -> Vec<Spoken> {
    home.key("Tidings", key);
    match read_until(bus, DEADLINE / 2, &wanted).await {
        Ok(page) => page,
        Err(_) => {
            home.key("Tidings", key);
            told(bus, what, wanted).await
        }
    }
}

fn has(page: &[Spoken], role: &str, name: &str) -> bool {
    page.iter().any(|one| one.role == role && one.name == name)
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_screen_reader_is_told_what_there_is_in_its_order() {
    let home = Home::spoken();
    let hub = ReplayHub::start();
    let bus = listen(&home).await;
    let mut app = start(&home, &hub).await;
    let titles = ["The third", "The second", "The first"];
    for title in titles.iter().rev() {
        hub.publish(&format!(
            r#"{{"title":"{title}","message":"And its text.","link":"https://example.org/"}}"#
        ));
    }
    let in_order = |page: &[Spoken]| {
        let rows = page.iter().filter(|one| one.role == "push button" && one.name.contains("And its text."));
        let rows: Vec<_> = rows.filter(|one| one.is_within("Timeline")).collect();
        rows.len() == 3 && rows.iter().zip(titles).all(|(row, title)| row.name.contains(title))
    };
    let found = told(&bus, "the rows are told, newest first", in_order).await;
    all_are_named("the window", &found);
    let place = |text: &str| found.iter().position(|one| one.said().starts_with(text));
    let order = ["landmark Feeds", "push button All", "heading All", "landmark Entry"].map(place);
    assert!(order.is_sorted() && order[0].is_some(), "the parts in their order: {order:?} of {found:#?}");

    let focused = |page: &[Spoken]| page.iter().any(|one| one.focused && one.name.contains("The third"));
    press(&home, &bus, "j", "the first row has the keyboard", focused).await;
    let opened = |page: &[Spoken]| has(page, "heading", "The third");
    let page = press(&home, &bus, "Return", "the entry's title is a heading", opened).await;
    all_are_named("with an entry open", &page);
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn each_dialog_has_the_keyboard_and_names() {
    let home = Home::spoken();
    let hub = ReplayHub::start();
    let bus = listen(&home).await;
    let mut app = start(&home, &hub).await;
    hub.publish(r#"{"title":"Only one"}"#);
    told(&bus, "the page is there", |page| has(page, "heading", "All")).await;
    let dialogs = [
        ("comma", "Settings"),
        ("question", "Keyboard shortcuts"),
        ("a", "Add a feed"),
        ("shift+u", "Rules"),
        ("shift+z", "Snooze everything"),
    ];
    for (key, name) in dialogs {
        let outer = format!("dialog {name}");
        let inside = |one: &Spoken| one.focused && (one.within.contains(&outer) || one.said() == outer);
        let what = format!("the keyboard is in the dialog {name:?}");
        let page = press(&home, &bus, key, &what, |page| page.iter().any(inside)).await;
        each_is_named(name, &page);
        // What lies below cannot be used, and is not told.
        let below: Vec<_> = page.iter().filter(|one| one.focusable && !one.within.contains(&outer)).collect();
        assert!(below.is_empty(), "below {name}: {below:#?}");
        press(&home, &bus, "Escape", "it is closed", |page| !has(page, "dialog", name)).await;
    }
    app.terminate();
    assert_eq!(app.end().await.0, Some(0));
}
