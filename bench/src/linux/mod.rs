//! Every figure, and the table they end in.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the real clock and the environment it is started in"
)]

mod bell;
mod clients;
mod counting;
mod decode;
mod decoders;
mod figure;
mod firehose;
mod flood;
mod hang;
mod idle;
mod ingest;
mod machine;
mod notify;
mod program;
mod rings;
mod server;
mod tally;
mod timeline;
mod tree;
mod window;

use std::error::Error;

use figure::Figure;

/// What can go wrong here is told to whoever sits in front of it.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
pub async fn main() -> Result<()> {
    let asked: Vec<_> = std::env::args().skip(1).collect();
    if let Some((flag, words)) = asked.split_first()
        && flag == "--client"
    {
        return counting::run(words).await;
    }
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked == name);
    let mut figures: Vec<Figure> = Vec::new();
    if wanted("decode") {
        figures.extend(decode::measure()?);
    }
    if wanted("decoders") {
        println!("Decoders: time an event, tidings-sse = 1\n{}", figure::table(&decoders::measure()?));
    }
    if wanted("timeline") {
        figures.extend(timeline::measure()?);
    }
    let binary = program::build()?;
    if wanted("clients") {
        println!("Whole clients\n{}", clients::measure(&binary).await?);
    }
    if wanted("ingest") {
        figures.extend(ingest::measure(&binary).await?);
    }
    if wanted("notify") {
        figures.extend(notify::measure(&binary).await?);
    }
    if wanted("rings") {
        println!("From the server's write to Notify\n{}", rings::measure(&binary).await?);
    }
    if wanted("hang") {
        figures.extend(hang::measure(&binary).await?);
    }
    if wanted("idle") {
        figures.extend(idle::measure(&binary).await?);
    }
    if wanted("flood") {
        figures.extend(flood::measure(&binary).await?);
    }
    if wanted("window") {
        figures.extend(window::measure(&binary).await?);
    } else if wanted("growing") {
        figures.extend(window::grow(&binary).await?);
    }
    println!("{}\n{}", machine::describe()?, figure::table(&figures));
    Ok(())
}
