//! One command for each thing the window may ask of the core. They unpack, call the engine, and hand back what it says.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]

use tauri::{AppHandle, State, WebviewWindow, command};
use tidings_engine::{EngineHandle, PictureKind};
use tidings_model::{NotifyLevel, Wrong, WrongCode};
use tidings_wire::{
    Acted, CatalogueEntry, ChangeQuery, EntryDelta, EntryDetail, EntryPage, EntryQuery, FeedEdit,
    FeedHistory, ImportReview, NewFeed, NewView, Preview, ReadTarget, Rule, RuleTrial, SettingsEdit,
    Snapshot, Storage, Template, TemplateTrial, WireError,
};

use crate::deep::Wish;
use crate::shown::{Mailbox, Shown};
use crate::window::Closing;
use crate::{files, licences, links, window};

type Engine<'a> = State<'a, EngineHandle>;
type Answer<T> = Result<T, WireError>;

/// Nothing that the person could have done otherwise.
fn unexpected(error: &dyn std::error::Error) -> WireError {
    let why = error.to_string();
    Wrong::new(WrongCode::Unexpected, &[&why], format!("Something went wrong: {why}.")).into()
}

#[command]
pub(crate) async fn snapshot(engine: Engine<'_>) -> Answer<Snapshot> {
    Ok(engine.snapshot().await?)
}

#[command]
pub(crate) async fn entries(engine: Engine<'_>, query: EntryQuery) -> Answer<EntryPage> {
    let page = engine.entries(query).await?;
    tracing::debug!(rows = page.entries.len(), "the window reads a page");
    Ok(page)
}

#[command]
pub(crate) async fn changed_entries(engine: Engine<'_>, query: ChangeQuery) -> Answer<EntryDelta> {
    let delta = engine.changed_entries(query).await?;
    tracing::debug!(rows = delta.entries.len(), "the window reads changes");
    Ok(delta)
}

#[command]
pub(crate) async fn entry(engine: Engine<'_>, seq: i64) -> Answer<EntryDetail> {
    Ok(engine.entry(seq).await?)
}

#[command]
pub(crate) async fn preview(
    engine: Engine<'_>,
    url: String,
    format: Option<String>,
    private_network: bool,
) -> Answer<Preview> {
    Ok(engine.preview(&url, format.as_deref(), private_network).await?)
}

#[command]
pub(crate) async fn add_feed(engine: Engine<'_>, feed: NewFeed) -> Answer<String> {
    Ok(engine.add_feed(feed).await?.as_str().to_owned())
}

#[command]
pub(crate) async fn edit_feed(engine: Engine<'_>, id: String, edit: FeedEdit) -> Answer<()> {
    Ok(engine.edit_feed(&id, edit).await?)
}

#[command]
pub(crate) async fn set_secret(engine: Engine<'_>, id: String, field: String, value: String) -> Answer<()> {
    Ok(engine.set_secret(&id, &field, value).await?)
}

#[command]
pub(crate) async fn remove_feed(engine: Engine<'_>, id: String) -> Answer<()> {
    Ok(engine.remove_feed(&id).await?)
}

#[command]
pub(crate) async fn restore_feed(engine: Engine<'_>, id: String) -> Answer<()> {
    Ok(engine.restore_feed(&id).await?)
}

#[command]
pub(crate) async fn reconnect(engine: Engine<'_>, id: String) -> Answer<()> {
    Ok(engine.reconnect(&id).await?)
}

#[command]
pub(crate) async fn mark_read(engine: Engine<'_>, target: ReadTarget, read: bool) -> Answer<Vec<i64>> {
    Ok(engine.mark_read(target, read).await?)
}

#[command]
pub(crate) async fn star(engine: Engine<'_>, seqs: Vec<i64>, starred: bool) -> Answer<Vec<i64>> {
    Ok(engine.star(seqs, starred).await?)
}

#[command]
pub(crate) async fn move_feed(
    engine: Engine<'_>,
    id: String,
    before: Option<String>,
    folder: Option<String>,
) -> Answer<()> {
    Ok(engine.move_feed(&id, before.as_deref(), folder).await?)
}

#[command]
pub(crate) async fn save_view(engine: Engine<'_>, view: NewView) -> Answer<String> {
    Ok(engine.save_view(view).await?)
}

#[command]
pub(crate) async fn remove_view(engine: Engine<'_>, id: String) -> Answer<()> {
    Ok(engine.remove_view(&id).await?)
}

#[command]
pub(crate) async fn open_link(engine: Engine<'_>, seq: i64, action: Option<usize>) -> Answer<()> {
    let address = engine.link(seq, action).await?;
    links::open(address).await
}

#[command]
pub(crate) async fn act(engine: Engine<'_>, seq: i64, action: usize, allow: Option<String>) -> Answer<Acted> {
    Ok(engine.act(seq, action, allow.as_deref()).await?)
}

