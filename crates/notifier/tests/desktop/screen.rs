//! A virtual display, and what a person sees and does on it.

use crate::bus::{end, scratch, start};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A display of the test's own.
pub struct Screen {
    server: Child,
    name: String,
}

impl Screen {
    pub fn start() -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "800x600x24"]).stdout(Stdio::piped());
        let mut server = start(command.stderr(Stdio::null()));
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Self { server, name: format!(":{}", number.trim()) }
    }

    /// A program that shows itself here, and finds nothing of this machine's person.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("DISPLAY", &self.name).env("HOME", scratch()).env("XDG_RUNTIME_DIR", scratch());
        command.env("NO_AT_BRIDGE", "1").env("GDK_BACKEND", "x11").env_remove("WAYLAND_DISPLAY");
        command.stderr(Stdio::null());
        command
    }

    /// The windows with this name that can be seen.
    pub fn windows(&self, name: &str) -> Vec<String> {
        let mut search = self.command("xdotool");
        let out = search.args(["search", "--onlyvisible", "--name", name]).output().expect("xdotool");
        String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// A click so far from the right and the lower edge of a window.
    pub fn click(&self, window: &str, right: i32, lower: i32) {
        let mut ask = self.command("xdotool");
        let out = ask.args(["getwindowgeometry", "--shell", window]).output().expect("xdotool");
        let out = String::from_utf8(out.stdout).unwrap();
        let value = |name: &str| -> Option<i32> {
            out.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
        };
        // It may have gone meanwhile.
        let (Some(x), Some(y)) = (value("X"), value("Y")) else { return };
        let (Some(width), Some(height)) = (value("WIDTH"), value("HEIGHT")) else { return };
        let [x, y] = [x + width - right, y + height - lower].map(|n| n.to_string());
        let _ = self.command("xdotool").args(["mousemove", &x, &y, "click", "1"]).status();
    }

    /// Takes a picture, for whoever wants to see it: `target/tmp/NAME.png`.
    pub fn picture(&self, name: &str) {
        let file = format!("{}/{name}.png", env!("CARGO_TARGET_TMPDIR"));
        let _ = self.command("import").args(["-window", "root", &file]).status();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}
