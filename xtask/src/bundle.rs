//! `cargo xtask bundle`: the packages a person installs.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use crate::{proc, setup, test};

/// What is packed here, as `src-tauri/tauri.*conf.json` say: the folder that it is put into, and how its files end.
const KINDS: &[(&str, &str)] = if cfg!(windows) {
    &[("nsis", "exe")]
} else if cfg!(target_os = "macos") {
    &[("dmg", "dmg")]
} else {
    &[("deb", "deb"), ("rpm", "rpm")]
};

/// Builds both programs for release, and packs them with the desktop entry, the icons and the metadata.
///
/// # Errors
/// Where something is missing, or does not build or pack.
pub fn packages() -> io::Result<()> {
    setup::packages(&[setup::WINDOW, setup::BUNDLES])?;
    setup::pages()?;
    metadata()?;
    println!("Building both programs for release");
    test::cargo(&["build", "--release", "--package", "tidings-cli", "--package", "tidings-desktop"])?;
    let release = test::target_dir().join("release");
    let staged = proc::root().join("target/bundle");
    std::fs::create_dir_all(&staged)?;
    let program = format!("tidings{}", std::env::consts::EXE_SUFFIX);
    std::fs::copy(release.join(&program), staged.join(&program))?;
    println!("Packing");
    proc::succeed(tauri()?.arg("bundle"))?;
    for (folder, ending) in KINDS {
        for file in std::fs::read_dir(release.join("bundle").join(folder))?.flatten() {
            if file.path().extension().is_some_and(|extension| extension == *ending) {
                println!("{} ({} kB)", file.path().display(), file.metadata()?.len() / 1000);
            }
        }
    }
    Ok(())
}

/// The desktop entries and the AppStream metadata are what the standards say.
fn metadata() -> io::Result<()> {
    if proc::find("desktop-file-validate").is_none() || proc::find("appstreamcli").is_none() {
        println!("desktop-file-validate or appstreamcli is not installed: the metadata is packed unchecked");
        return Ok(());
    }
    let packaging = proc::root().join("src-tauri/packaging");
    let mut desktop = Command::new("desktop-file-validate");
    desktop.args([packaging.join("dev.tidings.Tidings.desktop"), packaging.join("bundler.desktop")]);
    proc::succeed(&mut desktop)?;
    let mut appstream = Command::new("appstreamcli");
    appstream.args(["validate", "--no-net"]).arg(packaging.join("dev.tidings.Tidings.metainfo.xml"));
    proc::succeed(&mut appstream)
}

/// The Tauri command line that the window's packages carry, run in the project.
///
/// # Errors
/// Where the packages cannot be installed.
pub fn tauri() -> io::Result<Command> {
    setup::node_modules()?;
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let program: PathBuf = proc::root().join("ui/node_modules/.bin").join(name);
    if !program.is_file() {
        let missing = format!("{} is missing: ui/package.json must list @tauri-apps/cli", program.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, missing));
    }
    let mut command = Command::new(program);
    command.current_dir(proc::root().join("src-tauri"));
    Ok(command)
}
