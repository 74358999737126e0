//! R15, in short: quiet feeds that lose their connections now and then take no more of the machine at the end than at the beginning.

use std::time::{Duration, Instant};

use tidings_tests::Server;
use tokio::io::AsyncWriteExt as _;

use super::command::{Run, eventually};
use super::feeds::{self, names};
use super::{Scale, row::Row};

/// Between two drops; each ends with all feeds open again.
const PAUSE: Duration = Duration::from_secs(12);
const BACK: Duration = Duration::from_secs(60);
/// Threads that look names up or read files end after ten idle seconds.
const SETTLED: Duration = Duration::from_secs(12);
/// Looks after that, of which the least counts: a read of the history may be under way at any of them, and keeps its thread
/// for ten seconds more.
const LOOKS: u32 = 40;
/// What memory may differ by, in MiB: the allocator keeps a few pages more or less.
const GROWTH: f64 = 2.0;
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

/// What the process has of each, once nothing happens.
#[derive(Clone, Copy)]
struct Held {
    mib: f64,
    threads: usize,
    files: usize,
}

impl Held {
    async fn by(run: &Run) -> Self {
        tokio::time::sleep(SETTLED).await;
        let mut least = Self { mib: f64::MAX, threads: usize::MAX, files: usize::MAX };
        for _ in 0..LOOKS {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let Self { mib, threads, files } = least;
            least = Self {
                mib: mib.min(run.mib("VmRSS")),
                threads: threads.min(run.count("task")),
                files: files.min(run.files()),
            };
        }
        least
    }
}

/// Every row of the family.
pub async fn run(scale: Scale) -> Vec<Row> {
    let (count, drops): (usize, usize) = if scale.short { (50, 2) } else { (200, 25) };
    let fault = format!("{count} quiet feeds, dropped {drops} times");
    let server = Server::start(|_, _, stream| async move {
        let mut stream = stream;
        let mut said = stream.write_all(HEAD.as_bytes()).await;
        while said.is_ok() {
            said = stream.write_all(b":\n").await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let feeds = names(count);
    let mut run = feeds::run(&feeds, |feed| server.url(&format!("/{feed}")), |tidings| tidings);
    if !run.open(count, BACK).await {
        return vec![Row::broken(&fault, "not all feeds opened")];
    }
    // The first drops are part of what is usual: as 200 feeds open and close at once in ever other orders, the allocator's
    // arenas and the tables reach their size, 3.5 MiB more than at first, within five of them, and keep it.
    let usual = drops.div_ceil(4);
    let mut right = 0;
    for _ in 0..usual {
        right += usize::from(drop_all(&server, &run, count).await);
    }
    let (begun, before) = (Instant::now(), Held::by(&run).await);
    for _ in usual..drops {
        right += usize::from(drop_all(&server, &run, count).await);
        tokio::time::sleep(PAUSE).await;
    }
    let after = Held::by(&run).await;
    let mut wrong = run.wrong();
    for (what, before, after) in
        [("threads", before.threads, after.threads), ("open files", before.files, after.files)]
    {
        if after > before {
            wrong.push(format!("{after} {what}, where {before} were"));
        }
    }
    let minutes = begun.elapsed().as_secs_f64() / 60.0;
    let (threads, files) = (after.threads, after.files);
    vec![Row {
        id: "R15".to_owned(),
        fault,
        times: drops,
        right,
        growth: Some((after.mib - before.mib, GROWTH)),
        figure: format!(
            "over {minutes:.0} min no more threads ({threads}) and open files ({files}), + 2 MiB"
        ),
        wrong,
        ..Row::default()
    }]
}

/// Cuts every stream, and says whether all came back.
async fn drop_all(server: &Server, run: &Run, count: usize) -> bool {
    let before = server.requests().len();
    server.cut().await;
    eventually(BACK, || server.requests().len() >= before + count && run.states().get("open") == Some(&count))
        .await
}
