//! States as a person would say them.
//!
//! By developers.home-assistant.io/docs/core/entity/binary-sensor, which says what on and off mean for each device class.

use crate::text::humanise;

/// Device classes of binary sensors, what they say on, and off.
const BINARY: [(&[&str], &str, &str); 19] = [
    (&["battery"], "low", "normal"),
    (&["battery_charging"], "charging", "not charging"),
    (&["cold"], "cold", "normal"),
    (&["connectivity"], "connected", "disconnected"),
    (&["door", "garage_door", "opening", "window"], "open", "closed"),
    (&["carbon_monoxide", "gas", "motion", "occupancy", "smoke", "sound", "vibration"], "detected", "clear"),
    (&["heat"], "hot", "normal"),
    (&["light"], "light detected", "no light"),
    (&["lock"], "unlocked", "locked"),
    (&["moisture"], "wet", "dry"),
    (&["moving"], "moving", "not moving"),
    (&["plug"], "plugged in", "unplugged"),
    (&["power"], "power detected", "no power"),
    (&["presence"], "home", "away"),
    (&["problem"], "problem", "OK"),
    (&["running"], "running", "not running"),
    (&["safety"], "unsafe", "safe"),
    (&["tamper"], "tampering detected", "no tampering"),
    (&["update"], "update available", "up to date"),
];

/// What an entity of `domain` and device class `class` says with `state`.
pub(super) fn of(domain: &str, class: &str, state: &str) -> String {
    let known = BINARY.iter().find(|(classes, ..)| domain == "binary_sensor" && classes.contains(&class));
    match (known, state) {
        (Some((_, on, _)), "on") => (*on).to_owned(),
        (Some((_, _, off)), "off") => (*off).to_owned(),
        (None, "not_home") => "away".to_owned(),
        _ if is_slug(state) => humanise(state).to_lowercase(),
        _ => state.to_owned(),
    }
}

/// Whether a state is one of Home Assistant's own words, such as `heat_cool`. A number, a time, an option or a text that a person wrote is
/// said as it is.
fn is_slug(state: &str) -> bool {
    state.starts_with(|c: char| c.is_ascii_lowercase())
        && state.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
}
