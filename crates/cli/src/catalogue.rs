//! `tidings catalogue`: the feeds that Tidings knows of.

use tidings_engine::catalogue;

use crate::failure::Failure;
use crate::output;

pub fn catalogue(words: &str, json: bool) -> Result<(), Failure> {
    let found = catalogue::search(words);
    if found.is_empty() {
        return Err(Failure::Failed(format!("No feed of the catalogue has all of these words: {words}.")));
    }
    for feed in found {
        if json {
            output::json_line(&feed)?;
            continue;
        }
        output::line(&format!("{}  [{}]  {}", feed.name, feed.category, feed.url))?;
        output::line(&format!("    {} It speaks {}.{}", feed.description, feed.rate, needs(&feed)))?;
    }
    Ok(())
}

fn needs(feed: &tidings_wire::CatalogueEntry) -> String {
    let fields: Vec<_> = feed.fields.iter().map(|field| field.label.to_lowercase()).collect();
    match (feed.needs.as_str(), fields.is_empty()) {
        ("nothing", true) => String::new(),
        ("nothing", false) => format!(" Fill in: {}.", fields.join(", ")),
        ("server", _) => format!(" It needs a server of your own; fill in: {}.", fields.join(", ")),
        _ => format!(" It needs an account; fill in: {}.", fields.join(", ")),
    }
}
