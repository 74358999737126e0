//! The one window: made when wanted, and unmade, with all the memory of its webview, when closed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "linux")]
use gtk::prelude::GtkWindowExt as _;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Emitter as _, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tidings_engine::EngineHandle;
use tidings_model::Seq;
use tokio::sync::Notify;
use url::Url;
#[cfg(target_os = "linux")]
use webkit2gtk::WebViewExt as _;

use crate::bridge::Screen;
use crate::deep::Wish;
use crate::links;
use crate::shown::{Mailbox, Shown};

/// The window's name in the capabilities.
pub(crate) const LABEL: &str = "main";

/// Told when the window comes into sight.
#[derive(Debug, Default)]
pub(crate) struct Seen(pub Arc<Notify>);

/// The window as the bridge sees it.
#[derive(Debug)]
pub(crate) struct Window(pub AppHandle);

impl Screen for Window {
    fn is_seen(&self) -> bool {
        let Some(window) = self.0.get_webview_window(LABEL) else { return false };
        // The main thread answers, and not while it waits for the engine to end: no task of the engine's may be stuck behind the question.
        tokio::task::block_in_place(|| {
            window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false)
        })
    }

    fn changed(&self) {
        emit(&self.0, "changed", ());
    }

    fn show(&self, shown: tidings_model::Shown) {
        show(&self.0, Shown::from(&shown), shown.token);
    }

    fn copy(&self, text: String) {
        copy(&self.0, text);
    }

    fn open_link(&self, entry: Seq, action: Option<usize>) {
        let app = self.0.clone();
        tauri::async_runtime::spawn(async move {
            let Some(engine) = app.try_state::<EngineHandle>().map(|engine| engine.inner().clone()) else {
                return;
            };
            let opened = match engine.link(entry.0, action).await {
                Ok(address) => links::open(address).await,
                Err(error) => Err(error.into()),
            };
            if let Err(error) = opened {
                engine.link_not_opened(&error);
            }
        });
    }
}

/// Shows the window in front of the others, and makes it where there is none.
pub(crate) fn open(app: &AppHandle) {
    open_with(app, None);
}

/// The same with what the desktop gave for a click: without it, many let no window take the focus.
fn open_with(app: &AppHandle, token: Option<String>) {
    let handle = app.clone();
    let opening = move || {
        let opened = match handle.get_webview_window(LABEL) {
            Some(window) => present(&window, token.as_deref()),
            None => create(&handle).and_then(|window| present(&window, token.as_deref())),
        };
        if let Err(error) = opened {
            tracing::error!(%error, "the window cannot be shown");
        }
    };
    if let Err(error) = app.run_on_main_thread(opening) {
        tracing::error!(%error, "the window cannot be shown");
    }
}

/// Shows the window with these entries in it, or as it was.
fn show(app: &AppHandle, wish: Shown, token: Option<String>) {
    if let Some(shown) = app.state::<Mailbox>().post(wish) {
        emit(app, "show", shown);
    }
    open_with(app, token);
}

/// Puts text on the clipboard. Where programs without the focus may not, the system lets it be.
#[cfg(target_os = "linux")]
fn copy(app: &AppHandle, text: String) {
    let copying = move || {
        let clipboard = gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD);
        clipboard.set_text(&text);
        clipboard.store();
    };
    if let Err(error) = app.run_on_main_thread(copying) {
        tracing::warn!(%error, "the text could not be copied");
    }
}

/// Popups have no buttons here.
#[cfg(not(target_os = "linux"))]
fn copy(_: &AppHandle, _: String) {}

/// Shows the window with an entry in it.
pub(crate) fn show_entry(app: &AppHandle, seq: i64) {
    show(app, Shown { seqs: vec![seq], action: None }, None);
}

/// Shows the window with the dialog for adding `address` open. It adds nothing by itself.
pub(crate) fn look_at(app: &AppHandle, address: String) {
    app.state::<Wish>().set(address.clone());
    // A webview that listens already takes the wish at once; one that is still to come asks for it.
    if app.state::<Mailbox>().is_listening() {
        app.state::<Wish>().take();
        emit(app, "link", address);
    }
    open(app);
}

/// Whether the next wish to close the window is to be followed without asking.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    /// The page has a question to ask before the first time.
    asks: AtomicBool,
    /// It has been asked, or need not be.
    decided: AtomicBool,
}

impl Closing {
    /// The page listens, and will ask.
    pub(crate) fn will_ask(&self) {
        self.asks.store(true, Ordering::SeqCst);
    }
}

