//! Which secret of a feed a person names, and what pointing it to the keyring makes of the feed's connection.

use tidings_model::{
    Basic, Connection, FeedId, Header, HeaderSource, ProxyChoice, SecretSource, Token, Wrong, WrongCode,
};

/// A secret's place in a feed's connection, as people write it: `bearer`, `basic`, `basic:USER`, `proxy`, `header:NAME` or `query:NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretField {
    /// The bearer token.
    Bearer,
    /// The password of a user; none takes the user who is configured.
    Basic(Option<String>),
    /// The proxy's password.
    Proxy,
    /// A header's whole value.
    Header(String),
    /// A field of the query.
    Query(String),
}

impl SecretField {
    /// The field that `text` names.
    ///
    /// # Errors
    /// What can be named.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let named = |name: &str| (!name.trim().is_empty()).then(|| name.trim().to_owned());
        let field = match text.split_once(':') {
            None if text == "bearer" => Some(Self::Bearer),
            None if text == "basic" => Some(Self::Basic(None)),
            None if text == "proxy" => Some(Self::Proxy),
            Some(("basic", user)) => named(user).map(|user| Self::Basic(Some(user))),
            Some(("header", name)) => named(name).map(Self::Header),
            Some(("query", name)) => named(name).map(Self::Query),
            _ => None,
        };
        field.ok_or_else(|| {
            let message = "A secret is one of: bearer, basic, basic:USER, proxy, header:NAME, query:NAME.";
            Wrong::new(WrongCode::SecretField, &[], message)
        })
    }

    /// The name of its item in the keyring.
    #[must_use]
    pub fn item(&self, feed: &FeedId) -> String {
        match self {
            Self::Bearer => format!("{feed}/bearer"),
            Self::Basic(_) => format!("{feed}/basic"),
            Self::Proxy => format!("{feed}/proxy"),
            Self::Header(name) => format!("{feed}/header/{}", name.to_ascii_lowercase()),
            Self::Query(name) => format!("{feed}/query/{name}"),
        }
    }

    /// `connection`, with this secret from `source`. What says the same otherwise goes.
    ///
    /// # Errors
    /// What has to be configured first.
    pub fn point(&self, mut connection: Connection, source: SecretSource) -> Result<Connection, Wrong> {
        let authorization = |header: &Header| header.name.eq_ignore_ascii_case("authorization");
        match self {
            Self::Bearer => {
                connection.headers.retain(|header| !authorization(header));
                connection.basic = None;
                connection.bearer = Some(source);
            }
            Self::Basic(user) => {
                let known = connection.basic.take().map(|basic| basic.user);
                let nobody = || Wrong::new(WrongCode::SecretUser, &[], "Name the user as well: basic:USER.");
                let user = user.clone().or(known).ok_or_else(nobody)?;
                connection.headers.retain(|header| !authorization(header));
                connection.bearer = None;
                connection.basic = Some(Basic { user, password: source });
            }
            Self::Proxy => {
                let ProxyChoice::Url { password, .. } = &mut connection.proxy else {
                    let message =
                        "Give the feed a proxy of its own first: proxy = \"http://user@host:port\".";
                    return Err(Wrong::new(WrongCode::SecretProxy, &[], message));
                };
                *password = Some(source);
            }
            Self::Header(name) => {
                connection.headers.retain(|header| !header.name.eq_ignore_ascii_case(name));
                let source = HeaderSource::Secret(source);
                connection.headers.push(Header { name: name.clone(), source });
            }
            Self::Query(name) => {
                connection.query.retain(|token| token.name != *name);
                connection.query.push(Token { name: name.clone(), source });
            }
        }
        Ok(connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_a_word_and_an_item() {
        let feed = FeedId::parse("match").unwrap();
        let cases = [
            ("bearer", "match/bearer"),
            ("basic:me", "match/basic"),
            ("proxy", "match/proxy"),
            ("header:X-Key", "match/header/x-key"),
            ("query:token", "match/query/token"),
        ];
        for (word, item) in cases {
            assert_eq!(SecretField::parse(word).unwrap().item(&feed), item);
        }
        for bad in ["", "token", "header", "header:", "bearer:x", "Query:x"] {
            assert!(SecretField::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_says_the_same_otherwise_goes() {
        let source = || SecretSource::Keyring("k".into());
        let point = |word: &str, connection| SecretField::parse(word).unwrap().point(connection, source());
        let header = Header { name: "authorization".into(), source: HeaderSource::Secret(source()) };
        let with_header = Connection { headers: vec![header], ..Connection::default() };
        let bearer = point("bearer", with_header).unwrap();
        assert!(bearer.headers.is_empty() && bearer.bearer.is_some());
        let basic = point("basic:me", bearer).unwrap();
        assert!(basic.bearer.is_none() && basic.basic.as_ref().is_some_and(|basic| basic.user == "me"));
        assert!(point("basic", basic).is_ok());
        assert!(point("basic", Connection::default()).unwrap_err().message.contains("basic:USER"));
        assert!(point("proxy", Connection::default()).is_err());
        let twice = point("query:t", point("query:t", Connection::default()).unwrap()).unwrap();
        assert_eq!(twice.query.len(), 1);
    }
}
