//! `tidings demo`: the demo feeds on loopback.

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;
use crate::place::Place;
use crate::{ending, output};

pub async fn demo(place: &Place, port: u16) -> Result<(), Failure> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| {
        Failure::Failed(format!(
            "Port {port} cannot be served: {error}. Choose another with --port, or 0 for a free one."
        ))
    })?;
    let port = listener.local_addr().map_err(Failure::of)?.port();
    for feed in tidings_demo::feeds(port) {
        output::line(&feed.url)?;
    }
    let stop = CancellationToken::new();
    let clock = place.world.clock.clone();
    let serve = tidings_demo::serve(listener, Arc::new(move || clock.now().0), stop.clone());
    tokio::pin!(serve);
    tokio::select! {
        ended = &mut serve => return ended.map_err(Failure::of),
        () = ending::asked_to_end() => stop.cancel(),
    }
    serve.await.map_err(Failure::of)
}
