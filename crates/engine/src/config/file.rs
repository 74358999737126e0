//! `tidings.toml` on disk: read, saved whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tidings_model::{FeedId, Wrong, WrongCode};

use super::edit::{self, Edit, EditError};
use super::lock::lock;
use super::parse::MAX_BYTES;
use super::{Config, ConfigError, parse};

/// What a new file begins with: every setting with its default, as comments.
const TEMPLATE: &str = include_str!("template.toml");

/// The file, by its place.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    path: PathBuf,
}

/// Why an edit did not reach the disk. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The change itself.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The disk.
    #[error("{path} could not be saved: {error}. The file is as it was.")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl ConfigFile {
    /// The file at `path`, which need not exist yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its text; a missing file is an empty one.
    ///
    /// # Errors
    /// Where it cannot be read as text.
    pub fn text(&self) -> Result<String, ConfigError> {
        let whole = |code, what: &[&str], message: String| ConfigError {
            line: None,
            wrong: Wrong::new(code, what, message),
        };
        match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
            Ok(meta) if meta.len() > MAX_BYTES as u64 => {
                let (bytes, most) = (meta.len().to_string(), MAX_BYTES.to_string());
                let said = format!("The file has {bytes} bytes; {most} are the most.");
                return Err(whole(WrongCode::FileLarge, &[&bytes, &most], said));
            }
            _ => {}
        }
        let bytes = fs::read(&self.path).map_err(|error| {
            let said = format!("The file cannot be read: {error}.");
            whole(WrongCode::FileUnreadable, &[&error.to_string()], said)
        })?;
        String::from_utf8(bytes).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + good.iter().filter(|b| **b == b'\n').count();
            let problem = whole(WrongCode::NotText, &[], "This is not UTF-8 text.".into());
            ConfigError { line: u32::try_from(line).ok(), ..problem }
        })
    }

    /// What it says.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line.
    pub fn load(&self) -> Result<Config, ConfigError> {
        parse(&self.text()?)
    }

    /// The text of a feed's table, for [`Edit::Restore`].
    #[must_use]
    pub fn table_text(&self, id: &FeedId) -> Option<String> {
        edit::table_text(&self.text().ok()?, id)
    }

    /// Makes a change and saves it.
    ///
    /// # Errors
    /// Where the change cannot be made or not be saved; the file is then as it was.
    pub fn apply(&self, edit: &Edit) -> Result<(), SaveError> {
        self.change(|_| Ok(vec![edit.clone()]))
    }

    /// Makes the changes that `edits` decides on from the configuration as it is, all or none. No other edit comes between.
    ///
    /// # Errors
    /// Where a change cannot be made, or they cannot be saved; the file is then as it was.
    pub fn change(
        &self,
        edits: impl FnOnce(&Config) -> Result<Vec<Edit>, EditError>,
    ) -> Result<(), SaveError> {
        let disk = |error| SaveError::Disk { path: self.path.clone(), error };
        let _lock = self.directory().and_then(|directory| lock(&directory)).map_err(disk)?;
        let old = self.text().map_err(EditError::Broken)?;
        let edits = edits(&parse(&old).map_err(EditError::Broken)?)?;
        let new = edits.iter().try_fold(never_blank(old), |text, edit| edit::apply(&text, edit))?;
        if edits.is_empty() { Ok(()) } else { self.save(&never_blank(new)).map_err(disk) }
    }

    /// Writes beside the file, to the disk, then over it: a crash leaves the old or the new, never half.
    pub(super) fn save(&self, text: &str) -> io::Result<()> {
        let (directory, target) = (self.directory()?, self.target());
        let beside = target.with_extension(format!("toml.{}.new", std::process::id()));
        let written = write(&beside, &target, text).and_then(|()| fs::rename(&beside, &target));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written?;
        sync_directory(&directory)
    }

    /// A link into somebody's dotfiles stays a link.
    fn target(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    /// Where the target is; made where missing.
    fn directory(&self) -> io::Result<PathBuf> {
        let target = self.target();
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = parent.unwrap_or(Path::new(".")).to_owned();
        fs::create_dir_all(&directory)?;
        Ok(directory)
    }
}

