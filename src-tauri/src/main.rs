//! Tidings in a window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use tidings_desktop::{Asked, read_arguments, run, settle_environment};

fn main() -> ExitCode {
    match read_arguments(std::env::args_os().skip(1)) {
        Ok(Asked::Start(start)) => {
            settle_environment();
            run(start)
        }
        Ok(Asked::Print(text)) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("tidings-desktop: {error}");
            ExitCode::from(2)
        }
    }
}
