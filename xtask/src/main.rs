//! The chores.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let desk = xtask::desk::Desk::start(std::path::Path::new("/tmp/shell-desk"))?;
    xtask::proc::succeed(desk.command("notify-send").args(["hello", "there"]))?;
    std::thread::sleep(std::time::Duration::from_millis(500));
    desk.screenshot(std::path::Path::new("/tmp/shell-desk/a.png"))?;
    println!("{:?}", desk.window_titles()?);
    Ok(())
}
