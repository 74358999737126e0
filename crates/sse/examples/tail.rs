//! Prints what a stream says on standard output, and how the connection stands on standard error:
//! `cargo run -p tidings-sse --example tail -- URL`.

use std::error::Error;

use tidings_sse::{EventSource, Step, Url};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("which address?")?;
    let mut source = EventSource::at(Url::parse(&url)?)?;
    loop {
        match source.next().await {
            Step::Event(event) => println!("{}: {}", event.kind, event.data),
            Step::Cursor(_) | Step::Heard => {}
            Step::Connecting => eprintln!("connecting"),
            Step::Open => eprintln!("open"),
            Step::Queued { host, limit } => eprintln!("{host} takes {limit} connections at a time"),
            Step::Waiting { delay, error } => eprintln!("{error}; trying again in {delay:.1?}"),
            Step::Stopped(error) => return Err(error.into()),
        }
    }
}
