//! The built app in a real WebKitGTK window, on a virtual desktop with a session bus and a notification service of its own.
//!
//! These tests want the built programs and are ignored elsewhere: `cargo xtask test` builds, sets everything up and runs them.

#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests stand outside the ports: they own processes and environment"
)]

mod closing; // the window comes and goes, Tidings stays
mod first_day; // installed, rung, snoozed, and yesterday found
mod home; // one person's desktop, configuration and data, and the app on it
mod hostile_feed; // a feed that means harm
mod journeys; // what a person does most
mod links; // tidings: links
mod login; // starting with the session
mod panel; // a panel that reads and uses the tray
mod popups; // what the notification service shows
mod refusals; // starts that cannot be, and what is said
mod reopening; // what closing asks, and how the window comes back
mod spoken; // the window as a screen reader is told of it
mod the_main_job; // add a feed, be rung, click, lose the server, quit, start
mod tray; // what the tray tells and does
mod window; // the window through WebKitWebDriver
