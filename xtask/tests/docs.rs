//! What the documents name exists.

use std::path::Path;

const DOCUMENTS: [&str; 4] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/cli.md"];

/// `a/{b,c}.rs` is `a/b.rs` and `a/c.rs`.
fn expand(path: &str) -> Vec<String> {
    let (Some(open), Some(close)) = (path.find('{'), path.find('}')) else { return vec![path.to_owned()] };
    let (before, after) = (&path[..open], &path[close + 1..]);
    path[open + 1..close].split(',').map(|part| format!("{before}{part}{after}")).collect()
}

/// Paths between backticks, and the targets of links.
fn named(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2).filter(|word| {
        let ours = ["crates/", "tests/", "ui/", "src-tauri/", "docs/", "xtask/", "fuzz/"];
        ours.iter().any(|start| word.starts_with(start)) && !word.contains(char::is_whitespace)
    });
    let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = linked.filter(|target| !target.contains("://") && !target.starts_with('#'));
    quoted.flat_map(expand).chain(local.map(str::to_owned)).collect()
}

#[test]
fn every_path_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in the workspace");
    for document in DOCUMENTS {
        let place = root.join(document);
        let text = std::fs::read_to_string(&place).expect(document);
        let paths = named(&text);
        assert!(!paths.is_empty() || document == "docs/cli.md", "{document} names nothing");
        for path in paths {
            let beside = place.parent().expect("a file has a directory").join(&path);
            // The pages are built, not kept; everything else is in the repository.
            assert!(
                path == "ui/dist" || root.join(&path).exists() || beside.exists(),
                "{document} names {path}"
            );
        }
    }
}
