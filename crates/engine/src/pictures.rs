//! The pictures that entries name: fetched by the core, bounded, and drawn anew, so that nothing of what a server sent reaches the
//! window but its colours.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use tidings_model::Seq;
use tidings_net::{Client, Request};
use tidings_notifier::Picture;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::EngineHandle;
use crate::error::Error;
use crate::stream::Home;

/// The longest answer taken, in bytes.
const MOST_BYTES: usize = 2 << 20;
/// The widest and highest picture taken, in pixels.
const MOST_PIXELS: u32 = 4096;
/// What decoding one may take, in bytes.
const MOST_MEMORY: u64 = 96 << 20;
/// How long a server may take, from the first word to the last.
const PATIENCE: Duration = Duration::from_secs(15);
/// Pictures fetched at one time; the others wait.
const AT_ONCE: usize = 3;
/// How long a popup waits for its picture. What comes later is there for the next one.
const SOON: Duration = Duration::from_millis(400);
/// Pictures that popups may wait for at one time; a popup that would be one more goes without, unless it is on the disk.
const SOON_AT_ONCE: usize = 2;
/// Pictures kept on the disk; the oldest go.
const MOST_KEPT: usize = 400;

/// How large a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// What happened: at most 1280 pixels wide and high.
    Image,
    /// Who says it: at most 96.
    Icon,
}

impl PictureKind {
    fn side(self) -> u32 {
        match self {
            Self::Image => 1280,
            Self::Icon => 96,
        }
    }
}

/// Fetches and keeps pictures. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pictures {
    client: Client,
    /// Where they are kept.
    directory: PathBuf,
    turns: Arc<Semaphore>,
    soon: Arc<Semaphore>,
    tracker: TaskTracker,
}

impl Pictures {
    pub(crate) fn new(client: Client, data_dir: &Path) -> Self {
        let turns = |places| Arc::new(Semaphore::new(places));
        let (turns, soon, tracker) = (turns(AT_ONCE), turns(SOON_AT_ONCE), TaskTracker::new());
        Self { client, directory: data_dir.join("pictures"), turns, soon, tracker }
    }

    /// The picture at `address` as a PNG, from the disk or from its server. `feed` is the address of the feed that names it: only on that
    /// host may it be a private one. None where there is none to be had.
    pub(crate) async fn get(&self, address: &str, feed: Option<&Home>, kind: PictureKind) -> Option<Vec<u8>> {
        let url = web(address)?;
        let file = self.file(&url, kind);
        if let Ok(kept) = tokio::fs::read(&file).await {
            return Some(kept);
        }
        let _turn = self.turns.acquire().await.ok()?;
        let bytes = tokio::time::timeout(PATIENCE, self.fetch(url, feed)).await.ok().flatten()?;
        let drawn = tokio::task::spawn_blocking(move || redraw(&bytes, kind)).await.ok().flatten()?;
        let (directory, kept) = (self.directory.clone(), drawn.clone());
        let _ = tokio::task::spawn_blocking(move || keep(&directory, &file, &kept)).await;
        Some(drawn)
    }

    /// The small picture at `address` as pixels, for a popup: from the disk, or where its server answers soon.
    pub(crate) async fn soon(&self, address: &str, feed: Option<Home>) -> Option<Picture> {
        let file = self.file(&web(address)?, PictureKind::Icon);
        if let Ok(kept) = tokio::fs::read(&file).await {
            return pixels(&kept);
        }
        let turn = self.soon.clone().try_acquire_owned().ok()?;
        let (pictures, address) = (self.clone(), address.to_owned());
        let fetching = self.tracker.spawn(async move {
            let _turn = turn;
            pictures.get(&address, feed.as_ref(), PictureKind::Icon).await
        });
        pixels(&tokio::time::timeout(SOON, fetching).await.ok()?.ok()??)
    }

    /// Where the picture at `url` is kept.
    fn file(&self, url: &Url, kind: PictureKind) -> PathBuf {
        let name = blake3::hash(format!("{} {url}", kind.side()).as_bytes()).to_hex();
        self.directory.join(format!("{}.png", &name[..32]))
    }

    async fn fetch(&self, url: Url, feed: Option<&Home>) -> Option<Vec<u8>> {
        let own = feed.filter(|feed| feed.has(&url));
        let private_network = own.is_some_and(|own| own.private_network);
        let (query, headers) = (Vec::new(), Vec::new());
        let request = Request { url, query, headers, header_timeout: PATIENCE, private_network };
        let asked = match own {
            Some(_) => self.client.get(request).await,
            None => self.client.get_public(request).await,
        };
        let mut answer = asked.ok().filter(|answer| answer.status() == 200)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.ok()? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return None;
            }
            bytes.extend_from_slice(&chunk);
        }
        Some(bytes)
    }
}

fn web(address: &str) -> Option<Url> {
    Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Of one that we drew.
fn pixels(png: &[u8]) -> Option<Picture> {
    let drawn = image::load_from_memory_with_format(png, ImageFormat::Png).ok()?.into_rgba8();
    Some(Picture { width: drawn.width(), height: drawn.height(), rgba: drawn.into_raw() })
}

/// Decodes within bounds, makes it no larger than it is shown, and encodes it anew.
fn redraw(bytes: &[u8], kind: PictureKind) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let side = kind.side();
    let picture =
        if picture.width().max(picture.height()) > side { picture.thumbnail(side, side) } else { picture };
    let picture = DynamicImage::ImageRgba8(picture.to_rgba8());
    let mut drawn = Cursor::new(Vec::new());
    picture.write_to(&mut drawn, ImageFormat::Png).ok()?;
    Some(drawn.into_inner())
}

