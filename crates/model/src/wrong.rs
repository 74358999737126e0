//! What is wrong with what a person typed or a feed said, beside the mistakes of templates and rules.

use std::fmt;

use crate::Trouble;
use crate::coded::coded;
use crate::flaw::FlawCode;

coded! {
    /// The kinds. Each has something that belongs to it, in the order that is said here.
    pub enum WrongCode {
        /// A word of a search has a colon and nothing behind it; the word.
        SearchValue = "search_value",
        /// `is:` is followed by none of its words; the word.
        SearchIs = "search_is",
        /// `has:` is followed by none of its words; the word.
        SearchHas = "search_has",
        /// `after:` or `before:` is followed by no day; the word.
        SearchDay = "search_day",
        /// A search that is kept has no name of one line.
        ViewName = "view_name",
        /// A number is too small or too large; its key, itself, the least and the most.
        Number = "number",
        /// A key has signs that no key may have; the key.
        Key = "key",
        /// An address is none of a feed.
        FeedAddress = "feed_address",
        /// There is no such format; its name.
        Format = "format",
        /// The name of a folder is too long, or of several lines.
        Folder = "folder",
        /// There is no such sound; its name.
        Sound = "sound",
        /// There is no such day of the week; its name.
        Day = "day",
        /// No day of the week is named.
        Days = "days",
        /// A time of day is none; as it was written.
        Clock = "clock",
        /// There is no such time zone; its name.
        Zone = "zone",
        /// A program has no name.
        Program = "program",
        /// A user name is empty, or has a colon in it.
        User = "user",
        /// The address of a proxy is none.
        Proxy = "proxy",
        /// A proxy's password stands in its address.
        ProxyPassword = "proxy_password",
        /// A proxy has a password and no user.
        ProxyUser = "proxy_user",
        /// A fingerprint of a key is none.
        Pin = "pin",
        /// There is no such version of HTTP here.
        HttpVersion = "http_version",
        /// A header's value is a secret; its name.
        SecretHeader = "secret_header",
        /// The name of a host is none; as it was written.
        Host = "host",
        /// A language is neither a tag nor the system's.
        Language = "language",
        /// More rules than there may be; how many, and the most.
        ManyRules = "many_rules",
        /// A feed logs in in several ways at once.
        OneLogin = "one_login",
        /// A feed trusts its server in two ways at once.
        OneTrust = "one_trust",
        /// A file is too large; its bytes, and the most.
        FileLarge = "file_large",
        /// A file cannot be read; what the system says, in English.
        FileUnreadable = "file_unreadable",
        /// A file is no UTF-8 text.
        NotText = "not_text",
        /// A file cannot be written; the file, and what the system says, in English.
        FileUnwritable = "file_unwritable",
        /// What was chosen is no file of this machine.
        NoLocalFile = "no_local_file",
        /// No file is being looked over.
        NothingReviewed = "nothing_reviewed",
        /// JSON, and no backup of ntfy's app.
        NotNtfy = "not_ntfy",
        /// XML, and no list of feeds.
        NotOpml = "not_opml",
        /// More feeds than are taken from one file; how many, and the most.
        ManyFeeds = "many_feeds",
        /// `tidings.toml` became empty, or went.
        FileEmpty = "file_empty",
        /// A text is no TOML; what the library says, in English.
        NotToml = "not_toml",
        /// There is no such setting; its name.
        NoSetting = "no_setting",
        /// A setting is missing; its name.
        Missing = "missing",
        /// A setting is of another kind than it may be; what the library says, in English.
        Kind = "kind",
        /// An event is no JSON; what the library says, in English.
        NotJson = "not_json",
        /// An event lacks a field; its name.
        NoField = "no_field",
        /// A field of an event is not what its format says; its name, and what was found.
        WrongField = "wrong_field",
        /// The server says that something is wrong; its words.
        Reported = "reported",
        /// What belongs to an event could not be fetched; why, in English.
        NotFetched = "not_fetched",
        /// There is no address yet.
        AddressEmpty = "address_empty",
        /// The address has a scheme that no feed has; the scheme.
        AddressScheme = "address_scheme",
        /// The address holds a user name or a password.
        AddressSecret = "address_secret",
        /// The address names no server.
        AddressHost = "address_host",
        /// This is no web address; why, in English.
        AddressNone = "address_none",
        /// The address is configured already; what its feed is called.
        AddressKnown = "address_known",
        /// Something is there twice; its name.
        Twice = "twice",
        /// A time is past.
        Past = "past",
        /// A time is none; as it was written.
        NoMoment = "no_moment",
        /// An entry leads nowhere.
        NoLink = "no_link",
        /// A link is not in the entry.
        OtherLink = "other_link",
        /// A link is no web address.
        NoWebLink = "no_web_link",
        /// No program could be started for a link; what the system says, in English.
        NoProgram = "no_program",
        /// A button sends no request.
        NoButton = "no_button",
        /// A button's address is none.
        ButtonAddress = "button_address",
        /// Too many requests of buttons are on their way.
        ManyRequests = "many_requests",
        /// The bell is off in this run.
        BellOff = "bell_off",
        /// A feed has no such secret.
        SecretField = "secret_field",
        /// The user's name is missing.
        SecretUser = "secret_user",
        /// The feed has no proxy of its own.
        SecretProxy = "secret_proxy",
        /// The disk fails.
        StoreDisk = "store_disk",
        /// The history could not be read or written; what the library says, in English.
        Store = "store",
        /// Tidings is closing.
        Closing = "closing",
        /// Something that should not happen; what the system says, in English.
        Unexpected = "unexpected",
        /// Another Tidings is running; its program and process.
        StartTaken = "start_taken",
        /// The data directory cannot be used; what, and what the system says, in English.
        StartFolder = "start_folder",
        /// The history is from a newer Tidings; its file.
        StartNewer = "start_newer",
        /// The history is from an older Tidings; its file.
        StartOlder = "start_older",
        /// The history cannot be written; its file.
        StartReadOnly = "start_read_only",
        /// The disk is full; the history's file.
        StartFull = "start_full",
        /// Another program has the history; its file.
        StartBusy = "start_busy",
        /// The history cannot be opened; its file, and what the system says, in English.
        StartHistory = "start_history",
        /// No connection can be made; why, in English.
        StartNet = "start_net",
        /// Trouble with a connection; the word for its kind, and what belongs to that.
        Connection = "connection",
        /// The bell is silent; the word for the fault.
        Bell = "bell",
    }
}

