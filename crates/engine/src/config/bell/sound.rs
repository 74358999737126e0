//! `sound` in `tidings.toml`: one name for all, or `{ low = "silent", normal = "chime", critical = "alarm" }`.

use serde::{Deserialize, Deserializer};
use tidings_model::{Sound, Sounds, WrongCode};
use toml_edit::{InlineTable, Value};

use crate::config::wrong::wrong;

#[derive(Clone, Copy, Default)]
pub(super) struct SoundsTable(Sounds);

impl SoundsTable {
    /// These, and where there is none the other.
    pub(super) fn over(self, other: Sounds) -> Sounds {
        let Self(own) = self;
        Sounds {
            low: own.low.or(other.low),
            normal: own.normal.or(other.normal),
            critical: own.critical.or(other.critical),
        }
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a sound is a name such as \"chime\", or { low = \"silent\", normal = \"chime\", critical = \"alarm\" }"
)]
enum Written {
    One(String),
    Each { low: Option<String>, normal: Option<String>, critical: Option<String> },
}

impl<'de> Deserialize<'de> for SoundsTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = |name: String| {
            Sound::from_name(&name).ok_or_else(|| wrong(WrongCode::Sound, &[&name], unknown(&name)))
        };
        let each = |name: Option<String>| name.map(named).transpose();
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::One(name) => {
                let sound = Some(named(name)?);
                Sounds { low: sound, normal: sound, critical: sound }
            }
            Written::Each { low, normal, critical } => {
                Sounds { low: each(low)?, normal: each(normal)?, critical: each(critical)? }
            }
        }))
    }
}

/// The sentence about a sound that does not exist.
pub(crate) fn unknown(name: &str) -> String {
    format!("there is no sound `{name}`; there are: {}", Sound::ALL.map(Sound::name).join(", "))
}

/// The sounds as they stand in the file; none where nothing is said.
pub(super) fn written(sounds: &Sounds) -> Option<Value> {
    let each = [("low", sounds.low), ("normal", sounds.normal), ("critical", sounds.critical)];
    if each[0].1 == each[1].1 && each[1].1 == each[2].1 {
        return sounds.low.map(|sound| sound.name().into());
    }
    let said = each.into_iter().filter_map(|(key, sound)| Some((key, sound?.name())));
    Some(InlineTable::from_iter(said).into())
}
