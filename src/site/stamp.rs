//! Files that need not be read again, because the file system says that nobody has written to them.

use super::source::SourceFile;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The files of the build before, by path below the runbook folder.
#[derive(Debug, Default)]
pub struct Kept(HashMap<String, Read>);

/// A file that was read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Read {
    /// The file.
    pub file: SourceFile,
    /// What the file system said before it was read, where that can be relied on.
    stamp: Option<Stamp>,
}

/// A file whose last change is younger than this when it is read is read again the next time: clocks of file systems tick
/// up to two seconds (FAT), and a second change within one tick shows in nothing.
const SETTLED: Duration = Duration::from_secs(3);

/// What the file system says of a file. Every write changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    place: (u64, u64),
    length: u64,
    /// Seconds and nanoseconds since 1970-01-01 00:00 UTC. A program may set the first as it likes, but not the second.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Kept {
    /// The file at `path`, which is `on_disk`: as it was, or from `read`.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn get(
        &self,
        path: &str,
        on_disk: &Path,
        read: impl FnOnce() -> std::io::Result<SourceFile>,
    ) -> std::io::Result<Read> {
        // Before reading: what is written meanwhile has another stamp the next time.
        let stamp = Stamp::of(on_disk);
        let kept = self.0.get(path).filter(|kept| stamp.is_some() && kept.stamp == stamp);
        if let Some(kept) = kept {
            return Ok(kept.clone());
        }
        let stamp = stamp.filter(|stamp| stamp.is_settled(SystemTime::now()));
        read().map(|file| Read { file, stamp })
    }

    /// Keeps these files and no others.
    pub fn keep(&mut self, files: impl Iterator<Item = Read>) {
        self.0 = files.map(|read| (read.file.path.clone(), read)).collect();
    }
}

impl Stamp {
    #[cfg(unix)]
    fn of(file: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let found = std::fs::metadata(file).ok()?;
        Some(Self {
            place: (found.dev(), found.ino()),
            length: found.size(),
            modified: (found.mtime(), found.mtime_nsec()),
            changed: (found.ctime(), found.ctime_nsec()),
        })
    }

    /// Elsewhere nothing says for sure that a file is as it was.
    #[cfg(not(unix))]
    fn of(_: &Path) -> Option<Self> {
        None
    }

    fn is_settled(&self, now: SystemTime) -> bool {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let settled = now.saturating_sub(SETTLED).as_secs();
        let is_old = |(seconds, _): (i64, i64)| u64::try_from(seconds).is_ok_and(|seconds| seconds < settled);
        is_old(self.modified) && is_old(self.changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(kept: &Kept, path: &Path) -> (Read, bool) {
        let mut was_read = false;
        let file = || {
            was_read = true;
            let text = fs::read_to_string(path)?;
            Ok(SourceFile {
                path: "a.md".to_string(),
                bytes: text.clone().into(),
                text: text.into(),
                diagnostics: Vec::new(),
            })
        };
        let read = kept.get("a.md", path, file).unwrap();
        (read, was_read)
    }

    #[test]
    fn a_file_is_read_again_unless_it_is_old_and_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.md");
        fs::write(&path, "one").unwrap();
        let mut kept = Kept::default();
        // Written a moment ago: two texts of one length may have one stamp.
        let (first, _) = read(&kept, &path);
        kept.keep(std::iter::once(first.clone()));
        assert!(read(&kept, &path).1);
        // As if it had been read much later.
        let stamp = Stamp::of(&path);
        kept.keep(std::iter::once(Read { stamp, ..first }));
        assert_eq!(read(&kept, &path).1, cfg!(not(unix)));
        fs::write(&path, "another").unwrap();
        let (second, was_read) = read(&kept, &path);
        assert!(was_read);
        assert_eq!(&*second.file.text, "another");
    }

    #[cfg(unix)]
    #[test]
    fn a_stamp_is_relied_on_when_its_times_are_past() {
        let dir = tempfile::tempdir().unwrap();
        let stamp = Stamp::of(dir.path()).unwrap();
        let now = SystemTime::now();
        assert!(!stamp.is_settled(now));
        assert!(stamp.is_settled(now + SETTLED * 2));
        let later = stamp.changed.0 + 60;
        let set_back = Stamp {
            changed: (later, 0),
            ..stamp
        };
        assert!(!set_back.is_settled(now + SETTLED * 2));
    }
}
