//! docs/feeds: a page for each format, which says what the code says.
//!
//! `TIDINGS_PAGES=write cargo test -p tidings-mapping --test pages` writes what the code says; what stands below "## Notes" stays.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly, as tests do")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tidings_mapping::{Format, formats};

const NOTES: &str = "\n## Notes\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/feeds")
}

fn page(format: &dyn Format) -> String {
    let about = format.about();
    let mut page = format!(
        "# {}\n\n`format = \"{}\"` in tidings.toml, where it is not recognised by itself.\n",
        capital(about.title),
        format.name()
    );
    page.push_str("\n## How to subscribe\n\n| what | address |\n|---|---|\n");
    for (what, address) in about.subscribe {
        writeln!(page, "| {what} | `{address}` |").unwrap();
    }
    page.push_str("\n## What you get\n\n| part | from |\n|---|---|\n");
    for (part, from) in about.fields {
        writeln!(page, "| {part} | {from} |").unwrap();
    }
    page.push_str("\n## How it works\n\n");
    let rows = [
        ("Recognised", about.recognised),
        ("Heartbeat", about.heartbeat),
        ("Cursor", about.cursor),
        ("Identity", about.identity),
        ("Card", about.replaces),
        ("Urgency", about.urgency),
        ("Buttons", about.actions),
        ("What may go wrong", about.errors),
        ("Source", about.source),
    ];
    for (name, text) in rows {
        assert!(!text.is_empty(), "{}: nothing is said of {name}", format.name());
        writeln!(page, "- **{name}.** {text}").unwrap();
    }
    page
}

fn capital(title: &str) -> String {
    let mut rest = title.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

#[test]
fn every_format_has_a_page_that_says_what_the_code_says() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the person who runs the test asks for the pages to be written"
    )]
    let write = std::env::var_os("TIDINGS_PAGES").is_some();
    let index = fs::read_to_string(folder().join("README.md")).unwrap_or_default();
    for format in formats() {
        let path = folder().join(format!("{}.md", format.name()));
        let there = fs::read_to_string(&path).unwrap_or_default();
        let notes = there.split_once(NOTES).map(|(_, notes)| format!("{NOTES}{notes}")).unwrap_or_default();
        let wanted = format!("{}{notes}", page(format));
        if write {
            fs::write(&path, &wanted).unwrap();
        }
        assert!(
            write || there == wanted,
            "docs/feeds/{}.md is not what the code says: see the head of this test",
            format.name()
        );
        assert!(
            index.contains(&format!("({}.md)", format.name())),
            "docs/feeds/README.md does not link {}",
            format.name()
        );
        assert!(
            !format.about().subscribe.is_empty() && !format.about().fields.is_empty(),
            "{}",
            format.name()
        );
    }
}
