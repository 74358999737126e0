//! What a stream said at one go: enough to be worth a transaction, and never waited for.

use futures_util::FutureExt as _;
use tidings_sse::{Event, Step};

use crate::source::Source;

/// Steps gathered at most: what is stored in one transaction.
const STEPS: usize = 256;
/// A batch ends with the event that brings its data past this many bytes.
const BYTES: usize = 1 << 20;

/// Events that came together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// In the order of the stream.
    pub(crate) events: Vec<Event>,
    /// Where the stream stands behind the last event, if it said so.
    pub(crate) cursor: Option<String>,
}

impl Batch {
    /// Gathers from `first` on what `source` has read already. With it comes the step that ended the batch, where that was none
    /// of the stream's own.
    pub(crate) async fn gather(source: &mut Source, first: Step) -> (Self, Option<Step>) {
        let mut batch = Self::default();
        let (mut steps, mut bytes) = (0, 0);
        let mut step = Some(first);
        while let Some(taken) = step {
            match taken {
                Step::Event(event) => {
                    bytes += event.data.len();
                    batch.events.push(event);
                    batch.cursor = None;
                }
                Step::Cursor(id) => batch.cursor = Some(id),
                Step::Heard => {}
                other => return (batch, Some(other)),
            }
            steps += 1;
            step = if steps < STEPS && bytes < BYTES { here_already(source).await } else { None };
        }
        (batch, None)
    }
}

/// Only what is here: waiting for more would delay the first.
async fn here_already(source: &mut Source) -> Option<Step> {
    let here = source.ready().or_else(|| source.next().now_or_never());
    if here.is_some() {
        return here;
    }
    // The connection hands over 8 KiB at a time, and the next only when asked: it gets a turn for that.
    tokio::task::yield_now().await;
    source.next().now_or_never()
}
