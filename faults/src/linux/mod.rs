//! The families, and the table they end in.

#![expect(
    clippy::disallowed_methods,
    reason = "the faults stand outside the ports: real time, tasks and processes"
)]

mod addresses; // S7: where a public feed may not lead
mod answers; // R3: what a server answers in place of a stream
mod chunks; // R18: a million ways to cut a stream
mod clocks; // R10: clocks that jump, and sleep
mod disks; // R11: no room, no files left, a disk that cannot be written
mod failing_disk; // R11: a disk that fails, for `disks`
mod floods; // R5, R6: without end, and bombs
mod half_open; // R4: connections that died without a word
mod kills; // R1: SIGKILL while storing
mod many; // R9: two hundred feeds dropped at once
mod moves; // R4: another network
mod over_time; // R15: nothing grows
mod secrets; // S6: what redirects take along
mod streams; // R3: streams that break, or are no streams
mod tls; // R3, S8: certificates that prove nothing
mod turning; // S7: a public name that turns private
mod ways; // R3: no name, nobody there, no proxy

mod command; // `tidings run` on many feeds, and what it says of each
mod feeds; // the faults of one feed in the middle of its stream, a hundred feeds beside each other
mod network; // a namespace to do it in
mod origin; // the server: a hub with a memory that plays its part of the fault
mod row; // a line of the table

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

use row::{Row, table};

/// How often each fault happens.
#[derive(Clone, Copy)]
pub struct Scale {
    /// Feeds beside each other, each of which meets the fault once.
    pub times: usize,
    /// Whether everything is to be over in about a minute and a half.
    pub short: bool,
}

type Rows = Pin<Box<dyn Future<Output = Vec<Row>>>>;

/// A family by name, and whether the short form has time for it.
struct Family {
    name: &'static str,
    run: fn(Scale) -> Rows,
    short: bool,
}

impl Family {
    /// How many of the places it takes while it is at work: all of them where its figures are of time and processor.
    fn places(&self) -> u32 {
        if ALONE.contains(&self.name) { BESIDE } else { 1 }
    }
}

macro_rules! families {
    ($($name:ident: $short:literal),* $(,)?) => {
        &[$(Family { name: stringify!($name), run: |scale| Box::pin($name::run(scale)), short: $short }),*]
    };
}

/// Who wants the machine alone comes first, so that it waits for nobody; then the slow ones, so that they run beside the others.
const FAMILIES: &[Family] = families![
    floods: true, over_time: true, half_open: true, answers: true, streams: true, tls: true, many: true, kills: true, clocks: true, moves: true,
    ways: true, disks: true, secrets: true, addresses: true, chunks: true,
];

/// Families at work at a time: they mostly wait.
const BESIDE: u32 = 3;

/// Families that have the machine to themselves: on two cores another's work would stand in their figures.
const ALONE: &[&str] = &["floods"];

#[tokio::main]
pub async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let short = arguments.iter().any(|argument| argument == "--short");
    let scale = Scale { times: if short { 5 } else { 100 }, short };
    if let Some(name) = arguments.iter().find_map(|argument| argument.strip_prefix("--inside=")) {
        return inside(name, scale).await;
    }
    let asked: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    if let Some(unknown) =
        asked.iter().find(|name| FAMILIES.iter().all(|family| family.name != name.as_str()))
    {
        let known: Vec<_> = FAMILIES.iter().map(|family| family.name).collect();
        eprintln!("There is no family {unknown}; there are: {}.", known.join(", "));
        return ExitCode::from(2);
    }
    let wanted = |family: &&Family| match asked.is_empty() {
        true => family.short || !short,
        false => asked.iter().any(|name| *name == family.name),
    };
    let rows = outside(FAMILIES.iter().filter(wanted).collect(), short).await;
    println!("{}", table(&rows));
    let missed = rows.iter().filter(|row| !row.met()).count();
    println!("{} faults, {missed} missed", rows.len());
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Starts each family in a network of its own and collects what it found.
async fn outside(families: Vec<&'static Family>, short: bool) -> Vec<Row> {
    // Built once, and not by each family beside the others.
    let _ = tidings_tests::binary();
    let places = std::sync::Arc::new(tokio::sync::Semaphore::new(BESIDE as usize));
    let mut at_work = Vec::new();
    for family in families {
        let taken = places.clone().acquire_many_owned(family.places()).await;
        at_work.push(tokio::spawn(async move {
            let _taken = taken;
            let begun = std::time::Instant::now();
            let rows = network::run_within(family.name, short).await;
            eprintln!("{}: {} rows in {:.0} s", family.name, rows.len(), begun.elapsed().as_secs_f64());
            rows
        }));
    }
    let mut rows = Vec::new();
    for family in at_work {
        rows.extend(family.await.unwrap_or_else(|error| vec![Row::broken("a family", &error.to_string())]));
    }
    rows
}

async fn inside(name: &str, scale: Scale) -> ExitCode {
    let Some(family) = FAMILIES.iter().find(|family| family.name == name) else { return ExitCode::from(2) };
    for row in (family.run)(scale).await {
        println!("{}", row.to_json());
    }
    ExitCode::SUCCESS
}
