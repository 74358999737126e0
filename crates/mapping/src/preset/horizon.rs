//! Stellar Horizon: ledgers, payments and trades of the Stellar network.
//!
//! By developers.stellar.org/docs/data/apis/horizon/api-reference/structure/streaming and the resource pages. A stream starts with
//! "hello" and ends with "byebye"; the server ends it every so often, and it goes on from the last `cursor`.

#[cfg(test)]
mod tests;

use serde_json::Value;
use tidings_model::{Entry, Identity, Urgency};
use tidings_sse::Event;
use url::Url;

use crate::auto::{self, identity};
use crate::text::{self, humanise};
use crate::{About, Format, Glance, MappingError, Meaning, Outcome, Reader, address, json};

/// A list of a Horizon server.
pub(crate) struct Horizon;

impl Format for Horizon {
    fn name(&self) -> &'static str {
        "horizon"
    }

    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises_url(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        host.starts_with("horizon") && host.ends_with(".stellar.org")
    }

    fn recognises_event(&self, event: &Glance<'_>) -> bool {
        event.object().is_some_and(|value| value["paging_token"].is_string() && value["_links"].is_object())
    }

    /// From now on, unless the address says from where: else the server begins with the first ledger ever.
    fn endpoint(&self, pasted: &Url) -> Url {
        let given = pasted.query_pairs().any(|(name, _)| name == "cursor");
        if given { pasted.clone() } else { address::with_query(pasted, "cursor", "now") }
    }

    /// 410 where the cursor is older than what the server keeps ("before_history").
    fn refuses_resume(&self, status: u16) -> bool {
        status == 410
    }

    fn reader(&self, endpoint: &Url, checkpoint: Option<&str>) -> Box<dyn Reader> {
        Box::new(List { endpoint: endpoint.clone(), cursor: checkpoint.map(str::to_owned) })
    }
}

struct List {
    endpoint: Url,
    cursor: Option<String>,
}

impl Reader for List {
    fn address(&self) -> Url {
        match &self.cursor {
            Some(cursor) => address::with_query(&self.endpoint, "cursor", cursor),
            None => self.endpoint.clone(),
        }
    }

    fn read(&mut self, event: &Event) -> Result<Meaning, MappingError> {
        let value = json::data(event)?;
        if matches!(event.kind.as_str(), "open" | "close") || value.is_string() {
            return Ok(Meaning::alive());
        }
        let token = json::required(&value, "/paging_token", "paging_token")?;
        let entry = entry(&value, &token, event, &self.endpoint);
        self.cursor = Some(token);
        Ok(Meaning { checkpoint: self.cursor.clone(), ..Meaning::of(vec![Outcome::Entry(entry)]) })
    }
}

fn entry(value: &Value, token: &str, event: &Event, endpoint: &Url) -> Entry {
    let said =
        value.as_object().map(|object| auto::object::read(object, event.data.as_bytes(), event, endpoint));
    let title = title(value);
    let kind = json::text(value, "/type").map(|kind| humanise(kind).to_lowercase());
    Entry {
        body: text::body(&body(value)),
        // Every link of the payload is one of the machine's.
        link: None,
        published_at: ["/created_at", "/closed_at", "/ledger_close_time"]
            .iter()
            .find_map(|at| json::time(value, at)),
        urgency: Urgency::Normal,
        tags: text::tags(kind),
        ..Entry::new(
            Identity::Own(identity::key(token.to_owned())),
            title
                .and_then(|title| text::title(&title))
                .or(said.map(|said| said.title))
                .unwrap_or_else(|| "New record".to_owned()),
        )
    }
}

/// An account or asset, short enough to be told from others.
fn short(account: &str) -> String {
    let plain = account.is_ascii() && account.len() > 12;
    if plain { format!("{}…{}", &account[..4], &account[account.len() - 4..]) } else { account.to_owned() }
}

fn asset(value: &Value, prefix: &str) -> String {
    match json::text(value, &format!("/{prefix}asset_code")) {
        Some(code) => code.to_owned(),
        None => "XLM".to_owned(),
    }
}