/// Where something is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The field; empty where there is none.
    pub field: String,
    /// The line in its text, from 1.
    pub line: Option<u32>,
    /// The column in that line, from 1, in characters.
    pub column: Option<u32>,
}

/// One thing that is wrong: for the window its kind and what belongs to that, and the whole in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The word for the kind: of a [`WrongCode`] or a [`FlawCode`].
    pub code: &'static str,
    /// Where it is, as far as the sentence does not say so in every language.
    pub place: Place,
    /// What belongs to it: names, numbers, others' words; as many as the kind says.
    pub what: Vec<String>,
    /// The whole in English.
    pub message: String,
}

impl Wrong {
    /// Of this kind, with what belongs to it.
    #[must_use]
    pub fn new(code: WrongCode, what: &[&str], message: impl Into<String>) -> Self {
        let what = what.iter().map(|&part| part.to_owned()).collect();
        Self { code: code.code(), place: Place::default(), what, message: message.into() }
    }

    /// The same, at this place.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Trouble with a connection, as what is wrong with a wish.
    #[must_use]
    pub fn of_trouble(trouble: Trouble) -> Self {
        let Trouble { code, mut what, message, .. } = trouble;
        what.insert(0, code.code().to_owned());
        Self { code: WrongCode::Connection.code(), place: Place::default(), what, message }
    }

    /// A mistake in a template or a rule.
    #[must_use]
    pub fn flaw(code: FlawCode, what: &str, message: impl Into<String>) -> Self {
        let what = vec![what.to_owned()];
        Self { code: code.code(), place: Place::default(), what, message: message.into() }
    }

    /// The word for a kind that there is.
    #[must_use]
    pub fn known(code: &str) -> Option<&'static str> {
        let flaws = FlawCode::ALL.iter().map(|flaw| flaw.code());
        WrongCode::ALL.iter().map(|wrong| wrong.code()).chain(flaws).find(|known| *known == code)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Wrong {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_stands_for_two_kinds() {
        let flaws = FlawCode::ALL.iter().map(|flaw| flaw.code());
        let all: Vec<_> = WrongCode::ALL.iter().map(|wrong| wrong.code()).chain(flaws).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
