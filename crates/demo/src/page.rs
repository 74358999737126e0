//! The hub's few web pages.

use crate::football::Match;
use crate::news::{self, Story};
use crate::timetable::rfc3339;

const STYLE: &str = "color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem";

/// Text for HTML content and quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn page(title: &str, content: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\" style=\"{STYLE}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n{content}\n</body>\n</html>\n"
    )
}

/// The way back to the index.
const HOME: &str = "<p><a href=\"/\">Tidings demo hub</a></p>";

/// The index: the feeds, the running match, the latest stories.
pub(crate) fn index(port: u16, game: &Match, now: i64) -> String {
    let feeds = crate::feeds(port);
    let feeds = feeds
        .iter()
        .map(|feed| format!("<li>{}: <code>{}</code></li>", escape(feed.name), escape(&feed.url)));
    let stories = news::latest(now, 8);
    let stories = stories
        .iter()
        .map(|story| format!("<li><a href=\"/news/{}\">{}</a></li>", story.id(), escape(&story.headline)));
    let content = format!(
        "<p>Two invented live feeds to try Tidings on. Add an address, and wait a moment.</p>\n<ul>\n{}\n</ul>\n\
         <h2>Match</h2>\n<p><a href=\"/match/{}\">{} v {}</a></p>\n<h2>News</h2>\n<ul>\n{}\n</ul>",
        feeds.collect::<Vec<_>>().join("\n"),
        game.slot,
        escape(game.home),
        escape(game.away),
        stories.collect::<Vec<_>>().join("\n"),
    );
    page("Tidings demo hub", &content)
}

/// A match as far as it has gone.
pub(crate) fn game(game: &Match, now: i64) -> String {
    let told: Vec<_> = game.moments.iter().filter(|moment| moment.at <= now).collect();
    let [home, away] = told.last().map_or([0, 0], |moment| moment.score);
    let rows = told.iter().rev().map(|moment| {
        let (clock, title, text) = (escape(&moment.clock), escape(&moment.title), escape(&moment.text));
        format!("<li><p>{clock} <strong>{title}</strong><br>{text}</p></li>")
    });
    let content = format!("<ul>\n{}\n</ul>\n{HOME}", rows.collect::<Vec<_>>().join("\n"));
    page(&format!("{} {home}–{away} {}", game.home, game.away), &content)
}

/// One story.
pub(crate) fn story(story: &Story) -> String {
    let (desk, at, summary) = (escape(story.desk), rfc3339(story.at), escape(&story.summary));
    let content = format!(
        "<p><small>{desk} · <time>{at}</time></small></p>\n<p>{summary}</p>\n\
         <p>This story is invented. It comes from the demo hub of Tidings.</p>\n{HOME}"
    );
    page(&story.headline, &content)
}

/// What stands where nothing is.
pub(crate) fn missing() -> String {
    page("Nothing here", HOME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let story = Story {
            cell: 1,
            at: 0,
            desk: "Local",
            headline: "<script>alert('x')</script> & \"more\"".to_owned(),
            summary: "a < b".to_owned(),
            urgent: false,
        };
        let html = super::story(&story);
        assert!(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"));
        assert!(html.contains("a &lt; b") && !html.contains("<script"));
    }
}
