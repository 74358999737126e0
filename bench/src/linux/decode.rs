//! The decoder's own benchmark (crates/sse/benches/decode.rs), run and read.

use std::collections::HashMap;
use std::process::{Command, Stdio};

use super::Result;
use super::figure::Figure;

pub fn measure() -> Result<Vec<Figure>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["bench", "--quiet", "--package", "tidings-sse", "--bench", "decode"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()?;
    let printed = String::from_utf8_lossy(&output.stdout);
    eprintln!("{printed}");
    if !output.status.success() {
        return Err("the decoder's benchmark failed".into());
    }
    figures(&medians(&printed))
        .ok_or_else(|| "the decoder's benchmark printed something else than expected".into())
}

/// Median seconds by benchmark and argument.
type Medians = HashMap<(String, String), f64>;

fn figures(medians: &Medians) -> Option<Vec<Figure>> {
    let seconds = |name: &str, argument: &str| medians.get(&(name.to_owned(), argument.to_owned())).copied();
    let ratio = |argument| Some(seconds("events_guarded", argument)? / seconds("events_bare", argument)?);
    let (small, middle, large) = (ratio("1400")?, ratio("16384")?, ratio("131072")?);
    let line = |mib| seconds("one_line_guarded", mib);
    let growth = line("16")? / line("1")?;
    Some(vec![
        Figure::held(
            "time of the guarded decoder, eventsource-stream alone = 1, 16 KiB chunks",
            format!("{middle:.2}"),
            "1 or less",
            middle <= 1.0,
        ),
        Figure::plain("the same, 1,400 byte chunks", format!("{small:.2}")),
        Figure::plain("the same, 128 KiB chunks", format!("{large:.2}")),
        Figure::held(
            "time of a line of 16 MiB, of 1 MiB = 1",
            format!("{growth:.1}"),
            "about 16 (linear)",
            growth < 32.0,
        ),
    ])
}

/// Reads divan's tree: `├─ name` opens a benchmark, `│  ├─ argument  fastest │ slowest │ median │ ...` is one of its lines.
fn medians(printed: &str) -> Medians {
    let mut name = String::new();
    let mut medians = Medians::new();
    for line in printed.lines() {
        let Some((_, line)) = line.split_once("─ ") else { continue };
        let mut columns = line.split('│').map(str::trim);
        let mut first = columns.next().unwrap_or_default().split_whitespace();
        let label = first.next().unwrap_or_default().to_owned();
        match columns.nth(1).and_then(seconds) {
            Some(median) => drop(medians.insert((name.clone(), label), median)),
            None => name = label,
        }
    }
    medians
}

fn seconds(text: &str) -> Option<f64> {
    let (number, unit) = text.split_once(' ')?;
    let scale = match unit {
        "ns" => 1e-9,
        "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "\
Timer precision: 12 ns
decode                   fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ events_bare                         │               │               │               │         │
│  ├─ 1400               4.1 ms        │ 5 ms          │ 4.5 ms        │ 4.6 ms        │ 100     │ 100
│  │                     511 MB/s      │ 419 MB/s      │ 466 MB/s      │ 450 MB/s      │         │
│  ╰─ 16384              900 µs        │ 1.2 s         │ 1 s           │ 1 s           │ 100     │ 100
╰─ one_line_guarded                    │               │               │               │         │
   ╰─ 1                  1 ns          │ 2 ns          │ 2 ns          │ 2 ns          │ 100     │ 100
";

    #[test]
    fn the_medians_are_read() {
        let medians = medians(PRINTED);
        let nanos =
            |name: &str, argument: &str| (medians[&(name.to_owned(), argument.to_owned())] * 1e9).round();
        assert_eq!(nanos("events_bare", "1400"), 4.5e6);
        assert_eq!(nanos("events_bare", "16384"), 1e9);
        assert_eq!(nanos("one_line_guarded", "1"), 2.0);
        assert_eq!(medians.len(), 3);
    }
}
