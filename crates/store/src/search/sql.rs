//! From a [`Search`] to SQL.

use rusqlite::types::Value;
use tidings_model::{Part, Search, Trait, Wanted};

use super::parse::has_letter;

/// A condition, and what stands for its question marks.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl Condition {
    fn new(sql: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self { sql: sql.into(), values: values.into_iter().collect() }
    }
}

/// The question to the full text index that finds at least what is searched; none where its words do not narrow it down.
pub(crate) fn driving_match(search: &Search) -> Option<String> {
    let wanted = search.0.iter().filter(|clause| clause.wanted);
    let found: Vec<String> = wanted.filter_map(|clause| in_index(&clause.what)).collect();
    let unwanted = search.0.iter().filter(|clause| !clause.wanted && !matches!(clause.what, Wanted::Tag(_)));
    let left_out: Vec<String> = unwanted.filter_map(|clause| in_index(&clause.what)).collect();
    if found.is_empty() {
        return None;
    }
    let found = format!("({})", found.join(" AND "));
    Some(if left_out.is_empty() { found } else { format!("{found} NOT ({})", left_out.join(" OR ")) })
}

/// Words quoted, so that none is taken for FTS5 syntax. What has no letter is not in the index.
fn in_index(what: &Wanted) -> Option<String> {
    let quoted = |text: &str| has_letter(text).then(|| format!("\"{}\"", text.replace('"', "\"\"")));
    match what {
        Wanted::Words(text) => quoted(text),
        Wanted::Begun(text) => quoted(text).map(|text| text + "*"),
        Wanted::Tag(tag) => quoted(tag).map(|tag| format!("tags : {tag}")),
        _ => None,
    }
}

/// Everything else that the search asks of an entry. `matched` says that [`driving_match`] takes care of the words.
pub(crate) fn conditions(search: &Search, matched: bool) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for clause in &search.0 {
        let text = matches!(clause.what, Wanted::Words(_) | Wanted::Begun(_));
        if text && matched && in_index(&clause.what).is_some() {
            continue;
        }
        let mut condition = condition(&clause.what);
        if !clause.wanted {
            condition.sql = format!("NOT coalesce({}, 0)", condition.sql);
        }
        conditions.push(condition);
    }
    conditions
}

fn condition(what: &Wanted) -> Condition {
    match what {
        Wanted::Words(_) | Wanted::Begun(_) => match in_index(what) {
            Some(words) => {
                let sql = "EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid = s.seq)";
                Condition::new(sql, [words.into()])
            }
            None => Condition::new("0", []),
        },
        Wanted::Among(feeds) => {
            let marks = vec!["?"; feeds.len()].join(", ");
            let names = feeds.iter().map(|feed| feed.as_str().to_owned().into());
            Condition::new(format!("s.feed IN (SELECT id FROM feeds WHERE name IN ({marks}))"), names)
        }
        Wanted::Tag(tag) => {
            let sql = "EXISTS (SELECT 1 FROM json_each(e.tags) WHERE value = ? COLLATE NOCASE)";
            Condition::new(sql, [tag.clone().into()])
        }
        Wanted::After(time) => Condition::new("s.received_at >= ?", [time.0.into()]),
        Wanted::Before(time) => Condition::new("s.received_at < ?", [time.0.into()]),
        Wanted::Is(what) => Condition::new(is(*what), []),
        Wanted::Has(part) => Condition::new(has(*part), []),
    }
}

fn is(what: Trait) -> &'static str {
    match what {
        Trait::Unread => "(s.read = 0)",
        Trait::Read => "(s.read = 1)",
        Trait::Starred => "(s.starred = 1)",
        Trait::Highlighted => "(s.highlighted = 1)",
        Trait::Rang => "(s.ring IN ('rang', 'gathered'))",
        Trait::Urgent => "(e.urgency = 2)",
    }
}

fn has(part: Part) -> &'static str {
    match part {
        Part::Link => "(e.link IS NOT NULL)",
        Part::Picture => "(e.image IS NOT NULL)",
        Part::Body => "(e.body <> '')",
        Part::Tag => "(e.tags <> '[]')",
        Part::Action => "(e.actions <> '[]')",
    }
}
