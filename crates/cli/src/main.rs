//! The `tidings` command. Its lines and exit codes are a contract, written down in docs/cli.md.

mod address;
mod args;
mod catalogue;
mod check;
mod demo;
mod doctor;
mod ending;
mod failure;
mod feeds;
mod history;
mod output;
mod place;
mod rules;
mod run;
mod secret;
mod snooze;
mod watch;
mod when;

use std::process::ExitCode;

use clap::Parser as _;
use tidings_engine::{Paths, World};
use tracing_subscriber::EnvFilter;

use crate::args::{Arguments, Command};
use crate::failure::Failure;
use crate::place::Place;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log(arguments.verbose);
    match perform(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !matches!(failure, Failure::OutputClosed) {
                output::tell(&format!("tidings: {failure}"));
            }
            failure.code()
        }
    }
}

async fn perform(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { config, data_dir, quiet, command, .. } = arguments;
    let place = Place { paths: Paths::discover(config, data_dir), world: World::system(), quiet };
    match command {
        Command::Watch(arguments) => watch::watch(&place, arguments).await,
        Command::Run { no_notify } => run::run(&place, no_notify).await,
        Command::Feeds(command) => feeds::feeds(&place, command).await,
        Command::Rules(command) => rules::rules(&place, command).await,
        Command::Catalogue { words, json } => catalogue::catalogue(&words.join(" "), json),
        Command::Snooze(arguments) => snooze::snooze(&place, arguments).await,
        Command::History(arguments) => history::history(&place, arguments).await,
        Command::Demo { port } => demo::demo(&place, port).await,
        Command::Doctor { no_ring } => doctor::doctor(&place, no_ring).await,
    }
}

/// What goes on inside, on standard error, for whoever asks with `-v`.
fn log(verbose: u8) {
    let filter = match verbose {
        0 => "error",
        1 => "warn,tidings=info,tidings_engine=info",
        _ => {
            "info,tidings=trace,tidings_engine=trace,tidings_sse=trace,tidings_store=debug,tidings_notifier=debug"
        }
    };
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(std::io::stderr);
    // A second subscriber cannot be: the first stays.
    let _ = subscriber.try_init();
}
