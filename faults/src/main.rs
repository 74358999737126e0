//! Every fault a network has, a hundred times each, against the built `tidings` command and real sockets:
//! `cargo xtask faults [--short] [FAMILY]...`.
//!
//! Each family runs in a network of its own (a namespace with nothing but loopback, where names and addresses are what the family
//! makes them), and prints a row a fault. The command fails where a row misses its figure.
//!
//! Linux only: namespaces and /proc are.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The fault matrix needs Linux: it makes networks of its own.");
}
