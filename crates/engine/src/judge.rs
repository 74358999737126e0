//! What a person's template and rules make of an entry, before the bell's policy sees it.

use std::sync::Arc;

use tidings_mapping::template::{self, Payload, Said, Scene};
use tidings_mapping::{rules, template::Compiled};
use tidings_model::{Entry, Feed, Rule, Template, Verdict};
use tidings_wire as wire;
use url::Url;

use crate::flaws;

/// A feed's template and all rules, ready to be used. A clone is the same.
#[derive(Clone, Debug)]
pub(crate) struct Judge {
    template: Arc<(Template, Compiled)>,
    rules: Arc<(Vec<Rule>, rules::Compiled)>,
}

/// What they made of an entry.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The entry as it is to be stored; none where it is not kept.
    pub(crate) entry: Option<Entry>,
    /// For the policy.
    pub(crate) verdict: Verdict,
    /// What did not work.
    pub(crate) problem: Option<Trouble>,
}

/// What of the person's did not work for an event.
#[derive(Debug)]
pub(crate) enum Trouble {
    Template(template::Problem),
    Rule(rules::Failed),
}

impl Trouble {
    pub(crate) fn flaw(&self) -> wire::Flaw {
        let (problem, message) = match self {
            Self::Template(problem) => (problem, problem.sentence()),
            Self::Rule(failed) => (&failed.problem, failed.sentence()),
        };
        wire::Flaw { message, ..flaws::of_template(problem) }
    }
}

impl Default for Judge {
    /// One that leaves everything as it is.
    fn default() -> Self {
        let none = Compiled::new(&Template::default()).unwrap_or_else(|_| unreachable!("it says nothing"));
        Self { template: Arc::new((Template::default(), none)), rules: Arc::default() }
    }
}

impl Judge {
    /// Goes by `template` and `rules` from now on. What was not changed is not prepared anew.
    ///
    /// # Errors
    /// What is wrong with them; nothing is changed then. What `tidings.toml` holds was checked when it was read.
    pub(crate) fn follow(
        &mut self,
        template: &Template,
        rules: &[Rule],
    ) -> Result<(), Vec<template::Problem>> {
        if self.template.0 != *template {
            self.template = Arc::new((template.clone(), Compiled::new(template)?));
        }
        if self.rules.0 != rules {
            // A rule that cannot be is none: the configuration has none such.
            let compiled = rules::Compiled::new(rules).unwrap_or_default();
            self.rules = Arc::new((rules.to_vec(), compiled));
        }
        Ok(())
    }

    /// Rewords an entry of `feed` and judges it. With neither template nor rules it costs nothing.
    pub(crate) fn judge(&self, feed: &Feed, endpoint: &Url, event: &Arc<Payload>, entry: Entry) -> Judged {
        let (template, rules) = (&self.template.1, &self.rules.1);
        if template.is_empty() && rules.is_empty() {
            return Judged { entry: Some(entry), verdict: Verdict::default(), problem: None };
        }
        let said = Said { feed: feed.id.as_str(), endpoint, event };
        let applied = template.apply(Scene::new(said, entry));
        let problem = applied.problems.into_iter().next().map(Trouble::Template);
        let Some(scene) = applied.scene else {
            return Judged { entry: None, verdict: Verdict::default(), problem };
        };
        let judged = rules.judge(feed.id.as_str(), scene);
        Judged {
            entry: judged.scene.map(Scene::into_entry),
            verdict: Verdict { notify: applied.notify, ..judged.verdict },
            problem: problem.or(judged.problem.map(Trouble::Rule)),
        }
    }
}
