//! One command at a time: a lock on a file beside OUT.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The lock, held until the value goes. The file goes with it.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// `None` where the file system knows no locks: better no turns than no site.
    file: Option<File>,
}

impl Lock {
    /// Takes the lock on the file at `path`. While another process holds it this waits, having called `waiting` once.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn take(path: PathBuf, waiting: &dyn Fn()) -> io::Result<Self> {
        let mut told = false;
        loop {
            let file = File::options().create(true).append(true).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if !std::mem::replace(&mut told, true) {
                        waiting();
                    }
                    if file.lock().is_err() {
                        return Ok(Self { path, file: None });
                    }
                }
                Err(TryLockError::Error(_)) => return Ok(Self { path, file: None }),
            }
            // Who held it before has removed the file: a lock on what has no name any more keeps nobody out.
            if is_at(&file, &path) {
                return Ok(Self { path, file: Some(file) });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held, so that it is this lock's file and no other's.
        if self.file.is_some() && cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether `file` is the one that `path` names now.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata().map(id), fs::metadata(path).map(id)) {
        (Ok(open), Ok(named)) => open == named,
        _ => false,
    }
}

/// Elsewhere the file stays, so it is always the same.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn holders_take_turns_and_leave_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let (inside, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let lock = Lock::take(path.clone(), &|| {}).unwrap();
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        done.fetch_add(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert_eq!(done.into_inner(), 400);
        assert!(!path.exists());
    }

    #[test]
    fn a_file_that_nobody_holds_does_not_block() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        fs::write(&path, "left by a killed process").unwrap();
        let lock = Lock::take(path.clone(), &|| panic!("nobody holds it")).unwrap();
        drop(lock);
        assert!(!path.exists());
    }
}
