//! `cargo xtask icons`: every picture in icons/ from the two that were drawn.

use std::io;
use std::path::Path;

use crate::{bundle, proc, test};

/// The sizes the icon themes ask for, in pixels.
const SIZES: &[u32] = &[16, 24, 32, 48, 64, 128, 256, 512];

/// Draws them anew.
///
/// # Errors
/// Where the Tauri command line is missing or fails.
pub fn draw() -> io::Result<()> {
    let icons = proc::root().join("icons");
    let made = test::target_dir().join("icons");
    let sizes = SIZES.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let (app, tray) = (icons.join("app.svg"), icons.join("tray.svg"));
    tauri_icon(&app, &made, None)?;
    tauri_icon(&app, &made, Some(&sizes))?;
    tauri_icon(&tray, &made.join("tray"), Some("64"))?;
    for size in SIZES {
        let name = format!("{size}x{size}.png");
        std::fs::copy(made.join(&name), icons.join(&name))?;
    }
    for name in ["128x128@2x.png", "icon.png", "icon.ico", "icon.icns"] {
        std::fs::copy(made.join(name), icons.join(name))?;
    }
    std::fs::copy(made.join("tray/64x64.png"), icons.join("tray.png"))?;
    println!("icons/ is drawn anew.");
    Ok(())
}

/// With `sizes` it makes PNG files of these only; without, the sets of the platforms.
fn tauri_icon(from: &Path, to: &Path, sizes: Option<&str>) -> io::Result<()> {
    let mut command = bundle::tauri()?;
    command.arg("icon").arg(from).arg("--output").arg(to);
    if let Some(sizes) = sizes {
        command.args(["--png", sizes]);
    }
    proc::succeed(&mut command)
}
