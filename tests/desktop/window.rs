//! The window through WebKitWebDriver, by the test identifiers the pages carry.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tidings_tests::{DEADLINE, until};
use xtask::proc::{self, Running};

use crate::home::{Home, children, program};

/// The Enter key, as WebDriver types it.
pub const ENTER: &str = "\u{e007}";
pub const ESCAPE: &str = "\u{e00c}";
pub const DOWN: &str = "\u{e015}";
pub const TAB: &str = "\u{e004}";
/// Held for the keys behind it.
pub const SHIFT: &str = "\u{e008}";
/// Held for the keys behind it.
pub const CONTROL: &str = "\u{e009}";

/// The app's window under a driver. What is asked of it is asked again until it is so.
pub struct Window {
    session: WebDriver,
    driver: Running,
}

impl Window {
    /// Starts the app under a driver.
    pub async fn open(home: &Home) -> Self {
        Self::open_with(home, &[]).await
    }

    /// Starts the app under a driver, with these arguments.
    pub async fn open_with(home: &Home, arguments: &[&str]) -> Self {
        let (driver, port) = until("the driver listens", async || start_driver(home).await).await;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": program(), "args": arguments });
        wanted.set("webkitgtk:browserOptions", options).expect("a capability");
        let session = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await;
        let session = session.expect("a session with the window");
        // It ends with its window, and not by asking a driver that may be gone.
        session.clone().leak().expect("a session that was not quit");
        Self { session, driver }
    }

    /// Waits for an element with this test identifier, and clicks it.
    pub async fn click(&self, id: &str) {
        self.click_on(&at(id)).await;
    }

    /// Waits for an element that can be clicked, and clicks it.
    pub async fn click_on(&self, selector: &str) {
        self.until(&format!("a click on {selector}"), async || {
            let element = self.session.find(By::Css(selector.to_owned())).await.ok()?;
            element.click().await.ok()
        })
        .await;
    }

    /// Waits for a field, and types into it.
    pub async fn write(&self, id: &str, text: &str) {
        let element = self.element(&at(id)).await;
        element.send_keys(text).await.expect("the field takes keys");
    }

    /// Types keys into whatever has the keyboard. A key that is held is let go at the end.
    pub async fn press(&self, keys: &str) {
        let element = self.session.active_element().await.expect("something has the keyboard");
        element.send_keys(keys).await.expect("it takes keys");
    }

    /// Gives an element the keyboard.
    pub async fn focus(&self, selector: &str) {
        self.element(selector).await;
        self.ask("document.querySelector(arguments[0])?.focus()", vec![json!(selector)]).await;
        self.has_keyboard(selector).await;
    }

    /// Waits until an element has the keyboard.
    pub async fn has_keyboard(&self, selector: &str) {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        self.until(&format!("{selector} has the keyboard"), async || {
            (self.ask(script, vec![json!(selector)]).await == true).then_some(())
        })
        .await;
    }

    /// Waits until the row of this entry has the keyboard.
    pub async fn focused_row(&self, seq: i64) {
        let script = "return document.activeElement?.closest('[data-seq]')?.dataset.seq === arguments[0]";
        self.until(&format!("row {seq} has the keyboard"), async || {
            (self.ask(script, vec![json!(seq.to_string())]).await == true).then_some(())
        })
        .await;
    }

