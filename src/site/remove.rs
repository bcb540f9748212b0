//! Removing a folder and all in it, several of its folders at a time: a site of 1,000 runbooks has 3,000 of them.
//!
//! Folders are reached from the open folder that they lie in, and links are removed, never followed: whoever can write to
//! the site while it is removed cannot have anything else removed.

use std::io;
use std::path::Path;

/// Removes `folder`, if it is there.
///
/// # Errors
/// When something in it cannot be removed.
pub fn remove(folder: &Path) -> io::Result<()> {
    match whole(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn whole(folder: &Path) -> io::Result<()> {
    std::fs::remove_dir_all(folder)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn whole(folder: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, unlinkat};
    if std::fs::symlink_metadata(folder)?.is_symlink() {
        return std::fs::remove_file(folder);
    }
    unix::empty(&unix::open(CWD, folder)?)?;
    Ok(unlinkat(CWD, folder, AtFlags::REMOVEDIR)?)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
mod unix {
    use rayon::prelude::*;
    use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, openat, unlinkat};
    use rustix::io::Errno;
    use rustix::path::Arg;
    use std::ffi::CString;
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};

    /// Opens the folder `name` in `folder`; a link is none.
    pub fn open(folder: impl AsFd, name: impl Arg) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(folder, name, flags, Mode::empty())?)
    }

    /// Removes everything in `folder`.
    pub fn empty(folder: &OwnedFd) -> io::Result<()> {
        let (mut files, mut folders): (Vec<CString>, Vec<CString>) = (Vec::new(), Vec::new());
        for entry in Dir::read_from(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_folder = match entry.file_type() {
                FileType::Directory => true,
                FileType::Unknown => open(folder, name).is_ok(),
                _ => false,
            };
            match name.to_bytes() {
                b"." | b".." => {}
                _ if is_folder => folders.push(name.to_owned()),
                _ => files.push(name.to_owned()),
            }
        }
        // Only now: what is read of a folder that changes is not the same everywhere.
        for name in files {
            is_gone(unlinkat(folder, &name, AtFlags::empty()))?;
        }
        folders.into_par_iter().try_for_each(|name| {
            empty(&open(folder, &name)?)?;
            is_gone(unlinkat(folder, &name, AtFlags::REMOVEDIR))
        })
    }

    /// What somebody else has removed is gone, too.
    fn is_gone(removed: Result<(), Errno>) -> io::Result<()> {
        match removed {
            Err(Errno::NOENT) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_goes_with_all_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("x");
        remove(&folder).unwrap();
        for number in 0..300 {
            let deep = folder.join(format!("{}/{number}/deep", number % 7));
            fs::create_dir_all(&deep).unwrap();
            fs::write(deep.join("file"), "x").unwrap();
            fs::write(folder.join(format!("{number}.txt")), "x").unwrap();
        }
        remove(&folder).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_removed_and_not_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let [kept, folder, link] = ["kept", "x", "link"].map(|name| dir.path().join(name));
        fs::create_dir_all(folder.join("a")).unwrap();
        fs::create_dir(&kept).unwrap();
        fs::write(kept.join("file"), "x").unwrap();
        symlink(&kept, folder.join("a/folder")).unwrap();
        symlink(kept.join("file"), folder.join("file")).unwrap();
        symlink(dir.path().join("nowhere"), folder.join("dead")).unwrap();
        symlink(&kept, &link).unwrap();
        remove(&folder).unwrap();
        remove(&link).unwrap();
        assert!(!folder.exists() && fs::symlink_metadata(&link).is_err());
        assert_eq!(fs::read_to_string(kept.join("file")).unwrap(), "x");
    }
}
