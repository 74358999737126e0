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
use tokio::process::Command;
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

/// A player that takes longer is ended: the longest sound is a second.
const LONGEST: Duration = Duration::from_secs(5);

/// Programs that play a WAV file, with what stands before its name. The first that is there is taken.
#[cfg(all(unix, not(target_os = "macos")))]
const PLAYERS: &[(&str, &[&str])] =
    &[("pw-play", &[]), ("paplay", &[]), ("aplay", &["-q"]), ("canberra-gtk-play", &["-f"])];
#[cfg(target_os = "macos")]
const PLAYERS: &[(&str, &[&str])] = &[("afplay", &[])];
// PowerShell puts what follows `-Command` together with blanks between.
#[cfg(windows)]
const PLAYERS: &[(&str, &[&str])] =
    &[("powershell", &["-NoProfile", "-Command", "(New-Object Media.SoundPlayer $args[0]).PlaySync()"])];

/// Plays sounds, one at a time.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    turn: Arc<Semaphore>,
    files: Arc<OnceCell<Option<TempDir>>>,
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
        let folder = self.files.get_or_init(|| async { write().ok() }).await;
        Some(folder.as_ref()?.path().join(format!("{}.wav", sound.name())))
    }

    /// Begins to play. While another sound plays, this one is left out.
    pub(crate) async fn play(&self, sound: Sound) -> Result<(), Silent> {
        let Some(file) = self.file(sound).await else { return Ok(()) };
        let Ok(turn) = self.turn.clone().try_acquire_owned() else { return Ok(()) };
        let mut child = start(&file).ok_or_else(Silent::no_player)?;
        TaskTracker::new().spawn(async move {
            if timeout(LONGEST, child.wait()).await.is_err() {
                let _ = child.kill().await;
            }
            drop(turn);
        });
        Ok(())
    }
}

fn start(file: &Path) -> Option<tokio::process::Child> {
    PLAYERS.iter().find_map(|(program, before)| {
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
        let folder = player.files.get().unwrap().as_ref().unwrap().path().to_owned();
        drop(player);
        assert!(!folder.exists());
    }
}
