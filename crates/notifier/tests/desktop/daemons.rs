//! The same with more services that nobody here wrote: xfce4-notifyd and notification-daemon on a virtual display, mako in a
//! compositor without a screen. What each can do stands in `docs/notifications.md`.

use crate::bus::{end, scratch, start, under_private_bus};
use crate::screen::Screen;
use crate::support::{deed_of_a_person, desktop, eventually, notification};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tidings_model::Urgency;
use tidings_notifier::{Deed, Desktop, Notification, Notifier, Picture};

/// Ends a program with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        end(&mut self.0);
    }
}

/// How a person and a test see what is shown.
trait Sight {
    /// How many popups this service has up at one time, of two.
    fn most(&self) -> usize {
        2
    }
    /// How many popups are up.
    fn count(&self) -> usize;
    /// Presses "Mark read" on the only popup.
    fn press(&self);
    /// Clicks on the only popup itself.
    fn open(&self);
    /// Takes a picture.
    fn picture(&self, name: &str);
    /// Sets the service's do-not-disturb, where it has one.
    fn disturb_not(&self, on: bool) -> bool;
}

/// Critical ones stay up until they are taken down.
fn lasting(tag: &str) -> Notification {
    let square = Picture { width: 48, height: 48, rgba: [200, 40, 40, 255].repeat(48 * 48) };
    Notification { urgency: Urgency::Critical, picture: Some(square), ..notification(tag) }
}

async fn ids(desktop: &Desktop) -> Vec<(String, u32)> {
    let mut up: Vec<_> = desktop.up().await.into_iter().map(|up| (up.tag, up.id)).collect();
    up.sort();
    up
}

