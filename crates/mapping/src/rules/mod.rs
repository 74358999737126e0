//! Rules over all feeds: words, patterns and expressions that highlight, ring, raise, gather, hush or drop. Pure: the same entry and rules give the
//! same verdict.

use minijinja::Environment;
use regex::Regex;
use tidings_model::{Condition, FeedId, FlawCode, Moment, Rule, Then, Urgency, Verdict};

use crate::template::{self, Scene, language, pattern};
use crate::text;

/// The most words and phrases of one rule.
pub(crate) const WORDS: usize = 100;

/// What is wrong with a rule, as a sentence without its full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// One of its words and patterns, or all of them together.
    #[error("{}", template::say(*.0, .1))]
    Rule(FlawCode, String),
    /// Its expression.
    #[error(transparent)]
    Expression(#[from] template::Problem),
}

/// Whether a rule may have these conditions.
///
/// # Errors
/// What is wrong with the first that is.
pub fn check(condition: &Condition) -> Result<(), Problem> {
    let one = |condition: &Condition| Matcher::new(&mut language(), "where", condition).map(drop);
    let says = condition.words.is_some() || condition.pattern.is_some() || condition.holds.is_some();
    if !says && condition.feeds.is_empty() {
        return Err(flaw(FlawCode::Everything, ""));
    }
    one(condition)
}

/// Whether a pattern can be one.
///
/// # Errors
/// What is wrong with it.
pub fn check_pattern(text: &str) -> Result<(), Problem> {
    checked(text).map(drop)
}

fn checked(text: &str) -> Result<Regex, Problem> {
    pattern(text).map_err(|(code, what)| Problem::Rule(code, what))
}

fn flaw(code: FlawCode, what: impl Into<String>) -> Problem {
    Problem::Rule(code, what.into())
}

/// One rule's conditions, ready to be used.
#[derive(Debug)]
struct Matcher {
    words: Option<Regex>,
    pattern: Option<Regex>,
    feeds: Vec<FeedId>,
    /// The name of its expression in the environment.
    holds: Option<String>,
}

impl Matcher {
    fn new(
        environment: &mut Environment<'static>,
        name: &str,
        condition: &Condition,
    ) -> Result<Self, Problem> {
        let words = condition.words.as_deref().map(words).transpose()?;
        let pattern = condition.pattern.as_deref().map(checked).transpose()?;
        if let Some(text) = &condition.holds {
            template::add_condition(environment, name, text)?;
        }
        let holds = condition.holds.is_some().then(|| name.to_owned());
        Ok(Self { words, pattern, feeds: condition.feeds.clone(), holds })
    }

    /// The cheap conditions first. An expression that fails does not hold.
    fn holds(
        &self,
        environment: &Environment<'static>,
        feed: &str,
        scene: &Scene,
    ) -> Result<bool, template::Problem> {
        let here = self.feeds.is_empty() || self.feeds.iter().any(|id| id.as_str() == feed);
        let found = |regex: &Option<Regex>| regex.as_ref().is_none_or(|regex| is_said(regex, scene));
        if !here || !found(&self.words) || !found(&self.pattern) {
            return Ok(false);
        }
        let Some(name) = &self.holds else { return Ok(true) };
        let rendered = environment.get_template(name).and_then(|template| template.render(scene.value()));
        rendered.map(|text| !text.is_empty()).map_err(|error| template::failed("where", &error))
    }
}

fn is_said(regex: &Regex, scene: &Scene) -> bool {
    let entry = scene.entry();
    regex.is_match(&entry.title)
        || regex.is_match(&entry.body)
        || entry.tags.iter().any(|tag| regex.is_match(tag))
}