/// A file without a word would read as one that got lost: what removes the last feed leaves the template's comments.
fn never_blank(text: String) -> String {
    if text.trim().is_empty() { TEMPLATE.to_owned() } else { text }
}

/// Puts `text` on the disk as `path`, with the modes of `like` where that exists.
fn write(path: &Path, like: &Path, text: &str) -> io::Result<()> {
    let mut file = private(path)?;
    file.write_all(text.as_bytes())?;
    if let Ok(old) = fs::metadata(like) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    File::create(path)
}

#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_directory: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use tidings_model::NotifyLevel;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn an_edit_is_saved_through_a_link_with_the_modes_kept() {
        let dir = tempfile::tempdir().unwrap();
        let dotfiles = dir.path().join("dotfiles.toml");
        let link = dir.path().join("tidings.toml");
        fs::write(&dotfiles, "# mine\n").unwrap();
        std::os::unix::fs::symlink(&dotfiles, &link).unwrap();
        ConfigFile::new(link.clone()).apply(&Edit::Demo(7)).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let text = fs::read_to_string(&dotfiles).unwrap();
        assert!(text.starts_with("# mine\n") && text.contains("port = 7"), "{text}");
    }

    #[test]
    fn edits_at_once_are_all_made_and_leave_no_litter() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tidings.toml");
        let add = |config: &Config| {
            let address = "http://a.example/".to_owned() + &config.feeds.len().to_string();
            let feed = super::super::new_feed(config, &address, None, None, NotifyLevel::Always);
            Ok(vec![Edit::Add(feed.unwrap())])
        };
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| ConfigFile::new(path.clone()).change(add).unwrap());
            }
        });
        assert_eq!(ConfigFile::new(path).load().unwrap().feeds.len(), 12);
        let files: Vec<_> =
            fs::read_dir(dir.path()).unwrap().flatten().map(|file| file.file_name()).collect();
        assert_eq!(files, ["tidings.toml"]);
    }

    #[test]
    fn changes_are_made_all_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let file = ConfigFile::new(dir.path().join("tidings.toml"));
        let nobody = Edit::Remove(FeedId::parse("nobody").unwrap());
        file.change(|_| Ok(vec![Edit::Demo(7), nobody])).unwrap_err();
        file.change(|_| Ok(Vec::new())).unwrap();
        assert!(!fs::exists(file.path()).unwrap());
    }

    #[test]
    fn removing_the_last_feed_leaves_a_file_with_words_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = ConfigFile::new(dir.path().join("tidings.toml"));
        fs::write(file.path(), "[feeds.a]\nurl = \"http://a.example/\"\n").unwrap();
        file.apply(&Edit::Remove(FeedId::parse("a").unwrap())).unwrap();
        assert_eq!(file.text().unwrap(), TEMPLATE);
    }

    #[test]
    fn the_template_says_what_the_defaults_are() {
        assert_eq!(parse(TEMPLATE), Ok(Config::default()));
        let setting = |rest: &&str| rest.contains(" = ") || rest.starts_with('[');
        let lines: Vec<_> =
            TEMPLATE.lines().filter_map(|line| line.strip_prefix("# ")).filter(setting).collect();
        let uncommented = parse(&lines.join("\n")).unwrap();
        assert_eq!(uncommented.settings, Config::default().settings);
        assert_eq!(uncommented.feeds.len(), 1);
    }

    #[test]
    fn a_missing_file_is_empty_and_a_new_one_private() {
        let dir = tempfile::tempdir().unwrap();
        let file = ConfigFile::new(dir.path().join("new/tidings.toml"));
        assert_eq!(file.load(), Ok(Config::default()));
        file.apply(&Edit::Demo(7)).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tidings.toml");
        fs::write(&path, b"[bell]\n# \xff\n").unwrap();
        assert_eq!(ConfigFile::new(path).load().unwrap_err().line, Some(2));
    }
}
