//! The app in its window, driven through WebKitWebDriver.

use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::time::sleep;
use xtask::proc::Running;

use super::super::Result;
use super::place::{self, Place};

const POLL: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(60);

/// The app at work; it ends with the value.
pub struct Driven {
    driver: Running,
    pub session: WebDriver,
}

impl Driven {
    pub async fn start(place: &Place) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = place.command("WebKitWebDriver");
        command.args(["--host=127.0.0.1", &format!("--port={port}")]).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Running::start(&mut command)?;
        while tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
        let mut wanted = Capabilities::new();
        wanted.set("webkitgtk:browserOptions", json!({ "binary": place.desktop, "args": [] }))?;
        let session = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        Ok(Self { driver, session })
    }

    /// What the page answers to a script.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.session.execute(script, Vec::new()).await?.json().clone())
    }

    /// Asks until the answer is yes.
    pub async fn until(&self, what: &str, script: &str) -> Result<()> {
        let begun = Instant::now();
        while self.ask(script).await? != Value::Bool(true) {
            if begun.elapsed() > PATIENCE {
                return Err(format!("waited in vain until {what}").into());
            }
            sleep(POLL).await;
        }
        Ok(())
    }

    pub async fn rows(&self) -> Result<()> {
        self.until("there are rows", "return document.querySelector('[data-testid=entry-row]') !== null")
            .await
    }

    /// The process of the page.
    pub fn page(&self) -> Result<u32> {
        Ok(place::page_of(self.driver.id()).ok_or("the window has no page")?)
    }

    pub async fn end(self) -> Result<()> {
        Ok(self.session.quit().await?)
    }
}
