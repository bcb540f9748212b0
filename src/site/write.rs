//! Putting a site in the place of the previous one: wholly, or not at all.
//!
//! The new site is written ([`super::stage`]) beside OUT as `.OUT.breakglass-new` and then exchanged with it in one step
//! (`renameat2` with `RENAME_EXCHANGE` on Linux, `renamex_np` with `RENAME_SWAP` on macOS). Where the system cannot
//! exchange, OUT is renamed to `.OUT.breakglass-old` and the new one to OUT; `.OUT.breakglass-journal` stands from
//! before the first rename to after the second, and the next command that finds it completes the move. At every
//! moment one of the two sites is whole, under OUT or one rename away from it.
//!
//! Commands that write to one OUT take turns: whoever does holds a lock on `.OUT.breakglass-lock`, which the system
//! gives back when a process ends, however it ends.

use super::Output;
use super::lock::Lock;
use super::remove::remove;
use super::stage::stage;
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file that marks a folder as a site which this program may replace.
pub const MARKER: &str = ".breakglass-site";

pub(super) const MARKER_TEXT: &str =
    "This folder is a site made by `breakglass build`, which replaces it as a whole. Do not edit or add files here.\n";

/// A place for a site.
#[derive(Debug)]
pub struct Destination {
    out: PathBuf,
    new: PathBuf,
    old: PathBuf,
    journal: PathBuf,
    /// Held as long as this value is.
    _lock: Lock,
}

impl Destination {
    /// The place `out`, after completing what an interrupted command left there. While another command is writing to it
    /// this waits, having called `waiting` once.
    ///
    /// # Errors
    /// When `out` is something that this program did not make (`allow_unmarked` excepts Trunk's own staging folder),
    /// or lies in a folder that cannot be written.
    pub fn prepare(out: &Path, allow_unmarked: bool, waiting: &dyn Fn()) -> Result<Self> {
        // A link to a folder stays a link; the folder behind it is replaced.
        let out = out.canonicalize().unwrap_or_else(|_| out.to_path_buf());
        let Some(name) = out.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            bail!(
                "{} cannot be replaced by a site; give a folder with a name",
                out.display()
            );
        };
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).with_context(|| format!("cannot create the folder {}", parent.display()))?;
        let beside = |suffix: &str| parent.join(format!(".{name}.breakglass-{suffix}"));
        let lock_file = beside("lock");
        let lock = Lock::take(lock_file.clone(), waiting).map_err(|error| {
                anyhow!(
                    "cannot create {}: {error}; a site is made beside the place that it takes, so this folder must be writable",
                    lock_file.display()
                )
            })?;
        let destination = Self {
            _lock: lock,
            new: beside("new"),
            old: beside("old"),
            journal: beside("journal"),
            out,
        };
        destination.complete()?;
        destination.check(allow_unmarked)?;
        Ok(destination)
    }

    /// Completes a replacement that was interrupted between its two renames.
    fn complete(&self) -> Result<()> {
        let describe = || format!("cannot complete the interrupted replacement of {}", self.out.display());
        if self.journal.exists() {
            if !self.out.exists() {
                let whole = if self.new.exists() { &self.new } else { &self.old };
                fs::rename(whole, &self.out).with_context(describe)?;
            }
            fs::remove_file(&self.journal).with_context(describe)?;
        }
        // With a site in place, the one before it was on its way out.
        if self.out.exists() {
            remove(&self.old).with_context(describe)?;
        }
        Ok(())
    }

    fn check(&self, allow_unmarked: bool) -> Result<()> {
        let kind = match fs::metadata(&self.out) {
            Ok(kind) => kind,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::symlink_metadata(&self.out).is_ok() {
                    bail!(
                        "{} is a link that leads nowhere; remove it, or give a folder for the site",
                        self.out.display()
                    );
                }
                return Ok(());
            }
            Err(error) => return Err(error).with_context(|| format!("cannot look at {}", self.out.display())),
        };
        if !kind.is_dir() {
            bail!("{} is a file; give a folder for the site", self.out.display());
        }
        if allow_unmarked || self.out.join(MARKER).is_file() {
            return Ok(());
        }
        let mut listing = fs::read_dir(&self.out).with_context(|| format!("cannot list {}", self.out.display()))?;
        if listing.next().is_some() {
            bail!(
                "{} was not made by breakglass, so it is not replaced; give another folder with --out, or empty this one",
                self.out.display()
            );
        }
        Ok(())
    }

    /// Puts `output` in the place.
    ///
    /// # Errors
    /// When a file cannot be written (a full disk, missing rights). The previous site is then as it was.
    pub fn replace(&self, output: &Output) -> Result<()> {
        remove(&self.new)
            .with_context(|| format!("cannot remove {}, left by an interrupted build", self.new.display()))?;
        let written = stage(output, &self.new, &self.out).and_then(|()| self.exchange());
        if written.is_err() {
            // What matters is the error above; leftovers are removed by the next build.
            let _ = remove(&self.new);
        }
        written?;
        remove(&self.new).with_context(|| {
            format!(
                "the site is in place, but the previous one cannot be removed from {}",
                self.new.display()
            )
        })
    }

    fn exchange(&self) -> Result<()> {
        let describe = || {
            format!(
                "cannot put the new site in the place of {} (a mount point cannot be replaced; give a folder below it)",
                self.out.display()
            )
        };
        if !self.out.exists() {
            return fs::rename(&self.new, &self.out).with_context(describe);
        }
        match exchange(&self.new, &self.out) {
            Ok(()) => Ok(()),
            Err(Exchange::Unsupported) => self.swap().with_context(describe),
            Err(Exchange::Failed(error)) => Err(error).with_context(describe),
        }
    }

    /// Two renames under the journal.
    fn swap(&self) -> io::Result<()> {
        remove(&self.old)?;
        fs::File::create(&self.journal)?.sync_all()?;
        fs::rename(&self.out, &self.old)?;
        if let Err(error) = fs::rename(&self.new, &self.out) {
            fs::rename(&self.old, &self.out)?;
            fs::remove_file(&self.journal)?;
            return Err(error);
        }
        fs::remove_file(&self.journal)?;
        remove(&self.old)
    }
}

