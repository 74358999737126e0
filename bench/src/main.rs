//! The goals of docs/benchmarks.md, measured on the built `tidings` command as a process of its own:
//! `cargo run --release -p tidings-bench [decode] [decoders] [clients] [ingest] [notify] [idle] [flood] [timeline]`.
//!
//! Linux only: what a process takes is read from /proc.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("These figures are taken on Linux only: they need /proc and a session bus.");
}
