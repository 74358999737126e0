//! The desktop's notification service, on Linux and the BSDs.
//!
//! notify-rust composes; one task of our own asks the service, one notification at a time, so that a slow or hung service holds up
//! nobody but itself.

mod calls;
mod icon;
mod live;
mod peace;
mod popup;
mod ringer;
mod service;

use crate::sounds::Player;
use crate::{Answer, AppIdentity, CALL_TIMEOUT, Notification, Notifier, Reach, Remembered, Server, Silent};
use futures_util::future::BoxFuture;
use ringer::{Request, Ringer, Verb};
use std::sync::Mutex;
use std::time::Duration;
use tidings_model::Sound;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};
use tokio_util::task::TaskTracker;

/// How many calls may wait for the service. When they do, [`Notifier::show`] answers at once that it is too slow.
const QUEUE: usize = 100;
/// How many answers may wait for their reader. When they do, further ones are lost: nobody clicks so fast, and all that is remembered
/// may go at one time.
const ANSWERS: usize = live::REMEMBERED + 64;

/// What the desktop's notifications can do here.
pub const REACH: Reach = Reach { answers: true, peace: true };

/// The notification service of the desktop session.
///
/// It is found over the session bus (`DBUS_SESSION_BUS_ADDRESS`, else `$XDG_RUNTIME_DIR/bus`) when it is first needed, and
/// again whenever it went away. When this is dropped, its task and its connections end.
#[derive(Debug)]
pub struct Desktop {
    requests: mpsc::Sender<Request>,
    answers: Mutex<Option<mpsc::Receiver<Answer>>>,
    comings: Mutex<Option<mpsc::Receiver<()>>>,
    player: Player,
    call_timeout: Duration,
}

impl Desktop {
    /// The service, for an app that names itself so. Nothing is sent before the first call.
    ///
    /// # Panics
    /// Outside a tokio runtime: the notifier's task runs on the current one.
    #[must_use]
    pub fn new(app: AppIdentity) -> Self {
        Self::with_call_timeout(app, CALL_TIMEOUT)
    }

    /// As [`Desktop::new`], with another patience than [`CALL_TIMEOUT`]: for tests.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    #[must_use]
    pub fn with_call_timeout(app: AppIdentity, call_timeout: Duration) -> Self {
        let (requests, queue) = mpsc::channel(QUEUE);
        let (answer, answers) = mpsc::channel(ANSWERS);
        let (came, comings) = mpsc::channel(1);
        let player = Player::default();
        // Nobody waits on the tracker: the task ends with `requests`.
        let ringer = Ringer::new(app, player.clone(), answer, came, call_timeout);
        TaskTracker::new().spawn(ringer.run(queue));
        let (answers, comings) = (Mutex::new(Some(answers)), Mutex::new(Some(comings)));
        Self { requests, answers, comings, player, call_timeout }
    }
}

impl Notifier for Desktop {
    fn show(&self, notification: Notification) -> BoxFuture<'_, Result<(), Silent>> {
        Box::pin(async move {
            let deadline = Instant::now() + self.call_timeout;
            let (reply, outcome) = oneshot::channel();
            let request = Request { deadline, verb: Verb::Show(notification, reply) };
            self.requests.try_send(request).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => Silent::too_slow(),
                mpsc::error::TrySendError::Closed(_) => Silent::stopped(),
            })?;
            self.outcome(deadline, outcome).await
        })
    }

    fn withdraw<'a>(&'a self, tag: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let deadline = Instant::now() + self.call_timeout;
            let (reply, done) = oneshot::channel();
            let request = Request { deadline, verb: Verb::Withdraw(tag.to_owned(), reply) };
            // Whether it was in time or not: there is nothing a caller could do about a popup that stays.
            let _ = timeout_at(deadline, async {
                self.requests.send(request).await.ok()?;
                done.await.ok()
            })
            .await;
        })
    }

    fn server(&self) -> BoxFuture<'_, Result<Server, Silent>> {
        Box::pin(async move {
            let deadline = Instant::now() + self.call_timeout;
            let (reply, outcome) = oneshot::channel();
            let request = Request { deadline, verb: Verb::Describe(reply) };
            match timeout_at(deadline, self.requests.send(request)).await {
                Ok(Ok(())) => self.outcome(deadline, outcome).await,
                Ok(Err(_)) => Err(Silent::stopped()),
                Err(_) => Err(Silent::hung(self.call_timeout)),
            }
        })
    }

    fn do_not_disturb(&self) -> BoxFuture<'_, bool> {
        Box::pin(self.ask(Verb::Peace))
    }

    fn up(&self) -> BoxFuture<'_, Vec<Remembered>> {
        Box::pin(self.ask(Verb::Up))
    }

    fn take_on(&self, popups: Vec<Remembered>) -> BoxFuture<'_, ()> {
        Box::pin(self.ask(|reply| Verb::TakeOn(popups, reply)))
    }

    fn play(&self, sound: Sound) -> BoxFuture<'_, Result<(), Silent>> {
        Box::pin(self.player.play(sound))
    }

    fn comings(&self) -> Option<mpsc::Receiver<()>> {
        self.comings.lock().ok()?.take()
    }

    fn answers(&self) -> Option<mpsc::Receiver<Answer>> {
        self.answers.lock().ok()?.take()
    }
}

impl Desktop {
    /// What is nothing where nobody answers in time, or too many wait already.
    async fn ask<T: Default>(&self, verb: impl FnOnce(oneshot::Sender<T>) -> Verb) -> T {
        let deadline = Instant::now() + self.call_timeout;
        let (reply, outcome) = oneshot::channel();
        if self.requests.try_send(Request { deadline, verb: verb(reply) }).is_err() {
            return T::default();
        }
        timeout_at(deadline, outcome).await.ok().and_then(Result::ok).unwrap_or_default()
    }

    async fn outcome<T>(
        &self,
        deadline: Instant,
        outcome: oneshot::Receiver<Result<T, Silent>>,
    ) -> Result<T, Silent> {
        match timeout_at(deadline, outcome).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Silent::stopped()),
            Err(_) => Err(Silent::hung(self.call_timeout)),
        }
    }
}
