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

/// The app's window under a driver. What is asked of it is asked again until it is so.
pub struct Window {
    session: WebDriver,
    driver: Running,
}

impl Window {
    /// Starts the app under a driver.
    pub async fn open(home: &Home) -> Self {
        let port = free_port();
        let mut command = proc::beside("WebKitWebDriver");
        home.settle(command.args(["--host=127.0.0.1", &format!("--port={port}")]));
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").stdin(Stdio::null());
        let log = std::fs::File::create(home.path("driver.txt")).expect("a file for the log");
        command.stdout(log.try_clone().expect("the file twice")).stderr(log);
        let driver = Running::start(&mut command).expect("WebKitWebDriver starts");
        listening(port).await;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": program(), "args": [] });
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

/// The driver cannot choose a port itself; this one was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}

async fn listening(port: u16) {
    until("the driver listens", async || {
        tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok().map(drop)
    })
    .await;
}
