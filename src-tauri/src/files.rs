//! Files that the person chooses: lists of feeds to read and write, and logs to keep.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_dialog::DialogExt as _;
use tidings_engine::EngineHandle;
use tidings_model::{Wrong, WrongCode};
use tidings_wire::{ImportReview, WireError};

/// The largest file read, in bytes.
const MOST: u64 = 8 << 20;

/// The file that is being looked over, until the person says what of it is to be added.
#[derive(Debug, Default)]
pub(crate) struct Reviewed(Mutex<Option<String>>);

/// Lets the person choose a file, and says what is in it. None where none was chosen.
pub(crate) async fn review(app: &AppHandle) -> Result<Option<ImportReview>, WireError> {
    let lists = app.state::<EngineHandle>().words().lists;
    let dialog = app.dialog().file().add_filter(lists, &["toml", "opml", "xml", "json"]);
    let (answer, answered) = tokio::sync::oneshot::channel();
    dialog.pick_file(move |chosen| drop(answer.send(chosen)));
    let Some(path) = chosen(answered.await.ok().flatten())? else { return Ok(None) };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = read(path).await?;
    let review = app.state::<EngineHandle>().review_import(&name, &text)?;
    let reviewed: State<'_, Reviewed> = app.state();
    *reviewed.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    Ok(Some(review))
}

/// Adds what the person chose of the file that was looked over last.
pub(crate) async fn confirm(app: &AppHandle, urls: &[String]) -> Result<u32, WireError> {
    let text = app.state::<Reviewed>().0.lock().unwrap_or_else(PoisonError::into_inner).take();
    let gone =
        || Wrong::new(WrongCode::NothingReviewed, &[], "No file is being looked over: choose it again.");
    let text = text.ok_or_else(gone)?;
    Ok(app.state::<EngineHandle>().import(&text, urls).await?)
}

/// Lets the person choose a place, and writes `text` there. Answers whether it did: nothing is written where none was chosen.
pub(crate) async fn save(app: &AppHandle, name: &str, text: String) -> Result<bool, WireError> {
    let (answer, answered) = tokio::sync::oneshot::channel();
    app.dialog().file().set_file_name(name).save_file(move |chosen| drop(answer.send(chosen)));
    let Some(path) = chosen(answered.await.ok().flatten())? else { return Ok(false) };
    let written = tokio::fs::write(&path, text).await;
    let failed = |error: std::io::Error| {
        let (path, why) = (path.display().to_string(), error.to_string());
        Wrong::new(WrongCode::FileUnwritable, &[&path, &why], format!("{path} cannot be written: {why}."))
    };
    Ok(written.map(|()| true).map_err(failed)?)
}

fn chosen(chosen: Option<tauri_plugin_dialog::FilePath>) -> Result<Option<PathBuf>, WireError> {
    let path = chosen.map(tauri_plugin_dialog::FilePath::into_path).transpose();
    let elsewhere = "This is no file of this machine: choose another.";
    path.map_err(|_| Wrong::new(WrongCode::NoLocalFile, &[], elsewhere).into())
}

async fn read(path: PathBuf) -> Result<String, WireError> {
    let said = |why: &str| format!("{} cannot be read: {why}.", path.display());
    let unreadable = |error: std::io::Error| {
        let why = error.to_string();
        Wrong::new(WrongCode::FileUnreadable, &[&why], said(&why))
    };
    let length = tokio::fs::metadata(&path).await.map_err(unreadable)?.len();
    if length > MOST {
        let what = [length.to_string(), MOST.to_string()];
        let message = said("it has more than 8 MiB");
        return Err(Wrong::new(WrongCode::FileLarge, &[&what[0], &what[1]], message).into());
    }
    Ok(tokio::fs::read_to_string(&path).await.map_err(unreadable)?)
}
