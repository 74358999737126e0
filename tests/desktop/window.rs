//! The window through WebKitWebDriver, by the test identifiers the pages carry.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Stdio;

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tidings_tests::until;
use xtask::proc::{self, Running};

use crate::home::{Home, children, program};

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
        Self { session: session.expect("a session with the window"), driver }
    }

    /// Waits for an element with this test identifier, and clicks it.
    pub async fn click(&self, id: &str) {
        self.click_on(&at(id)).await;
    }

    /// Waits for an element that can be clicked, and clicks it.
    pub async fn click_on(&self, selector: &str) {
        until(&format!("a click on {selector}"), async || {
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
        until(&what, async || self.session.find(By::Css(selector.to_owned())).await.ok()).await
    }

    /// The text of the first element, or none where there is none.
    pub async fn text(&self, selector: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.innerText ?? null";
        self.ask(script, vec![json!(selector)]).await.as_str().map(str::to_owned)
    }

    /// Waits until the element says `text` among other things.
    pub async fn says(&self, selector: &str, text: &str) -> String {
        until(&format!("{selector} says {text:?}"), async || {
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

    /// Waits until there are this many rows.
    pub async fn row_count(&self, count: usize) -> Vec<(i64, String)> {
        until(&format!("{count} rows"), async || {
            let rows = self.rows().await;
            (rows.len() == count).then_some(rows)
        })
        .await
    }

    /// Runs a script in the page.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.session.execute(script, arguments).await.expect("the page runs the script");
        answer.json().clone()
    }

    /// Ends the app as the system does (SIGTERM), and waits until it is gone.
    pub async fn quit(mut self) {
        for app in children(self.driver.id()) {
            proc::terminate(app);
            let gone = async || (!children(self.driver.id()).contains(&app)).then_some(());
            until("the app ends when it is asked to", gone).await;
        }
        // The session ended with its window: there is nothing left to close.
        self.session.leak().ok();
        self.driver.end();
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
