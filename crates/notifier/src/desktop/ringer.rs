//! The notifier's one task: it takes requests in turn, and keeps the book of what is up.

use super::icon::Icon;
use super::live::Live;
use super::popup;
use super::service::{OwnerChange, Service};
use crate::{Answer, AppIdentity, Notification, Server, Silent};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

/// Something to be done by a certain time.
#[derive(Debug)]
pub(super) struct Request {
    /// When the one who asked stops waiting.
    pub deadline: Instant,
    /// What is asked.
    pub verb: Verb,
}

/// What can be asked of the notification service, and where the outcome goes.
#[derive(Debug)]
pub(super) enum Verb {
    Show(Notification, oneshot::Sender<Result<(), Silent>>),
    Withdraw(String, oneshot::Sender<()>),
    Describe(oneshot::Sender<Result<Server, Silent>>),
}

pub(super) struct Ringer {
    app: AppIdentity,
    icon: Icon,
    service: Option<Service>,
    live: Live,
    call_timeout: Duration,
}

impl Ringer {
    pub fn new(app: AppIdentity, answers: mpsc::Sender<Answer>, call_timeout: Duration) -> Self {
        Self { app, icon: Icon::decode(), service: None, live: Live::new(answers), call_timeout }
    }

    /// Runs until every sender of requests is gone.
    pub async fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        loop {
            tokio::select! {
                biased;
                known = owner_change(&mut self.service) => self.owner_changed(known),
                () = self.live.reap() => {}
                request = queue.recv() => match request {
                    Some(request) => self.serve(request).await,
                    None => return,
                },
            }
        }
    }

    async fn serve(&mut self, Request { deadline, verb }: Request) {
        match verb {
            // Who waited in vain was told so, and must not be rung after all.
            Verb::Show(_, reply) if deadline <= Instant::now() => {
                let _ = reply.send(Err(Silent::hung(self.call_timeout)));
            }
            Verb::Show(notification, reply) => {
                let shown = timeout_at(deadline, self.show(&notification)).await;
                let _ = reply.send(self.settle(shown));
            }
            Verb::Withdraw(tag, reply) => {
                if timeout_at(deadline, self.live.withdraw(&tag, self.service.as_ref())).await.is_err() {
                    tracing::debug!("the notification service did not take a popup down in time");
                }
                let _ = reply.send(());
            }
            Verb::Describe(reply) => {
                let described = timeout_at(deadline, self.describe()).await;
                let _ = reply.send(self.settle(described));
            }
        }
    }

    /// The outcome of a call under its deadline. After any failure the service is asked anew who it is.
    fn settle<T>(
        &mut self,
        outcome: Result<Result<T, Silent>, tokio::time::error::Elapsed>,
    ) -> Result<T, Silent> {
        let outcome = outcome.unwrap_or_else(|_| Err(Silent::hung(self.call_timeout)));
        if let (Err(_), Some(service)) = (&outcome, &mut self.service) {
            service.forget();
        }
        outcome
    }

    async fn show(&mut self, notification: &Notification) -> Result<(), Silent> {
        let capabilities = self.service().await?.server().await?.capabilities.clone();
        let image = self.icon.pixels().await;
        let mut popup = popup::compose(self.app, notification, &capabilities, image);
        if let Some(id) = self.live.id(&notification.tag) {
            popup.id(id);
        }
        let handle = popup.show_async().await.map_err(|error| Silent::from_call(&error.to_string()))?;
        self.live.keep(notification.tag.clone(), handle);
        Ok(())
    }

    async fn describe(&mut self) -> Result<Server, Silent> {
        let service = self.service().await?;
        service.forget();
        service.server().await.cloned()
    }

    async fn service(&mut self) -> Result<&mut Service, Silent> {
        let service = match self.service.take() {
            Some(service) => service,
            None => Service::connect().await?,
        };
        Ok(self.service.insert(service))
    }

    /// The service we knew went away, or the bus did: with it went its popups, so their ids may soon be somebody else's.
    fn owner_changed(&mut self, change: OwnerChange) {
        match change {
            OwnerChange::Unrelated => return,
            OwnerChange::ServiceGone => tracing::debug!("the notification service went away"),
            OwnerChange::BusGone => {
                tracing::debug!("the session bus went away");
                self.service = None;
            }
        }
        self.live.forget_all();
    }
}

async fn owner_change(service: &mut Option<Service>) -> OwnerChange {
    match service {
        Some(service) => service.owner_change().await,
        None => std::future::pending().await,
    }
}
