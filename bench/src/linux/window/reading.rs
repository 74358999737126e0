//! The ways in which a person may have the window before them while a flood comes.

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::super::Result;
use super::driven::Driven;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The newest rows.
    Top,
    /// Rows further down, 500 of them passed.
    Down,
    /// With three rows chosen.
    Chosen,
    /// A live card, which goes on changing.
    Card,
}

/// Scrolls towards the oldest; says whether 500 rows were passed.
const DOWN: &str = "const list = document.querySelector('[role=list]');
    const seqs = () => [...document.querySelectorAll('[data-testid=entry-row]')].map((row) => Number(row.dataset.seq));
    window.begun ??= Math.max(...seqs());
    if (Math.min(...seqs()) <= window.begun - 500) return true;
    list.scrollBy(0, 2000);
    return false";
const CHOOSE: &str =
    "const boxes = [...document.querySelectorAll('[data-testid=entry-row] input')].slice(0, 3);
    for (const box of boxes) box.click();
    return document.querySelector('[data-testid=selection-bar]') !== null || boxes.length === 3";
const OPEN: &str =
    "const row = [...document.querySelectorAll('[data-testid=entry-row]')].find((row) => row.textContent.includes('Match'));
    row?.querySelector('button').click();
    return row !== undefined";
/// The first row that is seen and where it stands, and the rows that are chosen.
const SIGHT: &str = "const top = document.querySelector('[role=list]').getBoundingClientRect().top;
    const rows = [...document.querySelectorAll('[data-testid=entry-row]')];
    const first = rows.find((row) => row.getBoundingClientRect().bottom > top);
    const chosen = rows.filter((row) => row.querySelector('input').checked).map((row) => row.dataset.seq);
    return `row ${first.dataset.seq} at ${Math.round(first.getBoundingClientRect().top)}, chosen: ${chosen}`";
const OPENED: &str =
    "return document.querySelector('[data-testid=entry-detail] h1')?.textContent ?? 'nothing'";
/// Every so many events the card changes.
const MOMENT: usize = 50;

impl Reading {
    pub const ALL: [Self; 4] = [Self::Top, Self::Down, Self::Chosen, Self::Card];

    pub const fn grown(self) -> &'static str {
        match self {
            Self::Top => "how much it grew over a million events, MiB",
            Self::Down => "the same, read further down",
            Self::Chosen => "the same, with three rows chosen",
            Self::Card => "the same, with a card open that goes on changing",
        }
    }

    /// The events of these numbers.
    pub fn events(self, numbers: std::ops::Range<usize>) -> String {
        let event = |n: usize| {
            let moment = if self == Self::Card && n.is_multiple_of(MOMENT) {
                format!("id: match-{n}\ndata: {{\"title\":\"Match {n}\",\"match_id\":\"final\"}}\n\n")
            } else {
                String::new()
            };
            format!(
                "{moment}id: grow-{n}\ndata: {{\"title\":\"Grown {n}\",\"body\":\"saved, and a corner\"}}\n\n"
            )
        };
        numbers.map(event).collect()
    }

    /// Puts the window so.
    pub async fn begin(self, app: &Driven, stream: &mut TcpStream) -> Result<()> {
        match self {
            Self::Top => Ok(()),
            Self::Down => app.until("500 rows were passed", DOWN).await,
            Self::Chosen => app.until("three rows are chosen", CHOOSE).await,
            Self::Card => {
                stream
                    .write_all(b"id: match\ndata: {\"title\":\"Match\",\"match_id\":\"final\"}\n\n")
                    .await?;
                app.until("the card is there", OPEN).await
            }
        }
    }

    /// What the person has before them.
    pub async fn sight(self, app: &Driven) -> Result<String> {
        let script = if self == Self::Card { OPENED } else { SIGHT };
        Ok(app.ask(script).await?.as_str().unwrap_or_default().to_owned())
    }

    /// What that must be after the events up to `end`, if it was so before.
    pub fn expected(self, before: String, end: usize) -> Option<String> {
        match self {
            Self::Top => None,
            Self::Down | Self::Chosen => Some(before),
            Self::Card => Some(format!("Match {}", (end - 1) / MOMENT * MOMENT)),
        }
    }
}
