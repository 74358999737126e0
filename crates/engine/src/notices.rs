//! What the person should know until they have seen it, or it is no longer so.

use std::sync::Arc;

use tidings_model::Change;
use tidings_wire as wire;
use tokio::sync::watch;

use crate::changes::Changes;

/// The most kept; the oldest goes.
const MOST: usize = 32;

/// The list. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Notices {
    list: Arc<watch::Sender<(u32, Vec<wire::Notice>)>>,
    changes: Changes,
}

impl Notices {
    pub(crate) fn new(changes: Changes, first: Vec<String>) -> Self {
        let notices = Self { list: Arc::new(watch::Sender::new((0, Vec::new()))), changes };
        first.into_iter().for_each(|message| {
            notices.say(message, wire::NoticeAbout::History);
        });
        notices
    }

    pub(crate) fn all(&self) -> Vec<wire::Notice> {
        self.list.borrow().1.clone()
    }

    /// Adds one; gives the number to take it back by.
    pub(crate) fn say(&self, message: String, about: wire::NoticeAbout) -> u32 {
        let mut given = 0;
        self.list.send_modify(|(next, notices)| {
            given = *next;
            *next += 1;
            notices.push(wire::Notice { id: given, about, message });
            let over = notices.len().saturating_sub(MOST);
            notices.drain(..over);
        });
        self.changes.announce(Change::Config);
        given
    }

    /// The person has seen it, or it is no longer so.
    pub(crate) fn take_back(&self, id: u32) {
        self.list.send_modify(|(_, notices)| notices.retain(|notice| notice.id != id));
        self.changes.announce(Change::Config);
    }

    pub(crate) fn has(&self, id: u32) -> bool {
        self.list.borrow().1.iter().any(|notice| notice.id == id)
    }
}
