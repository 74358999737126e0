//! Calls that show something: the one that is waited for, and those that were given up and may still be answered.

use futures_util::StreamExt as _;
use futures_util::future::{BoxFuture, FutureExt as _};
use futures_util::stream::FuturesUnordered;

use crate::Silent;

/// Calls that were given up and are still listened for. With more, the answers of further ones are lost: their popups cannot be clicked.
const LATE: usize = 8;

/// What became of a call: the tag of what it shows, and the service's number for it.
type Outcome = (String, Result<u32, Silent>);

#[derive(Default)]
pub(super) struct Calls {
    /// Taken up again by whoever waits; left here by whoever stops waiting.
    current: Option<BoxFuture<'static, Outcome>>,
    late: FuturesUnordered<BoxFuture<'static, Outcome>>,
}

impl Calls {
    /// Makes a call. Where this is dropped before its end, [`give_up`](Self::give_up) keeps listening for it.
    pub async fn make(
        &mut self,
        tag: String,
        call: BoxFuture<'static, Result<u32, Silent>>,
    ) -> Result<u32, Silent> {
        let (_, outcome) = self.current.insert(Box::pin(call.map(|outcome| (tag, outcome)))).await;
        self.current = None;
        outcome
    }

    /// Nobody waits for the call that was made any more.
    pub fn give_up(&mut self) {
        self.late.extend(self.current.take().filter(|_| self.late.len() < LATE));
    }

    /// What was shown after all, with its number. Dropping the future loses nothing.
    pub async fn late(&mut self) -> (String, u32) {
        loop {
            match self.late.next().await {
                Some((tag, Ok(id))) => return (tag, id),
                Some((_, Err(_))) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// The service ended, and what it was asked with it.
    pub fn forget(&mut self) {
        self.late.clear();
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
        assert_eq!(calls.late().await, ("entry:1".to_owned(), 7));
        assert!(calls.late().now_or_never().is_none());
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
