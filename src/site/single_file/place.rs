//! The single file's way to its place: nothing else is overwritten, and the old one stays until the new is whole.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// What a single file has, and no other file of anybody's.
const MARK: &str = "id=\"bg-single-app\"";

/// Refuses to take the place of a file that is no single file of ours, such as a runbook.
///
/// # Errors
/// When there is such a file, or one that cannot be read.
pub fn check_place(file: &Path) -> Result<()> {
    // A device or a pipe might never end, and would be replaced by a file.
    if std::fs::metadata(file).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        bail!("{} is not a regular file; give another name", file.display());
    }
    match std::fs::read(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        // A folder has its own error, once it would be written to.
        Err(_) if file.is_dir() => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        Ok(bytes) if String::from_utf8_lossy(&bytes).contains(MARK) => Ok(()),
        Ok(_) => bail!(
            "{} exists and was not made by --single-file; remove it, or give another name",
            file.display()
        ),
    }
}

/// A single file that is written, but not in its place yet. Dropped before that, it goes.
#[derive(Debug)]
pub struct Staged<'a> {
    file: &'a Path,
    new: PathBuf,
}

/// Writes `text` beside `file`.
///
/// # Errors
/// When it cannot be written.
pub fn stage<'a>(file: &'a Path, text: &str) -> Result<Staged<'a>> {
    if file.is_dir() {
        bail!("{} is a folder; give a file for --single-file", file.display());
    }
    let describe = || format!("cannot write {}", file.display());
    let name = file
        .file_name()
        .with_context(|| format!("{} names no file", file.display()))?;
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).with_context(describe)?;
    let new = folder.join(format!(".{}.breakglass-new", name.to_string_lossy()));
    let staged = Staged { file, new };
    std::fs::write(&staged.new, text).with_context(describe)?;
    Ok(staged)
}

impl Staged<'_> {
    /// Puts it in its place at once: whoever opens the file sees the old one or the new.
    ///
    /// # Errors
    /// When it cannot take its place; the old one is then as it was.
    pub fn take_place(self) -> Result<()> {
        std::fs::rename(&self.new, self.file).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // There is nothing to remove once it has taken its place.
        let _ = std::fs::remove_file(&self.new);
    }
}
