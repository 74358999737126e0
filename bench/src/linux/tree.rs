//! What a process takes, with all that it started.

use std::fs;

use super::machine::field;

const TICKS: f64 = 100.0;

/// The process and its descendants.
pub fn family(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        let tasks = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
        }
    }
    found
}

/// Seconds of processor time, in user space and in the kernel; of children that have ended as well.
pub fn cpu_seconds(root: u32) -> f64 {
    let of = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let behind = stat.rsplit(')').next().unwrap_or_default().to_owned();
        behind.split_whitespace().skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
            / TICKS
    };
    family(root).into_iter().map(of).sum()
}

/// Memory in MiB; what is shared counts in shares, so that a family is not counted twice.
pub fn pss_mib(root: u32) -> f64 {
    let of = |id: u32| {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        field(&rollup, "Pss").trim_end_matches(" kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
    };
    family(root).into_iter().map(of).sum()
}
