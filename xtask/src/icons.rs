//! `cargo xtask icons`: every picture in icons/ from the three that were drawn.

use std::io;
use std::path::{Path, PathBuf};

use crate::{bundle, proc, test};

/// The sizes the icon themes ask for, in pixels.
const SIZES: &[u32] = &[16, 24, 32, 48, 64, 128, 256, 512];

/// What the bundles take beside those.
const SETS: &[&str] = &["128x128@2x.png", "icon.png", "icon.ico", "icon.icns"];

/// Divides evenly into the 24 and the 16 pixels of a panel.
const TRAY_SIZE: &str = "48";

/// The forms of the tray's icon: their names, and which classes of tray.svg they leave out.
const TRAY_STATES: &[(&str, &str)] =
    &[("plain", ".unread,.silent"), ("unread", ".silent"), ("silent", ".unread,.loud"), ("both", ".loud")];

/// Draws them anew.
///
/// # Errors
/// Where the Tauri command line is missing or fails.
pub fn draw() -> io::Result<()> {
    let icons = proc::root().join("icons");
    let made = test::target_dir().join("icons");
    let sizes = SIZES.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let app = icons.join("app.svg");
    tauri_icon(&app, &made, None)?;
    tauri_icon(&app, &made, Some(&sizes))?;
    tauri_icon(&icons.join("app-16.svg"), &made, Some("16"))?;
    for size in SIZES {
        let name = format!("{size}x{size}.png");
        std::fs::copy(made.join(&name), icons.join(&name))?;
    }
    for name in SETS {
        std::fs::copy(made.join(name), icons.join(name))?;
    }
    let drawing = std::fs::read_to_string(icons.join("tray.svg"))?;
    for (state, without) in TRAY_STATES {
        tray(&drawing, &icons.join("tray"), state, &format!("svg{{color:#fff}}{without}{{display:none}}"))?;
        let template = format!("svg{{color:#000}}.rim,{without}{{display:none}}");
        tray(&drawing, &icons.join("tray"), &format!("{state}-template"), &template)?;
    }
    println!("icons/ is drawn anew.");
    Ok(())
}

/// One form of the tray's icon: the drawing with a style of its own.
fn tray(drawing: &str, to: &Path, name: &str, style: &str) -> io::Result<()> {
    let made: PathBuf = test::target_dir().join("icons/tray").join(name);
    std::fs::create_dir_all(&made)?;
    std::fs::create_dir_all(to)?;
    let styled = made.join("styled.svg");
    std::fs::write(&styled, drawing.replacen("</title>", &format!("</title><style>{style}</style>"), 1))?;
    tauri_icon(&styled, &made, Some(TRAY_SIZE))?;
    let picture = made.join(format!("{TRAY_SIZE}x{TRAY_SIZE}.png"));
    std::fs::copy(picture, to.join(format!("{name}.png"))).map(drop)
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