    /// What stands in a field or is chosen in a list; empty where it is not there.
    pub async fn value(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.value ?? ''";
        self.ask(script, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Chooses in a list of choices. The driver's click on a choice tells the page nothing where the page itself chose last.
    pub async fn choose(&self, selector: &str, value: &str) {
        self.element(selector).await;
        let script = "const list = document.querySelector(arguments[0]); list.value = arguments[1];
            list.dispatchEvent(new Event('change', { bubbles: true }))";
        self.ask(script, vec![json!(selector), json!(value)]).await;
    }

    /// How many such elements there are.
    pub async fn count(&self, selector: &str) -> u64 {
        let script = "return document.querySelectorAll(arguments[0]).length";
        self.ask(script, vec![json!(selector)]).await.as_u64().expect("a number")
    }

    /// Waits until there is no such element.
    pub async fn gone(&self, selector: &str) {
        self.until(&format!("no {selector}"), async || (self.count(selector).await == 0).then_some(())).await;
    }

    /// Clicks what closes the window: the answer may not come any more.
    pub async fn click_and_go(&self, selector: &str) {
        let element = self.element(selector).await;
        let _ = element.click().await;
    }

    /// Waits for an element.
    pub async fn element(&self, selector: &str) -> WebElement {
        let what = format!("an element {selector}");
        self.until(&what, async || self.session.find(By::Css(selector.to_owned())).await.ok()).await
    }

    /// The text of the first element, or none where there is none.
    pub async fn text(&self, selector: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.innerText ?? null";
        self.ask(script, vec![json!(selector)]).await.as_str().map(str::to_owned)
    }

    /// Waits until the element says `text` among other things.
    pub async fn says(&self, selector: &str, text: &str) -> String {
        self.until(&format!("{selector} says {text:?}"), async || {
            self.text(selector).await.filter(|found| found.contains(text))
        })
        .await
    }

    /// The rows of the timeline from above: number and text.
    pub async fn rows(&self) -> Vec<(i64, String)> {
        let script = "return [...document.querySelectorAll('[data-testid=entry-row]')]
            .map(row => [Number(row.dataset.seq), row.innerText])";
        serde_json::from_value(self.ask(script, Vec::new()).await).expect("numbers and texts")
    }

    /// Waits until there are this many rows, and all can be read: the list hides a row until it has measured it.
    pub async fn row_count(&self, count: usize) -> Vec<(i64, String)> {
        self.until(&format!("{count} rows"), async || {
            let rows = self.rows().await;
            (rows.len() == count && rows.iter().all(|row| !row.1.is_empty())).then_some(rows)
        })
        .await
    }

    /// Asks again and again until there is an answer; without one, fails with what the page says instead.
    pub async fn until<T>(&self, what: &str, mut question: impl AsyncFnMut() -> Option<T>) -> T {
        let asked = async {
            loop {
                if let Some(answer) = question().await {
                    return answer;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        match tokio::time::timeout(DEADLINE, asked).await {
            Ok(answer) => answer,
            Err(_) => {
                let page = self.ask("return document.body.innerText", Vec::new()).await;
                panic!(
                    "in {DEADLINE:?} it did not come to this: {what}. The page says:\n{}",
                    page.as_str().unwrap_or("nothing")
                );
            }
        }
    }

    /// Runs a script in the page.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.session.execute(script, arguments).await.expect("the page runs the script");
        answer.json().clone()
    }

    /// Runs an expression in the page whose value is promised, and gives what it comes to.
    pub async fn wait_for(&self, promise: &str, argument: &Value) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; ({promise}).then(done)");
        let answer = self.session.execute_async(script, vec![argument.clone()]).await;
        answer.expect("the page keeps its promise").json().clone()
    }

    /// Ends the app as the system does (SIGTERM), and waits until it is gone.
    pub async fn quit(self) {
        for app in children(self.driver.id()) {
            proc::terminate(app);
            let gone = async || (!children(self.driver.id()).contains(&app)).then_some(());
            until("the app ends when it is asked to", gone).await;
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        children(self.driver.id()).into_iter().for_each(proc::terminate);
    }
}

/// The selector of a test identifier.
pub fn at(id: &str) -> String {
    format!("[data-testid={id}]")
}

/// The driver cannot choose a port itself, and one that was free a moment ago may be taken: then it ends, and another is tried.
async fn start_driver(home: &Home) -> Option<(Running, u16)> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = free.local_addr().expect("its number").port();
    drop(free);
    let mut command = proc::beside("WebKitWebDriver");
    home.settle(command.args(["--host=127.0.0.1", &format!("--port={port}")]));
    command.env("TAURI_WEBVIEW_AUTOMATION", "true").stdin(Stdio::null());
    let log = std::fs::File::create(home.path("driver.txt")).expect("a file for the log");
    command.stdout(log.try_clone().expect("the file twice")).stderr(log);
    let mut driver = Running::start(&mut command).expect("WebKitWebDriver starts");
    while driver.ended().expect("its state").is_none() {
        if tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
            return Some((driver, port));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    None
}
