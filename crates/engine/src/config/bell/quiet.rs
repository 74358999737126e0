//! Quiet hours in `tidings.toml`: `{ days = ["mon-fri"], from = "22:00", to = "07:00", zone = "Europe/Berlin" }`.

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};
use tidings_model::{QuietHours, TimeOfDay, Weekdays, WrongCode};
use tidings_wire as wire;
use toml_edit::{Array, InlineTable};

use crate::config::wrong::wrong;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursTable {
    #[serde(default = "every_day", deserialize_with = "days")]
    days: Weekdays,
    #[serde(deserialize_with = "time")]
    from: TimeOfDay,
    #[serde(deserialize_with = "time")]
    to: TimeOfDay,
    #[serde(default, deserialize_with = "zone")]
    zone: Option<String>,
}

impl From<HoursTable> for QuietHours {
    fn from(HoursTable { days, from, to, zone }: HoursTable) -> Self {
        Self { days, from, to, zone }
    }
}

fn every_day() -> Weekdays {
    Weekdays::ALL
}

fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Weekdays, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let days = names.iter().try_fold(Weekdays::NONE, |days, name| {
        days.with(name).ok_or_else(|| {
            let all = Weekdays::NAMES.join(", ");
            let said = format!("there is no day `{name}`; there are: {all}, and ranges such as mon-fri");
            wrong(WrongCode::Day, &[name], said)
        })
    })?;
    if days == Weekdays::NONE {
        return Err(wrong(WrongCode::Days, &[], "days is empty; leave it out for every day"));
    }
    Ok(days)
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeOfDay, D::Error> {
    let text = String::deserialize(deserializer)?;
    TimeOfDay::parse(&text).ok_or_else(|| {
        let said = format!("`{text}` is no time of day; write it as \"22:00\", from 00:00 to 23:59");
        wrong(WrongCode::Clock, &[&text], said)
    })
}

fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    match TimeZone::get(&name) {
        Ok(_) => Ok(Some(name)),
        Err(_) => {
            let instead = "write a name such as \"Europe/Berlin\", or leave it out for the system's";
            Err(wrong(WrongCode::Zone, &[&name], format!("there is no time zone `{name}`; {instead}")))
        }
    }
}

/// The hours as they stand in the file, just as they were typed: reading them again finds what cannot be.
pub(super) fn written(hours: &[wire::QuietHours]) -> Array {
    hours.iter().map(table).collect()
}

fn table(hours: &wire::QuietHours) -> InlineTable {
    let mut table = InlineTable::new();
    if hours.days.len() < Weekdays::NAMES.len() {
        table.insert("days", hours.days.iter().map(String::as_str).collect::<Array>().into());
    }
    table.insert("from", hours.from.as_str().into());
    table.insert("to", hours.to.as_str().into());
    if let Some(zone) = &hours.zone {
        table.insert("zone", zone.as_str().into());
    }
    table
}
