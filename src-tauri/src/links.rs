//! Opening an entry's link outside, and nothing that is not one.

use tidings_model::{Wrong, WrongCode};
use tidings_wire::WireError;
use url::Url;

/// Opens `address` with the program the person has for it.
///
/// The engine has checked it already. It is checked here once more because what comes after hands any scheme to the system.
pub(crate) async fn open(address: Url) -> Result<(), WireError> {
    if !may_open(&address) {
        let message = format!("Tidings opens http and https addresses only, and not {}:.", address.scheme());
        return Err(Wrong::new(WrongCode::NoWebLink, &[], message).into());
    }
    let opening = move || tauri_plugin_opener::open_url(address.as_str(), None::<&str>);
    match tauri::async_runtime::spawn_blocking(opening).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(not_started(&error.to_string())),
        Err(error) => Err(not_started(&error.to_string())),
    }
}

/// Web addresses only, and none that carries a name or password: these are for deceiving the eye.
fn may_open(address: &Url) -> bool {
    let web = matches!(address.scheme(), "http" | "https");
    web && address.has_host() && address.username().is_empty() && address.password().is_none()
}

fn not_started(why: &str) -> WireError {
    Wrong::new(WrongCode::NoProgram, &[why], format!("No program could be started for the link: {why}."))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_web_addresses() {
        for address in
            ["https://example.org/", "http://127.0.0.1:8080/a?b#c", "HTTPS://xn--bcher-kva.example/"]
        {
            assert!(may_open(&Url::parse(address).unwrap()), "{address}");
        }
    }

    #[test]
    fn opens_nothing_else() {
        let others = [
            "file:///etc/passwd",
            "FILE://host/share",
            "smb://host/share",
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "ms-msdt:/id",
            "vbscript:x",
            "mailto:a@example.org",
            "tel:112",
            "ftp://example.org/",
            "tauri://localhost/",
            "about:blank",
            "blob:https://example.org/1",
            "view-source:https://example.org/",
            "https://bank.example@evil.example/",
            "https://user:password@example.org/",
        ];
        for address in others {
            assert!(!may_open(&Url::parse(address).unwrap()), "{address}");
        }
    }
}
