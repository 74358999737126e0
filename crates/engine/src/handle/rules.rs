//! Templates and rules: tried before they are saved.

use tidings_model::{Rule, Wrong, WrongCode};
use tidings_wire as wire;

use super::EngineHandle;
use crate::config::{Edit, Loaded};
use crate::error::Error;
use crate::trial::Trial;
use crate::view;

impl EngineHandle {
    /// Tries a template on what a feed said of late, before it is saved.
    ///
    /// # Errors
    /// Where there is no such feed, or the history cannot be read. What is wrong with the template is in the answer.
    pub async fn try_template(
        &self,
        feed: &str,
        template: wire::Template,
    ) -> Result<wire::TemplateTrial, Error> {
        let id = view::feed_id(feed)?;
        let loaded = self.loaded();
        let feed = loaded.config.feed(&id).ok_or(Error::NoFeed(id))?;
        self.trial(&loaded).template(feed, &template.into()).await
    }

    /// Puts these in the place of all rules. A rule with an empty identifier is new, and gets one of its name.
    ///
    /// # Errors
    /// Where a rule cannot be, or `tidings.toml` cannot be saved.
    pub async fn save_rules(&self, rules: Vec<wire::Rule>) -> Result<(), Error> {
        let mut all: Vec<Rule> = Vec::new();
        for mut rule in rules {
            if rule.id.is_empty() {
                rule.id = crate::config::free_rule_id(&all, &rule.name);
            }
            if all.iter().any(|other| other.id == rule.id) {
                return Err(Wrong::new(
                    WrongCode::Twice,
                    &[&rule.id],
                    format!("There are two rules `{}`.", rule.id),
                )
                .into());
            }
            let what = rule.name.clone();
            let rule = crate::config::rule_of(rule);
            let named = |problem| {
                let message = format!("The rule \"{what}\": {problem}.");
                Error::Wrong(wire::Flaw { message, ..crate::flaws::of_rule(&problem) })
            };
            all.push(rule.map_err(named)?);
        }
        Ok(self.parts.editor.apply(Edit::Rules(all)).await?)
    }

    /// Tries a rule on the history, before it is saved.
    ///
    /// # Errors
    /// Where the history cannot be read. What is wrong with the rule is in the answer.
    pub async fn try_rule(&self, rule: wire::Rule) -> Result<wire::RuleTrial, Error> {
        let loaded = self.loaded();
        crate::trial::try_rule(&self.parts.store, &loaded.config, rule, self.parts.world.clock.now()).await
    }

    fn trial<'a>(&'a self, loaded: &'a Loaded) -> Trial<'a> {
        let (store, now) = (&self.parts.store, self.parts.world.clock.now());
        Trial { store, settings: &loaded.config.settings, rules: &loaded.config.rules, now }
    }
}
