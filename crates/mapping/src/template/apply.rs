//! A template at work. It never costs an entry: what fails leaves the format's word.

use serde_json::Number;
use tidings_model::{Entry, FlawCode, Identity, Urgency};

use super::{Compiled, Problem, Scene};
use crate::text::limits;
use crate::{link, text, time};

/// What a template made of an entry.
#[derive(Debug)]
pub struct Applied {
    /// The entry in its new words; none where the template drops it.
    pub scene: Option<Scene>,
    /// What `notify_if` said, where there is one.
    pub notify: Option<bool>,
    /// What did not work, field by field.
    pub problems: Vec<Problem>,
}

impl Compiled {
    /// Rewords an entry, and says whether it is kept and may ring.
    #[must_use]
    pub fn apply(&self, scene: Scene) -> Applied {
        let mut work = Work { compiled: self, scene, problems: Vec::new() };
        // A condition that fails keeps the entry: losing news to a slip of the pen would be worse than one entry too many.
        let dropped = work.holds("keep_if") == Some(false) || work.holds("drop_if") == Some(true);
        if dropped {
            return Applied { scene: None, notify: None, problems: work.problems };
        }
        let notify = work.holds("notify_if");
        let scene = if self.fields.iter().any(|field| !super::CONDITIONS.contains(field)) {
            let entry = work.reworded();
            work.scene.with(entry)
        } else {
            work.scene
        };
        Applied { scene: Some(scene), notify, problems: work.problems }
    }

    fn render(&self, field: &'static str, scene: &Scene) -> Result<String, Problem> {
        let before = if super::CONDITIONS.contains(&field) { super::BEFORE.len() } else { 0 };
        let rendered =
            self.environment.get_template(field).and_then(|template| template.render(scene.value()));
        rendered.map_err(|error| {
            let template = self.environment.get_template(field);
            let source = template.as_ref().map(|template| template.source()).unwrap_or_default();
            let own = source.get(before..).unwrap_or_default();
            Problem::of(field, &error, own, before)
        })
    }
}

struct Work<'a> {
    compiled: &'a Compiled,
    scene: Scene,
    problems: Vec<Problem>,
}

impl Work<'_> {
    /// What a field's text gives; none where there is no such field, or it fails.
    fn text(&mut self, field: &'static str) -> Option<String> {
        if !self.compiled.fields.contains(&field) {
            return None;
        }
        let rendered = self.compiled.render(field, &self.scene);
        rendered.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn holds(&mut self, field: &'static str) -> Option<bool> {
        self.text(field).map(|text| !text.is_empty())
    }

    fn wrong(&mut self, field: &'static str, code: FlawCode, found: &str) {
        self.problems.push(Problem::new(field, code, text::clip(text::one_line(found), 60)));
    }

    fn reworded(&mut self) -> Entry {
        let mut entry = self.scene.entry().clone();
        if let Some(title) = self.text("title").and_then(|given| text::title(&given)) {
            entry.title = title;
        }
        if let Some(body) = self.text("body") {
            entry.body = text::body(&body);
        }
        for (field, place) in [("link", 0), ("image", 1)] {
            let Some(given) = self.text(field) else { continue };
            let made = self.address(field, &given);
            let into = if place == 0 { &mut entry.link } else { &mut entry.image };
            if let Some(made) = made {
                *into = made;
            }
        }
        if let Some(urgency) = self.urgency() {
            entry.urgency = urgency;
        }
        if let Some(key) = self.text("key").and_then(|given| key(&given)) {
            entry.identity = Identity::Own(key);
        }
        if let Some(replaces) = self.text("replaces") {
            entry.replaces = key(&replaces);
        }
        if let Some(at) = self.time() {
            entry.published_at = Some(at);
        }
        entry
    }

    /// None leaves what there is; nothing but space takes it away.
    fn address(&mut self, field: &'static str, given: &str) -> Option<Option<String>> {
        if !text::shows(given) {
            return Some(None);
        }
        let made = link::web(given, &self.scene.endpoint);
        if made.is_none() {
            self.wrong(field, FlawCode::NoAddress, given);
        }
        made.map(Some)
    }

    fn urgency(&mut self) -> Option<Urgency> {
        let given = self.text("urgency")?;
        match given.trim().to_ascii_lowercase().as_str() {
            "" => None,
            "low" => Some(Urgency::Low),
            "normal" => Some(Urgency::Normal),
            "critical" => Some(Urgency::Critical),
            _ => {
                self.wrong("urgency", FlawCode::NoUrgency, &given);
                None
            }
        }
    }

    fn time(&mut self) -> Option<tidings_model::Timestamp> {
        let given = self.text("time")?;
        let given = given.trim();
        if given.is_empty() {
            return None;
        }
        let number = given.parse::<f64>().ok().and_then(Number::from_f64);
        let value = number.map_or_else(|| given.into(), serde_json::Value::Number);
        let at = time::read(&value);
        if at.is_none() {
            self.wrong("time", FlawCode::NoTime, given);
        }
        at
    }
}

fn key(given: &str) -> Option<String> {
    text::shows(given).then(|| text::clip(text::one_line(given), limits::KEY))
}

impl Problem {
    /// The sentence about a template that failed on an event.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("The template did not work for an event, and the feed's own words stand: {self}.")
    }
}
