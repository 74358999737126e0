//! `cargo xtask run | test | faults | bundle | bench | picture | icons | sounds`: one word for each chore of the project.

mod bare;
mod bench;
mod bundle;
mod faults;
mod icons;
mod picture;
mod run;
mod setup;
mod sounds;
mod test;

use std::process::ExitCode;

use xtask::{desk, proc};

const USAGE: &str = "\
Usage: cargo xtask <chore>

  run      set everything up and open Tidings on the demo feeds; without a display, on a virtual one, and take a picture
  test     set everything up and run every test there is
  faults   every fault a network has, 100 times each, in release; --short is what test runs; or families by name
  bundle   make the system's packages, the .deb and the .rpm here; --try takes the .deb that was made to a bare Debian and lives a first day with it
  bench    measure, in release
  picture  draw the README's pictures anew, of the real window on the demo feeds, on a virtual display
  icons    draw icons/ anew from the three SVGs in it
  sounds   make the bell's sounds anew";

fn main() -> ExitCode {
    let chore = std::env::args().nth(1);
    let done = match chore.as_deref() {
        Some("run") => run::demo(),
        Some("test") => test::all(),
        Some("faults") => faults::all(&std::env::args().skip(2).collect::<Vec<_>>()),
        Some("bundle") if std::env::args().nth(2).as_deref() == Some("--try") => bare::day(),
        Some("bundle") => bundle::packages(),
        Some("bench") => bench::all(),
        Some("picture") => picture::draw(),
        Some("icons") => icons::draw(),
        Some("sounds") => sounds::write(proc::root()),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask {}: {error}", chore.unwrap_or_default());
            ExitCode::FAILURE
        }
    }
}