/// An amount without the zeros behind it: Horizon writes seven decimals.
fn plain(amount: &str) -> &str {
    if amount.contains('.') { amount.trim_end_matches('0').trim_end_matches('.') } else { amount }
}

fn title(value: &Value) -> Option<String> {
    let word = |at: &str| json::word(value, at);
    let account = |at: &str| Some(short(&json::word(value, at)?));
    if let (Some(ledger), Some(_)) = (word("/sequence"), word("/closed_at")) {
        let transactions = word("/successful_transaction_count").unwrap_or_else(|| "0".to_owned());
        return Some(format!("Ledger {ledger}: {transactions} transactions"));
    }
    if let (Some(base), Some(counter)) = (word("/base_amount"), word("/counter_amount")) {
        let (sold, bought) = (asset(value, "base_"), asset(value, "counter_"));
        return Some(format!("Trade: {} {sold} for {} {bought}", plain(&base), plain(&counter)));
    }
    let amount = || Some(format!("{} {}", plain(&word("/amount")?), asset(value, "")));
    match json::text(value, "/type") {
        Some("payment" | "path_payment_strict_send" | "path_payment_strict_receive") => {
            Some(format!("Payment: {} from {} to {}", amount()?, account("/from")?, account("/to")?))
        }
        Some("create_account") => {
            let balance = word("/starting_balance")?;
            Some(format!("New account {} with {} XLM", account("/account")?, plain(&balance)))
        }
        Some("account_merge") => {
            Some(format!("Account {} merged into {}", account("/account")?, account("/into")?))
        }
        Some(kind) => {
            let of = account("/account").or_else(|| account("/source_account")).map(|of| format!(": {of}"));
            let much = amount().map(|amount| format!(" with {amount}")).unwrap_or_default();
            Some(format!("{}{much}{}", humanise(kind), of.unwrap_or_default()))
        }
        None if word("/hash").is_some() => Some(format!(
            "Transaction of {} with {} operations",
            account("/source_account")?,
            word("/operation_count")?
        )),
        None => None,
    }
}

fn body(value: &Value) -> String {
    let line = |words: &str, at: &str| Some(format!("{words}: {}", json::word(value, at)?));
    let lines = [
        line("Operations", "/operation_count"),
        line("Fee in stroops", "/fee_charged"),
        line("Memo", "/memo"),
        line("Transaction", "/transaction_hash"),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

const ABOUT: About = About {
    subscribe: &[
        ("Ledgers as they close", "https://horizon.stellar.org/ledgers"),
        ("Payments of an account", "https://horizon.stellar.org/accounts/{account}/payments"),
        ("Another list", "https://horizon.stellar.org/{list}"),
    ],
    recognised: "By a host horizon….stellar.org, and by events with \"paging_token\" and \"_links\".",
    heartbeat: "`open` (\"hello\") and `close` (\"byebye\"). The server ends each connection every so often, and asks to come back within 10 ms: half a second is the least.",
    cursor: "\"paging_token\", as `cursor=`; `now` at first. Where the server answers 410 (\"before_history\": the cursor is older than what it keeps), it goes on from `now` and the feed says what is missing.",
    identity: "\"paging_token\".",
    replaces: "Nothing.",
    fields: &[
        (
            "title",
            "\"type\", \"amount\" and asset, \"from\" and \"to\"; of a ledger \"sequence\" and its transactions",
        ),
        ("text", "operations, fee, memo and transaction"),
        ("time", "\"created_at\", \"closed_at\" or \"ledger_close_time\""),
        ("tags", "\"type\""),
    ],
    urgency: "Normal.",
    actions: "None.",
    errors: "429: the server allows 3,600 requests an hour from an address; follow fewer lists. 404: there is no such account yet.",
    source: "developers.stellar.org, Horizon API reference, \"Streaming\" and the resources.",
    ..About::titled("Stellar Horizon")
};
