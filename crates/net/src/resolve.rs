//! Looking names up, and refusing what they may not mean.

use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::is_global;

/// Raised inside the resolver; [`crate::classify`] finds it again in the chain of causes.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the name could not be resolved")]
    NoAddress,
    #[error("the name leads to a private address")]
    Private,
}

/// Where names are looked up, and what their addresses are: a test has one of its own.
pub(crate) trait Directory: Send + Sync {
    fn look_up(&self, host: String) -> LookUp;

    fn is_public(&self, address: IpAddr) -> bool {
        is_global(address)
    }
}

pub(crate) type LookUp = Pin<Box<dyn Future<Output = Result<Vec<SocketAddr>, Refusal>> + Send>>;

/// The system's.
pub(crate) struct System;

impl Directory for System {
    fn look_up(&self, host: String) -> LookUp {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await.map_err(|_| Refusal::NoAddress)?;
            let found: Vec<_> = found.collect();
            if found.is_empty() { Err(Refusal::NoAddress) } else { Ok(found) }
        })
    }
}

/// Resolves a name that the person configured as a private one: any address will do, but where there are public ones, only those, as
/// when a server at home is asked from elsewhere.
pub(crate) struct Configured(pub(crate) Arc<dyn Directory>);

impl Resolve for Configured {
    fn resolve(&self, name: Name) -> Resolving {
        let directory = self.0.clone();
        Box::pin(async move {
            let mut found = directory.look_up(name.as_str().to_owned()).await?;
            let is_public = |address: &SocketAddr| directory.is_public(address.ip());
            if found.iter().any(is_public) {
                found.retain(is_public);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Resolves the name of a public feed, or one that it led to: public addresses only.
///
/// The proxy's own name, which the person configured, comes here too and may be private; so it is the targets that are
/// known by name.
#[derive(Clone)]
pub(crate) struct PublicOnly {
    targets: Arc<Mutex<HashMap<String, usize>>>,
    directory: Arc<dyn Directory>,
}

/// While it lives, its host must be public.
pub(crate) struct Target<'a> {
    owner: &'a PublicOnly,
    host: String,
}

impl PublicOnly {
    pub(crate) fn new(directory: Arc<dyn Directory>) -> Self {
        Self { targets: Arc::default(), directory }
    }

    pub(crate) fn target(&self, host: &str) -> Target<'_> {
        *self.lock().entry(host.to_owned()).or_default() += 1;
        Target { owner: self, host: host.to_owned() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, usize>> {
        self.targets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Target<'_> {
    fn drop(&mut self) {
        let mut targets = self.owner.lock();
        if let Some(count) = targets.get_mut(&self.host) {
            *count -= 1;
            if *count == 0 {
                targets.remove(&self.host);
            }
        }
    }
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let checked = self.lock().contains_key(name.as_str());
        let directory = self.directory.clone();
        Box::pin(async move {
            let mut found = directory.look_up(name.as_str().to_owned()).await?;
            if checked {
                found.retain(|address| directory.is_public(address.ip()));
                if found.is_empty() {
                    return Err(Refusal::Private.into());
                }
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn resolved(resolver: &impl Resolve, name: &str) -> Result<usize, String> {
        let found = resolver.resolve(name.parse().expect("a name")).await;
        found.map(Iterator::count).map_err(|error| error.to_string())
    }

    /// The name passes every check of text; only its addresses give it away.
    #[tokio::test]
    async fn a_name_that_resolves_to_a_private_address_is_refused_while_it_is_a_target() {
        let public = PublicOnly::new(Arc::new(System));
        assert!(resolved(&public, "localhost").await.is_ok(), "as a proxy's name");
        let (first, second) = (public.target("localhost"), public.target("localhost"));
        for held in [first, second] {
            assert_eq!(resolved(&public, "localhost").await, Err(Refusal::Private.to_string()));
            drop(held);
        }
        assert!(resolved(&public, "localhost").await.is_ok());
        assert!(public.lock().is_empty());
    }

    #[tokio::test]
    async fn a_configured_name_may_be_private() {
        assert!(resolved(&Configured(Arc::new(System)), "localhost").await.is_ok_and(|count| count > 0));
    }
}
