//! What WebKitGTK must find in the environment before it starts.

/// Starts the program anew with `WEBKIT_DISABLE_DMABUF_RENDERER=1`, unless the variable is set.
///
/// WebKitGTK shows blank windows on NVIDIA cards and in virtual machines without it. Setting a variable of one's own running
/// process is unsafe, and a line in the desktop entry would miss every other way of starting. Returns where nothing is to be done.
#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the program's edge: WebKitGTK itself reads the variable"
)]
pub fn settle_environment() {
    use std::os::unix::process::CommandExt as _;

    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(DMABUF).is_some() {
        return;
    }
    let mut arguments = std::env::args_os();
    let Ok(program) = std::env::current_exe() else { return };
    let mut anew = std::process::Command::new(&program);
    anew.arg0(arguments.next().unwrap_or_else(|| program.into_os_string())).args(arguments).env(DMABUF, "1");
    // Comes back only where it failed, such as after the program's file was replaced: then it runs on as it is.
    let error = anew.exec();
    eprintln!("tidings-desktop: could not set {DMABUF}: {error}");
}

/// Only WebKitGTK needs it.
#[cfg(not(target_os = "linux"))]
pub fn settle_environment() {}

/// Whether there is anything to open a window on.
pub(crate) fn has_display() -> bool {
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Whether windows may be placed: Wayland lets no program say where.
pub(crate) fn can_place_windows() -> bool {
    !cfg!(target_os = "linux") || !is_set("WAYLAND_DISPLAY")
}

#[expect(clippy::disallowed_methods, reason = "this is the program's edge: GTK itself reads the variables")]
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
