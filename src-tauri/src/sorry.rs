//! The window that says why Tidings cannot start. It can do nothing but be read and closed.

use tauri::http::{Response, header};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Runtime, UriSchemeContext, Url, WebviewUrl, WebviewWindowBuilder};

/// The scheme of its one page, under which no command can be called.
pub(crate) const SCHEME: &str = "sorry";

const TITLE: &str = "Tidings cannot start";
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const STYLE: &str = "\
    :root { color-scheme: light dark }
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; cursor: default }
    h1 { font-size: 1.25rem }
    p { user-select: text; cursor: text; overflow-wrap: anywhere }";

/// What is to be said.
struct Sentence(String);

/// Says `sentence` to whoever looks: on standard error and in a window. Closing the window ends the program.
pub(crate) fn say(app: &AppHandle, sentence: String) {
    eprintln!("tidings-desktop: {sentence}");
    app.manage(Sentence(sentence));
    if let Err(error) = open(app) {
        eprintln!("tidings-desktop: and no window can say so: {error}");
        app.exit(1);
    }
}

fn open(app: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    let page: Url = format!("{SCHEME}://localhost/").parse()?;
    WebviewWindowBuilder::new(app, SCHEME, WebviewUrl::CustomProtocol(page))
        .title(TITLE)
        .inner_size(560.0, 260.0)
        .center()
        .on_navigation(|to| to.scheme() == SCHEME || to.host_str() == Some("sorry.localhost"))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Answers the request for the page.
pub(crate) fn page<R: Runtime>(context: &UriSchemeContext<'_, R>) -> Response<Vec<u8>> {
    let sentence = context.app_handle().try_state::<Sentence>();
    let text = sentence.as_ref().map_or("", |sentence| sentence.0.as_str());
    let mut response = Response::new(html(text).into_bytes());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    response
}

fn html(sentence: &str) -> String {
    let text = sentence.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html><html lang=en><title>{TITLE}</title><style>{STYLE}</style><h1>{TITLE}</h1><p>{text}</p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_text() {
        let page = html("a < b & <script>alert(1)</script>");
        assert!(page.ends_with("<p>a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"), "{page}");
    }
}
