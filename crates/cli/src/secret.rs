//! `tidings feeds secret`: from standard input into the system keyring. A secret is never an argument: other users see those.

use std::io::{self, IsTerminal as _, Read as _};

use tidings_engine::SecretField;
use tidings_engine::config::Edit;
use tidings_model::SecretSource;
use tidings_wire::FeedEdit;

use crate::failure::Failure;
use crate::place::Place;

/// The longest secret taken, in bytes.
const MOST: u64 = 64 << 10;

pub async fn keep(place: &Place, feed: &str, field: &str) -> Result<(), Failure> {
    let field = SecretField::parse(field).map_err(|wrong| Failure::Usage(wrong.message))?;
    let feed = place.feed(&place.config()?, feed)?;
    let item = field.item(&feed.id);
    let source = SecretSource::Keyring(item.clone());
    let connection = field.point(feed.connection, source).map_err(|wrong| Failure::Usage(wrong.message))?;
    let value = value(place)?;
    place.world.secrets.keep(item.clone(), value).await.map_err(Failure::of)?;
    let edit = FeedEdit { connection: Some((&connection).into()), ..FeedEdit::default() };
    place.edit(Edit::Change(feed.id, edit))?;
    place.mention(&format!("Kept in the system keyring as `{item}` of `tidings`."));
    Ok(())
}

/// The first line, or all there is of it.
fn value(place: &Place) -> Result<String, Failure> {
    let stdin = io::stdin();
    let mut text = String::new();
    if stdin.is_terminal() {
        place.mention("Paste it and press Enter. It shows on this terminal.");
        stdin.read_line(&mut text)?;
    } else {
        stdin.take(MOST).read_to_string(&mut text)?;
    }
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(Failure::Usage("Nothing came on standard input: the secret is read from there.".to_owned())),
    }
}
