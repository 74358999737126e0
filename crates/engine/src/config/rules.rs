//! `[rules.ID]`: rules over all feeds, checked where they stand.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, de};
use tidings_mapping::{rules, template};
use tidings_model::{Condition, FeedId, FlawCode, Rule, Then, WrongCode};
use tidings_wire as wire;
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

use super::edit::{comments_before, section, set};
use super::wrong::{flawed, placed, wrong};

/// More rules than this make a slow bell, and nobody reads them.
const MOST: usize = 200;

/// The whole `[rules]`.
#[derive(Default)]
pub(super) struct RulesTable(Vec<Rule>);

impl From<RulesTable> for Vec<Rule> {
    fn from(table: RulesTable) -> Self {
        table.0
    }
}

impl<'de> Deserialize<'de> for RulesTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tables = IndexMap::<RuleKey, RuleTable>::deserialize(deserializer)?;
        if tables.len() > MOST {
            let (count, most) = (tables.len().to_string(), MOST.to_string());
            let said = format!("there are {count} rules; {most} are the most");
            return Err(wrong(WrongCode::ManyRules, &[&count, &most], said));
        }
        Ok(Self(tables.into_iter().map(|(RuleKey(id), table)| table.rule(id)).collect()))
    }
}

#[derive(PartialEq, Eq, Hash)]
struct RuleKey(String);

impl<'de> Deserialize<'de> for RuleKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if FeedId::parse(&text).is_some() {
            return Ok(Self(text));
        }
        let said = format!("`{text}` cannot be the key of a rule: use a-z, 0-9 and -, 64 characters at most");
        Err(wrong(WrongCode::Key, &[&text], said))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, try_from = "RawTable")]
struct RuleTable {
    name: Option<String>,
    enabled: bool,
    condition: Condition,
    then: Then,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    name: Option<String>,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default, deserialize_with = "words")]
    words: Option<String>,
    #[serde(default, deserialize_with = "pattern")]
    pattern: Option<String>,
    #[serde(default, deserialize_with = "feeds")]
    feeds: Vec<FeedId>,
    #[serde(default, rename = "where", deserialize_with = "holds")]
    holds: Option<String>,
    then: Then,
}

fn yes() -> bool {
    true
}

impl TryFrom<RawTable> for RuleTable {
    type Error = de::value::Error;

    fn try_from(raw: RawTable) -> Result<Self, de::value::Error> {
        let RawTable { name, enabled, words, pattern, feeds, holds, then } = raw;
        let condition = Condition { words, pattern, feeds, holds };
        rules::check(&condition).map_err(|problem| of_rule(&problem))?;
        Ok(Self { name, enabled, condition, then })
    }
}

/// One text, or a list of texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Several(Vec<String>),
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = match Words::deserialize(deserializer) {
        Ok(Words::One(text)) => text,
        Ok(Words::Several(texts)) => texts.join(", "),
        Err(_) => return Err(de::Error::custom("words is a text, or a list of texts")),
    };
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn pattern<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    rules::check_pattern(&text).map_err(|problem| of_rule(&problem))?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn of_rule<E: de::Error>(problem: &rules::Problem) -> E {
    let (code, what) = match problem {
        rules::Problem::Rule(code, what) => (*code, what),
        rules::Problem::Expression(inner) => (inner.code, &inner.what),
    };
    flawed(code, what, problem)
}

fn holds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    template::check("where", &text).map_err(|error| placed(&error))?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

fn feeds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<FeedId>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let id = |text: &String| {
        let no_feed = || flawed(FlawCode::NoFeed, text, format!("`{text}` is not the key of a feed"));
        FeedId::parse(text).ok_or_else(no_feed)
    };
    texts.iter().map(id).collect()
}

impl RuleTable {
    fn rule(self, id: String) -> Rule {
        let name = self.name.unwrap_or_else(|| id.clone());
        Rule { id, name, enabled: self.enabled, condition: self.condition, then: self.then }
    }
}

