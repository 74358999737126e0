//! Starts that cannot be, and those that can be all the same.

use xtask::proc;

use crate::home::{Home, program};

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn a_start_that_cannot_be_says_why() {
    let home = Home::new();
    std::fs::write(home.path("data"), "a file where the directory should be").expect("a file");
    let mut app = home.start(&[]);
    home.window("Tidings cannot start").await;
    home.close("Tidings cannot start").await;
    let (code, said) = app.end().await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("tidings-desktop: ") && said.contains("data"), "{said}");
}

#[tokio::test]
#[ignore = "needs the built app: cargo xtask test"]
async fn without_a_session_bus_it_starts_once() {
    let home = Home::new();
    let mut first = without_bus(&home);
    home.window("Tidings").await;
    let mut second = without_bus(&home);
    home.window("Tidings cannot start").await;
    home.close("Tidings cannot start").await;
    let (code, said) = second.end().await;
    assert_eq!(code, Some(1), "the data directory is held: {said}");
    assert!(first.is_running());
    first.terminate();
    assert_eq!(first.end().await.0, Some(0));
}

fn without_bus(home: &Home) -> crate::home::App {
    let mut command = proc::beside(program());
    home.settle(&mut command);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    home.run(command)
}
