//! The window: how soon it is there, how soon a row is in it, and what it takes when nobody looks.

mod arriving; // from the server's write to the painted row
mod driven; // the app in its window, driven
mod growing; // a million events through a window
mod hidden; // nobody looks
mod opening; // from the start to the rows
mod place; // a desktop of our own, and a history
mod reading; // top, further down, rows chosen, a card open

use std::path::Path;

use super::Result;
use super::figure::Figure;
use place::Place;

pub async fn measure(cli: &Path) -> Result<Vec<Figure>> {
    let place = Place::new(cli).await?;
    let mut figures = opening::measure(&place).await?;
    figures.extend(arriving::measure(&place).await?);
    figures.extend(hidden::measure(&place).await?);
    figures.extend(growing::measure(&place).await?);
    Ok(figures)
}

/// The last part of it alone.
pub async fn grow(cli: &Path) -> Result<Vec<Figure>> {
    growing::measure(&Place::new(cli).await?).await
}
