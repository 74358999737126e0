//! A bell without a clapper.

use crate::{Answer, Notification, Notifier, Server, Silent};
use futures_util::future::{BoxFuture, ready};
use tokio::sync::mpsc;

/// Accepts every notification and shows none: for `--no-notify`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoBell;

impl Notifier for NoBell {
    fn show(&self, _: Notification) -> BoxFuture<'_, Result<(), Silent>> {
        Box::pin(ready(Ok(())))
    }

    fn withdraw<'a>(&'a self, _: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(ready(()))
    }

    fn server(&self) -> BoxFuture<'_, Result<Server, Silent>> {
        Box::pin(ready(Ok(Server { name: "none (--no-notify)".to_owned(), capabilities: Vec::new() })))
    }

    fn answers(&self) -> Option<mpsc::Receiver<Answer>> {
        None
    }
}