enum Exchange {
    Unsupported,
    Failed(io::Error),
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> std::result::Result<(), Exchange> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    // Tests take the other way with this variable, since it cannot be had on a system that can exchange.
    if std::env::var_os("BREAKGLASS_NO_EXCHANGE").is_some() {
        return Err(Exchange::Unsupported);
    }
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::NOTSUP => Exchange::Unsupported,
        error => Exchange::Failed(error.into()),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> std::result::Result<(), Exchange> {
    Err(Exchange::Unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepare(out: &Path) -> Result<Destination> {
        Destination::prepare(out, false, &|| panic!("nobody else writes here"))
    }

    fn output(text: &str) -> Output {
        Output::from([
            ("index.html".to_string(), text.to_string().into()),
            ("r/a/index.html".to_string(), "x".into()),
        ])
    }

    fn home(out: &Path) -> String {
        fs::read_to_string(out.join("index.html")).unwrap()
    }

    #[test]
    fn a_site_replaces_the_previous_one_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("dist");
        for text in ["1", "2"] {
            prepare(&out).unwrap().replace(&output(text)).unwrap();
            assert_eq!(home(&out), text);
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn foreign_folders_and_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("dist");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("mine.txt"), "mine").unwrap();
        assert!(prepare(&out).is_err());
        assert!(prepare(&out.join("mine.txt")).is_err());
        assert_eq!(fs::read_to_string(out.join("mine.txt")).unwrap(), "mine");
        fs::remove_file(out.join("mine.txt")).unwrap();
        assert!(prepare(&out).is_ok());
    }

    #[test]
    fn two_renames_do_where_the_system_cannot_exchange() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("dist");
        let destination = prepare(&out).unwrap();
        destination.replace(&output("1")).unwrap();
        stage(&output("2"), &destination.new, &destination.out).unwrap();
        destination.swap().unwrap();
        assert_eq!(home(&out), "2");
        drop(destination);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_next_command_completes_an_interrupted_replacement() {
        // Killed after the journal, after the first rename, after the second, while the previous site is removed.
        for renames in 0..=3 {
            let dir = tempfile::tempdir().unwrap();
            let out = dir.path().join("dist");
            let destination = prepare(&out).unwrap();
            destination.replace(&output("1")).unwrap();
            stage(&output("2"), &destination.new, &destination.out).unwrap();
            fs::write(&destination.journal, "").unwrap();
            if renames > 0 {
                fs::rename(&destination.out, &destination.old).unwrap();
            }
            if renames > 1 {
                fs::rename(&destination.new, &destination.out).unwrap();
            }
            if renames > 2 {
                fs::remove_file(&destination.journal).unwrap();
            }
            let journal = destination.journal.clone();
            let old = destination.old.clone();
            drop(destination);
            prepare(&out).unwrap();
            assert_eq!(home(&out), if renames == 0 { "1" } else { "2" });
            assert!(!journal.exists());
            assert!(!old.exists());
        }
    }

    #[test]
    fn a_write_that_fails_leaves_the_previous_site() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("dist");
        let destination = prepare(&out).unwrap();
        destination.replace(&output("1")).unwrap();
        // A file where a folder is needed: it cannot be created.
        let bad = Output::from([("a".to_string(), "".into()), ("a/b".to_string(), "".into())]);
        assert!(destination.replace(&bad).is_err());
        assert_eq!(home(&out), "1");
        drop(destination);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
