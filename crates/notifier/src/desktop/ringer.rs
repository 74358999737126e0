//! The notifier's one task: it takes requests in turn, and keeps the book of what is up.

use super::calls::{Calls, Late};
use super::live::Live;
use super::service::{Heard, OwnerChange, Service};
use super::{icon, peace, popup};
use crate::sounds::Player;
use crate::{Answer, AppIdentity, Notification, Picture, Remembered, Server, Silent};
use std::time::Duration;
use tidings_model::Sound;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// How often a bus is looked for where there is none.
const LOOK: Duration = Duration::from_secs(1);

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
    Peace(oneshot::Sender<bool>),
    Up(oneshot::Sender<Vec<Remembered>>),
    TakeOn(Vec<Remembered>, oneshot::Sender<()>),
}

pub(super) struct Ringer {
    app: AppIdentity,
    icon: Option<Picture>,
    player: Player,
    service: Option<Service>,
    calls: Calls,
    live: Live,
    /// Left by an earlier run, until it is known who the service is.
    left: Vec<Remembered>,
    /// Told when a service comes where there was none.
    came: mpsc::Sender<()>,
    /// There was no bus when it was last asked for, or it went: nobody will say that there is one again.
    no_bus: bool,
    call_timeout: Duration,
}

impl Ringer {
    pub fn new(
        app: AppIdentity,
        player: Player,
        answers: mpsc::Sender<Answer>,
        came: mpsc::Sender<()>,
        call_timeout: Duration,
    ) -> Self {
        Self {
            app,
            icon: icon::decode(),
            player,
            service: None,
            calls: Calls::default(),
            live: Live::new(answers),
            left: Vec::new(),
            came,
            no_bus: false,
            call_timeout,
        }
    }

    /// Runs until every sender of requests is gone.
    pub async fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        loop {
            tokio::select! {
                biased;
                heard = heard(&mut self.service) => match heard {
                    Heard::Signal(signal) => self.live.note(signal.id, signal.said),
                    Heard::Owner(change) => self.owner_changed(change),
                },
                late = self.calls.late() => self.shown_after_all(late).await,
                request = queue.recv() => match request {
                    Some(request) => self.serve(request).await,
                    None => return,
                },
                () = sleep(LOOK), if self.no_bus => self.look_for_the_bus().await,
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
                self.calls.give_up();
                let shown = self.settle(shown);
                if let Ok(Some(sound)) = shown {
                    play(&self.player, sound).await;
                }
                let _ = reply.send(shown.map(drop));
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
            Verb::Peace(reply) => {
                let wanted = timeout_at(deadline, self.peace()).await.unwrap_or(false);
                let _ = reply.send(wanted);
            }
            Verb::Up(reply) => {
                let name = self.service.as_ref().and_then(Service::run);
                let _ = reply.send(name.map(|name| self.live.all(&name)).unwrap_or_default());
            }
            Verb::TakeOn(popups, reply) => {
                self.left = popups;
                let _ = reply.send(());
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

    /// Shows it, and gives the sound that is left to us to play.
    async fn show(&mut self, notification: &Notification) -> Result<Option<Sound>, Silent> {
        let capabilities = self.service().await?.server().await?.capabilities.clone();
        self.take_on_what_was_left();
        let can_sound = capabilities.iter().any(|word| word == "sound");
        let file = if can_sound { self.player.file(notification.sound).await } else { None };
        let popup = popup::compose(self.app, notification, &capabilities, file.as_deref());
        let replaces = self.live.id(&notification.tag).unwrap_or(0);
        let can_draw = capabilities.iter().any(|word| word.starts_with("icon") || word == "body-images");
        let picture = notification.picture.as_ref().or(self.icon.as_ref());
        let image = picture.filter(|_| can_draw).cloned();
        let Some(service) = &self.service else { return Err(Silent::stopped()) };
        let call = service.notify(popup, image, replaces);
        let id = self.calls.make(notification.tag.clone(), call).await?;
        self.live.keep(notification.tag.clone(), id);
        Ok((!can_sound).then_some(notification.sound))
    }

    /// A service that had hung shows what was given up: in the place of what was up before, or by itself. Where the same was shown anew
    /// meanwhile, one of the two is enough.
    async fn shown_after_all(&mut self, Late { tag, id, unheard }: Late) {
        match (self.live.id(&tag), &self.service) {
            (Some(newer), Some(service)) if newer != id && !unheard => {
                let _ = timeout(self.call_timeout, service.close(id)).await;
            }
            (Some(_), _) if !unheard => {}
            _ => self.live.shown_after_all(tag, id),
        }
    }

    /// Who is asked depends on the service: after a failure it is asked for its name first, or peace would seem to be over.
    async fn peace(&mut self) -> bool {
        let Some(service) = &mut self.service else { return false };
        let known = timeout(peace::PATIENCE, service.server()).await;
        matches!(known, Ok(Ok(_))) && peace::wanted(service).await
    }

    /// A bus that came back is told like a service that came: the one on it may have come before we could hear of it.
    async fn look_for_the_bus(&mut self) {
        if self.service().await.is_ok() {
            let _ = self.came.try_send(());
        }
    }

    async fn describe(&mut self) -> Result<Server, Silent> {
        let service = self.service().await?;
        service.forget();
        let server = service.server().await.cloned();
        self.take_on_what_was_left();
        server
    }

    /// As soon as the service is known: what an earlier run of it showed is gone.
    fn take_on_what_was_left(&mut self) {
        let Some(run) = self.service.as_ref().and_then(Service::run) else { return };
        for Remembered { tag, id, service } in std::mem::take(&mut self.left) {
            if service == run && self.live.id(&tag).is_none() {
                self.live.keep(tag, id);
            }
        }
    }

    async fn service(&mut self) -> Result<&mut Service, Silent> {
        let service = match self.service.take() {
            Some(service) => service,
            None => {
                let connected = Service::connect().await;
                self.no_bus = connected.is_err();
                connected?
            }
        };
        Ok(self.service.insert(service))
    }

    /// The service we knew went away, or the bus did: with it went its popups, so their ids may soon be somebody else's.
    fn owner_changed(&mut self, change: OwnerChange) {
        match change {
            OwnerChange::Unrelated => return,
            OwnerChange::ServiceCame => {
                // One word is enough, however often.
                let _ = self.came.try_send(());
                return;
            }
            OwnerChange::ServiceGone => tracing::debug!("the notification service went away"),
            OwnerChange::BusGone => {
                tracing::debug!("the session bus went away");
                self.service = None;
                self.no_bus = true;
            }
        }
        self.calls.forget();
        self.live.forget_all();
    }
}

async fn play(player: &Player, sound: Sound) {
    if let Err(silent) = player.play(sound).await {
        tracing::debug!("{silent}");
    }
}

async fn heard(service: &mut Option<Service>) -> Heard {
    match service {
        Some(service) => service.heard().await,
        None => std::future::pending().await,
    }
}