#[command]
pub(crate) async fn open_written(engine: Engine<'_>, seq: i64, address: String) -> Answer<()> {
    let address = engine.written_link(seq, &address).await?;
    links::open(address).await
}

#[command]
pub(crate) async fn edit_settings(engine: Engine<'_>, edit: SettingsEdit) -> Answer<()> {
    Ok(engine.edit_settings(edit).await?)
}

#[command]
pub(crate) async fn try_template(
    engine: Engine<'_>,
    feed: String,
    template: Template,
) -> Answer<TemplateTrial> {
    Ok(engine.try_template(&feed, template).await?)
}

#[command]
pub(crate) async fn save_rules(engine: Engine<'_>, rules: Vec<Rule>) -> Answer<()> {
    Ok(engine.save_rules(rules).await?)
}

#[command]
pub(crate) async fn try_rule(engine: Engine<'_>, rule: Rule) -> Answer<RuleTrial> {
    Ok(engine.try_rule(rule).await?)
}

#[command]
pub(crate) fn catalogue(engine: Engine<'_>) -> Vec<CatalogueEntry> {
    engine.catalogue()
}

#[command]
pub(crate) async fn start_demo(engine: Engine<'_>) -> Answer<()> {
    Ok(engine.start_demo().await?)
}

#[command]
pub(crate) fn ring_test(engine: Engine<'_>) {
    engine.ring_test();
}

#[command]
pub(crate) async fn snooze(engine: Engine<'_>, feed: Option<String>, until: Option<String>) -> Answer<()> {
    Ok(engine.snooze(feed.as_deref(), until.as_deref()).await?)
}

#[command]
pub(crate) async fn show_now(engine: Engine<'_>, feed: String) -> Answer<()> {
    Ok(engine.show_now(&feed).await?)
}

#[command]
pub(crate) async fn set_level(engine: Engine<'_>, feeds: Vec<String>, level: NotifyLevel) -> Answer<()> {
    Ok(engine.set_level(&feeds, level).await?)
}

#[command]
pub(crate) fn sounds(engine: Engine<'_>) -> Vec<&'static str> {
    engine.sounds()
}

#[command]
pub(crate) async fn preview_sound(engine: Engine<'_>, name: String) -> Answer<()> {
    Ok(engine.preview_sound(&name).await?)
}

#[command]
pub(crate) fn dismiss_notice(engine: Engine<'_>, id: u32) {
    engine.dismiss_notice(id);
}

#[command]
pub(crate) fn take_shown(mailbox: State<'_, Mailbox>) -> Option<Shown> {
    mailbox.take()
}

#[command]
pub(crate) fn take_link(wish: State<'_, Wish>) -> Option<String> {
    wish.take()
}

#[command]
pub(crate) async fn feed_history(engine: Engine<'_>, id: String) -> Answer<FeedHistory> {
    Ok(engine.feed_history(&id).await?)
}

#[command]
pub(crate) async fn picture(engine: Engine<'_>, seq: i64, which: PictureKind) -> Answer<Option<String>> {
    Ok(engine.picture(seq, which).await?)
}

#[command]
pub(crate) async fn storage(engine: Engine<'_>) -> Answer<Storage> {
    Ok(engine.storage().await?)
}

#[command]
pub(crate) async fn export_feeds(app: AppHandle, engine: Engine<'_>, kind: String) -> Answer<bool> {
    let text = engine.export_feeds(&kind)?;
    files::save(&app, if kind == "opml" { "feeds.opml" } else { "feeds.toml" }, text).await
}

#[command]
pub(crate) async fn import_feeds(app: AppHandle) -> Answer<Option<ImportReview>> {
    files::review(&app).await
}

#[command]
pub(crate) async fn confirm_import(app: AppHandle, urls: Vec<String>) -> Answer<u32> {
    files::confirm(&app, &urls).await
}

#[command]
pub(crate) async fn export_log(app: AppHandle, engine: Engine<'_>, feed: String) -> Answer<bool> {
    let text = engine.feed_log(&feed).await?;
    files::save(&app, &format!("{feed}-log.txt"), text).await
}

#[command]
pub(crate) async fn licences() -> Answer<String> {
    licences::all().map_err(|error| unexpected(&error))
}

#[command]
pub(crate) fn ask_closing(closing: State<'_, Closing>) {
    closing.will_ask();
}

#[command]
pub(crate) fn set_zoom(webview: WebviewWindow, percent: u32) -> Answer<()> {
    window::zoom(&webview, percent).map_err(|error| unexpected(&error))
}

#[command]
pub(crate) fn close_window(app: AppHandle) {
    window::close(&app);
}

#[command]
pub(crate) fn quit(app: AppHandle) {
    app.exit(0);
}
