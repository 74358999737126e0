//! The app's icon as pixels, so that it shows where no icon is installed too.

use notify_rust::Image;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

const PNG: &[u8] = include_bytes!("../../../../icons/64x64.png");

/// How long the first popup waits to learn what the service calls the hint.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Icon {
    image: Option<Image>,
    hint_named: Option<watch::Receiver<bool>>,
}

impl Icon {
    pub fn decode() -> Self {
        let decoded = image::load_from_memory_with_format(PNG, image::ImageFormat::Png);
        let image = decoded.ok().and_then(|image| Image::try_from(image.into_rgba8()).ok());
        Self { image, hint_named: None }
    }

    /// The pixels, once it is safe to send them. Call it only when the service has just answered.
    ///
    /// The hint's name depends on the version of the specification, which notify-rust asks for by a blocking call without a
    /// timeout on first use. Inside a runtime that panics; so a thread asks first, and until it knows there are no pixels.
    pub async fn pixels(&mut self) -> Option<Image> {
        if self.hint_named.is_none() {
            let mut named = ask_for_hint_name()?;
            let _ = timeout(PATIENCE, named.wait_for(|&named| named)).await;
            self.hint_named = Some(named);
        }
        let named = self.hint_named.as_ref().is_some_and(|named| *named.borrow());
        if named { self.image.clone() } else { None }
    }
}

fn ask_for_hint_name() -> Option<watch::Receiver<bool>> {
    let (named, receiver) = watch::channel(false);
    // Nobody joins it: should the service hang at just this moment, it waits with it, and keeps no one from ending.
    let thread = std::thread::Builder::new().name("notification-spec".to_owned()).spawn(move || {
        let version = *notify_rust::SPEC_VERSION;
        tracing::debug!(?version, "notification specification");
        named.send_replace(true);
    });
    thread.ok().map(|_| receiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_decodes() {
        assert!(Icon::decode().image.is_some());
    }
}