/// Rings, replaces in place, presses both, and takes down.
async fn play(service: &str, sight: &impl Sight) {
    let (desktop, mut answers) = desktop();
    eventually("the service answers", async || {
        desktop.server().await.is_ok_and(|server| server.name.starts_with(service))
    })
    .await;
    desktop.show(lasting("match")).await.unwrap();
    desktop.show(lasting("other")).await.unwrap();
    eventually("both are up", async || sight.count() == sight.most()).await;
    let before = ids(&desktop).await;
    desktop.show(Notification { title: "Arsenal 2 – 1".to_owned(), ..lasting("match") }).await.unwrap();
    assert_eq!(ids(&desktop).await, before, "an update keeps its number");
    sight.picture(&service.to_lowercase().replace(' ', "-"));
    eventually("an update stays one popup", async || sight.count() == sight.most()).await;
    desktop.withdraw("other").await;
    eventually("one is gone", async || sight.count() == 1).await;

    let pressed = async {
        loop {
            sight.press();
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
    };
    let heard =
        tokio::select! { heard = deed_of_a_person(&mut answers) => heard, () = pressed => unreachable!() };
    assert_eq!((heard.tag.as_str(), heard.deed), ("match", Deed::Pressed("read".to_owned())));
    desktop.withdraw("match").await;
    eventually("what was pressed is gone", async || sight.count() == 0).await;

    desktop.show(lasting("opened")).await.unwrap();
    eventually("it is up", async || sight.count() == 1).await;
    let opened = async {
        loop {
            sight.open();
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
    };
    let heard =
        tokio::select! { heard = deed_of_a_person(&mut answers) => heard, () = opened => unreachable!() };
    assert_eq!((heard.tag.as_str(), heard.deed), ("opened", Deed::Opened));
    desktop.withdraw("opened").await;
    eventually("what was opened is gone", async || sight.count() == 0).await;

    for on in [true, false] {
        let known = sight.disturb_not(on);
        eventually("the wish for peace is read", async || desktop.do_not_disturb().await == (on && known))
            .await;
    }
}

/// Popups as windows of X11.
struct Windows {
    screen: Screen,
    name: &'static str,
    most: usize,
    button: (i32, i32),
    itself: (i32, i32),
    /// It keeps its settings in xfconf.
    xfce: bool,
}

impl Windows {
    fn click(&self, (right, lower): (i32, i32)) {
        if let [window] = &self.screen.windows(self.name)[..] {
            self.screen.click(window, right, lower);
        }
    }
}

impl Sight for Windows {
    fn most(&self) -> usize {
        self.most
    }

    fn count(&self) -> usize {
        self.screen.windows(self.name).len()
    }

    fn press(&self) {
        self.click(self.button);
    }

    fn open(&self) {
        self.click(self.itself);
    }

    fn picture(&self, name: &str) {
        self.screen.picture(name);
    }

    fn disturb_not(&self, on: bool) -> bool {
        let mut set = self.screen.command("xfconf-query");
        set.args(["-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s"]);
        self.xfce && set.arg(on.to_string()).status().expect("xfconf-query must be installed").success()
    }
}

/// Debian keeps these below a folder named for the machine's architecture.
fn library(path: &str) -> String {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten().map(|folder| folder.path());
    let found: Option<PathBuf> = folders.map(|folder| folder.join(path)).find(|program| program.exists());
    found.unwrap_or_else(|| panic!("{path} must be installed")).display().to_string()
}

#[test]
fn xfce4_notifyd_shows_replaces_and_answers() {
    under_private_bus("daemons::xfce4_notifyd_shows_replaces_and_answers", async || {
        let screen = Screen::start();
        let _settings = Running(start(&mut screen.command(&library("xfce4/xfconf/xfconfd"))));
        let _daemon = Running(start(&mut screen.command(&library("xfce4/notifyd/xfce4-notifyd"))));
        // It has a button for the popup itself too: a click beside the buttons waves it away.
        let (button, itself) = ((57, 31), (149, 31));
        play(
            "Xfce Notify Daemon",
            &Windows { screen, name: "^xfce4-notifyd$", most: 2, button, itself, xfce: true },
        )
        .await;
    });
}

#[test]
fn notification_daemon_shows_replaces_and_answers() {
    under_private_bus("daemons::notification_daemon_shows_replaces_and_answers", async || {
        let screen = Screen::start();
        let _daemon = Running(start(&mut screen.command("/usr/lib/notification-daemon/notification-daemon")));
        // It shows one after the other.
        let (button, itself) = ((92, 37), (200, 95));
        play(
            "Notification Daemon",
            &Windows { screen, name: "^Notification$", most: 1, button, itself, xfce: false },
        )
        .await;
    });
}

/// A compositor without a screen, and mako in it.
struct Mako {
    _sway: Running,
    _daemon: Running,
}

impl Mako {
    async fn start() -> Self {
        let folder = scratch().join("wayland");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("sway"), "output * resolution 800x600\n").unwrap();
        let root =
            std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
        let sway = Running(start(&mut sway(root)));
        eventually("the compositor is up", async || folder.join("wayland-1").exists()).await;
        let daemon = Running(start(&mut in_sway("mako")));
        Self { _sway: sway, _daemon: daemon }
    }
}

/// It refuses to run as root, as tests in a container do: then it runs as nobody.
fn sway(root: bool) -> Command {
    let folder = scratch().join("wayland");
    let config = folder.join("sway").display().to_string();
    let mut command = in_sway(if root { "setpriv" } else { "sway" });
    if root {
        // The way to it is open to others, and it is theirs.
        let _ = Command::new("chmod").arg("755").arg(scratch()).status();
        let _ = Command::new("chown").args(["-R", "nobody"]).arg(&folder).status();
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sway"]);
    }
    command.args(["-c", &config]).env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("WAYLAND_DISPLAY");
    command.env("WLR_BACKENDS", "headless").env("WLR_RENDERER", "pixman").env("WLR_LIBINPUT_NO_DEVICES", "1");
    command
}

fn in_sway(program: &str) -> Command {
    let folder = scratch().join("wayland");
    let mut command = Command::new(program);
    command.env("XDG_RUNTIME_DIR", &folder).env("HOME", &folder).env("WAYLAND_DISPLAY", "wayland-1");
    command.env_remove("DISPLAY").stderr(Stdio::null());
    command
}

fn makoctl(words: &[&str]) -> String {
    let out = in_sway("makoctl").args(words).output().expect("makoctl must be installed");
    String::from_utf8(out.stdout).unwrap()
}

impl Sight for Mako {
    fn count(&self) -> usize {
        makoctl(&["list"]).matches("\"summary\"").count()
    }

    fn press(&self) {
        makoctl(&["invoke", "read"]);
    }

    fn open(&self) {
        makoctl(&["invoke"]);
    }

    fn disturb_not(&self, on: bool) -> bool {
        makoctl(&["mode", "-s", if on { "do-not-disturb" } else { "default" }]);
        true
    }

    fn picture(&self, name: &str) {
        let file = format!("{}/{name}.png", env!("CARGO_TARGET_TMPDIR"));
        let _ = in_sway("grim").arg(file).status();
        let listed = makoctl(&["list"]);
        assert!(listed.contains("Arsenal &amp; &lt;b&gt;Chelsea&lt;/b&gt;"), "{listed}");
        assert!(listed.contains("Arsenal 2 – 1") && !listed.contains("Title match"), "{listed}");
    }
}

#[test]
fn mako_shows_replaces_and_answers() {
    under_private_bus("daemons::mako_shows_replaces_and_answers", async || {
        play("mako", &Mako::start().await).await;
    });
}