/// Words and phrases as one pattern: each a whole word, in any case, with any space between.
fn words(text: &str) -> Result<Regex, Problem> {
    let phrases: Vec<_> =
        text.split([',', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty()).collect();
    if phrases.is_empty() || phrases.len() > WORDS {
        return Err(flaw(FlawCode::Words, phrases.len().to_string()));
    }
    let all: Vec<_> = phrases.into_iter().map(phrase).collect();
    let built = regex::RegexBuilder::new(&all.join("|")).case_insensitive(true).size_limit(4 << 20).build();
    built.map_err(|_| flaw(FlawCode::WordsLong, ""))
}

fn phrase(phrase: &str) -> String {
    let words: Vec<_> = phrase.split_whitespace().map(regex::escape).collect();
    // Only a letter or a digit has a word's edge: `C++` ends where it ends.
    let edge = |c: Option<char>| if c.is_some_and(|c| c.is_alphanumeric() || c == '_') { r"\b" } else { "" };
    let (start, end) = (edge(phrase.chars().next()), edge(phrase.chars().next_back()));
    format!("(?:{start}{}{end})", words.join(r"\s+"))
}

/// All rules that count, in their order.
#[derive(Debug)]
pub struct Compiled {
    environment: Environment<'static>,
    rules: Vec<(String, Then, Matcher)>,
}

impl Default for Compiled {
    fn default() -> Self {
        Self { environment: language(), rules: Vec::new() }
    }
}

/// What the rules say of an entry.
#[derive(Debug)]
pub struct Judged {
    /// The entry, made critical where a rule raises it; none where a rule drops it.
    pub scene: Option<Scene>,
    /// For the bell.
    pub verdict: Verdict,
    /// The rules that hold, in their order.
    pub held: Vec<String>,
    /// An expression that failed: that rule did not hold.
    pub problem: Option<Failed>,
}

/// A rule whose expression could not be worked out for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The rule.
    pub rule: String,
    /// What is wrong with it.
    pub problem: template::Problem,
}

impl Failed {
    /// The sentence about it.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { rule, problem } = self;
        format!("The rule `{rule}` did not work for an event: {}.", problem.words())
    }
}

impl Compiled {
    /// Prepares the rules; those that are switched off are left out.
    ///
    /// # Errors
    /// What is wrong with the first that is.
    pub fn new(rules: &[Rule]) -> Result<Self, Problem> {
        let mut all = Self::default();
        for rule in rules.iter().filter(|rule| rule.enabled) {
            let matcher = Matcher::new(&mut all.environment, &format!("where:{}", rule.id), &rule.condition)?;
            all.rules.push((rule.id.clone(), rule.then, matcher));
        }
        Ok(all)
    }

    /// Whether there is nothing to hold.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Judges an entry of `feed`. One rule that drops is enough; between hushing, a digest, and ringing or raising the last rule that holds decides.
    #[must_use]
    pub fn judge(&self, feed: &str, scene: Scene) -> Judged {
        let mut judged = Judged { scene: None, verdict: Verdict::default(), held: Vec::new(), problem: None };
        let mut dropped = false;
        for (id, then, matcher) in &self.rules {
            match matcher.holds(&self.environment, feed, &scene) {
                Ok(false) => continue,
                Ok(true) => {}
                Err(problem) => {
                    judged.problem = Some(Failed { rule: id.clone(), problem });
                    continue;
                }
            }
            judged.held.push(id.clone());
            let verdict = &mut judged.verdict;
            match then {
                Then::Highlight => verdict.highlighted = true,
                Then::Drop => dropped = true,
                bell => decides(verdict, *bell, id),
            }
            let outweighed = match then {
                Then::Highlight => {
                    verdict.rings || verdict.raised || verdict.digested || verdict.hushed.is_some()
                }
                // What rings by a rule has to be known by it later.
                Then::Raise => verdict.rings,
                _ => false,
            };
            if !outweighed {
                verdict.rule = Some(id.clone());
            }
        }
        judged.scene = (!dropped).then(|| wanted(scene, &judged.verdict));
        judged
    }
}

/// A rule about the bell takes back what one before it said, but that ringing and raising add to each other.
fn decides(verdict: &mut Verdict, then: Then, rule: &str) {
    let rings = then == Then::Ring || (then == Then::Raise && verdict.rings);
    let raised = then == Then::Raise || (then == Then::Ring && verdict.raised);
    (verdict.rings, verdict.raised, verdict.digested) = (rings, raised, then == Then::Digest);
    verdict.hushed = (then == Then::Hush).then(|| rule.to_owned());
}

/// What a person wants to hear of is no small change; what they raise is critical.
fn wanted(scene: Scene, verdict: &Verdict) -> Scene {
    if !verdict.raised && !verdict.rings {
        return scene;
    }
    let mut entry = scene.entry().clone();
    if verdict.raised {
        entry.urgency = Urgency::Critical;
    }
    if entry.moment == Moment::Minor {
        entry.moment = Moment::News;
    }
    scene.with(entry)
}

/// How a rule's problem reads in a sentence of its own.
impl Problem {
    /// With a capital and a full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        text::sentence(&self.to_string())
    }
}

#[cfg(test)]
mod tests;
