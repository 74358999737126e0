//! The sounds of our own making, and what plays them.
//!
//! `cargo xtask sounds` makes them; their licence is that of Tidings.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use crate::Silent;
use tempfile::TempDir;
use tidings_model::Sound;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

/// A player that takes longer is ended: the longest sound is a second.
const LONGEST: Duration = Duration::from_secs(5);

/// What it is called, and what stands before the file's name.
type Program = (&'static str, &'static [&'static str]);

/// Programs that play a WAV file. One that is there and cannot, such as PipeWire's where PipeWire does not
/// run, leaves it to the next.
#[cfg(all(unix, not(target_os = "macos")))]
const PLAYERS: &[Program] =
    &[("pw-play", &[]), ("paplay", &[]), ("aplay", &["-q"]), ("canberra-gtk-play", &["-f"])];
#[cfg(target_os = "macos")]
const PLAYERS: &[Program] = &[("afplay", &[])];
// PowerShell puts what follows `-Command` together with blanks between.
#[cfg(windows)]
const PLAYERS: &[Program] =
    &[("powershell", &["-NoProfile", "-Command", "(New-Object Media.SoundPlayer $args[0]).PlaySync()"])];

/// Plays sounds, one at a time.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    turn: Arc<Semaphore>,
    files: Arc<Mutex<Option<TempDir>>>,
}

impl Default for Player {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), files: Arc::default() }
    }
}

impl Player {
    /// Where a sound of ours is, as a file that other programs of the person can read.
    pub(crate) async fn file(&self, sound: Sound) -> Option<PathBuf> {
        data(sound)?;
        let name = format!("{}.wav", sound.name());
        let mut files = self.files.lock().await;
        // Systems sweep away what lay about for days, one file at a time.
        let there = |folder: &TempDir| folder.path().join(&name).exists();
        if !files.as_ref().is_some_and(there) {
            *files = write().ok();
        }
        Some(files.as_ref()?.path().join(name))
    }

    /// Begins to play. While another sound plays, this one is left out.
    pub(crate) async fn play(&self, sound: Sound) -> Result<(), Silent> {
        let Some(file) = self.file(sound).await else { return Ok(()) };
        let Ok(turn) = self.turn.clone().try_acquire_owned() else { return Ok(()) };
        let mut players = PLAYERS.iter();
        let mut child = start(&mut players, &file).ok_or_else(Silent::no_player)?;
        TaskTracker::new().spawn(async move {
            while !plays(&mut child).await {
                let Some(next) = start(&mut players, &file) else {
                    tracing::warn!("no program could play {}", file.display());
                    break;
                };
                child = next;
            }
            drop(turn);
        });
        Ok(())
    }
}

/// Whether a player did what it is for; one that takes too long is ended.
async fn plays(child: &mut Child) -> bool {
    match timeout(LONGEST, child.wait()).await {
        Ok(ended) => ended.is_ok_and(|status| status.success()),
        Err(_) => {
            let _ = child.kill().await;
            true
        }
    }
}

/// Starts the next program that is there.
fn start<'a>(players: &mut impl Iterator<Item = &'a Program>, file: &Path) -> Option<Child> {
    players.find_map(|(program, before)| {
        let mut player = Command::new(program);
        player.args(*before).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        player.kill_on_drop(true).spawn().ok()
    })
}

/// A folder of our own, which nobody else can write to and which goes with the program.
fn write() -> std::io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("tidings-sounds-").tempdir()?;
    for sound in Sound::ALL {
        if let Some(data) = data(sound) {
            std::fs::write(folder.path().join(format!("{}.wav", sound.name())), data)?;
        }
    }
    Ok(folder)
}

/// WAV, 22,050 samples a second, one channel, 16 bits. None for those that are not of our making.
fn data(sound: Sound) -> Option<&'static [u8]> {
    match sound {
        Sound::System | Sound::Silent => None,
        Sound::Chime => Some(include_bytes!("../sounds/chime.wav")),
        Sound::Pluck => Some(include_bytes!("../sounds/pluck.wav")),
        Sound::Knock => Some(include_bytes!("../sounds/knock.wav")),
        Sound::Ting => Some(include_bytes!("../sounds/ting.wav")),
        Sound::Alarm => Some(include_bytes!("../sounds/alarm.wav")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_sound_of_ours_is_a_small_wav_file() {
        let player = Player::default();
        for sound in Sound::ALL {
            let Some(file) = player.file(sound).await else {
                assert!(matches!(sound, Sound::System | Sound::Silent));
                continue;
            };
            let data = std::fs::read(file).unwrap();
            assert!(data.starts_with(b"RIFF") && &data[8..16] == b"WAVEfmt ", "{sound:?}");
            assert!((2_000..60_000).contains(&data.len()), "{sound:?}: {}", data.len());
        }
        let folder = player.files.lock().await.as_ref().unwrap().path().to_owned();
        drop(player);
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn a_sound_that_was_swept_away_is_written_anew() {
        let player = Player::default();
        let file = player.file(Sound::Alarm).await.unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(player.file(Sound::Alarm).await.unwrap().exists());
        std::fs::remove_dir_all(player.file(Sound::Chime).await.unwrap().parent().unwrap()).unwrap();
        assert!(player.file(Sound::Alarm).await.unwrap().exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_player_that_cannot_leaves_it_to_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.wav");
        let players: [Program; 4] =
            [("nothing-is-called-so", &[]), ("false", &[]), ("touch", &[]), ("rm", &[])];
        let mut players = players.iter();
        let mut child = start(&mut players, &file).unwrap();
        assert!(!plays(&mut child).await && !file.exists());
        let mut child = start(&mut players, &file).unwrap();
        assert!(plays(&mut child).await && file.exists());
    }
}
