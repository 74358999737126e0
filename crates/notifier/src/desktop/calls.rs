//! Calls that show something: the one that is waited for, and those that were given up and may still be answered.

use std::collections::HashSet;

use futures_util::StreamExt as _;
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::FuturesUnordered;

use crate::Silent;

/// Calls that were given up and are still listened for. With more, the answers of further ones are lost: their popups cannot be clicked.
const LATE: usize = 8;

/// The service's number for what a call shows.
type Call = BoxFuture<'static, Result<u32, Silent>>;

/// What a service showed after its call was given up.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Late {
    pub tag: String,
    pub id: u32,
    /// Whether nothing was shown under this tag since: whoever asked still takes it for not shown.
    pub unheard: bool,
}

#[derive(Default)]
pub(super) struct Calls {
    /// With the tag of what it shows. Taken up again by whoever waits; left here by whoever stops waiting.
    current: Option<(String, Call)>,
    late: FuturesUnordered<BoxFuture<'static, (String, Result<u32, Silent>)>>,
    /// The tags of those that were given up, and under which nothing was shown since.
    unheard: HashSet<String>,
}

impl Calls {
    /// Makes a call. Where this is dropped before its end, [`give_up`](Self::give_up) keeps listening for it.
    pub async fn make(&mut self, tag: String, call: Call) -> Result<u32, Silent> {
        let (tag, call) = self.current.insert((tag, call));
        let outcome = call.await;
        if outcome.is_ok() {
            self.unheard.remove(tag);
        }
        self.current = None;
        outcome
    }

    /// Nobody waits for the call that was made any more.
    pub fn give_up(&mut self) {
        if let Some((tag, call)) = self.current.take().filter(|_| self.late.len() < LATE) {
            self.unheard.insert(tag.clone());
            self.late.push(Box::pin(call.map(|outcome| (tag, outcome))));
        }
    }

    /// What was shown after all. Dropping the future loses nothing.
    pub async fn late(&mut self) -> Late {
        loop {
            match self.late.next().await {
                Some((tag, Ok(id))) => {
                    let unheard = self.unheard.remove(&tag);
                    return Late { tag, id, unheard };
                }
                Some((_, Err(_))) if self.late.is_empty() => self.unheard.clear(),
                Some((_, Err(_))) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// The service ended, and what it was asked with it.
    pub fn forget(&mut self) {
        self.late.clear();
        self.unheard.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::*;

    /// A call that is answered when the sender says so.
    fn call() -> (oneshot::Sender<u32>, BoxFuture<'static, Result<u32, Silent>>) {
        let (reply, answer) = oneshot::channel();
        (reply, Box::pin(answer.map(|id| id.map_err(|_| Silent::stopped()))))
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_was_given_up_is_heard_of_once() {
        let mut calls = Calls::default();
        let (reply, call) = call();
        assert!(timeout(Duration::from_secs(5), calls.make("entry:1".to_owned(), call)).await.is_err());
        calls.give_up();
        reply.send(7).unwrap();
        assert_eq!(calls.late().await, Late { tag: "entry:1".to_owned(), id: 7, unheard: true });
        assert!(calls.late().now_or_never().is_none());
    }

    #[tokio::test]
    async fn what_was_shown_anew_meanwhile_is_heard_already() {
        let mut calls = Calls::default();
        let (reply, given_up) = call();
        assert!(calls.make("match".to_owned(), given_up).now_or_never().is_none());
        calls.give_up();
        let (newer, answered) = call();
        newer.send(7).unwrap();
        assert_eq!(calls.make("match".to_owned(), answered).await, Ok(7));
        reply.send(7).unwrap();
        assert_eq!(calls.late().await, Late { tag: "match".to_owned(), id: 7, unheard: false });
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_are_kept_than_the_bound_and_none_of_a_service_that_ended() {
        let mut calls = Calls::default();
        let mut replies = Vec::new();
        for n in 0..LATE + 3 {
            let (reply, call) = call();
            replies.push(reply);
            assert!(calls.make(n.to_string(), call).now_or_never().is_none());
            calls.give_up();
        }
        assert_eq!(calls.late.len(), LATE);
        calls.forget();
        for reply in replies {
            let _ = reply.send(1);
        }
        assert!(calls.late().now_or_never().is_none());
        let (reply, call) = call();
        reply.send(9).unwrap();
        assert_eq!(calls.make("next".to_owned(), call).await, Ok(9));
    }
}
