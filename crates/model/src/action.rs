//! What can be done with an entry beside opening its link.

use serde::{Deserialize, Serialize};

/// A button of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Open an address in the browser.
    Open {
        /// The button's text.
        label: String,
        /// `http` or `https`.
        url: String,
        /// Whether the entry is read by that.
        #[serde(default)]
        clear: bool,
    },
    /// Put text on the clipboard.
    Copy {
        /// The button's text.
        label: String,
        /// What is copied.
        text: String,
    },
    /// Send a request, once the person has allowed its host.
    Http {
        /// The button's text.
        label: String,
        /// What is sent.
        #[serde(flatten)]
        request: HttpRequest,
    },
}

impl Action {
    /// The button's text.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Open { label, .. } | Self::Copy { label, .. } | Self::Http { label, .. } => label,
        }
    }
}

/// A request that a feed offers to have sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpRequest {
    /// `http` or `https`.
    pub url: String,
    /// How.
    pub method: HttpMethod,
    /// Field names and values.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Possibly empty.
    #[serde(default)]
    pub body: String,
    /// Whether the entry is read once the request went well.
    #[serde(default)]
    pub clear: bool,
}

/// Its headers and its body may hold what opens a door: they are kept from logs.
impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { url, method, headers, body, clear } = self;
        let names: Vec<_> = headers.iter().map(|(name, _)| name).collect();
        let mut shown = f.debug_struct("HttpRequest");
        shown.field("url", url).field("method", method).field("headers", &names);
        shown.field("body_bytes", &body.len()).field("clear", clear).finish()
    }
}

/// The methods that a button may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    /// `GET`.
    Get,
    /// `POST`.
    #[default]
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl HttpMethod {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As HTTP writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// The method of this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_carries_is_kept_from_logs() {
        let request = HttpRequest {
            url: "https://a.example/".into(),
            method: HttpMethod::Put,
            headers: vec![("Authorization".into(), "Bearer s3cret".into())],
            body: "s3cret too".into(),
            clear: true,
        };
        let shown = format!("{:?}", Action::Http { label: "Go".into(), request });
        assert!(shown.contains("Authorization") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn each_method_has_one_name() {
        for method in HttpMethod::ALL {
            assert_eq!(HttpMethod::from_name(&method.as_str().to_ascii_lowercase()), Some(method));
        }
        assert_eq!(HttpMethod::from_name("TRACE"), None);
    }
}