/// Closes the window, as the person has said.
pub(crate) fn close(app: &AppHandle) {
    app.state::<Closing>().decided.store(true, Ordering::SeqCst);
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.close()
    {
        tracing::warn!(%error, "the window could not be closed");
    }
}

/// The first time, the page asks what closing is to do. A page that does not answer is not asked again: the next wish closes.
fn asks_first(app: &AppHandle) -> bool {
    let asked = app.try_state::<EngineHandle>().is_none_or(|engine| engine.settings().window.close_asked);
    let closing = app.state::<Closing>();
    let decided = closing.decided.swap(true, Ordering::SeqCst);
    !asked && !decided && closing.asks.load(Ordering::SeqCst)
}

fn present(window: &WebviewWindow, token: Option<&str>) -> tauri::Result<()> {
    if window.is_minimized()? {
        window.unminimize()?;
    }
    window.show()?;
    if let Some(token) = token {
        take_token(window, token)?;
    }
    window.set_focus()
}

/// GTK tells the desktop: by the startup notification of X11, by `xdg_activation_v1` of Wayland.
#[cfg(target_os = "linux")]
fn take_token(window: &WebviewWindow, token: &str) -> tauri::Result<()> {
    window.gtk_window()?.set_startup_id(token);
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn take_token(_: &WebviewWindow, _: &str) -> tauri::Result<()> {
    Ok(())
}

/// Made hidden, so that its size and place are put back (by the window-state plugin) before anyone sees it.
fn create(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Tidings")
        .inner_size(1180.0, 760.0)
        .min_inner_size(400.0, 400.0)
        .visible(false)
        .disable_drag_drop_handler()
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    zoom(&window, app.try_state::<EngineHandle>().map_or(100, |engine| engine.settings().window.zoom))?;
    outlive_page(&window)?;
    let handle = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::Focused(true) | WindowEvent::Resized(_) => handle.state::<Seen>().0.notify_one(),
        WindowEvent::CloseRequested { api, .. } if asks_first(&handle) => {
            api.prevent_close();
            emit(&handle, "closing", ());
        }
        WindowEvent::Destroyed => {
            handle.state::<Mailbox>().close();
            let closing = handle.state::<Closing>();
            closing.asks.store(false, Ordering::SeqCst);
            closing.decided.store(false, Ordering::SeqCst);
        }
        _ => {}
    });
    Ok(window)
}

/// Shows all of the page larger or smaller, in percent.
pub(crate) fn zoom(window: &WebviewWindow, percent: u32) -> tauri::Result<()> {
    window.set_zoom(f64::from(percent.clamp(50, 300)) / 100.0)
}

/// How often the page of one window may die and be loaded anew. One that dies again and again would keep the machine busy.
#[cfg(target_os = "linux")]
const LIVES: u32 = 5;

/// A page has a process of its own, which the system may end when memory is short. What it leaves is blank: it is loaded anew.
#[cfg(target_os = "linux")]
fn outlive_page(window: &WebviewWindow) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    let lives = std::cell::Cell::new(LIVES);
    window.with_webview(move |webview| {
        webview.inner().connect_web_process_terminated(move |page, reason| {
            tracing::error!(?reason, "the page of the window ended");
            app.state::<Mailbox>().close();
            app.state::<Closing>().asks.store(false, Ordering::SeqCst);
            if lives.get() > 0 {
                lives.set(lives.get() - 1);
                page.reload();
            }
        });
    })
}

#[cfg(not(target_os = "linux"))]
fn outlive_page(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// The window shows our pages and never leaves them.
fn is_ours(address: &Url) -> bool {
    let at = (address.scheme(), address.host_str());
    matches!(at, ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")))
}

fn emit<T: serde::Serialize + Clone>(app: &AppHandle, event: &str, payload: T) {
    if let Err(error) = app.emit_to(LABEL, event, payload) {
        tracing::warn!(%error, event, "the window did not hear");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_on_its_own_pages() {
        for address in ["tauri://localhost", "tauri://localhost/index.html", "http://tauri.localhost/"] {
            assert!(is_ours(&Url::parse(address).unwrap()), "{address}");
        }
        let others = [
            "https://example.org/",
            "http://localhost/",
            "http://tauri.localhost.example/",
            "tauri://evil/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:blank",
            "blob:tauri://localhost/1",
        ];
        for address in others {
            assert!(!is_ours(&Url::parse(address).unwrap()), "{address}");
        }
    }
}
