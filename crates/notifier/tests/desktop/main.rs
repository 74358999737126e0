//! The desktop notifier against real D-Bus: a service of our own that can misbehave, and four real ones.
//!
//! A session bus is named by the environment of the process, so each test starts a bus and runs itself again under it, in a
//! process of its own. What `cargo xtask test` installs must be there; a test without them fails and says so.
#![cfg(all(unix, not(target_os = "macos")))]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test, with helpers of its own")]

mod bus;
mod daemons;
mod dunst;
mod fake;
mod faults;
mod hostile;
mod many;
mod plain;
mod screen;
mod support;
