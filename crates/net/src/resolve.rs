//! Looking names up, and refusing what they may not mean.

use std::collections::HashMap;
use std::net::SocketAddr;
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

/// Resolves a name the person configured: any address will do, but where there are public ones, only those. A public
/// feed then gains nothing by naming a private address beside its own.
pub(crate) struct Configured;

impl Resolve for Configured {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let mut found = look_up(name.as_str()).await?;
            if found.iter().any(|address| is_global(address.ip())) {
                found.retain(|address| is_global(address.ip()));
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Resolves a name that a public feed led to: public addresses only.
///
/// The proxy's own name, which the person configured, comes here too and may be private; so it is the targets that are
/// known by name.
#[derive(Clone, Default)]
pub(crate) struct PublicOnly {
    targets: Arc<Mutex<HashMap<String, usize>>>,
}

/// While it lives, its host must be public.
pub(crate) struct Target<'a> {
    owner: &'a PublicOnly,
    host: String,
}

impl PublicOnly {
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
        Box::pin(async move {
            let mut found = look_up(name.as_str()).await?;
            if checked {
                found.retain(|address| is_global(address.ip()));
                if found.is_empty() {
                    return Err(Refusal::Private.into());
                }
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether all that `host` resolves to is private. A name that does not resolve is not.
pub(crate) async fn is_private_name(host: &str) -> bool {
    look_up(host).await.is_ok_and(|found| found.iter().all(|address| !is_global(address.ip())))
}

async fn look_up(host: &str) -> Result<Vec<SocketAddr>, Refusal> {
    let found = tokio::net::lookup_host((host, 0)).await.map_err(|_| Refusal::NoAddress)?;
    let found: Vec<_> = found.collect();
    if found.is_empty() { Err(Refusal::NoAddress) } else { Ok(found) }
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
        let public = PublicOnly::default();
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
        assert!(resolved(&Configured, "localhost").await.is_ok_and(|count| count > 0));
        assert!(is_private_name("localhost").await);
    }
}
