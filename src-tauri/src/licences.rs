//! What Tidings is made of, and under which terms.

const OWN: &str = include_str!("../../LICENSE");
const MIT: &str = include_str!("../../LICENSE-MIT");
const APACHE: &str = include_str!("../../LICENSE-APACHE");
const LOCK: &str = include_str!("../../Cargo.lock");

/// Our own terms in full, and the names of the Rust libraries in this program with their versions.
pub(crate) fn all() -> String {
    let mut libraries: Vec<String> = LOCK
        .split("[[package]]")
        .filter(|package| package.contains("source = "))
        .filter_map(|package| Some(format!("{} {}", field(package, "name")?, field(package, "version")?)))
        .collect();
    libraries.dedup();
    format!(
        "{OWN}\n{MIT}\n{APACHE}\nLibraries (their terms are at https://crates.io/crates/NAME):\n\n{}\n",
        libraries.join("\n")
    )
}

fn field<'a>(package: &'a str, name: &str) -> Option<&'a str> {
    package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_libraries_are_named() {
        let all = all();
        assert!(
            all.contains("\ntauri 2.") && all.contains("\nrusqlite 0.") && !all.contains("\ntidings-"),
            "{all}"
        );
    }
}
