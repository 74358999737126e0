//! The window that says why Tidings cannot start. It can do nothing but be read and closed.

use tauri::http::{Response, header};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Runtime, UriSchemeContext, Url, WebviewUrl, WebviewWindowBuilder};
use tidings_engine::{StartError, Words};

/// The scheme of its one page, under which no command can be called.
pub(crate) const SCHEME: &str = "sorry";

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const STYLE: &str = "\
    :root { color-scheme: light dark }
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; cursor: default }
    h1 { font-size: 1.25rem }
    p { user-select: text; cursor: text; overflow-wrap: anywhere }";

/// What is to be said, and in which language.
struct Sentence {
    words: &'static Words,
    text: String,
}

/// Says why Tidings cannot start to whoever looks: on standard error, in English, and in a window. Closing the window ends the program.
pub(crate) fn say(app: &AppHandle, error: &StartError, words: &'static Words) {
    eprintln!("tidings-desktop: {error}");
    app.manage(Sentence { words, text: words.wrong(&error.wrong()) });
    if let Err(error) = open(app, words) {
        eprintln!("tidings-desktop: and no window can say so: {error}");
        app.exit(1);
    }
}

fn open(app: &AppHandle, words: &Words) -> Result<(), Box<dyn std::error::Error>> {
    let page: Url = format!("{SCHEME}://localhost/").parse()?;
    WebviewWindowBuilder::new(app, SCHEME, WebviewUrl::CustomProtocol(page))
        .title(words.cannot_start)
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
    let page = sentence.map(|sentence| html(sentence.words, &sentence.text)).unwrap_or_default();
    let mut response = Response::new(page.into_bytes());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    response
}

fn html(words: &Words, sentence: &str) -> String {
    let text = sentence.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (tag, title) = (words.tag, words.cannot_start);
    let dir = if words.rtl { "rtl" } else { "ltr" };
    format!(
        "<!doctype html><html lang={tag} dir={dir}><title>{title}</title><style>{STYLE}</style><h1>{title}</h1><p dir=auto>{text}</p>"
    )
}

#[cfg(test)]
mod tests {
    use tidings_engine::store::HoldError;

    use super::*;

    #[test]
    fn why_is_said_in_the_language_of_the_person() {
        let error = StartError::from(HoldError::Taken { by: "tidings run, process 7".into() });
        for (tag, head) in [
            ("en", "<html lang=en dir=ltr><title>Tidings cannot start<"),
            ("de", "<html lang=de dir=ltr><title>Tidings kann nicht starten<"),
            ("ar", "<html lang=ar dir=rtl>"),
        ] {
            let words = Words::of(Some(tag), &[]);
            let page = html(words, &words.wrong(&error.wrong()));
            assert!(page.contains(head) && page.contains("tidings run, process 7"), "{page}");
            assert_eq!(page.contains("another Tidings is running"), tag == "en", "{page}");
        }
    }

    #[test]
    fn what_is_said_is_text() {
        let english = Words::of(Some("en"), &[]);
        let page = html(english, "a < b & <script>alert(1)</script>");
        assert!(
            page.ends_with("<p dir=auto>a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"),
            "{page}"
        );
    }
}
