//! The machine the figures come from.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use super::Result;
use super::figure::spread;

/// One line: cores, processor, kernel, system, and how busy it is by now.
pub fn describe() -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let processor = field(&fs::read_to_string("/proc/cpuinfo")?, "model name");
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or("Linux");
    let (system, kernel) = (system.trim_matches('"'), kernel.trim());
    Ok(format!("{cores} cores of {processor}, {system}, kernel {kernel}, load now {}", load()?))
}

/// The machine's load over the last minute.
pub fn load() -> Result<String> {
    let load = fs::read_to_string("/proc/loadavg")?;
    Ok(load.split(' ').next().unwrap_or_default().to_owned())
}

/// The value behind `name` and a colon.
pub fn field(text: &str, name: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'));
    line.unwrap_or_default().trim().to_owned()
}

/// What a sync of the disk costs in `dir`, in milliseconds: every commit waits for at least one.
pub fn sync_cost(dir: &Path) -> Result<String> {
    let mut file = File::create(dir.join("sync"))?;
    let mut taken = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        taken.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(spread(taken, 2))
}
