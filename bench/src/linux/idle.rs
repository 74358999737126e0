//! What listening to ten quiet feeds takes.

use std::path::Path;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::time::{interval, sleep};

use super::Result;
use super::figure::Figure;
use super::program::Program;
use super::server::Server;

const FEEDS: usize = 10;
const GOAL: f64 = 40.0;
const HEARTBEAT: Duration = Duration::from_secs(1);
const SETTLED: Duration = Duration::from_secs(10);
/// Processor time is counted over this long.
const WATCHED: Duration = Duration::from_secs(20);

pub async fn measure(binary: &Path) -> Result<Vec<Figure>> {
    let server = Server::start().await?;
    let program = Program::run(binary, &server.feeds(FEEDS, "")?, None)?;
    let mut sockets = Vec::new();
    for _ in 0..FEEDS {
        sockets.push(server.accept().await?);
    }
    let beating = async {
        let mut beat = interval(HEARTBEAT);
        loop {
            beat.tick().await;
            for socket in &mut sockets {
                socket.write_all(b":\n\n").await?;
            }
        }
    };
    tokio::select! {
        ended = beating => ended,
        figures = settled(&program) => figures,
    }
}

async fn settled(program: &Program) -> Result<Vec<Figure>> {
    sleep(SETTLED).await;
    let before = program.cpu_seconds()?;
    sleep(WATCHED).await;
    let cpu = (program.cpu_seconds()? - before) / WATCHED.as_secs_f64() * 100.0;
    let resident = program.mib("VmRSS")?;
    let own = program.mib("RssAnon")?;
    Ok(vec![
        Figure::held(
            "memory with 10 idle feeds, resident, MiB",
            format!("{resident:.1}"),
            "below 40",
            resident < GOAL,
        ),
        Figure::plain("of that its own, not pages of files, MiB", format!("{own:.1}")),
        Figure::plain("processor, a heartbeat a second each, %", format!("{cpu:.2}")),
        Figure::plain("threads", program.count("task")?.to_string()),
        Figure::plain("open files", program.count("fd")?.to_string()),
    ])
}
