//! The chores of Tidings: `cargo xtask run | test | faults | bundle | bench | icons`.
//!
//! A library beside the command, because the desktop tests stand on the same [`desk`].

pub mod desk;
pub mod proc;
