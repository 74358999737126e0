//! The terms of everything that is shipped, as one compressed text: gathered from the sources that cargo and npm have on this
//! machine, so that it is true of the very build.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The programs that are shipped.
const PROGRAMS: [&str; 2] = ["tidings-desktop", "tidings-cli"];
/// How the files begin that carry terms.
const NAMES: [&str; 6] = ["licen", "copying", "copyright", "notice", "unlicense", "ofl"];
/// What is compiled in without a package of its own.
const SQLITE: &str = "SQLite (in libsqlite3-sys) is in the public domain.";

/// One library, with the files of its terms.
struct Library {
    name: String,
    version: String,
    licence: String,
    texts: Vec<String>,
}

/// Writes `licences.z` where the program includes it from.
pub fn write() -> Result<()> {
    for lock in ["../Cargo.lock", "../ui/package-lock.json", "../ui/node_modules/.package-lock.json", "build"]
    {
        println!("cargo::rerun-if-changed={lock}");
    }
    let mut libraries = crates()?;
    libraries.extend(modules()?);
    let file = fs::File::create(Path::new(&variable("OUT_DIR")?).join("licences.z"))?;
    let mut packed = ZlibEncoder::new(file, Compression::best());
    packed.write_all(told(&libraries).as_bytes())?;
    packed.finish()?;
    Ok(())
}

/// Each library by name, then each text once, under the names of those that come with it.
fn told(libraries: &[Library]) -> String {
    let mut told = format!("{SQLITE}\n\n");
    let mut texts: BTreeMap<String, (BTreeSet<&str>, &str)> = BTreeMap::new();
    for Library { name, version, licence, texts: own } in libraries {
        let without = if own.is_empty() { " (it brings no text of its own)" } else { "" };
        told += &format!("{name} {version}: {licence}{without}\n");
        for text in own {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.entry(words).or_insert((BTreeSet::new(), text)).0.insert(name);
        }
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort();
    for (names, text) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        told += &format!("\n\n==== {names} ====\n\n{}\n", text.trim_end());
    }
    told
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    /// None is a dependency of the program itself, and not of its build or its tests.
    kind: Option<String>,
}

/// The crates that the programs are made of, on the platform that is built for.
fn crates() -> Result<Vec<Library>> {
    let mut cargo = Command::new(variable("CARGO")?);
    cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &variable("TARGET")?]);
    let answer = cargo.output()?;
    if !answer.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&answer.stderr)).into());
    }
    let Metadata { packages, resolve } = serde_json::from_slice(&answer.stdout)?;
    let nodes: BTreeMap<&str, &Node> = resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let programs = packages.iter().filter(|package| PROGRAMS.contains(&package.name.as_str()));
    let mut next: Vec<&str> = programs.map(|package| package.id.as_str()).collect();
    let mut used = BTreeSet::new();
    while let Some(id) = next.pop() {
        if used.insert(id) {
            let edges = nodes.get(id).into_iter().flat_map(|node| &node.deps);
            let own = edges.filter(|edge| edge.dep_kinds.iter().any(|kind| kind.kind.is_none()));
            next.extend(own.map(|edge| edge.pkg.as_str()));
        }
    }
    let shipped =
        packages.iter().filter(|package| package.source.is_some() && used.contains(package.id.as_str()));
    shipped.map(of_crate).collect()
}

fn of_crate(package: &Package) -> Result<Library> {
    let directory = package.manifest_path.parent().ok_or("a manifest has a directory")?;
    Ok(Library {
        name: package.name.clone(),
        version: package.version.clone(),
        licence: package.license.clone().unwrap_or_else(|| "see its text".to_owned()),
        texts: texts(directory)?,
    })
}

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Module>,
}

#[derive(Deserialize)]
struct Module {
    version: Option<String>,
    license: Option<String>,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    optional: bool,
}

/// The JavaScript packages that the pages are made of.
fn modules() -> Result<Vec<Library>> {
    let ui = Path::new("../ui");
    let lock: Lock = serde_json::from_str(&fs::read_to_string(ui.join("package-lock.json"))?)?;
    let shipped = lock.packages.into_iter().filter(|(path, module)| {
        // A peer that is wanted by none of ours is listed, and not installed.
        !path.is_empty() && !module.dev && !module.optional && ui.join(path).is_dir()
    });
    let of_module = |(path, module): (String, Module)| {
        let name = path.rsplit_once("node_modules/").map_or(path.as_str(), |(_, name)| name);
        Ok(Library {
            name: name.to_owned(),
            version: module.version.unwrap_or_default(),
            licence: module.license.unwrap_or_else(|| "see its text".to_owned()),
            texts: texts(&ui.join(&path))?,
        })
    };
    shipped.map(of_module).collect()
}

/// The texts of the terms that lie in a library's directory.
fn texts(directory: &Path) -> Result<Vec<String>> {
    let mut files: Vec<PathBuf> = fs::read_dir(directory)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file() && has_terms(file));
    files.sort();
    let read = |file: &PathBuf| Ok(String::from_utf8_lossy(&fs::read(file)?).into_owned());
    files.iter().map(read).collect()
}

fn has_terms(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    NAMES.iter().any(|beginning| name.starts_with(beginning))
}

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script everything by its environment")]
fn variable(name: &str) -> Result<String> {
    env::var(name).map_err(|_| format!("cargo sets {name}").into())
}