/// The rule that the window speaks of.
///
/// # Errors
/// What cannot be.
pub fn rule_of(rule: wire::Rule) -> Result<Rule, rules::Problem> {
    let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let feed = |text: String| FeedId::parse(&text).ok_or(rules::Problem::Rule(FlawCode::NoFeed, text));
    let wire::RuleMatch { words, pattern, feeds, r#where } = rule.matches;
    let feeds = feeds.into_iter().map(feed).collect::<Result<_, _>>()?;
    let condition = Condition { words: some(words), pattern: some(pattern), feeds, holds: some(r#where) };
    rules::check(&condition)?;
    let name = if rule.name.trim().is_empty() { rule.id.clone() } else { rule.name.trim().to_owned() };
    Ok(Rule { id: rule.id, name, enabled: rule.enabled, condition, then: rule.then })
}

/// An identifier for a rule of this name that none of `taken` has.
#[must_use]
pub fn free_rule_id(taken: &[Rule], name: &str) -> String {
    let plain = FeedId::from_name(name).to_string();
    let plain = if plain == "feed" { "rule".to_owned() } else { plain };
    let numbered = (2..=MOST + 1).map(|n| format!("{plain}-{n}"));
    let mut candidates = std::iter::once(plain.clone()).chain(numbered);
    candidates.find(|id| taken.iter().all(|rule| rule.id != *id)).unwrap_or(plain)
}

/// Puts `rules` in the place of all there are. Those that stay keep their place, their comments and what is not meant.
pub(super) fn change(document: &mut DocumentMut, rules: &[Rule]) {
    let before = if document.get("rules").is_none() { comments_before(document) } else { String::new() };
    let item = section(document, "rules");
    if let Item::Value(inline) = item
        && let Some(table) = inline.as_inline_table()
    {
        *item = Item::Table(table.clone().into_table());
    }
    let Some(all) = item.as_table_mut() else { return };
    all.set_implicit(true);
    let known: Vec<String> = all.iter().map(|(id, _)| id.to_owned()).collect();
    let stay = |id: &str| rules.iter().any(|rule| rule.id == id);
    let kept: Vec<&String> = known.iter().filter(|id| stay(id)).collect();
    // The order is part of what they mean: where it changes, the tables are put anew, comments and all.
    let moved =
        kept.iter().map(|id| id.as_str()).ne(rules.iter().map(|rule| rule.id.as_str()).take(kept.len()));
    known.iter().filter(|id| !stay(id)).for_each(|id| drop(all.remove(id)));
    for (n, rule) in rules.iter().enumerate() {
        let mut table = match all.get(&rule.id) {
            Some(_) if !moved => None,
            Some(_) => all.remove(&rule.id),
            None => Some(fresh(n == 0, &before)),
        };
        if let Some(Item::Table(table)) = &mut table {
            // A position of its own would keep it where it was.
            table.set_position(None);
        }
        if let Some(table) = table {
            all.insert(&rule.id, table);
        }
        if let Some(table) = all.get_mut(&rule.id).and_then(Item::as_table_like_mut) {
            fill(table, rule);
        }
    }
    if rules.is_empty() {
        document.remove("rules");
    }
}

fn fresh(first: bool, before: &str) -> Item {
    let mut table = Table::new();
    table.decor_mut().set_prefix(if first && !before.is_empty() { before } else { "\n" });
    Item::Table(table)
}

fn fill(table: &mut dyn TableLike, rule: &Rule) {
    let Rule { id, name, enabled, condition, then } = rule;
    put(table, "name", (name != id).then(|| value(name)));
    put(table, "enabled", (!enabled).then(|| value(false)));
    put(table, "words", condition.words.as_ref().map(value));
    put(table, "pattern", condition.pattern.as_ref().map(value));
    let feeds = || value(condition.feeds.iter().map(FeedId::as_str).collect::<Array>());
    put(table, "feeds", (!condition.feeds.is_empty()).then(feeds));
    put(table, "where", condition.holds.as_ref().map(value));
    put(table, "then", Some(value(then.word())));
}

/// Writes a field only where it changes: how a person spelt it stays otherwise.
fn put(table: &mut dyn TableLike, key: &str, new: Option<Item>) {
    match new.and_then(|item| item.into_value().ok()) {
        None => drop(table.remove(key)),
        Some(new) if table.get(key).is_some_and(|old| means(old, &new)) => {}
        Some(new) => set(table, key, new),
    }
}

/// Whether a value of the file says the same; a list of words is the same as the text of them.
fn means(old: &Item, new: &Value) -> bool {
    let flag = old.as_bool().is_some() && old.as_bool() == new.as_bool();
    let text = old.as_str().map(str::to_owned).or_else(|| listed(old));
    flag || text.is_some()
        && text == new.as_str().map(str::to_owned).or_else(|| listed(&Item::Value(new.clone())))
}

fn listed(item: &Item) -> Option<String> {
    let words: Option<Vec<_>> = item.as_array()?.iter().map(|word| word.as_str()).collect();
    Some(words?.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::{Edit, apply, parse};
    use super::*;

    const TEXT: &str = "[bell]\nenabled = true\n\n# loud\n[rules.goals]\nwords = ['goal', 'red card'] # both\nfeeds = ['match']\nthen = 'raise'\n\n# no adverts\n[rules.adverts]\npattern = '(?i)sponsored'\nthen = 'drop'\n";

    #[test]
    fn rules_are_read_in_order() {
        let rules = parse(TEXT).unwrap().rules;
        assert_eq!(rules[0].condition.words.as_deref(), Some("goal, red card"));
        assert_eq!((rules[0].then, rules[0].condition.feeds[0].as_str()), (Then::Raise, "match"));
        assert_eq!(
            (rules[1].id.as_str(), rules[1].name.as_str(), rules[1].enabled),
            ("adverts", "adverts", true)
        );
    }

    #[test]
    fn a_mistake_names_its_line() {
        let cases = [
            ("pattern = '('\nthen = 'drop'", 2, "pattern"),
            ("where = 'a >'\nthen = 'drop'", 2, "where"),
            ("words = 3\nthen = 'drop'", 2, "words"),
            ("words = 'x'\nthen = 'shout'", 3, "shout"),
            ("wrods = 'x'\nthen = 'drop'", 2, "wrods"),
            ("then = 'drop'", 1, "everything"),
            ("words = 'x'", 1, "then"),
        ];
        for (lines, line, word) in cases {
            let error = parse(&format!("[rules.a]\n{lines}\n")).expect_err(lines);
            assert_eq!(error.line, Some(line), "{lines}: {error}");
            assert!(error.wrong.message.contains(word), "{lines}: {error}");
        }
    }

    #[test]
    fn an_edit_keeps_what_it_does_not_mean() {
        let rules = parse(TEXT).unwrap().rules;
        assert_eq!(apply(TEXT, &Edit::Rules(rules.clone())).unwrap(), TEXT);
        let mut changed = rules.clone();
        changed[1].then = Then::Hush;
        assert_eq!(apply(TEXT, &Edit::Rules(changed)).unwrap(), TEXT.replace("'drop'", "\"hush\""));
        let after = apply(TEXT, &Edit::Rules(rules[1..].to_vec())).unwrap();
        assert!(!after.contains("goals") && after.contains("# no adverts\n[rules.adverts]"), "{after}");
        let none = apply(TEXT, &Edit::Rules(Vec::new())).unwrap();
        assert!(!none.contains("rules") && none.contains("[bell]"), "{none}");
    }

    #[test]
    fn rules_are_added_and_reordered() {
        let mut rules = parse(TEXT).unwrap().rules;
        let words = Condition { words: Some("derby".into()), ..Condition::default() };
        rules.push(Rule {
            id: "derby".into(),
            name: "Derby".into(),
            enabled: false,
            condition: words,
            then: Then::Highlight,
        });
        let after = apply(TEXT, &Edit::Rules(rules.clone())).unwrap();
        assert_eq!(
            after,
            format!(
                "{TEXT}\n[rules.derby]\nname = \"Derby\"\nenabled = false\nwords = \"derby\"\nthen = \"highlight\"\n"
            )
        );
        rules.rotate_right(1);
        let turned = apply(&after, &Edit::Rules(rules.clone())).unwrap();
        assert_eq!(parse(&turned).unwrap().rules, rules, "{turned}");
        assert!(turned.contains("# loud") && turned.contains("# both"), "{turned}");
        let first = apply("# mine\n", &Edit::Rules(rules[..1].to_vec())).unwrap();
        assert!(first.starts_with("# mine\n"), "{first}");
        assert_eq!(parse(&first).unwrap().rules.len(), 1);
    }
}
