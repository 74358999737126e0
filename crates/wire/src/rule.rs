//! Rules over all feeds, and what they would do.

use serde::{Deserialize, Serialize};
use tidings_model as model;
use ts_rs::TS;

use crate::{Flaw, HistoryEntry};

/// One rule, as `[rules.ID]` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct Rule {
    /// Its key: a-z, 0-9 and -; an empty one of a new rule is made of its name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether it counts.
    pub enabled: bool,
    /// What it holds for: everything said here, at once.
    #[serde(rename = "match")]
    pub matches: RuleMatch,
    /// What becomes of such an entry.
    #[ts(type = "'highlight' | 'ring' | 'raise' | 'digest' | 'hush' | 'drop'")]
    pub then: model::Then,
}

/// What a rule holds for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct RuleMatch {
    /// Words and phrases set apart by commas, one of which has to be there.
    pub words: Option<String>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// Identifiers of feeds; empty means each.
    pub feeds: Vec<String>,
    /// An expression.
    pub r#where: Option<String>,
}

/// What a rule would have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RuleTrial {
    /// How many entries it holds for.
    pub matched: u32,
    /// Of how many that were looked at: the newest, at most 5,000.
    pub of: u32,
    /// Those it holds for, newest first, at most 50.
    pub rows: Vec<HistoryEntry>,
    /// What is wrong with it; nothing was looked at then.
    pub problem: Option<Flaw>,
}

impl From<&model::Rule> for Rule {
    fn from(rule: &model::Rule) -> Self {
        let model::Condition { words, pattern, feeds, holds } = rule.condition.clone();
        let feeds = feeds.iter().map(ToString::to_string).collect();
        Self {
            id: rule.id.clone(),
            name: rule.name.clone(),
            enabled: rule.enabled,
            matches: RuleMatch { words, pattern, feeds, r#where: holds },
            then: rule.then,
        }
    }
}