/// Keeps a picture, and lets the oldest go. What cannot be kept is fetched again.
fn keep(directory: &Path, file: &Path, drawn: &[u8]) {
    let beside = file.with_extension("new");
    let written = fs::create_dir_all(directory)
        .and_then(|()| fs::write(&beside, drawn))
        .and_then(|()| fs::rename(&beside, file));
    if let Err(error) = written {
        tracing::debug!(%error, "a picture could not be kept");
        return;
    }
    let Ok(there) = fs::read_dir(directory) else { return };
    let mut there: Vec<_> =
        there.flatten().filter_map(|f| Some((f.metadata().ok()?.modified().ok()?, f.path()))).collect();
    there.sort_unstable();
    let too_many = there.len().saturating_sub(MOST_KEPT);
    there.into_iter().take(too_many).for_each(|(_, old)| drop(fs::remove_file(old)));
}

impl EngineHandle {
    /// A picture of an entry as a `data:` URL; none where it has none, it cannot be had, or the settings say that none is fetched.
    ///
    /// # Errors
    /// Where the entry is no longer there.
    pub async fn picture(&self, seq: i64, kind: PictureKind) -> Result<Option<String>, Error> {
        let loaded = self.loaded();
        if !loaded.config.settings.window.pictures {
            return Ok(None);
        }
        let (stored, _) = self.parts.store.entry(Seq(seq)).await?.ok_or(Error::NoEntry)?;
        let address = match kind {
            PictureKind::Image => stored.entry.image,
            PictureKind::Icon => stored.entry.icon,
        };
        let Some(address) = address else { return Ok(None) };
        let feed = loaded.config.feed(&stored.feed).and_then(Home::of);
        let drawn = self.parts.pictures.get(&address, feed.as_ref(), kind).await;
        Ok(drawn.map(|png| format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png))))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn size(png: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(png).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn pictures_are_drawn_anew_and_no_larger_than_shown() {
        assert_eq!(size(&redraw(&png(40, 20), PictureKind::Icon).unwrap()), (40, 20));
        assert_eq!(size(&redraw(&png(400, 200), PictureKind::Icon).unwrap()), (96, 48));
        let mut with_more = png(4, 4);
        with_more.extend_from_slice(b"<script>alert(1)</script>");
        let drawn = redraw(&with_more, PictureKind::Image).unwrap();
        assert!(!drawn.windows(8).any(|window| window == b"<script>"));
    }

    #[test]
    fn what_is_too_large_or_no_picture_is_none() {
        assert_eq!(redraw(&png(MOST_PIXELS + 1, 1), PictureKind::Image), None);
        assert_eq!(redraw(b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureKind::Image), None);
        assert_eq!(redraw(b"", PictureKind::Icon), None);
    }

    /// Answers one request with `png` once it is told to.
    async fn server(png: Vec<u8>) -> (String, Arc<tokio::sync::Notify>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/icon.png", listener.local_addr().unwrap());
        let go = Arc::new(tokio::sync::Notify::new());
        let told = go.clone();
        TaskTracker::new().spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            while socket.read(&mut request).await.unwrap() > 0 {
                told.notified().await;
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", png.len());
                socket.write_all(&[head.as_bytes(), &png].concat()).await.unwrap();
            }
        });
        (address, go)
    }

    #[tokio::test]
    async fn a_popup_has_a_picture_that_comes_soon_and_waits_for_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let pictures = Pictures::new(Client::new().unwrap(), dir.path());
        let feed = Url::parse("http://127.0.0.1/feed").ok().map(|url| Home { url, private_network: false });
        let (quick, go) = server(png(200, 100)).await;
        go.notify_one();
        let drawn = pictures.soon(&quick, feed.clone()).await.unwrap();
        assert_eq!((drawn.width, drawn.height, drawn.rgba.len()), (96, 48, 96 * 48 * 4));
        // Of a feed elsewhere, nothing here is asked.
        assert_eq!(pictures.soon(&quick.replace("icon", "other"), None).await, None);

        let (slow, go) = server(png(20, 10)).await;
        let begun = tokio::time::Instant::now();
        assert_eq!(pictures.soon(&slow, feed.clone()).await, None);
        assert!(begun.elapsed() < PATIENCE / 2, "{:?}", begun.elapsed());
        // It is fetched all the same, for the next one.
        go.notify_one();
        while pictures.soon(&slow, feed.clone()).await.is_none() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    #[tokio::test]
    async fn no_more_popups_wait_than_may() {
        let dir = tempfile::tempdir().unwrap();
        let pictures = Pictures::new(Client::new().unwrap(), dir.path());
        let feed = Url::parse("http://127.0.0.1/feed").ok().map(|url| Home { url, private_network: false });
        let (slow, _go) = server(png(20, 10)).await;
        let _waiting = pictures.soon.acquire_many(SOON_AT_ONCE as u32).await.unwrap();
        let asked = tokio::time::timeout(SOON / 2, pictures.soon(&slow, feed)).await;
        assert_eq!(asked, Ok(None));
    }

    #[test]
    fn the_oldest_pictures_go() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..MOST_KEPT + 5 {
            keep(dir.path(), &dir.path().join(format!("{number}.png")), b"x");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), MOST_KEPT);
    }
}
