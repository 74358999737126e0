//! What the window may do, written down a second time: a change of it has to be made here as well, with open eyes.

use std::collections::BTreeSet;

use serde_json::Value;

const CONFIG: &str = include_str!("../tauri.conf.json");
const CAPABILITY: &str = include_str!("../capabilities/main.json");
const MANIFEST: &str = include_str!("../Cargo.toml");
const WORKSPACE: &str = include_str!("../../Cargo.toml");
const BUILD: &str = include_str!("../build/main.rs");
const COMMANDS: &str = include_str!("commands.rs");
const HANDLER: &str = include_str!("lib.rs");

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn commands() -> BTreeSet<&'static str> {
    let names = COMMANDS.split("#[command]").skip(1);
    names.map(|text| text.split("fn ").nth(1).unwrap().split('(').next().unwrap()).collect()
}

#[test]
fn the_content_security_policy_is_this_one() {
    let security = &json(CONFIG)["app"]["security"];
    let policy: Vec<&str> = security["csp"].as_str().unwrap().split("; ").collect();
    let expected = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src ipc: http://ipc.localhost",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ];
    assert_eq!(policy, expected);
    let keys: Vec<_> = security.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["freezePrototype", "capabilities", "csp"]);
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(json(CONFIG)["app"]["withGlobalTauri"], false);
}

#[test]
fn the_window_may_call_our_commands_and_hear_events() {
    let capability = json(CAPABILITY);
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap().to_owned())
        .collect();
    let mut expected: BTreeSet<String> =
        commands().iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    expected.insert("core:event:allow-listen".into());
    expected.insert("core:event:allow-unlisten".into());
    assert_eq!(granted, expected);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability["local"], true);
    assert!(capability.get("remote").is_none());
    assert_eq!(json(CONFIG)["app"]["security"]["capabilities"], serde_json::json!(["main"]));
}

#[test]
fn every_command_is_registered() {
    let registered = HANDLER.matches("        commands::").count();
    assert_eq!(commands().len(), registered, "as many are read out of commands.rs as lib.rs registers");
    for name in commands() {
        assert!(BUILD.contains(&format!("\"{name}\"")), "{name} in build/main.rs");
        assert!(HANDLER.contains(&format!("commands::{name},")), "{name} in lib.rs");
    }
}

#[test]
fn no_plugin_widens_what_the_window_may_do() {
    let widening = ["shell", "fs", "http", "process", "store", "log", "notification", "stronghold"];
    for plugin in widening {
        assert!(!MANIFEST.contains(&format!("tauri-plugin-{plugin}")), "{plugin}");
    }
    let tauri = WORKSPACE.lines().chain(MANIFEST.lines()).filter(|line| line.starts_with("tauri = "));
    for line in tauri {
        assert!(!line.contains("devtools") && !line.contains("\"unstable\""), "{line}");
    }
}
