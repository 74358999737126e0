//! `tidings rules`: rules over all feeds, listed and tried.

use tidings_engine::store::Store;
use tidings_engine::try_rule;
use tidings_model::Then;
use tidings_wire as wire;

use crate::args::{RulesCommand, TryArguments};
use crate::failure::Failure;
use crate::output;
use crate::place::Place;

pub async fn rules(place: &Place, command: RulesCommand) -> Result<(), Failure> {
    match command {
        RulesCommand::List { json } => list(place, json),
        RulesCommand::Check => check(place),
        RulesCommand::Try(arguments) => trial(place, arguments).await,
    }
}

fn list(place: &Place, json: bool) -> Result<(), Failure> {
    let rules = place.config()?.rules;
    if rules.is_empty() && !json {
        place.mention("No rules are configured. docs/rules.md says how to write one.");
    }
    for rule in rules.iter().map(wire::Rule::from) {
        if json {
            output::json_line(&rule)?;
        } else {
            let off = if rule.enabled { "" } else { "  (off)" };
            output::line(&format!(
                "{}  {}  {}: {}{off}",
                rule.id,
                rule.then.word(),
                rule.name,
                said(&rule.matches)
            ))?;
        }
    }
    Ok(())
}

/// The conditions in words.
fn said(of: &wire::RuleMatch) -> String {
    let parts = [
        of.words.as_ref().map(|words| format!("words {words}")),
        of.pattern.as_ref().map(|pattern| format!("pattern {pattern}")),
        of.r#where.as_ref().map(|holds| format!("where {holds}")),
        (!of.feeds.is_empty()).then(|| format!("in {}", of.feeds.join(", "))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A rule that cannot be is an error of the configuration, with its line.
fn check(place: &Place) -> Result<(), Failure> {
    let config = place.config()?;
    let unknown = |rule: &tidings_model::Rule| {
        rule.condition
            .feeds
            .iter()
            .find(|id| config.feed(id).is_none())
            .map(|id| (rule.id.clone(), id.clone()))
    };
    for (rule, feed) in config.rules.iter().filter_map(unknown) {
        output::tell(&format!("The rule `{rule}` names the feed `{feed}`, which is not configured."));
    }
    Ok(output::line(&format!("{} rules can be used.", config.rules.len()))?)
}

async fn trial(place: &Place, arguments: TryArguments) -> Result<(), Failure> {
    let config = place.config()?;
    let json = arguments.json;
    let rule = rule(&config.rules, arguments)?;
    let store = Store::open_read_only(&place.paths.data).map_err(Failure::of)?;
    let now = place.world.clock.now();
    let trial = try_rule(&store, &config, rule, now).await.map_err(Failure::of)?;
    for row in &trial.rows {
        if json { output::json_line(row)? } else { output::entry(&row.entry)? }
    }
    if let Some(problem) = trial.problem {
        return Err(Failure::Usage(sentence(&problem)));
    }
    place.mention(&format!("It holds for {} of the newest {} entries.", trial.matched, trial.of));
    Ok(())
}

fn sentence(flaw: &wire::Flaw) -> String {
    let wire::Flaw { field, message, .. } = flaw;
    match (flaw.line, flaw.column) {
        (Some(line), Some(column)) => format!("`{field}`, line {line}, column {column}: {message}."),
        (Some(line), None) => format!("`{field}`, line {line}: {message}."),
        _ if field.is_empty() => message.clone(),
        _ => format!("`{field}`: {message}."),
    }
}

fn rule(rules: &[tidings_model::Rule], arguments: TryArguments) -> Result<wire::Rule, Failure> {
    if let Some(id) = arguments.rule {
        let found = rules.iter().find(|rule| rule.id == id).map(wire::Rule::from);
        return found.ok_or_else(|| {
            Failure::Failed(format!("There is no rule `{id}`. `tidings rules list` shows those there are."))
        });
    }
    let TryArguments { words, pattern, feeds, holds, .. } = arguments;
    let matches = wire::RuleMatch { words, pattern, feeds, r#where: holds };
    Ok(wire::Rule { id: String::new(), name: String::new(), enabled: true, matches, then: Then::Highlight })
}
